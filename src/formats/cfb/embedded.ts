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
/** Their text stands in the document as well, or they have none: formulas, pictures, controls. */
const TEXTLESS =
  /^(?:Equation Native|\u0002OlePres\d+|\u0003(?:ObjInfo|OCXNAME|OCXDATA|LinkInfo|PRINT|EPRINT|META|PICT)|\u0001(?:CompObj|Ole|OleLink))$/i;

/** Storages that are embedded objects: they hold no other such storage around them. */
export function objectStorages(file: CompoundFile): CompoundEntry[] {
  const found: CompoundEntry[] = [];
  const visit = (entry: CompoundEntry): void => {
    for (const child of entry.children) {
      if (child.kind !== 'storage') continue;
      if (child.children.some(({ name }) => isPayload(name) || /^\u0001(?:CompObj|Ole)$/.test(name)))
        found.push(child);
      else visit(child);
    }
  };
  visit(file.root);
  return found;
}

function isPayload(name: string): boolean {
  return DOCUMENT.test(name) || /^(?:Package|CONTENTS|\u0001Ole10Native)$/i.test(name);
}

/** @returns The object's file, or the reason why there is none; undefined for objects without text of their own. */
export function openObject(file: CompoundFile, storage: CompoundEntry): Child | undefined {
  const stream = (name: string): CompoundEntry | undefined =>
    storage.children.find(
      (entry) => entry.kind === 'stream' && entry.name.toLowerCase() === name.toLowerCase(),
    );
  if (storage.children.some(({ name }) => DOCUMENT.test(name))) {
    return { artifact: { name: storage.path, bytes: storageFile(file, storage) } };
  }
  for (const name of ['Package', 'CONTENTS']) {
    const entry = stream(name);
    if (entry !== undefined) return { artifact: { name: storage.path, bytes: file.read(entry).bytes } };
  }
  const native = stream('\u0001Ole10Native');
  if (native !== undefined) {
    const { name, bytes } = readNative(file.read(native).bytes);
    return { artifact: { name: name === '' ? storage.path : `${storage.path}/${name}`, bytes } };
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
