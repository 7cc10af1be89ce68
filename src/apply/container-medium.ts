/** Files that hold files: each is opened by its own type, parts are named by the way inward. */
import { platform } from '#platform';
import { type Artifact, DEFAULT_LIMITS, type ExtractContext, ScanBudget } from '../core/index.js';
import type { Changes, InnerFile, Medium, MediumText } from './medium.js';
import { below, joinParts } from './parts.js';

export type Open = (child: Artifact) => Medium | undefined;

export abstract class ContainerMedium implements Medium {
  readonly #open: Open;
  readonly #children = new Map<string, Promise<Medium | undefined>>();

  constructor(open: Open) {
    this.#open = open;
  }

  /** Names of the files inside. */
  protected abstract readonly files: ReadonlySet<string> | ReadonlyMap<string, unknown>;

  /** Content of a file inside; undefined when it can't be read. */
  protected abstract read(name: string): Promise<Uint8Array | undefined>;

  /** Whether an entry of this name can get another one. */
  protected abstract isNamed(name: string): boolean;

  /** Whether what stands there has no place in a copy. */
  protected abstract isDropped(part: string): boolean;

  abstract write(changes: Changes): Promise<Uint8Array>;
  abstract altered(copy: Uint8Array, changes: Changes): Promise<boolean>;

  /** Texts of the container itself. */
  protected owns(_name: string): boolean {
    return false;
  }

  protected async ownText(_name: string): Promise<MediumText | undefined> {
    return undefined;
  }

  async parts(): Promise<readonly string[]> {
    const parts: string[] = [];
    for (const name of this.files.keys()) {
      if (this.owns(name)) parts.push(name);
      else
        for (const inner of (await (await this.child(name))?.parts()) ?? [])
          parts.push(joinParts(name, inner));
    }
    return parts;
  }

  has(part: string): boolean {
    return this.split(part) !== undefined;
  }

  async text(part: string): Promise<MediumText | 'dropped' | undefined> {
    if (this.isDropped(part)) return 'dropped';
    const split = this.split(part);
    if (split === undefined) return undefined;
    const { name, rest } = split;
    if (!this.owns(name)) return (await this.child(name))?.text(rest);
    return rest === '' ? this.ownText(name) : undefined;
  }

  async inner(part: string): Promise<InnerFile | undefined> {
    const split = this.split(part);
    if (split === undefined || this.owns(split.name)) return undefined;
    const found = await (await this.child(split.name))?.inner(split.rest);
    return found === undefined ? undefined : { ...found, part: joinParts(split.name, found.part) };
  }

  async nameOf(part: string): Promise<string | undefined> {
    if (this.isNamed(part)) return part;
    const split = this.split(part);
    return split === undefined || split.rest === ''
      ? undefined
      : (await this.child(split.name))?.nameOf(split.rest);
  }

  async moved(part: string, names: ReadonlyMap<string, string>): Promise<string> {
    const split = this.split(part);
    if (split === undefined) return part;
    const { name, rest } = split;
    const child = rest === '' ? undefined : await this.child(name);
    const inner = child === undefined ? rest : await child.moved(rest, below(name, names));
    return joinParts(names.get(name) ?? name, inner);
  }

  /** New content by file, and new names of entries. */
  protected async planned({ texts, names }: Changes): Promise<{
    readonly contents: Map<string, Uint8Array>;
    readonly renamed: Map<string, string>;
  }> {
    const contents = new Map<string, Uint8Array>();
    const renamed = new Map<string, string>();
    const byChild = new Set<string>();
    for (const [part, content] of texts) {
      const { name } = this.split(part)!;
      if (this.owns(name)) contents.set(name, content);
      else byChild.add(name);
    }
    for (const [part, name] of names) {
      if (this.isNamed(part)) renamed.set(part, name);
      else byChild.add(this.split(part)!.name);
    }
    for (const name of byChild) {
      const child = (await this.child(name))!;
      contents.set(name, await child.write(inside(name, { texts, names })));
    }
    return { contents, renamed };
  }

  /** The entry that a part leads into: names may hold `!` themselves. */
  protected split(part: string): { name: string; rest: string } | undefined {
    if (this.files.has(part)) return { name: part, rest: '' };
    for (let at = part.indexOf('!'); at >= 0; at = part.indexOf('!', at + 1)) {
      const name = part.slice(0, at);
      if (this.files.has(name)) return { name, rest: part.slice(at + 1) };
    }
    return undefined;
  }

  protected child(name: string): Promise<Medium | undefined> {
    let child = this.#children.get(name);
    if (child === undefined) {
      child = this.read(name).then((bytes) =>
        bytes === undefined ? undefined : this.#open({ name, bytes }),
      );
      this.#children.set(name, child);
    }
    return child;
  }
}

/** The changes inside one entry; its own name is no matter of it. */
export function inside(name: string, { texts, names }: Changes): Changes {
  const inner = below(name, names);
  inner.delete('');
  return { texts: below(name, texts), names: inner };
}

/** For readers of formats: what they may unpack. */
export function unpacking(): ExtractContext {
  return { limits: DEFAULT_LIMITS, budget: new ScanBudget(DEFAULT_LIMITS, platform.now) };
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
