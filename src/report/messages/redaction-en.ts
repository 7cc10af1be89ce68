/** What the codes of redaction mean and what to do, in English; `code/reason` where a code has several causes. */
import type { Explanation } from './messages.js';

export const redactionEn: Readonly<Record<string, Explanation>> = {
  'apply/format-not-writable': {
    meaning: 'This format can’t be written.',
    todo: 'Make the changes in the program that made the file.',
  },
  'apply/pdf-library-missing': {
    meaning: 'A PDF is rewritten with the package @cantoo/pdf-lib, which is not installed.',
    todo: 'npm install @cantoo/pdf-lib',
  },
  'apply/pdf-damaged': {
    meaning: 'The PDF is damaged or written in an unusual way; nothing was written.',
    todo: 'Open it, save it as another file, and scan that.',
  },
  'apply/pdf-encrypted': {
    meaning: 'The PDF is encrypted and can’t be rewritten.',
    todo: 'Save a copy without a password.',
  },
  'apply/pdf-page-differs': {
    meaning: 'The text of a page could not be told apart in its content stream; nothing was written.',
    todo: 'Redact the source document and export it again.',
  },
  'apply/pdf-picture': {
    meaning: 'A picture that shows the value can’t be rewritten; nothing was written.',
    todo: 'Take the picture out of the source document and export it again.',
  },
  'apply/outside-changed': {
    meaning: 'The copy would differ outside the edits; nothing was written.',
    todo: 'Save the file anew, or redact the source document.',
  },
  'apply/mail-signature-void': {
    meaning: 'The mail was signed. The signature does not hold for the copy.',
    todo: 'Sign the copy again.',
  },
  'apply/pdf-signature-void': {
    meaning: 'The document was signed. The copy carries no signature.',
    todo: 'Sign the copy again.',
  },
  'apply/pdf-decrypted': {
    meaning: 'The file was encrypted without a password to open. The copy is not encrypted.',
    todo: 'Protect the copy again if you want that.',
  },
  'apply/pdf-attachment-removed': {
    meaning: 'An attached file could not be redacted and was removed from the copy.',
    todo: 'Redact the attachment by itself.',
  },
  'apply/pdf-private-data-removed': {
    meaning: 'Data that programs keep in the file for themselves were removed from the copy.',
    todo: 'Nothing to do.',
  },
  'apply/pdf-picture-rewritten': {
    meaning: 'Parts of pictures were blackened; they were written without loss, so the copy may be larger.',
    todo: 'Nothing to do.',
  },
  'apply/value-remains': {
    meaning: 'A redacted value still stands in the copy; nothing was written.',
    todo: 'Redact all places of it, or by hand.',
  },
  'apply/unread': {
    meaning: 'A part of the copy could not be read again; nothing was written.',
    todo: 'Check it by eye.',
  },
  'apply/other-artifact': { meaning: 'The plan was made for another file.', todo: 'Scan this file again.' },
  'apply/other-source': { meaning: 'The file changed since the scan.', todo: 'Scan this file again.' },
  'apply/signed': {
    meaning: 'The file is signed; a change would break the signature.',
    todo: 'Remove the signature first.',
  },
  'apply/overlapping-edits': {
    meaning: 'Two edits overlap; nothing was written.',
    todo: 'Scan again and redact anew.',
  },
  'apply/format-not-writable/ofd': {
    meaning: 'An OFD can’t be written: its fonts need not hold the characters of a mask.',
    todo: 'Redact the source document and export it again.',
  },
  'apply/format-not-writable/doc': {
    meaning: 'DOC is an old binary format that can’t be written.',
    todo: 'Save it as DOCX and redact that.',
  },
  'apply/format-not-writable/xls': {
    meaning: 'XLS is an old binary format that can’t be written.',
    todo: 'Save it as XLSX and redact that.',
  },
  'apply/format-not-writable/ppt': {
    meaning: 'PPT is an old binary format that can’t be written.',
    todo: 'Save it as PPTX and redact that.',
  },
  'apply/format-not-writable/msg': {
    meaning: 'A mail of the type MSG can’t be written.',
    todo: 'Save it as EML and redact that.',
  },
  'apply/format-not-writable/picture': {
    meaning: 'The value is in a picture, and pictures can’t be written.',
    todo: 'Black it out in a picture editor; in a document, put the blackened picture back in its place.',
  },
  'apply/format-not-writable/archive': {
    meaning: 'An archive of this type can’t be written.',
    todo: 'Unpack it, redact the files, and pack them as ZIP or TAR.',
  },
  'apply/format-not-writable/damaged': {
    meaning:
      'The archive or package is damaged or unusual (cut off, two files of one name), so that it can’t be written.',
    todo: 'Unpack it, redact the files and pack them again; open an office file in its program and save it.',
  },
  'apply/format-not-writable/inside': {
    meaning: 'The value is in a file inside whose type can’t be written.',
    todo: 'Take it out, redact it as its type allows (save DOC, XLS, PPT in the new formats), and put it back.',
  },
  'apply/place-not-text': {
    meaning: 'The place of the value is no text that can be written.',
    todo: 'Change it in the program that made the file.',
  },
  'apply/place-not-text/file-name': {
    meaning: 'The value is in the name of the file.',
    todo: 'Give the copy another name.',
  },
  'apply/place-not-text/part-name': {
    meaning: 'The value is in the name of a part, which other parts refer to.',
    todo: 'Rename the part in the program that made the file.',
  },
  'apply/place-not-text/archive-note': {
    meaning:
      'The value is in a comment of the archive or the target of a link in it, not in the content of a file.',
    todo: 'Take the comment or link away in an archive program, or pack the files anew, and redact that.',
  },
  'apply/ambiguous-place': {
    meaning: 'The place of the value can be read in more than one way; nothing was written.',
    todo: 'Change it in the program that made the file.',
  },
  'apply/duplicate-finding': {
    meaning: 'A finding stands in the plan twice; nothing was written.',
    todo: 'Take one of them out, or scan again.',
  },
  'apply/element-place': {
    meaning: 'A part of the value is written as an element, not as text; nothing was written.',
    todo: 'Change it in the program that made the file.',
  },
  'apply/encoded-text': {
    meaning: 'The value is inside Base64 data, which one changed character would damage.',
    todo: 'Decode it, redact it, and encode it again.',
  },
  'apply/formula-literal': {
    meaning: 'The value is written in a formula; nothing was written.',
    todo: 'Turn the formula into a value in the spreadsheet program.',
  },
  'apply/formula-recomputes': {
    meaning: 'A formula puts the value together and would give it again; nothing was written.',
    todo: 'Paste the results as values in the spreadsheet program, then redact.',
  },
  'apply/name-taken': {
    meaning: 'Two members of the archive would have the same name; nothing was written.',
    todo: 'Rename them in the archive, then redact.',
  },
  'apply/no-suggestion': {
    meaning: 'A finding carries no suggestion; nothing was written.',
    todo: 'Scan again with a policy.',
  },
  'apply/not-encodable': {
    meaning: 'The replacement can’t be written in the charset of the file; nothing was written.',
    todo: 'Save the file as UTF-8, or mask with *.',
  },
  'apply/nothing-to-edit': {
    meaning: 'A suggestion has no place in the file; nothing was written.',
    todo: 'Redact it by hand.',
  },
  'apply/offsets-unknown': {
    meaning: 'The charset of the file does not let places be told in bytes; nothing was written.',
    todo: 'Save the file as UTF-8, then redact.',
  },
  'apply/out-of-range': {
    meaning: 'A place of the plan lies outside the file.',
    todo: 'Scan this file again.',
  },
  'apply/rescan-failed': {
    meaning: 'The scan that proves the copy failed; nothing was written.',
    todo: 'Try again; if it fails again, redact by hand.',
  },
  'apply/thumbnail': {
    meaning: 'The document carries a preview of its old content that can’t be replaced; nothing was written.',
    todo: 'Save it without a preview, then redact.',
  },
  'apply/typed-value': {
    meaning: 'The value is stored as a number or date that a format shows; nothing was written.',
    todo: 'Turn the cell into text in the program, then redact.',
  },
};
