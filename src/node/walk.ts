/** Paths → files, in a fixed order, without following links out of a tree. */
import { isUtf8 } from 'node:buffer';
import fs from 'node:fs';
import nodePath from 'node:path';
import type { Capture, ScanResult } from '../core/index.js';
import { derivedUrl, MIRROR_CACHE, Mirror } from './mirror.js';
import { isS3, listObjects, s3Address, statObject } from './s3.js';
import type { FilePath, Known } from './source.js';
import { systemReason, unreadResult } from './unread-result.js';

export interface WalkOptions {
  /** Names of files and folders that are left out wherever they stand; `*` stands for any characters. */
  readonly exclude: readonly string[];
}

/** Version control: objects are packed, and not what a site publishes. A mirror's cache: its pages once more. */
export const DEFAULT_EXCLUDE: readonly string[] = ['.git', '.hg', '.svn', MIRROR_CACHE];

export type Walked =
  | { readonly path: FilePath; readonly name: string; readonly capture?: Capture; readonly known?: Known }
  /** A file or folder that can't be had. */
  | { readonly result: ScanResult };

/**
 * Files under `root` by name in code unit order, folders in their turn. A link to something inside the tree is
 * skipped (its target is met anyway), a link out of the tree, a dangling one and a device become `unread` results.
 * File names that are not UTF-8 are read as GB 18030 for display and opened by their bytes.
 *
 * @param root A file or folder; if it is a link itself, it is followed. Named in results as it is written here.
 */
export function* walk(root: string, options: WalkOptions): Generator<Walked> {
  if (isS3(root)) {
    yield* walkObjects(root, options.exclude.map(wildcard));
    return;
  }
  let real: Buffer;
  let stat: fs.Stats;
  try {
    stat = fs.statSync(root);
    if (!stat.isDirectory()) {
      yield file(root, slashes(root), new Mirror(nodePath.dirname(root)), [nodePath.basename(root)]);
      return;
    }
    real = fs.realpathSync(root, 'buffer');
  } catch (error) {
    yield unreadable(slashes(root), error);
    return;
  }
  const name = slashes(root).replace(/\/+$/, '');
  const excluded = options.exclude.map(wildcard);
  const inside = new Tree(real, excluded, new Mirror(root));
  yield* walkFolder(Buffer.from(root), name === '' ? '/' : name, inside, []);
}

function file(path: FilePath, name: string, mirror: Mirror, steps: readonly string[]): Walked {
  const capture = mirror.captureOf(path, steps);
  return capture === undefined ? { path, name } : { path, name, capture };
}

/** `s3://bucket/key`: that object, or those below it as if it were a folder. */
function* walkObjects(root: string, excluded: readonly ((name: string) => boolean)[]): Generator<Walked> {
  try {
    const { bucket, key } = s3Address(root);
    const single = key === '' || key.endsWith('/') ? undefined : statObject(root);
    const folder = key === '' ? `s3://${bucket}/` : key.endsWith('/') ? root : `${root}/`;
    let found = false;
    for (const object of single === undefined ? listObjects(folder) : [single]) {
      found = true;
      const { path, size, mtime, etag } = object;
      const steps = path.slice(`s3://${bucket}/`.length).split('/');
      const below = single === undefined ? path.slice(folder.length).split('/') : [];
      if (below.some((step) => excluded.some((matches) => matches(step)))) continue;
      const url = derivedUrl([bucket, ...steps]);
      const date = new Date(mtime).toISOString().replace(/\.\d+Z$/, 'Z');
      const capture: Capture | undefined =
        url === undefined ? undefined : { url, date, offset: 0, derived: true };
      yield { path, name: path, known: { size, mtime, etag }, ...(capture === undefined ? {} : { capture }) };
    }
    if (!found) {
      const message = 'no object has this key or begins with it; check the address';
      yield { result: unreadResult(root, 'file/not-found', message) };
    }
  } catch (error) {
    if (error instanceof RangeError) throw error;
    const missing = (error as NodeJS.ErrnoException).code === 'node/s3-missing';
    const message = 'the package @aws-sdk/client-s3 is not installed: npm install @aws-sdk/client-s3';
    yield missing ? { result: unreadResult(root, 'node/s3-missing', message) } : unreadable(root, error);
  }
}

class Tree {
  readonly #root: string;
  readonly #excluded: readonly ((name: string) => boolean)[];

  readonly mirror: Mirror;

  constructor(root: Buffer, excluded: readonly ((name: string) => boolean)[], mirror: Mirror) {
    this.mirror = mirror;
    // latin1 keeps every byte, so that names that are not UTF-8 compare exactly.
    this.#root = root.toString('latin1');
    this.#excluded = excluded;
  }

  leavesOut(name: string): boolean {
    return this.#excluded.some((matches) => matches(name));
  }

  /** True when `target` is met by the walk itself. */
  reaches(target: Buffer): boolean {
    const path = target.toString('latin1');
    const prefix = this.#root.endsWith(nodePath.sep) ? this.#root : this.#root + nodePath.sep;
    if (path !== this.#root && !path.startsWith(prefix)) return false;
    return !path
      .slice(prefix.length)
      .split(nodePath.sep)
      .some((step) => this.leavesOut(step));
  }
}

function* walkFolder(folder: Buffer, name: string, tree: Tree, steps: readonly string[]): Generator<Walked> {
  let entries: { bytes: Buffer; name: string; entry: fs.Dirent<Buffer> }[];
  try {
    entries = fs
      .readdirSync(folder, { withFileTypes: true, encoding: 'buffer' })
      .map((entry) => ({ bytes: entry.name, name: displayName(entry.name), entry }));
  } catch (error) {
    yield unreadable(name, error);
    return;
  }
  entries.sort((a, b) => Buffer.compare(a.bytes, b.bytes));
  for (const { bytes, name: own, entry } of entries) {
    if (tree.leavesOut(own)) continue;
    const path = Buffer.concat([folder, Buffer.from(nodePath.sep), bytes]);
    const full = name.endsWith('/') ? name + own : `${name}/${own}`;
    if (entry.isDirectory()) yield* walkFolder(path, full, tree, [...steps, own]);
    else if (entry.isFile()) yield file(path, full, tree.mirror, [...steps, own]);
    else if (entry.isSymbolicLink()) yield* walkLink(path, full, tree);
    else {
      yield {
        result: unreadResult(full, 'file/not-a-file', `a device, pipe or socket; it was not read`, 'warning'),
      };
    }
  }
}

function* walkLink(path: Buffer, name: string, tree: Tree): Generator<Walked> {
  let target: Buffer;
  try {
    target = fs.realpathSync(path, 'buffer');
  } catch (error) {
    yield unreadable(name, error);
    return;
  }
  if (tree.reaches(target)) return;
  yield {
    result: unreadResult(
      name,
      'file/link-outside',
      'a symbolic link to a place outside the scanned folder; it was not followed: name its target to scan it',
      'warning',
    ),
  };
}

function unreadable(name: string, error: unknown): Walked {
  const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
  const reason = systemReason(error);
  return {
    result: missing
      ? unreadResult(name, 'file/not-found', `${reason}; check the path or the link`)
      : unreadResult(name, 'file/unreadable', `could not be opened (${reason}); check the access rights`),
  };
}

function displayName(name: Buffer): string {
  return isUtf8(name) ? name.toString('utf8') : new TextDecoder('gb18030').decode(name);
}

const slashes = (path: string): string => (nodePath.sep === '\\' ? path.replaceAll('\\', '/') : path);

/**
 * A name pattern in which only `*` is special. Literals are looked for one after the other, each as early as it
 * can be, so that no pattern costs more than one pass over the name.
 */
function wildcard(pattern: string): (name: string) => boolean {
  const [first = '', ...rest] = pattern.split(/\*+/);
  const last = rest.pop();
  if (last === undefined) return (name) => name === first;
  return (name) => {
    if (!name.startsWith(first)) return false;
    let at = first.length;
    for (const literal of rest) {
      const found = name.indexOf(literal, at);
      if (found < 0) return false;
      at = found + literal.length;
    }
    return name.endsWith(last) && name.length - last.length >= at;
  };
}
