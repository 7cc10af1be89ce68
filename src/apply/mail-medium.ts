/** Mail and web archives: headers as one text, every body and attachment by its own type, in its own transfer encoding. */

import type { Artifact } from '../core/index.js';
import { artifactOf, type Leaf, leafBytes, readLeaves } from '../formats/eml/index.js';
import { bytesOf } from '../formats/eml/transfer.js';
import { latin1 } from '../text/latin1.js';
import { ApplyError } from './errors.js';
import { latin1Text } from './latin1.js';
import { encodeLeaf } from './mail-edits.js';
import type { Changes, InnerFile, Medium, MediumText } from './medium.js';
import type { Note } from './notes.js';
import { below, joinParts } from './parts.js';

/** @param open Opens what is inside. */
export function openMail(bytes: Uint8Array, open: (child: Artifact) => Medium | undefined): Medium {
  return new MailMedium(bytes, open);
}

class MailMedium implements Medium {
  readonly #bytes: Uint8Array;
  readonly #source: string;
  readonly #leaves: readonly Leaf[];
  readonly #open: (child: Artifact) => Medium | undefined;
  readonly #children = new Map<Leaf, Medium | undefined>();
  #text: MediumText | undefined;
  /** Leaves of the copy that was written: the name of one stands in its header. */
  #written: readonly Leaf[] = [];

  constructor(bytes: Uint8Array, open: (child: Artifact) => Medium | undefined) {
    this.#bytes = bytes;
    this.#source = latin1(bytes);
    this.#leaves = readLeaves(this.#source);
    this.#open = open;
  }

  async parts(): Promise<readonly string[]> {
    const parts = [''];
    for (const leaf of this.#leaves) {
      for (const inner of (await this.#child(leaf)?.parts()) ?? []) parts.push(joinParts(leaf.name, inner));
    }
    return parts;
  }

  has(part: string): boolean {
    return part === '' || this.#split(part) !== undefined;
  }

  async text(part: string): Promise<MediumText | 'dropped' | undefined> {
    if (part === '') {
      this.#text ??= { bytes: this.#bytes, decoded: latin1Text(this.#bytes), kind: 'none', markup: 'mail' };
      return this.#text;
    }
    const split = this.#split(part);
    return split === undefined ? undefined : this.#child(split.leaf)?.text(split.rest);
  }

  async inner(part: string): Promise<InnerFile | undefined> {
    const split = this.#split(part);
    if (split === undefined) return undefined;
    const found = await this.#child(split.leaf)?.inner(split.rest);
    return found === undefined ? undefined : { ...found, part: joinParts(split.leaf.name, found.part) };
  }

  async nameOf(part: string): Promise<string | undefined> {
    const split = this.#split(part);
    return split === undefined ? undefined : this.#child(split.leaf)?.nameOf(split.rest);
  }

  async moved(part: string, names: ReadonlyMap<string, string>): Promise<string> {
    const split = this.#split(part);
    if (split === undefined) return part;
    const { leaf, rest } = split;
    const name = this.#written[this.#leaves.indexOf(leaf)]?.name ?? leaf.name;
    const child = rest === '' ? undefined : this.#child(leaf);
    return joinParts(name, child === undefined ? rest : await child.moved(rest, below(leaf.name, names)));
  }

  async write(changes: Changes): Promise<Uint8Array> {
    const source = this.#headers(changes);
    const leaves = readLeaves(source);
    if (leaves.length !== this.#leaves.length) throw reads();
    let written = '';
    let at = 0;
    for (const [i, leaf] of this.#leaves.entries()) {
      const inner = inside(leaf.name, changes);
      if (inner.texts.size + inner.names.size === 0) continue;
      const content = await this.#child(leaf)!.write(inner);
      const { start, end } = leaves[i]!;
      const before = leafBytes(this.#source, leaf);
      written += source.slice(at, start);
      written += encodeLeaf(source.slice(start, end), leaf.encoding, before, content);
      at = end;
    }
    written += source.slice(at);
    this.#written = readLeaves(written);
    return bytesOf(written);
  }

  notes(): readonly Note[] {
    if (!/^dkim-signature:|^content-type:\s*multipart\/signed/im.test(this.#source)) return [];
    const message = 'the mail was signed; the copy is another mail, and its signature does not hold';
    return [{ code: 'apply/mail-signature-void', message }];
  }

  /** What is around the leaves must be that of the headers' edits, and untouched leaves as they were. */
  async altered(copy: Uint8Array, changes: Changes): Promise<boolean> {
    const planned = this.#headers(changes);
    const expected = readLeaves(planned);
    const source = latin1(copy);
    const leaves = readLeaves(source);
    if (leaves.length !== expected.length || around(source, leaves) !== around(planned, expected))
      return true;
    for (const [i, leaf] of this.#leaves.entries()) {
      const inner = inside(leaf.name, changes);
      const { start, end } = leaves[i]!;
      if (inner.texts.size + inner.names.size === 0) {
        if (source.slice(start, end) !== this.#source.slice(leaf.start, leaf.end)) return true;
        continue;
      }
      const content = leafBytes(source, leaves[i]!);
      const wanted = await this.#child(leaf)!.write(inner);
      if (content.length !== wanted.length || content.some((byte, k) => byte !== wanted[k])) return true;
      if (await this.#child(leaf)!.altered(content, inner)) return true;
    }
    return false;
  }

  #headers({ texts }: Changes): string {
    const edited = texts.get('');
    return edited === undefined ? this.#source : latin1(edited);
  }

  /** The leaf that a part leads into: names may hold `!` themselves. */
  #split(part: string): { leaf: Leaf; rest: string } | undefined {
    const own = this.#leaves.find(({ name }) => name === part);
    if (own !== undefined) return { leaf: own, rest: '' };
    const leaf = this.#leaves.find(({ name }) => part.startsWith(`${name}!`));
    return leaf === undefined ? undefined : { leaf, rest: part.slice(leaf.name.length + 1) };
  }

  #child(leaf: Leaf): Medium | undefined {
    if (!this.#children.has(leaf)) {
      this.#children.set(leaf, this.#open(artifactOf(leaf, leafBytes(this.#source, leaf))));
    }
    return this.#children.get(leaf);
  }
}

function reads(): ApplyError {
  return new ApplyError(
    'apply/outside-changed',
    'the mail would read differently; save it anew in a mail program, then scan the copy',
  );
}

function around(source: string, leaves: readonly Leaf[]): string {
  let text = '';
  let at = 0;
  for (const { start, end } of leaves) {
    text += `${source.slice(at, start)}\0`;
    at = end;
  }
  return text + source.slice(at);
}

function inside(name: string, { texts, names }: Changes): Changes {
  return { texts: below(name, texts), names: below(name, names) };
}
