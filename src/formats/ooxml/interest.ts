/** Which attribute values and stray texts are worth a look: markup is full of sizes, ids and namespaces. */

/** Attributes that hold geometry, fonts or ids of the producer, whatever their element. */
const TECHNICAL: ReadonlySet<string> = new Set([
  ...['ascii', 'hAnsi', 'eastAsia', 'cs', 'typeface', 'altName', 'panose', 'style', 'path', 'coordsize'],
  ...['coordorigin', 'adj', 'eqn', 'points', 'paraId', 'textId', 'durableId', 'anchorId', 'editId', 'spid'],
  ...['hash', 'salt', 'hashValue', 'saltValue', 'sig', 'fontKey', 'charset', 'formatCode', 'Requires'],
  ...['binData', 'binaryData', 'fldData', 'docOleData'],
]);
const NUMBER = /^-?[\d.,;:%# ]{1,10}(?:pt|in|cm|mm|px|emu|f|%)?$/;
const PRODUCER =
  /^(?:https?:\/\/(?:schemas\.(?:microsoft|openxmlformats)|purl\.oclc|purl|www\.w3|ns\.adobe)\.\w+\/|urn:schemas-|_x0000_|\{?[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-|\d{4}-\d\d-\d\dT)/;
const GUID = /^\{?[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\}?$/;
/** Bookmarks that Word makes for tables of contents and references. */
const BOOKMARK = /^_(?:Toc|Ref|Hlk|Hlt|GoBack)\d{0,10}$/;

/** @param value References resolved. */
export function isInteresting(name: string, value: string): boolean {
  // No size and no namespace has as many digits in a row as the shortest number that counts.
  if (/\d{11}/.test(value)) return !GUID.test(value);
  if (value.length < 2 || TECHNICAL.has(name) || name.startsWith('rsid')) return false;
  if (NUMBER.test(value) || PRODUCER.test(value) || BOOKMARK.test(value)) return false;
  if (/[^\x00-\x7f]|@/.test(value)) return true;
  let digits = 0;
  for (let i = 0; i < value.length && digits < 5; i++) {
    const unit = value.charCodeAt(i);
    if (unit >= 48 && unit <= 57) digits++;
  }
  return digits >= 5;
}
