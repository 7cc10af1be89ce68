/**
 * Optical character recognition, as the core sees it: an engine that is given from outside, since engines load
 * models from disk, and a reader that keeps the engine inside the bounds of a scan.
 */

/** A picture as an engine gets it: text dark on light, upright, ruling lines taken out. */
export interface OcrPicture {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** One byte a pixel, row by row from the top; 0 is black, 255 white. */
  readonly grey: Uint8Array;
}

export interface OcrSymbol {
  /** One character. */
  readonly text: string;
  /** 0…1. */
  readonly confidence: number;
  /** Pixels, origin top-left: left, top, right, bottom. */
  readonly box: readonly [number, number, number, number];
  /** White space stands before it. */
  readonly spaced: boolean;
}

/** Symbols that stand on one line, from left to right; a line need not reach over a whole row of a table. */
export type OcrLine = readonly OcrSymbol[];

/** Reads text in pictures. `leaklint/ocr/tesseract` makes one; any object of this shape will do. */
export interface OcrEngine {
  /** Name of the engine and of its model, for people. */
  readonly id: string;
  /**
   * Must end soon after `signal` fires; what comes later is not waited for. Calls come one at a time.
   *
   * @throws Any error: the picture is then unread, and the next one is tried.
   */
  recognise(picture: OcrPicture, signal: AbortSignal): Promise<readonly OcrLine[]>;
  /**
   * Decodes a picture file that nothing else here does (WebP), where the engine can.
   *
   * @throws Any error: the picture is then unread.
   */
  decode?(bytes: Uint8Array, signal: AbortSignal): Promise<OcrPicture>;
}

/** Why a picture was not read. */
export type OcrFault = 'ocr/not-installed' | 'ocr/failed' | 'ocr/time-limit' | 'ocr/picture-limit';

/** The engine within the limits of one scan: time for a picture, time and pictures in all. */
export interface OcrReader {
  /** Never rejects. */
  read(picture: OcrPicture): Promise<readonly OcrLine[] | OcrFault>;
  /** Never rejects. `ocr/failed` also when the engine decodes no files. */
  decode(bytes: Uint8Array): Promise<OcrPicture | OcrFault>;
  /** Why no further picture will be read. */
  closed(): OcrFault | undefined;
}
