/** What the host gives and the core may not take: the one seam between browser-safe code and `node:` modules. */
import type { LibarchiveWasm } from 'libarchive-wasm';

export interface PdfAssets {
  /** Plain folder paths or URLs that end in `/`. */
  readonly cMapUrl: string;
  readonly standardFontDataUrl: string;
  readonly wasmUrl: string;
  readonly iccUrl: string;
}

/** Data from the start of a longer input; `consumed` counts the bytes of input that it took. */
export interface InflatedStart {
  readonly bytes: Uint8Array;
  readonly consumed: number;
}

export interface Platform {
  /**
   * Inflates raw DEFLATE data (RFC 1951).
   * @throws RangeError when the output would pass `limit` bytes; Error on damaged data.
   */
  inflateRaw(bytes: Uint8Array, limit: number): Promise<Uint8Array>;
  /**
   * Inflates raw DEFLATE data that something follows, a gzip member. Data that is cut off gives what there is, with
   * all of the input consumed.
   * @throws RangeError when the output would pass `limit` bytes; Error on damaged data.
   */
  inflateFirst(bytes: Uint8Array, limit: number): Promise<InflatedStart>;
  /**
   * Unpacks Brotli data (RFC 7932).
   * @throws RangeError when the output would pass `limit` bytes; Error on damaged data, or where the host can't.
   */
  unbrotli(bytes: Uint8Array, limit: number): Promise<Uint8Array>;
  /**
   * Unpacks Zstandard data (RFC 8878).
   * @throws RangeError when the output would pass `limit` bytes; a DOMException named `NotSupportedError` where the host
   *   can't; Error on damaged data.
   */
  unzstd(bytes: Uint8Array, limit: number): Promise<Uint8Array>;
  /** The optional package `libarchive-wasm`; undefined where it is not installed, and in browsers: it is made for Node. */
  libarchive(): Promise<LibarchiveWasm | undefined>;
  /** CRC-32 as ZIP uses it (ISO 3309, reflected polynomial 0xEDB88320), an unsigned 32-bit number. */
  crc32(bytes: Uint8Array): number;
  deflateRaw(bytes: Uint8Array): Promise<Uint8Array>;
  /** Where pdf.js finds its CMaps and fonts; undefined when the host bundles none. */
  pdfAssets(): PdfAssets | undefined;
  /** Decodes UTF-8 and keeps a U+FEFF; undefined when the bytes are no UTF-8. */
  utf8(bytes: Uint8Array): string | undefined;
  isUtf8(bytes: Uint8Array): boolean;
  /** The bytes as ISO-8859-1, a unit a byte. */
  latin1(bytes: Uint8Array): string;
  /** The UTF-16 code units of a text: reading an array is several times faster than asking a string. */
  units(text: string): Uint16Array;
  /** The text of the first `length` units, lone surrogates as they are. */
  text(units: Uint16Array, length: number): string;
  /** Milliseconds from any origin, for time limits only. */
  now(): number;
  /** ISO date of the host, the default of the `today` option. */
  today(): string;
}
