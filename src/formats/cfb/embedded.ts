/**
 * Objects embedded in a compound file: each becomes a file of its own.
 *
 * Source: [MS-OLEDS] 2.3.6 (Ole10Native); "Package" holds an Office Open XML file, "CONTENTS" the file of a server
 * (PDF and others) as it is.
 */
import type { Child, Diagnostic } from '../../core/index.js';
import { Bytes } from './bytes.js';
import { decodeCodePage } from './code-page.js';
import type { CompoundEntry, CompoundFile } from './compound.js';
import { storageFile } from './write-compound.js';

const DOCUMENT =
  /^(?:WordDocument|Workbook|Book|PowerPoint Document|EncryptedPackage|VisioDocument|__properties_version1\.0)$/i;
const PAYLOAD =
  /^(?:WordDocument|Workbook|Book|PowerPoint Document|EncryptedPackage|VisioDocument|Package|package_stream|CONTENTS|\u0001Ole10Native)$/i;
/** Their text stands in the document as well, or they have none: formulas, pictures, controls. */
const TEXTLESS =
  /^(?:Equation Native|\u0002OlePres\d+|\u0003(?:ObjInfo|OCXNAME|OCXDATA|LinkInfo|PRINT|EPRINT|META|PICT)|\u0001(?:CompObj|Ole|OleLink))$/i;

/** Class ids (first bytes) of equation editors: formulas only. */
const EQUATION = /^0[0-9a-f]ce0200/;
/** Macro forms: part of the program. */
const FORM = /^\u0003VBFrame$/i;
/** Heads of files that a server stored as they are. */
const KNOWN_HEAD = /^(?:d0cf11e0|504b0304|25504446|7b5c7274|ffd8ff|89504e47|47494638|424d)/;

export interface EmbeddedObject {
  readonly storage: CompoundEntry;
  /** As `openObject`; copies the object anew each time. */
  readonly open: () => Child | undefined;
}

/** Objects of a file; they hold no other object around them. */
export function embeddedObjects(file: CompoundFile): EmbeddedObject[] {
  const found: EmbeddedObject[] = [];
  const visit = (entry: CompoundEntry): void => {
    for (const storage of entry.children) {
      if (storage.kind !== 'storage') continue;
      const isObject = storage.children.some(
        ({ name }) => PAYLOAD.test(name) || /^\u0001(?:CompObj|Ole)$/.test(name),
      );
      if (isObject) found.push({ storage, open: () => openObject(file, storage) });
      else visit(storage);
    }
  };
  visit(file.root);
  return found;
}

/** @returns The object's file, or the reason why there is none; undefined for objects without text of their own. */
export function openObject(file: CompoundFile, storage: CompoundEntry): Child | undefined {
  const streams = new Map<string, CompoundEntry>();
  for (const entry of storage.children)
    if (entry.kind === 'stream') streams.set(entry.name.toLowerCase(), entry);
  if (storage.children.some(({ name }) => DOCUMENT.test(name))) {
    return { artifact: { name: storage.path, bytes: storageFile(file, storage) } };
  }
  for (const name of ['package', 'package_stream', 'contents']) {
    const entry = streams.get(name);
    if (entry !== undefined) return { artifact: { name: storage.path, bytes: file.read(entry).bytes } };
  }
  if (EQUATION.test(hex(storage.clsid)) || storage.children.some(({ name }) => FORM.test(name)))
    return undefined;
  const native = streams.get('\u0001ole10native');
  if (native !== undefined) {
    const { name, bytes } = readNative(file.read(native).bytes);
    if (name !== '') return { artifact: { name: `${storage.path}/${name}`, bytes } };
    if (KNOWN_HEAD.test(hex(bytes))) return { artifact: { name: storage.path, bytes } };
  }
  if (storage.children.every(({ name }) => TEXTLESS.test(name))) return undefined;
  const code = 'cfb/unknown-object';
  const place = {
    kind: 'text',
    part: storage.path,
    channel: 'body',
    start: 0,
    end: 0,
    line: 1,
    column: 1,
  } as const;
  const message = 'an embedded object is of a kind that is not read; open the document and look at it';
  const diagnostic: Diagnostic = { code, severity: 'warning', message, place };
  return { diagnostic, unread: { part: storage.path, code } };
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes.subarray(0, 8), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** A packaged file with its name; damaged headers give the bytes as they are. */
export function readNative(bytes: Uint8Array): { name: string; bytes: Uint8Array } {
  const source = new Bytes(bytes);
  let at = 6;
  const text = (): string => {
    const end = bytes.indexOf(0, at);
    const stop = end < 0 || end - at > 1024 ? at : end;
    const value = decodeCodePage(bytes.subarray(at, stop), 936);
    at = stop + 1;
    return value;
  };
  const label = text();
  const path = text();
  at += 4;
  at += 4 + source.u32(at);
  const size = source.u32(at);
  const name = (label || path).replace(/^.*[\\/]/, '');
  if (source.u16(4) === 2 && size > 0 && at + 4 + size <= bytes.length) {
    return { name, bytes: bytes.subarray(at + 4, at + 4 + size) };
  }
  return { name: '', bytes: bytes.subarray(4) };
}
