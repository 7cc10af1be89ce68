/** Which engine reads pictures: a mode that survives a message to a child process, or an engine of the caller's. */
import { DEFAULT_LIMITS, type OcrEngine } from '../../core/index.js';
import type { ScannerOptions } from '../../index.js';
import { isInstalled, tesseract } from './tesseract.js';

/** `auto`: read pictures when the peers are installed; `required`: refuse to start without them; `off`: never. */
export type OcrMode = 'auto' | 'off' | 'required';

export const OCR_MODES: readonly OcrMode[] = ['auto', 'off', 'required'];

/** Options of a scanner on Node. */
export interface NodeScannerOptions extends Omit<ScannerOptions, 'ocr'> {
  /**
   * A mode, `auto` by default: "nothing found" on a page that nobody read is no finding. Or an engine, which can't be
   * sent to child processes (`isolate: false`).
   */
  readonly ocr?: OcrMode | OcrEngine;
}

/**
 * @param around Told before each picture, with the milliseconds that it may take.
 * @throws OcrNotInstalledError in mode `required`; TypeError on an unknown mode.
 */
export function withEngine(
  options: NodeScannerOptions,
  around?: (milliseconds: number) => void,
): ScannerOptions {
  const { ocr = 'auto', ...rest } = options;
  if (typeof ocr !== 'string') return { ...rest, ocr };
  if (!OCR_MODES.includes(ocr))
    throw new TypeError(`option "ocr" must be ${OCR_MODES.join(', ')} or an engine`);
  if (ocr === 'off' || (ocr === 'auto' && !isInstalled())) return rest;
  const engine = tesseract();
  if (around === undefined) return { ...rest, ocr: engine };
  const time = options.limits?.pictureMilliseconds ?? DEFAULT_LIMITS.pictureMilliseconds;
  return {
    ...rest,
    ocr: {
      id: engine.id,
      recognise(picture, signal) {
        around(time);
        return engine.recognise(picture, signal);
      },
      decode(bytes, signal) {
        around(time);
        return engine.decode!(bytes, signal);
      },
    },
  };
}
