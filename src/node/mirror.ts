/**
 * The addresses of pages that a copying program saved as files: wget (`-m`, `-r`, `-x`) and HTTrack.
 *
 * HTTrack says where each file comes from (`hts-cache/new.txt`, and a comment in each page). wget does not: the address
 * is put together from the path, by the rules of its manual ("Recursive Retrieval Options", `-E`, `--restrict-file-names`),
 * and is marked as derived: scheme and default page are guesses.
 */
import fs from 'node:fs';
import nodePath from 'node:path';
import type { Capture } from '../core/index.js';
import type { FilePath } from './source.js';

/** Folders of a program's own, whose pages stand in the mirror anyway. */
export const MIRROR_CACHE = 'hts-cache';

/** Hosts as wget and HTTrack name folders: with the port behind `:`, `+` (Windows) or `_`. */
const HOST =
  /^(?:(?:[a-z0-9-]{1,63}\.)+(?:cn|com|net|org|gov|edu|hk|mo|tw|top|info|cc|xyz|vip|biz|xn--[a-z0-9-]+)|\d{1,3}(?:\.\d{1,3}){3})(?:[:+_](\d{1,5}))?$/i;
/** Bytes of the list of a mirror that are read. */
const MAX_LIST = 256 * 1024 * 1024;

/** Folders below one that was asked for. */
export class Mirror {
  readonly #root: string;
  /** Local file → address, of the projects met so far, by their folder. */
  readonly #projects = new Map<string, ReadonlyMap<string, string> | undefined>();

  /** @param root As given; its own name may be that of a host. */
  constructor(root: string) {
    this.#root = nodePath.basename(nodePath.resolve(root));
  }

  /** @param steps Folders below the root, and the name of the file. @returns undefined when nothing tells of an address. */
  captureOf(path: FilePath, steps: readonly string[]): Capture | undefined {
    const stated = this.#listed(path, steps);
    const url = stated ?? derivedUrl([this.#root, ...steps]);
    if (url === undefined) return undefined;
    const stat = fs.statSync(path as string | Buffer, { throwIfNoEntry: false });
    // Both programs give a file the time that the server stated for the page.
    const date = stat?.mtime.toISOString().replace(/\.\d+Z$/, 'Z') ?? '';
    return { url, date, offset: 0, ...(stated === undefined ? { derived: true as const } : {}) };
  }

  #listed(path: FilePath, steps: readonly string[]): string | undefined {
    const file = Buffer.from(path as Buffer).toString('utf8');
    let folder = file;
    for (let up = 0; up < steps.length; up++) {
      folder = nodePath.dirname(folder);
      const urls = this.#project(folder);
      if (urls !== undefined) {
        return urls.get(nodePath.relative(folder, file).split(nodePath.sep).join('/'));
      }
    }
    return undefined;
  }

  #project(folder: string): ReadonlyMap<string, string> | undefined {
    if (!this.#projects.has(folder)) this.#projects.set(folder, readProject(folder));
    return this.#projects.get(folder);
  }
}

/** `hts-cache/new.txt`: tab-separated, a header line; the address and the local file come second and first from behind. */
function readProject(folder: string): ReadonlyMap<string, string> | undefined {
  const list = nodePath.join(folder, MIRROR_CACHE, 'new.txt');
  const stat = fs.statSync(list, { throwIfNoEntry: false });
  if (stat === undefined || !stat.isFile() || stat.size > MAX_LIST) return undefined;
  const urls = new Map<string, string>();
  let text: string;
  try {
    text = fs.readFileSync(list, 'utf8');
  } catch {
    return undefined;
  }
  for (const line of text.split('\n')) {
    const fields = line.split('\t');
    const [url, file] = fields.slice(7, 9);
    if (url === undefined || file === undefined || !/^[a-z][\w+.-]*:\/\//i.test(url)) continue;
    urls.set(file.replace(/^\.\//, ''), url);
  }
  return urls;
}

/** The address that a path of a wget mirror stands for. */
export function derivedUrl(steps: readonly string[]): string | undefined {
  const at = steps.findIndex((step, i) => i < steps.length - 1 && HOST.test(step));
  if (at < 0) return undefined;
  const host = steps[at]!.replace(/[+_](\d{1,5})$/, ':$1').toLowerCase();
  const folders = steps.slice(at + 1, -1);
  let file = steps.at(-1)!;
  // `-E` puts .html behind the names of pages that have another ending, or a query.
  // What the server sent packed gets .gz.
  if (/(?:\?|@[^@=]*=).*\.html\.gz$/i.test(file)) file = file.slice(0, -'.gz'.length);
  if (
    /(?:\?|@[^@=]*=).*\.html$/i.test(file) ||
    /\.(?:jspx?|php\d?|aspx?|do|action|cgi|shtml)\.html$/i.test(file)
  ) {
    file = file.slice(0, -'.html'.length);
  }
  file = file === 'index.html' ? '' : file;
  // On Windows `?` can't stand in a name.
  if (!file.includes('?')) file = file.replace(/@(?=[^@=]*=)/, '?');
  const query = file.indexOf('?');
  const name = query < 0 ? file : file.slice(0, query);
  const path = [...folders, name].map((step) => encodeURIComponent(decoded(step))).join('/');
  return `http://${host}/${path}${query < 0 ? '' : encodeURI(file.slice(query))}`;
}

/** Names are percent-decoded or not, as `--restrict-file-names` said. */
function decoded(step: string): string {
  try {
    return decodeURIComponent(step);
  } catch {
    return step;
  }
}

const MIRRORED = /<!-- Mirrored from ([^\s<>]{3,2000}) by HTTrack/;

/** What HTTrack wrote into a page, also where the rest of its project is gone. @param head The first bytes of it. */
export function mirroredFrom(head: Uint8Array): string | undefined {
  const text = Buffer.from(head.buffer, head.byteOffset, Math.min(head.length, 4096)).toString('latin1');
  const address = MIRRORED.exec(text)?.[1];
  if (address === undefined) return undefined;
  const bytes = (char: string): string => `%${char.charCodeAt(0).toString(16).toUpperCase()}`;
  return `http://${address.replace(/[\x80-\xff]/g, bytes)}`;
}
