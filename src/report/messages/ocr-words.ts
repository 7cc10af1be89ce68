/** Words about pictures and their recognition. */
import type { Explanation } from './messages.js';

const INSTALL = 'npm install tesseract.js@7 @tesseract.js-data/chi_sim@1';

/** How a page that is a picture is read after all. */
export const HOW_TO_READ_ZH: string = `在安装 leaklint 的目录里运行 ${INSTALL}（全局安装时加 -g），装好文字识别（OCR）组件后重新扫描；或者人工查看。`;
export const HOW_TO_READ_EN: string = `For text recognition (OCR) run ${INSTALL} where leaklint is installed (with -g when it is installed globally) and scan again; or read it by eye.`;

export const OCR_EVIDENCE_ZH: Readonly<Record<string, string>> = {
  'ocr-repaired': '图片中有数字识别不准，按校验码推断，请对照原图',
};

export const OCR_EVIDENCE_EN: Readonly<Record<string, string>> = {
  'ocr-repaired': 'a digit in the picture was read uncertainly and is a guess that the check digit confirms',
};

export const OCR_ZH: Readonly<Record<string, Explanation>> = {
  'image/damaged': {
    meaning: '图片损坏，其中的文字没有检查或没有检查完。',
    todo: '取得完整的图片后再扫描，或者人工查看。',
  },
  'image/too-large': { meaning: '图片像素太多，没有检查。', todo: '缩小图片后再扫描，或者人工查看。' },
  'image/unsupported': {
    meaning: '图片的编码方式不支持，没有检查。',
    todo: '另存为 PNG 后再扫描，或者人工查看。',
  },
  'ocr/not-installed': {
    meaning: '没有安装文字识别（OCR）组件，图片中的文字没有检查。',
    todo: HOW_TO_READ_ZH,
  },
  'ocr/failed': {
    meaning: '文字识别出错，图片中的文字没有检查。',
    todo: '重新扫描；仍然出错时人工查看图片。',
  },
  'ocr/time-limit': {
    meaning: '文字识别的时间用完，有图片没有检查。',
    todo: '用 --ocr-timeout 提高每张图片的上限（总时间见设置 limits.ocrMilliseconds），或者人工查看。',
  },
  'ocr/picture-limit': {
    meaning: '图片太多，超过一个文件的识别上限，其余没有检查。',
    todo: '用 --ocr-pages 提高上限，或者拆分文件。',
  },
};

export const OCR_EN: Readonly<Record<string, Explanation>> = {
  'image/damaged': {
    meaning: 'The picture is damaged; text in it was not checked, or not all of it.',
    todo: 'Get a whole copy and scan again, or look at it.',
  },
  'image/too-large': {
    meaning: 'The picture has too many pixels; it was not checked.',
    todo: 'Make it smaller and scan again, or look at it.',
  },
  'image/unsupported': {
    meaning: 'The picture is coded in a way that is not supported; it was not checked.',
    todo: 'Save it as PNG and scan again, or look at it.',
  },
  'ocr/not-installed': {
    meaning: 'Text recognition is not installed; text in pictures was not checked.',
    todo: HOW_TO_READ_EN,
  },
  'ocr/failed': {
    meaning: 'Text recognition failed; text in a picture was not checked.',
    todo: 'Scan again; if it fails again, look at the picture.',
  },
  'ocr/time-limit': {
    meaning: 'The time for text recognition ran out; some pictures were not checked.',
    todo: 'Raise the limit of one picture with --ocr-timeout (of all: setting limits.ocrMilliseconds), or look at them.',
  },
  'ocr/picture-limit': {
    meaning: 'More pictures than one file may have recognised; the rest was not checked.',
    todo: 'Raise the limit with --ocr-pages, or split the file.',
  },
};
