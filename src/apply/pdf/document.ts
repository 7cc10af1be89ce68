/** A PDF as its objects: streams decoded, resources looked up, everything reachable walked. Source: ISO 32000-1:2008. */
import type {
  PDFArray,
  PDFContext,
  PDFDict,
  PDFHexString,
  PDFName,
  PDFObject,
  PDFRawStream,
  PDFRef,
  PDFString,
} from '../../formats/pdf/object-library.js';
import { loadObjectLibrary, type ObjectLibrary } from '../../formats/pdf/object-library.js';
import { ApplyError } from '../errors.js';
import { unpredict } from './predictor.js';

export type { PDFArray, PDFDict, PDFHexString, PDFName, PDFObject, PDFRawStream, PDFRef, PDFString };

/** More levels of the tree of pages than anybody makes. */
const MAX_DEPTH = 60;

export interface PdfPageObject {
  readonly dict: PDFDict;
  /** Own or inherited. */
  readonly resources: PDFDict | undefined;
}

/** Objects of one document, and shorthands for the library that holds them. */
export class PdfObjects {
  readonly lib: ObjectLibrary;
  readonly context: PDFContext;

  constructor(lib: ObjectLibrary, context: PDFContext) {
    this.lib = lib;
    this.context = context;
  }

  name(text: string): PDFName {
    return this.lib.PDFName.of(text);
  }

  /** What a reference leads to; everything else is what it is. */
  at(object: PDFObject | undefined): PDFObject | undefined {
    return this.context.lookup(object);
  }

  get(dict: PDFDict, key: string): PDFObject | undefined {
    return this.at(dict.get(this.name(key)));
  }

  dict(object: PDFObject | undefined): PDFDict | undefined {
    const found = this.at(object);
    if (found instanceof this.lib.PDFDict) return found;
    return found instanceof this.lib.PDFStream ? found.dict : undefined;
  }

  dictAt(dict: PDFDict | undefined, key: string): PDFDict | undefined {
    return dict === undefined ? undefined : this.dict(dict.get(this.name(key)));
  }

  stream(object: PDFObject | undefined): PDFRawStream | undefined {
    const found = this.at(object);
    return found instanceof this.lib.PDFRawStream ? found : undefined;
  }

  array(object: PDFObject | undefined): PDFArray | undefined {
    const found = this.at(object);
    return found instanceof this.lib.PDFArray ? found : undefined;
  }

  /** Text of a name, without its slash. */
  nameText(object: PDFObject | undefined): string | undefined {
    const found = this.at(object);
    return found instanceof this.lib.PDFName ? found.decodeText() : undefined;
  }

  isString(object: PDFObject | undefined): object is PDFString | PDFHexString {
    return object instanceof this.lib.PDFString || object instanceof this.lib.PDFHexString;
  }

  numbers(object: PDFObject | undefined): number[] {
    const list = this.array(object)?.asArray() ?? [];
    return list.map((item) => {
      const number = this.at(item);
      return number instanceof this.lib.PDFNumber ? number.asNumber() : Number.NaN;
    });
  }

  get root(): PDFDict {
    const root = this.dict(this.context.trailerInfo.Root);
    if (root === undefined) throw damaged();
    return root;
  }

  /**
   * Decoded bytes.
   *
   * @throws ApplyError `apply/pdf-damaged` for filters of pictures, and on damaged data.
   */
  decode(stream: PDFRawStream): Uint8Array {
    try {
      const bytes = this.lib.decodePDFRawStream(stream).decode();
      const filters = this.array(stream.dict.get(this.name('Filter')));
      const last = filters === undefined ? undefined : filters.size() - 1;
      const all = this.get(stream.dict, 'DecodeParms');
      const parameters =
        last !== undefined && this.array(all) !== undefined ? this.array(all)!.get(last) : all;
      const dict = this.dict(parameters);
      if (dict === undefined) return bytes;
      const of = (key: string, missing: number): number => {
        const value = this.get(dict, key);
        return value instanceof this.lib.PDFNumber ? value.asNumber() : missing;
      };
      return unpredict(bytes, {
        predictor: of('Predictor', 1),
        colors: of('Colors', 1),
        bits: of('BitsPerComponent', 8),
        columns: of('Columns', 1),
      });
    } catch {
      throw damaged();
    }
  }

  /** Puts new content into a stream; its dictionary keeps everything else. */
  setContent(stream: PDFRawStream, bytes: Uint8Array): void {
    const packed = this.context.flateStream(bytes);
    stream.updateContents(packed.getContents());
    stream.dict.set(this.name('Filter'), this.name('FlateDecode'));
    for (const key of ['DecodeParms', 'F', 'FFilter', 'FDecodeParms', 'DL']) {
      stream.dict.delete(this.name(key));
    }
  }

  /** Pages in order. @throws ApplyError `apply/pdf-damaged` on a tree that is none. */
  pages(): PdfPageObject[] {
    const pages: PdfPageObject[] = [];
    const seen = new Set<PDFDict>();
    const visit = (node: PDFDict | undefined, resources: PDFDict | undefined, depth: number): void => {
      if (node === undefined || seen.has(node) || depth > MAX_DEPTH) throw damaged();
      const own = this.dictAt(node, 'Resources') ?? resources;
      const kids = this.array(node.get(this.name('Kids')));
      if (kids === undefined || this.nameText(node.get(this.name('Type'))) === 'Page') {
        pages.push({ dict: node, resources: own });
        return;
      }
      seen.add(node);
      for (const kid of kids.asArray()) visit(this.dict(kid), own, depth + 1);
      seen.delete(node);
    };
    visit(this.dictAt(this.root, 'Pages'), undefined, 0);
    return pages;
  }

  /**
   * Visits every object that the trailer leads to, once, parents first.
   *
   * @param see Gets dictionaries, arrays and streams (their dictionary is not visited by itself).
   */
  walk(see: (object: PDFDict | PDFArray | PDFRawStream, key: string) => void): Set<PDFRef> {
    const { lib } = this;
    const refs = new Set<PDFRef>();
    const seen = new Set<PDFObject>();
    const waiting: [PDFObject | undefined, string][] = [
      [this.context.trailerInfo.Root, 'Root'],
      [this.context.trailerInfo.Info, 'Info'],
    ];
    while (waiting.length > 0) {
      let [object, key] = waiting.pop()!;
      if (object instanceof lib.PDFRef) {
        if (refs.has(object)) continue;
        refs.add(object);
        object = this.context.lookup(object);
      }
      if (object === undefined || seen.has(object)) continue;
      if (object instanceof lib.PDFArray) {
        seen.add(object);
        see(object, key);
        for (const item of object.asArray()) waiting.push([item, key]);
      } else if (object instanceof lib.PDFDict || object instanceof lib.PDFStream) {
        seen.add(object);
        if (object instanceof lib.PDFRawStream || object instanceof lib.PDFDict) see(object, key);
        const dict = object instanceof lib.PDFStream ? object.dict : object;
        for (const [name, value] of dict.entries()) waiting.push([value, name.decodeText()]);
      }
    }
    return refs;
  }

  /** The whole file anew: no earlier state, nothing that nothing leads to, no encryption. */
  async save(): Promise<Uint8Array> {
    const { context, lib } = this;
    delete context.trailerInfo.Encrypt;
    const kept = this.walk(() => undefined);
    for (const [ref] of context.enumerateIndirectObjects()) if (!kept.has(ref)) context.delete(ref);
    return lib.PDFWriter.forContext(context, Number.POSITIVE_INFINITY).serializeToBuffer();
  }
}

export function damaged(): ApplyError {
  return new ApplyError(
    'apply/pdf-damaged',
    'the PDF is damaged or written in an unusual way; open it, save it anew as another file and scan that',
  );
}

/** @throws ApplyError `apply/pdf-library-missing`, `apply/pdf-encrypted`, `apply/pdf-damaged`. */
export async function openObjects(bytes: Uint8Array): Promise<PdfObjects> {
  const lib = await loadObjectLibrary();
  if (lib === undefined) {
    throw new ApplyError(
      'apply/pdf-library-missing',
      'a PDF is redacted with the package @cantoo/pdf-lib, which is not installed: npm install @cantoo/pdf-lib',
    );
  }
  try {
    const { context, isEncrypted } = await lib.PDFDocument.load(bytes, {
      updateMetadata: false,
      throwOnInvalidObject: true,
      preserveXFA: true,
      ignoreEncryption: true,
      password: '',
    });
    if (!isEncrypted) return new PdfObjects(lib, context);
  } catch {
    throw damaged();
  }
  throw new ApplyError(
    'apply/pdf-encrypted',
    'the PDF is encrypted and can not be rewritten; save a copy without a password and scan that',
  );
}
