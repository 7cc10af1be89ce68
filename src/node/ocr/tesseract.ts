/**
 * Tesseract as the engine that reads scanned pages and pictures: the optional peers `tesseract.js` (WebAssembly, in a
 * thread of its own) and `@tesseract.js-data/chi_sim` (its model, in the package: nothing is ever downloaded).
 */
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Worker as Thread } from 'node:worker_threads';
import zlib from 'node:zlib';
import type { OcrEngine, OcrLine, OcrPicture, OcrSymbol } from '../../core/index.js';
import { decodePng } from '../../formats/image/png.js';
import { OCR_PEERS } from '../../formats/ocr/messages.js';

/** The smaller model is also the better one: 83–96 % of IDs against 58–79 % with `4.0.0`, measured. */
const VARIANT = '4.0.0_best_int';
const LANGUAGE = 'chi_sim';
/** Only the neural recogniser; the package has no data for the old one. */
const LSTM_ONLY = 1;
/** Sparse text, found anywhere, in no order: what a table without its rules is. */
const SPARSE = '11';
const START_TIMEOUT = 30_000;
/** Milliseconds without work after which the thread ends; it holds some 200 MB. */
const IDLE = 20_000;

/** The part of tesseract.js that is used. */
interface Worker {
  readonly worker?: Thread;
  setParameters(parameters: Record<string, string>): Promise<unknown>;
  recognize(
    image: Buffer,
    options: object,
    output: { text: boolean; blocks?: boolean; imageGrey?: boolean },
  ): Promise<{ data: { blocks: Block[] | null; imageGrey: string | null } }>;
  terminate(): Promise<unknown>;
}

interface Tesseract {
  createWorker(language: string, mode: number, options: object): Promise<Worker>;
}

interface Block {
  readonly paragraphs: readonly {
    readonly lines: readonly { readonly words: readonly { readonly symbols: readonly Symbol[] }[] }[];
  }[];
}

interface Symbol {
  readonly text: string;
  readonly confidence: number;
  readonly bbox: { readonly x0: number; readonly y0: number; readonly x1: number; readonly y1: number };
}

interface Found {
  /** Loads the package, a dozen scripts: most scans meet no picture. */
  readonly library: () => Tesseract;
  /** Folder of the model. */
  readonly data: string;
}

/** Peers that are missing, by their names. */
export class OcrNotInstalledError extends Error {
  override readonly name = 'OcrNotInstalledError';

  readonly missing: readonly string[];

  constructor(missing: readonly string[]) {
    super(`${missing.join(' and ')} not installed; npm install ${OCR_PEERS}`);
    this.missing = missing;
  }
}

/** Looked for beside this package only, never in the working directory, which may be what is scanned. */
function find(): Found {
  const require = createRequire(import.meta.url);
  const missing: string[] = [];
  const at = (name: string, file: string): string | undefined => {
    try {
      return require.resolve(`${name}/${file}`);
    } catch {
      missing.push(name);
      return undefined;
    }
  };
  const code = at('tesseract.js', 'package.json');
  const model = at(`@tesseract.js-data/${LANGUAGE}`, 'package.json');
  if (code === undefined || model === undefined) throw new OcrNotInstalledError(missing);
  const data = path.join(path.dirname(model), VARIANT);
  // A worker that can't load its model never says so.
  const packed = fs.readFileSync(path.join(data, `${LANGUAGE}.traineddata.gz`));
  zlib.gunzipSync(packed);
  return { library: () => require('tesseract.js') as Tesseract, data };
}

/** Whether the peers are there. Loads neither. */
export function isInstalled(): boolean {
  const require = createRequire(import.meta.url);
  try {
    require.resolve('tesseract.js/package.json');
    require.resolve(`@tesseract.js-data/${LANGUAGE}/package.json`);
    return true;
  } catch {
    return false;
  }
}

/**
 * Makes the engine. Its thread starts with the first picture, ends when it is idle, and keeps no process alive.
 *
 * @throws OcrNotInstalledError when a peer is missing; the system's error when the model can't be read.
 */
export function tesseract(): OcrEngine {
  return new TesseractEngine(find());
}

class TesseractEngine implements OcrEngine {
  readonly id: string = `tesseract.js ${LANGUAGE} ${VARIANT}`;
  readonly #found: Found;
  #worker: Worker | undefined;
  #idle: NodeJS.Timeout | undefined;
  #crashed: (() => void) | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(found: Found) {
    this.#found = found;
  }

  recognise(picture: OcrPicture, signal: AbortSignal): Promise<readonly OcrLine[]> {
    return this.#next(signal, async (worker) => {
      const { data } = await worker.recognize(greymap(picture), {}, { text: false, blocks: true });
      return linesOf(data.blocks ?? []);
    });
  }

  /** Leptonica reads WebP, PNG, JPEG and BMP; it gives what it read as a grey PNG. */
  decode(bytes: Uint8Array, signal: AbortSignal): Promise<OcrPicture> {
    return this.#next(signal, async (worker) => {
      const { data } = await worker.recognize(Buffer.from(bytes), {}, { text: false, imageGrey: true });
      const [, packed = ''] = (data.imageGrey ?? '').split(',');
      return (await decodePng(Buffer.from(packed, 'base64'))).raster;
    });
  }

  #next<T>(signal: AbortSignal, work: (worker: Worker) => Promise<T>): Promise<T> {
    const turn = this.#last.then(() => this.#run(signal, work));
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  async #run<T>(signal: AbortSignal, work: (worker: Worker) => Promise<T>): Promise<T> {
    signal.throwIfAborted();
    clearTimeout(this.#idle);
    let stop = (): void => undefined;
    const stopped = new Promise<never>((_, reject) => {
      stop = () => reject(new Error('stopped'));
      this.#crashed = stop;
      signal.addEventListener('abort', stop, { once: true });
    });
    // It may fire while the thread starts, before anything waits for it.
    stopped.catch(() => undefined);
    try {
      const worker = (this.#worker ??= await this.#start());
      signal.throwIfAborted();
      worker.worker?.ref();
      const working = work(worker);
      working.catch(() => undefined);
      return await Promise.race([working, stopped]);
    } catch (error) {
      // Whatever state it is in now: the next picture gets a fresh one.
      this.#end();
      throw error instanceof Error ? error : new Error('recognition failed');
    } finally {
      signal.removeEventListener('abort', stop);
      if (this.#worker !== undefined) {
        this.#worker.worker?.unref();
        this.#idle = setTimeout(() => this.#end(), IDLE).unref();
      }
    }
  }

  async #start(): Promise<Worker> {
    const { library, data } = this.#found;
    const { createWorker } = library();
    let timer: NodeJS.Timeout | undefined;
    let failed = (_: Error): void => undefined;
    const failure = new Promise<never>((_, reject) => {
      failed = reject;
      timer = setTimeout(() => reject(new Error('the recogniser did not start')), START_TIMEOUT);
    });
    failure.catch(() => undefined);
    try {
      const starting = createWorker(LANGUAGE, LSTM_ONLY, {
        langPath: data,
        gzip: true,
        cacheMethod: 'none',
        // Without it an error is thrown where nobody can catch it.
        errorHandler: () => failed(new Error('the recogniser failed')),
      });
      // One that comes too late is not left running.
      starting.then(
        (worker) => {
          if (timer === undefined) void worker.terminate();
        },
        () => undefined,
      );
      const worker = await Promise.race([starting, failure]);
      // A thread that runs out of memory says so by an event that nobody else hears, and the process would end.
      worker.worker?.on('error', () => {
        if (this.#worker === worker) this.#worker = undefined;
        this.#crashed?.();
      });
      await Promise.race([
        worker.setParameters({
          tessedit_pageseg_mode: SPARSE,
          user_defined_dpi: '300',
          debug_file: '/dev/null',
        }),
        failure,
      ]);
      return worker;
    } finally {
      clearTimeout(timer);
      timer = undefined;
    }
  }

  #end(): void {
    clearTimeout(this.#idle);
    void this.#worker?.terminate();
    this.#worker = undefined;
  }
}

/** Binary PGM (Netpbm), which Leptonica reads without any further decoding. */
function greymap({ width, height, grey }: OcrPicture): Buffer {
  return Buffer.concat([Buffer.from(`P5\n${width} ${height}\n255\n`, 'latin1'), grey]);
}

function linesOf(blocks: readonly Block[]): OcrLine[] {
  const lines: OcrLine[] = [];
  for (const { paragraphs } of blocks) {
    for (const paragraph of paragraphs) {
      for (const { words } of paragraph.lines) {
        const line: OcrSymbol[] = [];
        for (const { symbols } of words) {
          for (const [i, { text, confidence, bbox }] of symbols.entries()) {
            line.push({
              text,
              confidence: confidence / 100,
              box: [bbox.x0, bbox.y0, bbox.x1, bbox.y1],
              spaced: i === 0 && line.length > 0,
            });
          }
        }
        if (line.length > 0) lines.push(line);
      }
    }
  }
  return lines;
}
