/** Builds OFD packages: fixtures of tests and the corpus. Deterministic; one document, A4 unless told. */
import { type BuildEntry, buildZip } from '../zip/build-zip.js';

export interface BuildOfd {
  /** XML inside `Layer` of each page. */
  readonly pages: readonly string[];
  /** XML inside `DocInfo`. */
  readonly info?: string;
  /** XML inside `CommonData`, after the page area. */
  readonly common?: string;
  /** XML before `Content` in every page. */
  readonly head?: string;
  /** XML at the end of Document.xml. */
  readonly tail?: string;
  /** Further entries. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
}

const XMLNS = 'xmlns:ofd="http://www.ofdspec.org/2016"';

/** @returns The archive. */
export function buildOfd({
  pages,
  info = '',
  common = '',
  head = '',
  tail = '',
  files = {},
}: BuildOfd): Promise<Uint8Array> {
  const list = pages.map((_, i) => `<ofd:Page ID="${100 + i}" BaseLoc="Pages/Page_${i}/Content.xml"/>`);
  const parts: Record<string, string | Uint8Array> = {
    'OFD.xml': `<?xml version="1.0" encoding="UTF-8"?><ofd:OFD ${XMLNS} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo><ofd:DocID>0f</ofd:DocID>${info}</ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>`,
    'Doc_0/Document.xml': `<?xml version="1.0" encoding="UTF-8"?><ofd:Document ${XMLNS}><ofd:CommonData><ofd:MaxUnitID>999</ofd:MaxUnitID><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>${common}</ofd:CommonData><ofd:Pages>${list.join('')}</ofd:Pages>${tail}</ofd:Document>`,
  };
  for (const [i, page] of pages.entries()) {
    parts[`Doc_0/Pages/Page_${i}/Content.xml`] =
      `<?xml version="1.0" encoding="UTF-8"?><ofd:Page ${XMLNS}>${head}<ofd:Content><ofd:Layer ID="1">${page}</ofd:Layer></ofd:Content></ofd:Page>`;
  }
  const entries: BuildEntry[] = Object.entries({ ...parts, ...files }).map(([name, content]) => ({
    name,
    bytes: typeof content === 'string' ? new TextEncoder().encode(content) : content,
  }));
  return buildZip(entries);
}

/** A text object at `x`, `y` mm (baseline), half an em a character unless `delta` says otherwise. */
export function textObject(
  x: number,
  y: number,
  text: string,
  attributes: string = '',
  delta?: string,
): string {
  const steps =
    delta ??
    [...text]
      .slice(1)
      .map((_, i) => (text.charCodeAt(i) < 0x2e80 ? 2 : 4))
      .join(' ');
  return `<ofd:TextObject Boundary="${x} ${y - 4} 100 5" Font="1" Size="4" ${attributes}><ofd:TextCode X="0" Y="4"${steps === '' ? '' : ` DeltaX="${steps}"`}>${text}</ofd:TextCode></ofd:TextObject>`;
}
