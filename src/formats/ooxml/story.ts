/**
 * One XML part of an office document as segments: text flows in reading order, and everything that is not
 * shown (deleted, hidden, field codes, attributes, properties) in channels of its own.
 *
 * Sources: ISO/IEC 29500-1 (WordprocessingML 17, DrawingML 21), 29500-3 (markup compatibility). DrawingML
 * paragraphs (`a:p`) flow like Word's, so charts, diagrams and slides need no reader of their own.
 */
import { type Channel, LineIndex, type Place, type Segment, type SourceMap } from '../../core/index.js';
import { type Captured, Flow, writePieces } from './flow.js';
import { isInteresting } from './interest.js';
import { Lane, LaneSet, MirrorMap, type PartSource } from './lane.js';
import {
  cellGround,
  isUnseen,
  openRowLook,
  openTableLook,
  pageColour,
  type RunLook,
  type TableLook,
} from './looks.js';
import { MARKS, symbol } from './marks.js';
import { type Counted, ListCounter, type Numbering } from './numbering.js';
import { Paragraph, type RunState } from './paragraph.js';
import { READ_PROPERTIES, readProperty } from './properties.js';
import type { WordStyles } from './styles.js';
import { attributeText, emitText, plainText } from './xml-text.js';
import { walkXml, type XmlAttribute, type XmlHandler } from './xml-walk.js';

export interface StoryOptions {
  readonly part: string;
  /** Channel of what is shown; `w:hdr`, `w:comments` … name their own. */
  readonly channel?: Channel;
  /** Channel of text that stands in no paragraph; `undefined`: only what looks like a value. */
  readonly loose?: Channel;
  /** Of a Word document: styles hide and number. */
  readonly styles?: WordStyles;
  readonly numbering?: Numbering;
}

export interface StoryResult {
  readonly segments: Segment[];
  /** Offset of the first fault in the markup. */
  readonly fault: number | undefined;
}

const CHANNELS: Readonly<Record<string, Channel>> = {
  body: 'body',
  hdr: 'header',
  ftr: 'footer',
  footnotes: 'note',
  endnotes: 'note',
  comments: 'comment',
};
const LINKS: ReadonlySet<string> = new Set(['Target', 'href', 'src', 'tooltip', 'anchor']);

/** Categories and names of series; `strDim` since 2016. */
const CHART_TEXTS: ReadonlySet<string> = new Set(['cat', 'xVal', 'tx', 'strDim']);

/** An `mc:AlternateContent`: the same thing for new and old readers. */
interface Alternate {
  readonly flow: Flow;
  readonly paragraph: Paragraph | undefined;
  primary: Captured | undefined;
  secondary: Flow | undefined;
  /** What its first reading counted; the others count from where it began. */
  counted: Counted | undefined;
}

export function readStory(source: string, options: StoryOptions): StoryResult {
  const story = new Story(source, options);
  const fault = walkXml(source, story);
  return { segments: story.finish(), fault };
}

/** Use `readStory`, or feed it tokens where a part has elements that a reader of its own takes. */
export class Story implements XmlHandler {
  readonly #source: string;
  readonly #options: StoryOptions;
  readonly #shared: PartSource;
  readonly #segments: Segment[] = [];
  readonly #asides: LaneSet;
  readonly #deleted: Lane;
  readonly #hidden: Lane;
  readonly #path: string[] = [];
  readonly #flows: Flow[];
  readonly #paragraphs: (Paragraph | undefined)[] = [];
  readonly #runs: RunLook[] = [];
  #lists: ListCounter | undefined;
  readonly #alternates: (Alternate | undefined)[] = [];
  readonly #labels: (string | undefined)[] = [];
  #deletions = 0;
  #insertions = 0;
  #boxes = 0;
  readonly #tables: TableLook[] = [];
  #page = pageColour(undefined);
  #fieldOpen = false;

  constructor(source: string, options: StoryOptions) {
    this.#source = source;
    this.#options = options;
    this.#shared = { source, part: options.part, lines: new LineIndex(source) };
    this.#asides = new LaneSet(this.#shared);
    this.#deleted = new Lane(this.#shared);
    this.#hidden = new Lane(this.#shared);
    this.#flows = [new Flow(this.#shared, options.channel ?? 'body')];
    this.#lists = this.#counter();
  }

  open(name: string, attributes: readonly XmlAttribute[], start: number, end: number): void {
    const parent = this.#path.at(-1);
    this.#path.push(name);
    if (attributes.length > 0) this.#attributes(name, attributes);
    const property = parent?.endsWith('Pr') === true && name !== 'AlternateContent';
    if (property) {
      if (!READ_PROPERTIES.has(name)) return;
      const value = (attribute: string): string | undefined =>
        attributeText(this.#source, attributes, attribute);
      readProperty(this.#path, value, {
        flow: this.#flows.at(-1)!,
        paragraph: this.#paragraphs.at(-1),
        run: this.#runs.at(-1),
        table: this.#tables.at(-1),
        styles: this.#options.styles,
      });
    } else this.#element(name, attributes, start, end);
  }

  close(name: string): void {
    this.#path.pop();
    if (this.#path.at(-1)?.endsWith('Pr') === true && name !== 'AlternateContent') return;
    const flow = this.#flows.at(-1)!;
    switch (name) {
      case 'p':
        this.#endParagraph();
        break;
      case 'r':
        this.#runs.pop();
        break;
      case 'del':
      case 'moveFrom':
        this.#deletions--;
        break;
      case 'ins':
      case 'moveTo':
        this.#insertions--;
        break;
      case 'tbl':
        flow.closeTable();
        this.#tables.pop();
        break;
      case 'tr':
        flow.closeRow();
        break;
      case 'tc':
        flow.closeCell();
        break;
      case 'txbxContent':
        this.#boxes--;
        break;
      case 'property':
        this.#labels.pop();
        break;
      case 'AlternateContent': {
        const counted = this.#alternates.pop()?.counted;
        if (counted !== undefined) this.#lists?.redo(counted);
        break;
      }
      case 'Choice':
      case 'Fallback':
        this.#endAlternative();
        break;
      default:
        if (CHANNELS[name] !== undefined) this.#endFlow();
    }
  }

  text(start: number, end: number, raw: boolean): void {
    const name = this.#path.at(-1);
    const paragraph = this.#paragraphs.at(-1);
    if (name === 't' && paragraph !== undefined) {
      paragraph.state = this.#state(paragraph);
      emitText(this.#source, start, end, raw, paragraph);
      return;
    }
    if (name === 'delText' && paragraph !== undefined) {
      paragraph.state = 'deleted';
      emitText(this.#source, start, end, raw, paragraph);
      return;
    }
    if (name === 'instrText' || name === 'delInstrText') {
      const lane = this.#fieldOpen
        ? this.#asides.same('attribute', 'field code')
        : this.#asides.line('attribute', 'field code');
      this.#fieldOpen = true;
      emitText(this.#source, start, end, raw, lane);
      return;
    }
    const value = this.#source.slice(start, end);
    if (value.trim() === '') return;
    const { loose } = this.#options;
    if (loose === undefined && !isInteresting(name ?? '', plainText(this.#source, start, end).trim())) return;
    const chart = this.#inChart();
    const label = chart ?? this.#labels.at(-1) ?? name ?? '';
    const channel = chart === undefined ? (loose ?? 'attribute') : 'body';
    emitText(this.#source, start, end, raw, this.#asides.line(channel, label));
  }

  /** What stands at the axis or in the legend of a chart, as it was when the chart was drawn last. */
  #inChart(): string | undefined {
    const point = this.#path.at(-1) === 'v' || this.#path.at(-1) === 'pt';
    return point ? this.#path.find((name) => CHART_TEXTS.has(name)) : undefined;
  }

  rest(start: number, end: number): void {
    const value = this.#source.slice(start, end);
    if (!isInteresting('', value.trim())) return;
    // The XML declaration and Office's own progid are no text.
    if (/^\??(?:xml\s+version|mso-)/.test(value) && !/\d{7}/.test(value)) return;
    this.#asides.line('residue', '').copy(start, end);
  }

  finish(): Segment[] {
    while (this.#paragraphs.length > 0) this.#endParagraph();
    while (this.#flows.length > 0) this.#endFlow();
    const deleted = this.#deleted.flush('deleted');
    const hidden = this.#hidden.flush('hidden');
    if (deleted !== undefined) this.#segments.push(deleted);
    if (hidden !== undefined) this.#segments.push(hidden);
    return [...this.#segments, ...this.#asides.flush()];
  }

  #element(name: string, attributes: readonly XmlAttribute[], start: number, end: number): void {
    const flow = this.#flows.at(-1)!;
    const value = (attribute: string): string | undefined =>
      attributeText(this.#source, attributes, attribute);
    switch (name) {
      case 'p':
        this.#paragraphs.push(new Paragraph(this.#source));
        return;
      case 'r':
        this.#runs.push({
          hidden: false,
          style: undefined,
          letters: undefined,
          highlight: undefined,
          shade: undefined,
        });
        return;
      case 'del':
      case 'moveFrom':
        this.#deletions++;
        return;
      case 'ins':
      case 'moveTo':
        this.#insertions++;
        return;
      case 'tbl':
        flow.openTable();
        this.#tables.push(openTableLook(this.#tables.at(-1), this.#page));
        return;
      case 'background':
        this.#page = pageColour(value('color'));
        return;
      case 'tr':
        flow.openRow();
        if (this.#tables.length > 0) openRowLook(this.#tables.at(-1)!);
        return;
      case 'tc': {
        flow.openCell();
        if (this.#tables.length > 0) this.#tables.at(-1)!.cell = undefined;
        // DrawingML states spans on the cell itself.
        const columns = Number(value('gridSpan') ?? 0);
        if (columns > 1) flow.cellSpan(columns);
        if (value('vMerge') === '1') flow.cellMerge(false);
        else if (Number(value('rowSpan') ?? 0) > 1) flow.cellMerge(true);
        return;
      }
      case 'txbxContent': {
        this.#boxes++;
        // The paragraph that holds the box comes before those inside.
        const around = this.#paragraphs.at(-1);
        if (around !== undefined) this.#count(around);
        return;
      }
      case 'xmlData':
        // A part of a package in one file.
        this.#lists = this.#counter();
        return;
      case 'fldChar':
        this.#fieldOpen = false;
        return;
      case 'property':
        this.#labels.push(value('name'));
        return;
      case 'AlternateContent': {
        const deep = this.#alternates.length >= MirrorMap.depth;
        const paragraph = this.#paragraphs.at(-1);
        const state = { flow, paragraph, primary: undefined, secondary: undefined, counted: undefined };
        this.#alternates.push(deep ? undefined : state);
        return;
      }
      case 'Choice':
      case 'Fallback':
        this.#beginAlternative();
        return;
    }
    const channel = CHANNELS[name];
    if (channel !== undefined) this.#flows.push(new Flow(this.#shared, channel));
    else if (this.#path.at(-2) === 'r' || this.#path.at(-2) === 'p')
      this.#mark(name, value('char'), start, end);
  }

  /** Characters that are elements. */
  #mark(name: string, code: string | undefined, start: number, end: number): void {
    const paragraph = this.#paragraphs.at(-1);
    if (paragraph === undefined) return;
    const text = MARKS[name] ?? (name === 'sym' ? symbol(code) : undefined);
    if (text === undefined) return;
    paragraph.state = this.#state(paragraph);
    paragraph.replace(text, start, end);
  }

  #attributes(name: string, attributes: readonly XmlAttribute[]): void {
    for (const attribute of attributes) {
      const text = plainText(this.#source, attribute.start, attribute.end);
      if (!isInteresting(attribute.name, text)) continue;
      // A document variable, a list item, a form field says in `name` what its value is.
      const named = attribute.name === 'val' ? attributeText(this.#source, attributes, 'name') : undefined;
      const label = named ?? (attribute.name === 'val' ? name : attribute.name);
      const channel = LINKS.has(attribute.name) ? 'link' : (this.#options.loose ?? 'attribute');
      emitText(this.#source, attribute.start, attribute.end, false, this.#asides.line(channel, label));
    }
  }

  #state(paragraph: Paragraph): RunState {
    const table = this.#tables.at(-1);
    if (this.#deletions > 0 || table?.deleted === true || table?.rowDeleted === true) return 'deleted';
    if (table?.hidden === true || table?.rowHidden === true) return 'hidden';
    // Shapes have fills that are not looked for.
    const ground = this.#boxes > 0 ? undefined : table === undefined ? this.#page : cellGround(table);
    const unseen = isUnseen(this.#runs.at(-1), paragraph, this.#options.styles, ground);
    return unseen ? 'hidden' : this.#insertions > 0 ? 'inserted' : 'shown';
  }

  #counter(): ListCounter | undefined {
    const { numbering, styles } = this.#options;
    return numbering === undefined ? undefined : new ListCounter(numbering, styles);
  }

  #count(paragraph: Paragraph): string {
    if (this.#lists === undefined || paragraph.unnumbered) return '';
    return (paragraph.number ??= this.#lists.next(paragraph));
  }

  /** The number that a list gives the paragraph stands nowhere in the source. */
  #number(paragraph: Paragraph): void {
    const text = this.#count(paragraph);
    if (text === '') return;
    const [first] = paragraph.pieces;
    const state = first === undefined || first.state === 'inserted' ? 'shown' : first.state;
    paragraph.pieces.unshift({ state, start: -1, end: -1, text });
  }

  #endParagraph(): void {
    const paragraph = this.#paragraphs.pop();
    if (paragraph === undefined) return;
    const flow = this.#flows.at(-1)!;
    this.#number(paragraph);
    flow.paragraph(paragraph);
    for (const [state, lane] of [
      ['deleted', this.#deleted],
      ['hidden', this.#hidden],
    ] as const) {
      for (const fragment of paragraph.fragments(state)) {
        lane.builder.endBlock();
        lane.mark(flow.near);
        writePieces(lane, fragment);
      }
    }
  }

  #endFlow(): void {
    const segment = this.#flows.pop()?.flush();
    if (segment !== undefined) this.#segments.push(segment);
    if (this.#flows.length === 0 && this.#path.length > 0) {
      this.#flows.push(new Flow(this.#shared, this.#options.channel ?? 'body'));
    }
  }

  #beginAlternative(): void {
    const alternate = this.#alternates.at(-1);
    if (alternate === undefined) return;
    if (alternate.paragraph !== undefined) this.#count(alternate.paragraph);
    this.#lists?.mark();
    if (alternate.primary === undefined && alternate.secondary === undefined) {
      alternate.flow.beginCapture();
      return;
    }
    alternate.secondary = new Flow(this.#shared, alternate.flow.channel);
    alternate.secondary.beginCapture();
    this.#flows.push(alternate.secondary);
    // Runs of the alternative must not join the paragraph that holds both.
    const aside = alternate.paragraph === undefined ? undefined : new Paragraph(this.#source);
    if (aside !== undefined) aside.unnumbered = true;
    this.#paragraphs.push(aside);
  }

  #endAlternative(): void {
    const alternate = this.#alternates.at(-1);
    if (alternate === undefined) return;
    const { flow, primary, secondary } = alternate;
    if (secondary === undefined) {
      alternate.primary = flow.endCapture();
      alternate.counted = this.#lists?.rewind();
      return;
    }
    this.#endParagraph();
    this.#lists?.rewind();
    const second = secondary.endCapture();
    this.#flows.pop();
    alternate.secondary = undefined;
    // Old readers show it, new ones don't.
    const segment = secondary.flush('hidden');
    if (segment === undefined) return;
    const same =
      primary !== undefined &&
      primary.text === second.text &&
      primary.end - primary.start === second.end - second.start;
    if (!same) this.#segments.push(segment);
    else {
      const map = shifted(segment.map, second.start, flow.channel);
      flow.mirror({ start: primary.start, end: primary.end, map });
    }
  }
}

function shifted(map: SourceMap, by: number, channel: Channel): SourceMap {
  return {
    locate: (start, end): Place[] => map.locate(start + by, end + by).map((place) => ({ ...place, channel })),
  };
}
