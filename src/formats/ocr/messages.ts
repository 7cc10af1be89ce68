/** What is said about pictures that were not read. */
import type { OcrFault } from '../../core/index.js';

/** The peers that `leaklint/ocr/tesseract` needs. */
export const OCR_PEERS = 'tesseract.js@7 @tesseract.js-data/chi_sim@1';

export const HOW_TO_READ: string = `install the recogniser (npm install ${OCR_PEERS}) and scan again, or read it by eye`;

export const OCR_MESSAGES: Readonly<Record<OcrFault, string>> = {
  'ocr/not-installed': `text in pictures was not read: ${HOW_TO_READ}`,
  'ocr/failed': 'the recogniser failed, so that text in pictures was not read; read it by eye',
  'ocr/time-limit':
    'the time for recognition was over, so that text in pictures was not read; raise the limit (pictureMilliseconds, ocrMilliseconds) or read it by eye',
  'ocr/picture-limit':
    'more pictures than the limit "pictures" allows; the rest was not read: raise it, or read them by eye',
};
