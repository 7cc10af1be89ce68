/**
 * Walks RTF once, without a tree, and writes its text to flows.
 *
 * The source is the file as Latin-1: one UTF-16 code unit is one byte, so places are byte offsets too. Source of the
 * syntax: RTF 1.9.1 (Microsoft, 2008), "RTF Syntax", "Unicode RTF", "Table Definitions".
 */
import { LINE_BREAK, type Segment } from '../../core/index.js';
import type { PartSource } from '../ooxml/lane.js';
import { Scribe } from '../ooxml/scribe.js';
import { Characters, Fonts } from './characters.js';
import { CHARSETS } from './code-pages.js';
import { Colours } from './colours.js';
import { CHARACTERS, DESTINATIONS } from './destinations.js';
import { Embedded } from './embedded.js';
import { type Group, OUTERMOST, plain, setCharacter, stateOf } from './group.js';

/** Groups that keep a state of their own; deeper ones share the last. */
const MAX_DEPTH = 4096;
export interface RtfReading {
  readonly segments: readonly Segment[];
  /** Data of embedded objects. */
  readonly objects: readonly Uint8Array[];
  /** Files: PNG, JPEG, EMF, WMF, bitmaps without their head. */
  readonly pictures: readonly Uint8Array[];
  /** A group is not closed, or too many are. */
  readonly unbalanced: boolean;
}

/** Linear in the source; never throws. */
export function readRtf(source: PartSource): RtfReading {
  return new Reader(source).run();
}

class Reader {
  readonly #source: string;
  readonly #scribe: Scribe;
  readonly #fonts = new Fonts();
  readonly #characters: Characters;
  readonly #colours = new Colours();
  readonly #embedded = new Embedded();
  readonly #groups: Group[] = [];
  #group: Group = { ...OUTERMOST };
  #extraDepth = 0;
  #fontInTable = 0;
  /** The group has just begun, or `\*` was read. */
  #first = false;
  #starred = false;
  #unbalanced = false;
  #cellShaded = false;
  /** Between `\trowd` and `\row`: producers forget `\intbl`. */
  #inRow = false;

  constructor(source: PartSource) {
    this.#source = source.source;
    this.#scribe = new Scribe(source);
    this.#characters = new Characters((text, start, end) => this.#put(text, start, end));
  }

  run(): RtfReading {
    const source = this.#source;
    const { length } = source;
    let at = 0;
    while (at < length) {
      const unit = source.charCodeAt(at);
      if (unit === 0x5c) at = this.#control(at);
      else if (unit === 0x7b) {
        this.#characters.settle();
        this.#open();
        at++;
      } else if (unit === 0x7d) {
        this.#characters.settle();
        this.#close();
        at++;
      } else if (unit === 10 || unit === 13 || unit === 0) at++;
      else at = this.#text(at, unit);
    }
    this.#characters.settle();
    if (this.#groups.length > 0) this.#unbalanced = true;
    while (this.#groups.length > 0) this.#close();
    return {
      segments: this.#scribe.flush(),
      objects: this.#embedded.objects,
      pictures: this.#embedded.pictures,
      unbalanced: this.#unbalanced,
    };
  }

  #open(): void {
    if (this.#groups.length >= MAX_DEPTH) {
      this.#extraDepth++;
      return;
    }
    this.#groups.push(this.#group);
    const { data, destination } = this.#group;
    this.#group = {
      ...this.#group,
      destination: data ? destination : undefined,
      entered: false,
    };
    this.#first = true;
    this.#starred = false;
  }

  #close(): void {
    if (this.#extraDepth > 0) {
      this.#extraDepth--;
      return;
    }
    const outer = this.#groups.pop();
    if (outer === undefined) {
      this.#unbalanced = true;
      return;
    }
    const { destination, entered } = this.#group;
    if (destination?.kind !== outer.destination?.kind) {
      if (destination?.kind === 'object') this.#embedded.endObject();
      else if (destination?.kind === 'picture') this.#embedded.endPicture(outer.twin);
    }
    this.#group = outer;
    this.#first = false;
    if (entered) {
      this.#scribe.endParagraph();
      this.#scribe.leave();
    }
    this.#setState();
  }

  #control(start: number): number {
    const source = this.#source;
    const next = source.charCodeAt(start + 1);
    const letter = (unit: number): boolean => (unit >= 97 && unit <= 122) || (unit >= 65 && unit <= 90);
    if (!letter(next)) return this.#symbol(start, source.charAt(start + 1));
    let at = start + 1;
    while (at < source.length && at - start <= 40 && letter(source.charCodeAt(at))) at++;
    const word = source.slice(start + 1, at);
    let parameter: number | undefined;
    const sign = at;
    if (source.charCodeAt(at) === 0x2d) at++;
    const digits = at;
    while (at < source.length && at - digits < 10 && isDigit(source.charCodeAt(at))) at++;
    if (at > digits) parameter = Number(source.slice(sign, at));
    else at = sign;
    if (source.charCodeAt(at) === 0x20) at++;
    if (word === 'bin') {
      this.#characters.settle();
      const end = Math.min(source.length, at + Math.max(0, parameter ?? 0));
      this.#embedded.of(this.#group, this.#groups.length)?.binary(source, at, end);
      return end;
    }
    if (this.#characters.skips(at)) return at;
    if (word === 'u' && parameter !== undefined) {
      this.#first = false;
      this.#characters.unicode(parameter, start, at, this.#group.fallback);
    } else {
      this.#characters.settle();
      this.#word(word, parameter, start, at);
    }
    return at;
  }

  #symbol(start: number, symbol: string): number {
    const end = start + 2;
    if (symbol === "'") {
      const byte = Number.parseInt(this.#source.slice(end, end + 2), 16);
      if (Number.isNaN(byte)) return end;
      const stop = end + (/^[0-9a-f]{2}/i.test(this.#source.slice(end, end + 2)) ? 2 : 1);
      if (!this.#characters.skips(stop)) this.#byte(byte, start, stop);
      return stop;
    }
    if (symbol === '*') {
      if (this.#first) this.#starred = true;
      return end;
    }
    if (this.#characters.skips(end)) return end;
    this.#characters.settle();
    this.#first = false;
    if (symbol === '\\' || symbol === '{' || symbol === '}') this.#put(symbol, start, end);
    else if (symbol === '~') this.#put('\u00a0', start, end);
    else if (symbol === '-') this.#put('\u00ad', start, end);
    else if (symbol === '_') this.#put('-', start, end);
    else if (symbol === '\n' || symbol === '\r') this.#endParagraph();
    else if (symbol === '\t') this.#put('\t', start, end);
    return end;
  }

  #text(start: number, first: number): number {
    const source = this.#source;
    if (this.#characters.skips(start + 1)) return start + 1;
    if (this.#characters.open || first >= 0x80) {
      this.#byte(first, start, start + 1);
      return start + 1;
    }
    let at = start + 1;
    for (; at < source.length; at++) {
      const unit = source.charCodeAt(at);
      if (unit === 0x5c || unit === 0x7b || unit === 0x7d || unit < 32 || unit >= 0x80) break;
    }
    this.#first = false;
    const kind = this.#group.destination?.kind;
    if (kind === 'object' || kind === 'picture')
      this.#embedded.of(this.#group, this.#groups.length)?.hex(source, start, at);
    else if (kind === 'colours') this.#colours.text(source.slice(start, at));
    else if (kind !== 'fonts' && kind !== 'binary') {
      this.#place();
      this.#scribe.copy(start, at);
    }
    return at;
  }

  #byte(byte: number, start: number, end: number): void {
    this.#first = false;
    const { data, font, wideFont } = this.#group;
    if (!data) this.#characters.byte(byte, start, end, this.#fonts.page(font, wideFont));
  }

  #put(text: string, start: number, end: number): void {
    if (this.#group.data) return;
    this.#place();
    // A break inside a paragraph is structure; U+2028 in the text itself is the same.
    this.#scribe.replace(text, start, end);
  }

  /** Opens and closes tables so that what comes next stands where its paragraph says. */
  #place(): void {
    const { inTable, nesting } = this.#group;
    const row = this.#inRow && this.#scribe.depth === 1;
    const wanted = inTable || row ? Math.max(1, Math.min(16, nesting)) : 0;
    this.#scribe.tableDepth(wanted);
  }

  #endParagraph(): void {
    if (!this.#group.data) this.#scribe.endParagraph();
  }

  #setState(): void {
    this.#scribe.state = stateOf(this.#group, this.#colours.isWhite(this.#group.colour) && !this.#cellShaded);
  }

  #enter(word: string): boolean {
    let destination = DESTINATIONS.get(word);
    if (destination === undefined && this.#starred) {
      destination = { kind: 'flow', channel: 'residue', label: word };
    }
    if (destination === undefined) return false;
    const group = this.#group;
    if (word === 'nonshppict') this.#group.twin = true;
    if (destination.kind === 'inline') return true;
    if (group.data) return true;
    const data = destination.kind !== 'flow' && destination.kind !== 'box';
    this.#group = { ...group, destination, data };
    if (!data) {
      if (destination.kind === 'flow') this.#scribe.enter(destination.channel, destination.label);
      else this.#scribe.enter(this.#scribe.channel);
      this.#group.entered = true;
      this.#group.inTable = false;
      this.#group.nesting = 0;
    } else if (destination.kind === 'picture') this.#embedded.beginPicture(this.#groups.length);
    return true;
  }

  #word(word: string, parameter: number | undefined, start: number, end: number): void {
    const first = this.#first;
    if (first) {
      this.#first = false;
      if (this.#enter(word)) return;
    }
    const on = parameter !== 0;
    const group = this.#group;
    switch (word) {
      case 'par':
      case 'sect':
      case 'page':
      case 'column':
        this.#endParagraph();
        return;
      case 'line':
      case 'softline':
      case 'lbr':
        this.#put(LINE_BREAK, start, end);
        return;
      case 'cell':
      case 'nestcell':
        this.#endCell(word === 'cell' ? 1 : undefined);
        return;
      case 'row':
      case 'nestrow':
        this.#endRow(word === 'row' ? 1 : undefined);
        return;
      case 'trowd':
        this.#cellShaded = false;
        this.#inRow = !group.data;
        return;
      case 'clcbpat':
      case 'clcfpat':
      case 'clshdng':
        this.#cellShaded = on;
        this.#setState();
        return;
      case 'intbl':
        group.inTable = true;
        return;
      case 'itap':
        group.nesting = parameter ?? 0;
        return;
      case 'pard':
        group.inTable = false;
        group.nesting = 0;
        group.shaded = false;
        this.#setState();
        return;
      case 'plain':
        plain(group);
        this.#setState();
        return;
      default:
        if (setCharacter(group, word, parameter)) this.#setState();
        else this.#otherWord(word, parameter, start, end);
        return;
    }
  }

  #otherWord(word: string, parameter: number | undefined, start: number, end: number): void {
    const group = this.#group;
    switch (word) {
      case 'f':
        this.#font(parameter ?? 0);
        return;
      case 'fcharset':
        if (group.destination?.kind === 'fonts' && !this.#fonts.has(this.#fontInTable)) {
          this.#fonts.set(this.#fontInTable, CHARSETS[parameter ?? 0] ?? 0);
        }
        return;
      case 'cpg':
        if (group.destination?.kind === 'fonts') this.#fonts.set(this.#fontInTable, parameter ?? 0);
        return;
      case 'ansicpg':
        this.#fonts.ansi = parameter ?? 1252;
        return;
      case 'mac':
        this.#fonts.ansi = 10000;
        return;
      case 'deff':
        this.#fonts.standard = parameter ?? 0;
        return;
      case 'red':
      case 'green':
      case 'blue':
        if (group.destination?.kind === 'colours') this.#colours.part(word, parameter ?? 0);
        return;
      default: {
        const character = CHARACTERS[word];
        if (character !== undefined) this.#put(character, start, end);
      }
    }
  }

  #font(number: number): void {
    const group = this.#group;
    if (group.destination?.kind === 'fonts') this.#fontInTable = number;
    else {
      group.font = number;
      if (group.side === 'dbch') group.wideFont = number;
    }
  }

  #endCell(depth: number | undefined): void {
    if (this.#group.data) return;
    this.#scribe.tableDepth(depth ?? Math.max(2, Math.min(16, this.#group.nesting)));
    this.#scribe.endCell();
  }

  #endRow(depth: number | undefined): void {
    if (this.#group.data) return;
    this.#scribe.tableDepth(depth ?? Math.max(2, Math.min(16, this.#group.nesting)), false);
    this.#scribe.closeRow();
    if (depth === 1) this.#inRow = false;
  }
}

function isDigit(unit: number): boolean {
  return unit >= 0x30 && unit <= 0x39;
}
