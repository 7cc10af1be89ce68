import { describe, expect, test } from 'vitest';
import { platform } from '#platform';
import { type Artifact, type Edit, type Finding, LineIndex, type ScanResult } from '../core/index.js';
import { buildZip } from '../formats/zip/build-zip.js';
import { readStructure } from '../formats/zip/central-directory.js';
import { applySuggestions } from './index.js';
import { type MediumText, openMedium } from './medium.js';

const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const textIn = (text: MediumText | 'dropped' | undefined): string | undefined =>
  typeof text === 'object' ? text.decoded.text : undefined;
const NUMBER = /1<\/w:t><w:t>3800138000|13800138000/g;

const deflated = (text: string): Promise<Uint8Array> => platform.deflateRaw(utf8(text));

async function docx(parts: Readonly<Record<string, string>>): Promise<Artifact> {
  const entries = Object.entries(parts).map(([name, text]) => ({ name, bytes: utf8(text) }));
  return { name: 'a.docx', bytes: await buildZip(entries) };
}

/** Finds one number, whole or over two runs, in the parts whose names are given. */
const scanOf =
  (read: readonly string[]) =>
  async ({ name, bytes }: Artifact): Promise<ScanResult> => {
    const medium = openMedium({ name, bytes }, DOCX)!;
    const findings: Finding[] = [];
    for (const part of read) {
      const source = textIn(await medium.text(part))!;
      const lines = new LineIndex(source);
      const place = (start: number, end: number) =>
        ({ kind: 'text', part, channel: 'body', start, end, ...lines.at(start) }) as const;
      for (const { 0: written, index } of source.matchAll(NUMBER)) {
        const end = index + written.length;
        const edits: Edit[] = [{ place: place(end - 8, end), replacement: '********' }];
        const places =
          written.length === 11 ? [place(index, end)] : [place(index, index + 1), place(end - 10, end)];
        findings.push({
          id: `f${findings.length + 1}`,
          entity: 'mobile',
          masked: '138****8000',
          disposition: 'leak',
          severity: 'high',
          score: 1,
          status: 'valid',
          evidence: [],
          places,
          suggestion: { action: 'mask', replacement: '138********', rule: 'r', basis: 'b', edits },
        });
      }
    }
    const coverage = { units: 1, read: 1, unread: [] };
    const verdict = findings.length > 0 ? 'block' : 'pass';
    return { artifact: name, mediaType: DOCX, verdict, findings, persons: [], diagnostics: [], coverage };
  };

const PARTS = {
  '[Content_Types].xml': '<Types/>',
  'word/document.xml':
    '<?xml version="1.0" encoding="UTF-8"?>\r\n<w:p><w:t>电话1</w:t><w:t>3800138000</w:t></w:p>',
  'word/header1.xml': '<w:hdr>13800138000</w:hdr>',
  'word/media/image1.png': '\u0000\u0001 no XML 13800138000',
};

describe('DOCX', () => {
  test('the parts with findings change, the others are identical', async () => {
    const artifact = await docx(PARTS);
    const scan = scanOf(['word/document.xml', 'word/header1.xml']);
    const outcome = await applySuggestions(artifact, await scan(artifact), scan);
    expect(outcome).toMatchObject({ applied: 2, refused: [], proof: { verified: true, replaced: 16 } });
    const copy = openMedium({ ...artifact, bytes: outcome.bytes }, DOCX)!;
    const text = async (part: string) => textIn(await copy.text(part));
    expect(await text('word/document.xml')).toBe(PARTS['word/document.xml'].replace('00138000', '********'));
    expect(await text('word/header1.xml')).toBe('<w:hdr>138********</w:hdr>');
    expect(await text('[Content_Types].xml')).toBe('<Types/>');
    expect(await copy.altered(artifact.bytes, { texts: new Map(), names: new Map() })).toBe(true);
    const image = 'word/media/image1.png';
    const entry = readStructure(outcome.bytes, 9)!.entries.find(({ name }) => name === image)!;
    expect(outcome.bytes.subarray(entry.dataStart, entry.dataStart + entry.packedSize)).toEqual(
      new Uint8Array(await deflated(PARTS[image])),
    );
  });

  test('a value left in a part that the scan does not read is found', async () => {
    const artifact = await docx(PARTS);
    const scan = scanOf(['word/document.xml']);
    const outcome = await applySuggestions(artifact, await scan(artifact), scan);
    expect(outcome).toMatchObject({ applied: 0, refused: [{ code: 'apply/value-remains' }] });
    expect(outcome.refused[0]?.place?.part).toBe('word/header1.xml');
    expect(outcome.bytes).toBe(artifact.bytes);
  });

  test('a part that is not there, a package that is damaged', async () => {
    const artifact = await docx(PARTS);
    const scan = scanOf(['word/document.xml', 'word/header1.xml']);
    const plan = await scan(artifact);
    const other = await docx({ 'word/document.xml': PARTS['word/document.xml'] });
    expect((await applySuggestions(other, plan, scan)).refused[0]?.code).toBe('apply/other-artifact');
    const cut = { ...artifact, bytes: artifact.bytes.slice(0, -30) };
    expect((await applySuggestions(cut, plan, scan)).refused[0]?.code).toBe('apply/format-not-writable');
  });
});
