/** What programs that are not ours read in files: LibreOffice, poppler, and everything that Python, qpdf and MuPDF unpack. */
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Character } from './redact-compare.js';

const here = fileURLToPath(new URL('.', import.meta.url));

/** Scratch of the whole run: copies, and the profile of LibreOffice. */
export const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'leaklint-e2e-redact-'));

const CSV = 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1';
const TEXT = 'txt:Text (encoded):UTF8';

/** How LibreOffice gives the text of a file, and the filter that it reads it with where it needs to be told. */
const CONVERSIONS: Readonly<Record<string, readonly [to: string, from?: string]>> = {
  html: [TEXT, 'HTML (StarWriter)'],
  rtf: [TEXT],
  docx: [TEXT],
  odt: [TEXT],
  xlsx: [CSV],
  ods: [CSV],
  pptx: ['pdf'],
  odp: ['pdf'],
  pdf: ['fodt', 'writer_pdf_import'],
};

/** Files that LibreOffice gets in one call: starting it costs more than most of them. */
const AT_ONCE = 200;

/** @param take Called for each file with what LibreOffice made of it: several files for a workbook, none when it does not open. */
export function convertFiles(
  files: readonly string[],
  extension: string,
  [to, from]: readonly [to: string, from?: string],
  take: (file: string, made: readonly string[]) => void,
): void {
  for (let at = 0; at < files.length; at += AT_ONCE) {
    const work = fs.mkdtempSync(path.join(folder, 'lo-'));
    const out = path.join(work, 'out');
    const chunk = files.slice(at, at + AT_ONCE).map((file, i) => {
      const name = `c${i}`;
      fs.linkSync(file, path.join(work, `${name}.${extension}`));
      return { file, name };
    });
    const profile = `-env:UserInstallation=file://${path.join(folder, 'profile')}`;
    const filter = from === undefined ? [] : [`--infilter=${from}`];
    const linked = chunk.map(({ name }) => path.join(work, `${name}.${extension}`));
    spawnSync('soffice', [profile, '--headless', ...filter, '--convert-to', to, '--outdir', out, ...linked], {
      stdio: 'ignore',
      timeout: 1_200_000,
    });
    const written = fs.existsSync(out) ? fs.readdirSync(out).sort() : [];
    for (const { file, name } of chunk) {
      const own = written.filter((made) => /^[.-]/.test(made.slice(name.length)) && made.startsWith(name));
      take(
        file,
        own.map((made) => path.join(out, made)),
      );
    }
    fs.rmSync(work, { recursive: true });
  }
}

/** Text of each file by LibreOffice; '' when it does not open. Files of the same name may stand in several folders. */
function converted(files: readonly string[], extension: string): Map<string, string> {
  const texts = new Map<string, string>();
  convertFiles(files, extension, CONVERSIONS[extension]!, (file, made) => {
    const parts = made.map((name) =>
      name.endsWith('.pdf') ? popplerText(name).text : fs.readFileSync(name, 'utf8'),
    );
    const text = parts.join('\n');
    texts.set(file, extension === 'pdf' ? text.replace(/<[^<>]*>/g, '') : text);
  });
  return texts;
}

interface PopplerText {
  readonly text: string;
  readonly faults: string;
}
const popplerTexts = new Map<string, PopplerText>();

/** In reading order, as the page is laid out, and as the file goes. */
function popplerText(file: string): PopplerText {
  const runs = [[], ['-layout'], ['-raw']].map((order) =>
    spawnSync('pdftotext', [...order, '-enc', 'UTF-8', file, '-'], { encoding: 'utf8', maxBuffer: 1 << 27 }),
  );
  return { text: runs.map(({ stdout }) => stdout).join('\n'), faults: runs[0]!.stderr };
}

/** Of a file that stays as it is. */
export function knownPopplerText(file: string): PopplerText {
  let known = popplerTexts.get(file);
  if (known === undefined) popplerTexts.set(file, (known = popplerText(file)));
  return known;
}

/** Characters as MuPDF finds them on the pages; white space is left aside. */
export function pageCharacters(file: string): Character[] {
  const { stdout } = spawnSync('mutool', ['draw', '-q', '-F', 'stext', '-o', '-', file], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  const characters: Character[] = [];
  let page = 0;
  for (const match of stdout.matchAll(
    /<page |<char quad="[^"]*" x="([^"]*)" y="([^"]*)"[^>]* c="([^"]*)"/g,
  )) {
    const [, x, y, written] = match;
    if (written === undefined) page++;
    else {
      const text = resolved(written);
      if (text.trim() !== '') characters.push({ page, text, x: Number(x), y: Number(y) });
    }
  }
  return characters;
}

function resolved(text: string): string {
  const named: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
  return text.replace(/&(?:#x([0-9a-f]+)|(\w+));/gi, (_, code: string | undefined, name: string) =>
    code === undefined ? (named[name] ?? '') : String.fromCodePoint(Number.parseInt(code, 16)),
  );
}

export interface Unpacked {
  /** Everything in the file, in all charsets, with and without markup. */
  readonly text: string;
  /** What is a text, as it stands. */
  readonly plain: string;
  /** What Python's readers say of the file. */
  readonly fault: string;
}

/** Everything in the files, by Python and qpdf. */
export function unpacked(files: readonly string[]): Map<string, Unpacked> {
  const texts = new Map<string, Unpacked>();
  for (let at = 0; at < files.length; at += 50) {
    const out = execFileSync('python3', [path.join(here, 'everything.py'), ...files.slice(at, at + 50)], {
      encoding: 'utf8',
      maxBuffer: 1 << 29,
    });
    for (const line of out.trimEnd().split('\n')) {
      const { file, ...read } = JSON.parse(line) as Unpacked & { file: string };
      texts.set(file, read);
    }
  }
  return texts;
}

/** Texts by the program that stands for the format's readers. */
export function readTexts(
  extension: string,
  files: readonly string[],
  inside: ReadonlyMap<string, Unpacked>,
): Map<string, string> {
  if (CONVERSIONS[extension] !== undefined) return converted(files, extension);
  return new Map(files.map((file) => [file, inside.get(file)!.plain]));
}

/** What a reader of the format says to the copy and not to the original; '' when it opens without a word. */
export function complaint(
  extension: string,
  { before, after }: { readonly before: string; readonly after: string },
  text: string,
  { fault }: Unpacked,
): string {
  if (fault !== '') return fault;
  const unopened = text === '' ? 'does not open' : '';
  if (extension !== 'pdf') return unopened;
  const known = new Set(knownPopplerText(before).faults.split('\n'));
  const faults = knownPopplerText(after)
    .faults.split('\n')
    .filter((line) => !known.has(line));
  const check = spawnSync('qpdf', ['--check', after], { encoding: 'utf8' });
  return unopened + faults.join('\n') + (check.status === 0 ? '' : check.stdout + check.stderr);
}
