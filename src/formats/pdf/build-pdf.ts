/**
 * Writes small PDF files for tests and for the synthetic corpus: text at given points, rules, boxes, images,
 * annotations, fields, metadata, attachments. Not for print: streams are left uncompressed.
 *
 * Chinese is set in STSong-Light with UniGB-UCS2-H, one of the fonts that every reader has (ISO 32000-1:2008,
 * 9.7.5.2), so that nothing needs to be embedded.
 */

export type PdfFont = 'song' | 'helvetica' | 'vertical' | 'no-map';

export interface PdfTextOptions {
  readonly font?: PdfFont;
  /** Text rendering mode, 0…7; 3 is invisible. */
  readonly mode?: number;
  /** Red, green, blue, 0…1 each. */
  readonly colour?: readonly [number, number, number];
  /** Degrees counter-clockwise. */
  readonly angle?: number;
  /** Points added after each character. */
  readonly spacing?: number;
  /** Opacity, 0…1. */
  readonly alpha?: number;
}

export interface PdfField {
  readonly name: string;
  readonly tooltip?: string;
  readonly value?: string;
  readonly defaultValue?: string;
  readonly options?: readonly string[];
  readonly hidden?: boolean;
  readonly box: readonly [number, number, number, number];
}

export interface PdfAttachment {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface PdfPageOptions {
  /** Points; A4 upright when missing. */
  readonly width?: number;
  readonly height?: number;
  readonly rotate?: 0 | 90 | 180 | 270;
  readonly cropBox?: readonly [number, number, number, number];
  readonly mediaBox?: readonly [number, number, number, number];
  readonly userUnit?: number;
}

const FONT_NAMES: Readonly<Record<PdfFont, string>> = {
  song: 'F1',
  helvetica: 'F2',
  vertical: 'F3',
  'no-map': 'F4',
};

/** Advance widths of Helvetica, U+0020…007E. Source: Adobe Core 14 AFM, Helvetica.afm. */
const HELVETICA = [
  278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556,
  556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278,
  500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469,
  556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500,
  278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];

/** @returns Width in points of a text as `text()` sets it. */
export function textWidth(text: string, size: number, font: PdfFont = 'song'): number {
  let width = 0;
  for (const character of text) {
    const code = character.codePointAt(0)!;
    if (font === 'helvetica') width += HELVETICA[code - 32] ?? 556;
    else width += code < 127 ? 500 : 1000;
  }
  return (width * size) / 1000;
}

function hex(text: string): string {
  let out = '';
  for (let i = 0; i < text.length; i++) out += text.charCodeAt(i).toString(16).padStart(4, '0');
  return out;
}

/** A text string object, UTF-16BE with its mark. */
function textString(text: string): string {
  return `<feff${hex(text)}>`;
}

function literal(text: string): string {
  return `(${text.replace(/[\\()]/g, '\\$&')})`;
}

/** Builds the content of one page; every method returns the page. */
export class PdfPage {
  readonly options: PdfPageOptions;
  readonly content: string[] = [];
  readonly annotations: string[] = [];
  readonly fields: PdfField[] = [];
  readonly alphas: Map<string, number> = new Map();
  readonly layers: { readonly name: string; readonly on: boolean }[] = [];
  sealed = false;

  constructor(options: PdfPageOptions = {}) {
    this.options = options;
  }

  /** Sets one string with its baseline starting at `x`, `y`. */
  text(x: number, y: number, size: number, text: string, options: PdfTextOptions = {}): this {
    const { font = 'song', mode, colour, angle = 0, spacing, alpha } = options;
    const turn = (angle * Math.PI) / 180;
    const [cos, sin] = [round(Math.cos(turn)), round(Math.sin(turn))];
    const shown = font === 'helvetica' ? literal(text) : `<${hex(text)}>`;
    this.content.push(
      'q',
      ...(alpha === undefined ? [] : [`/${this.#alpha(alpha)} gs`]),
      ...(colour === undefined ? [] : [`${colour.join(' ')} rg`]),
      'BT',
      `/${FONT_NAMES[font]} ${size} Tf`,
      ...(mode === undefined ? [] : [`${mode} Tr`]),
      ...(spacing === undefined ? [] : [`${spacing} Tc`]),
      `${cos} ${sin} ${-sin} ${cos} ${round(x)} ${round(y)} Tm`,
      `${shown} Tj`,
      'ET',
      'Q',
    );
    return this;
  }

  /** Content stream operators as they are. */
  raw(operators: string): this {
    this.content.push(operators);
    return this;
  }

  /** A stroked line. */
  line(x0: number, y0: number, x1: number, y1: number, width = 0.5): this {
    return this.raw(`${width} w ${round(x0)} ${round(y0)} m ${round(x1)} ${round(y1)} l S`);
  }

  /** A filled rectangle, black when no colour is given. */
  box(
    x: number,
    y: number,
    width: number,
    height: number,
    colour: readonly [number, number, number] = [0, 0, 0],
  ): this {
    return this.raw(`q ${colour.join(' ')} rg ${x} ${y} ${width} ${height} re f Q`);
  }

  /** Ruling lines of a table. @param xs Ascending. @param ys Descending. */
  grid(xs: readonly number[], ys: readonly number[]): this {
    for (const y of ys) this.line(xs[0]!, y, xs.at(-1)!, y);
    for (const x of xs) this.line(x, ys[0]!, x, ys.at(-1)!);
    return this;
  }

  /** A small grey picture scaled to a rectangle. */
  image(x: number, y: number, width: number, height: number): this {
    return this.raw(`q ${width} 0 0 ${height} ${x} ${y} cm /Im0 Do Q`);
  }

  /** A picture with a mask of its own, like a red seal: what lies under it still shows. */
  seal(x: number, y: number, width: number, height: number): this {
    this.sealed = true;
    return this.raw(`q ${width} 0 0 ${height} ${x} ${y} cm /Im1 Do Q`);
  }

  /** Runs `draw` on a layer that is on or off. */
  layer(name: string, on: boolean, draw: (page: this) => void): this {
    this.layers.push({ name, on });
    this.raw(`/OC /L${this.layers.length} BDC`);
    draw(this);
    return this.raw('EMC');
  }

  /** A sticky note. */
  note(x: number, y: number, contents: string): this {
    this.annotations.push(
      `<< /Type /Annot /Subtype /Text /Rect [${x} ${y} ${x + 20} ${y + 20}] /Contents ${textString(contents)} >>`,
    );
    return this;
  }

  link(box: readonly [number, number, number, number], uri: string): this {
    this.annotations.push(
      `<< /Type /Annot /Subtype /Link /Rect [${box.join(' ')}] /A << /S /URI /URI ${literal(uri)} >> >>`,
    );
    return this;
  }

  field(field: PdfField): this {
    this.fields.push(field);
    return this;
  }

  #alpha(value: number): string {
    const name = `A${Math.round(value * 1000)}`;
    this.alphas.set(name, value);
    return name;
  }
}

function round(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}

export interface PdfDocumentOptions {
  readonly pages: readonly PdfPage[];
  /** Info dictionary. */
  readonly info?: Readonly<Record<string, string>>;
  /** A whole XMP packet. */
  readonly xmp?: string;
  readonly attachments?: readonly PdfAttachment[];
  readonly outline?: readonly string[];
  /** Script run when the document opens. */
  readonly script?: string;
}

/** @returns The file. Object numbers and offsets are those of one unbroken, uncompressed PDF 1.7. */
export function buildPdf(options: PdfDocumentOptions): Uint8Array {
  return new Writer().write(options);
}

/** Appends an incremental update that replaces the content of page `index` (from 0) of a built file. */
export function revisePdf(bytes: Uint8Array, index: number, page: PdfPage): Uint8Array {
  const text = latin1(bytes);
  const id = 10 + index * 3 + 1; // see `Writer.write`: page, content, seal
  const before = Number(/startxref\s+(\d+)\s+%%EOF\s*$/.exec(text)![1]);
  const size = /\/Size (\d+)/.exec(text.slice(before))![1];
  const content = page.content.join('\n');
  const start = bytes.length;
  const object = `${id} 0 obj\n<< /Length ${content.length} >>\nstream\n${content}\nendstream\nendobj\n`;
  const table = `xref\n${id} 1\n${String(start).padStart(10, '0')} 00000 n \n`;
  const trailer = `trailer\n<< /Size ${size} /Root 1 0 R /Prev ${before} >>\nstartxref\n${start + object.length}\n%%EOF\n`;
  return fromLatin1(text + object + table + trailer);
}

class Writer {
  readonly #objects = new Map<number, string>();

  write(options: PdfDocumentOptions): Uint8Array {
    // 1 catalog, 2 pages, 3 info, 4…9 resources, then three numbers a page: page, content, seal.
    let next = 10 + options.pages.length * 3;
    const add = (body: string): number => {
      this.#objects.set(next, body);
      return next++;
    };
    const fields: number[] = [];
    const layers: { id: number; on: boolean }[] = [];
    this.#fonts();
    options.pages.forEach((page, i) => {
      const id = 10 + i * 3;
      const annotations = page.annotations.map(add);
      for (const field of page.fields) {
        const widget = add(widgetOf(field, id));
        fields.push(widget);
        annotations.push(widget);
      }
      const names = page.layers.map((layer) => {
        const group = add(`<< /Type /OCG /Name ${textString(layer.name)} >>`);
        layers.push({ id: group, on: layer.on });
        return group;
      });
      this.#objects.set(id, pageOf(page, id, annotations, names));
      this.#objects.set(id + 1, stream('', page.content.join('\n')));
      if (page.sealed) this.#objects.set(id + 2, picture('/SMask 9 0 R '));
    });
    const kids = options.pages.map((_, i) => `${10 + i * 3} 0 R`).join(' ');
    this.#objects.set(2, `<< /Type /Pages /Kids [${kids}] /Count ${options.pages.length} >>`);
    this.#objects.set(3, infoOf(options.info ?? {}));
    const entries = ['/Type /Catalog', '/Pages 2 0 R'];
    if (options.xmp !== undefined) {
      const packet = utf8(options.xmp);
      entries.push(`/Metadata ${add(stream('/Type /Metadata /Subtype /XML', packet))} 0 R`);
    }
    if (fields.length > 0) entries.push(`/AcroForm << /Fields [${references(fields)}] >>`);
    if (layers.length > 0) {
      const off = layers.filter((layer) => !layer.on).map((layer) => layer.id);
      const all = layers.map((layer) => layer.id);
      entries.push(`/OCProperties << /OCGs [${references(all)}] /D << /OFF [${references(off)}] >> >>`);
    }
    if (options.attachments !== undefined) {
      const names = options.attachments.map(({ name, bytes }) => {
        const file = add(stream('/Type /EmbeddedFile', latin1(bytes)));
        const spec = add(
          `<< /Type /Filespec /F ${textString(name)} /UF ${textString(name)} /EF << /F ${file} 0 R >> >>`,
        );
        return `${textString(name)} ${spec} 0 R`;
      });
      entries.push(`/Names << /EmbeddedFiles << /Names [${names.join(' ')}] >> >>`);
    }
    if (options.script !== undefined) {
      entries.push(`/OpenAction << /S /JavaScript /JS ${textString(options.script)} >>`);
    }
    if (options.outline !== undefined && options.outline.length > 0) {
      const root = next++;
      const ids = options.outline.map(() => next++);
      ids.forEach((id, i) => {
        const title = textString(options.outline![i]!);
        const link = `${i > 0 ? ` /Prev ${ids[i - 1]} 0 R` : ''}${ids[i + 1] ? ` /Next ${ids[i + 1]} 0 R` : ''}`;
        this.#objects.set(id, `<< /Title ${title} /Parent ${root} 0 R${link} >>`);
      });
      this.#objects.set(
        root,
        `<< /Type /Outlines /First ${ids[0]} 0 R /Last ${ids.at(-1)} 0 R /Count ${ids.length} >>`,
      );
      entries.push(`/Outlines ${root} 0 R`);
    }
    this.#objects.set(1, `<< ${entries.join(' ')} >>`);
    return this.#assemble(next);
  }

  #fonts(): void {
    const song = (encoding: string): string =>
      `<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /${encoding} /DescendantFonts [8 0 R] >>`;
    this.#objects.set(4, song('UniGB-UCS2-H'));
    this.#objects.set(5, '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>');
    this.#objects.set(6, song('UniGB-UCS2-V'));
    const system = '/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>';
    this.#objects.set(
      7,
      `<< /Type /Font /Subtype /Type0 /BaseFont /Unknown /Encoding /Identity-H /DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Unknown ${system} /DW 500 /FontDescriptor << /Type /FontDescriptor /FontName /Unknown /Flags 4 /ItalicAngle 0 /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 /FontBBox [0 -200 1000 800] >> >>] >>`,
    );
    this.#objects.set(
      8,
      '<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> /DW 1000 /W [1 95 500] /FontDescriptor << /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >> >>',
    );
    this.#objects.set(9, picture(''));
  }

  #assemble(size: number): Uint8Array {
    let out = '%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n';
    const offsets = new Map<number, number>();
    for (const [id, body] of [...this.#objects].sort((a, b) => a[0] - b[0])) {
      offsets.set(id, out.length);
      out += `${id} 0 obj\n${body}\nendobj\n`;
    }
    const start = out.length;
    out += `xref\n0 ${size}\n0000000000 65535 f \n`;
    for (let id = 1; id < size; id++) {
      const offset = offsets.get(id);
      out +=
        offset === undefined ? '0000000000 65535 f \n' : `${String(offset).padStart(10, '0')} 00000 n \n`;
    }
    out += `trailer\n<< /Size ${size} /Root 1 0 R /Info 3 0 R >>\nstartxref\n${start}\n%%EOF\n`;
    return fromLatin1(out);
  }
}

function references(ids: readonly number[]): string {
  return ids.map((id) => `${id} 0 R`).join(' ');
}

function stream(entries: string, data: string): string {
  return `<< ${entries} /Length ${data.length} >>\nstream\n${data}\nendstream`;
}

/** A grey image of 16 by 16 pixels. */
function picture(entries: string): string {
  const size = '/Width 16 /Height 16 /ColorSpace /DeviceGray /BitsPerComponent 8';
  return stream(
    `/Type /XObject /Subtype /Image ${size} ${entries}/Filter /ASCIIHexDecode`,
    `${'80c0'.repeat(128)}>`,
  );
}

function infoOf(info: Readonly<Record<string, string>>): string {
  const entries = Object.entries(info).map(([name, value]) => `/${name} ${textString(value)}`);
  return `<< ${entries.join(' ')} >>`;
}

function widgetOf(field: PdfField, page: number): string {
  const options = field.options?.map(textString).join(' ');
  return [
    '<< /Type /Annot /Subtype /Widget',
    `/FT /${options === undefined ? 'Tx' : 'Ch'} /T ${textString(field.name)}`,
    field.tooltip === undefined ? '' : `/TU ${textString(field.tooltip)}`,
    field.value === undefined ? '' : `/V ${textString(field.value)}`,
    field.defaultValue === undefined ? '' : `/DV ${textString(field.defaultValue)}`,
    options === undefined ? '' : `/Ff 131072 /Opt [${options}]`,
    `/Rect [${field.box.join(' ')}] /F ${field.hidden === true ? 2 : 4} /P ${page} 0 R >>`,
  ].join(' ');
}

function pageOf(
  page: PdfPage,
  id: number,
  annotations: readonly number[],
  layers: readonly number[],
): string {
  const { width = 595.28, height = 841.89, rotate, cropBox, mediaBox, userUnit } = page.options;
  const box = mediaBox ?? [0, 0, width, height];
  const alphas = [...page.alphas].map(([name, value]) => `/${name} << /ca ${value} /CA ${value} >>`);
  const groups = layers.map((group, i) => `/L${i + 1} ${group} 0 R`);
  return [
    `<< /Type /Page /Parent 2 0 R /MediaBox [${box.join(' ')}]`,
    cropBox === undefined ? '' : `/CropBox [${cropBox.join(' ')}]`,
    rotate === undefined ? '' : `/Rotate ${rotate}`,
    userUnit === undefined ? '' : `/UserUnit ${userUnit}`,
    `/Resources << /Font << /F1 4 0 R /F2 5 0 R /F3 6 0 R /F4 7 0 R >> /XObject << /Im0 9 0 R${page.sealed ? ` /Im1 ${id + 2} 0 R` : ''} >>`,
    `/ExtGState << ${alphas.join(' ')} >> /Properties << ${groups.join(' ')} >> >>`,
    annotations.length > 0 ? `/Annots [${references(annotations)}]` : '',
    `/Contents ${id + 1} 0 R >>`,
  ].join(' ');
}

function latin1(bytes: Uint8Array): string {
  let out = '';
  for (let i = 0; i < bytes.length; i += 8192) {
    out += String.fromCharCode(...bytes.subarray(i, i + 8192));
  }
  return out;
}

function fromLatin1(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

function utf8(text: string): string {
  return latin1(new TextEncoder().encode(text));
}
