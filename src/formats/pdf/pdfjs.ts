/**
 * Loads pdf.js and joins its two halves, the one that reads documents and the one that answers callers, in one thread.
 *
 * pdf.js is loaded by the first PDF, not before: it takes 0.3 s and needs a `DOMMatrix` global at import.
 */
import type { PDFWorker } from 'pdfjs-dist';

export type PdfJs = typeof import('pdfjs-dist');

/** What the halves need of a worker's port. */
interface Port {
  postMessage(message: object): void;
  addEventListener(name: 'message', listener: Listener, options?: { readonly signal?: AbortSignal }): void;
  removeEventListener(name: 'message', listener: Listener): void;
}

type Listener = (event: { readonly data: object }) => void;

export interface Library {
  readonly pdfjs: PdfJs;
  /** @returns A worker for one document, to be destroyed by the caller. */
  worker(): PDFWorker;
}

let library: Promise<Library> | undefined;

/** The legacy build; the other one needs Node 22. */
export function loadPdfJs(): Promise<Library> {
  library ??= (async () => {
    stubs();
    const [{ WorkerMessageHandler }, pdfjs] = await quietly(() =>
      withNatives(
        async () =>
          [
            await import('pdfjs-dist/legacy/build/pdf.worker.mjs'),
            (await import('pdfjs-dist/legacy/build/pdf.mjs')) as PdfJs,
          ] as const,
      ),
    );
    const worker = (): PDFWorker => {
      const [near, far] = ports();
      WorkerMessageHandler.initializeFromPort(far);
      return new pdfjs.PDFWorker({ port: near as unknown as null, verbosity: 0 });
    };
    return { pdfjs, worker };
  })();
  return library;
}

/** Nothing is drawn, so the methods of these classes are never called; pdf.js only asks that they exist. */
function stubs(): void {
  const host = globalThis as unknown as Record<string, unknown>;
  for (const name of ['DOMMatrix', 'Path2D', 'ImageData']) host[name] ??= class {};
}

/** pdf.js looks for a canvas package at import and complains on the console that there is none. */
async function quietly<T>(load: () => Promise<T>): Promise<T> {
  const { log, warn } = console;
  const silence =
    (write: typeof console.log): typeof console.log =>
    (...words) => {
      if (!/@napi-rs\/canvas|polyfill/.test(String(words[0]))) write(...words);
    };
  console.log = silence(log);
  console.warn = silence(warn);
  try {
    return await load();
  } finally {
    console.log = log;
    console.warn = warn;
  }
}

/**
 * The legacy build brings core-js, which on Node 20 puts code of its own in the place of functions that work: `push`
 * because it is wrong for lists of 2^32 entries. Everything in the process that appends to a list would be slower.
 */
async function withNatives<T>(load: () => Promise<T>): Promise<T> {
  const kept = [
    [Array.prototype, 'push'],
    [JSON, 'stringify'],
    [Function.prototype, 'toString'],
  ] as const;
  const natives = kept.map(([owner, name]) => Object.getOwnPropertyDescriptor(owner, name));
  try {
    return await load();
  } finally {
    for (const [i, [owner, name]] of kept.entries()) {
      if (natives[i] !== undefined) Object.defineProperty(owner, name, natives[i]);
    }
  }
}

/** Two ends: what is posted to one arrives at the other, in order, soon after. */
function ports(): readonly [Port, Port] {
  const near = new End();
  const far = new End();
  near.other = far;
  far.other = near;
  return [near, far];
}

/** pdf.js's own port for one thread copies every message in depth: each glyph of each string, fonts, pictures. */
class End implements Port {
  readonly #listeners = new Set<Listener>();
  other: End | undefined;

  postMessage(message: object): void {
    const data = kept(message);
    queueMicrotask(() => this.other?.deliver(data));
  }

  deliver(data: object): void {
    for (const listener of this.#listeners) listener.call(this, { data });
  }

  addEventListener(_: 'message', listener: Listener, options?: { readonly signal?: AbortSignal }): void {
    this.#listeners.add(listener);
    options?.signal?.addEventListener('abort', () => this.#listeners.delete(listener));
  }

  removeEventListener(_: 'message', listener: Listener): void {
    this.#listeners.delete(listener);
  }
}

/** A piece of a stream is emptied and filled anew by who sent it: its lists are taken, what is in them is not copied. */
function kept(message: object): object {
  const { chunk } = message as { readonly chunk?: object | null };
  if (typeof chunk !== 'object' || chunk === null || ArrayBuffer.isView(chunk)) return message;
  const own: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(chunk)) own[key] = Array.isArray(value) ? value.slice() : value;
  return { ...message, chunk: own };
}
