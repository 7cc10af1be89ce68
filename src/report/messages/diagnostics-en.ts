/** What each diagnostic code means and what to do, in English. */
import type { Explanation } from './messages.js';
import { HOW_TO_READ_EN, OCR_EN } from './ocr-words.js';
import { redactionEn } from './redaction-en.js';

export const diagnosticsEn: Readonly<Record<string, Explanation>> = {
  ...OCR_EN,
  ...redactionEn,
  'zip/limit': {
    meaning: 'The unpacked bytes pass the limit; the rest was not checked.',
    todo: 'Unpack and scan in parts.',
  },
  'zip/method': {
    meaning: 'The compression method is not supported; the file was not checked.',
    todo: 'Pack it anew with Deflate, or unpack and scan.',
  },
  'zip/overlap': {
    meaning: 'Entries of the archive overlap, which is damage or malice; they were not checked.',
    todo: 'Get a proper archive.',
  },
  'zip/ratio': {
    meaning: 'The compression ratio is that of a zip bomb; the file was not checked.',
    todo: 'If the source is trusted, unpack and scan.',
  },
  'zip/size': {
    meaning: 'The size of an entry is not what it states, or above the limit; it was not checked to its end.',
    todo: 'Get a complete copy, or unpack and scan.',
  },
  'docx/malformed-xml': {
    meaning: 'A part of the document is no well-formed XML and was not read to its end.',
    todo: 'Repair it in an office program, save and scan again.',
  },
  'docx/picture': {
    meaning: 'The document holds pictures; text in them was not checked.',
    todo: HOW_TO_READ_EN,
  },
  'engine/empty': {
    meaning: 'The file is empty; there is nothing to check.',
    todo: 'Check that the file is complete.',
  },
  'html/encoding-malformed': {
    meaning: 'Some bytes of the page are no characters of its encoding.',
    todo: 'Check the encoding; save as UTF-8 if need be.',
  },
  'html/encoding-mislabelled': {
    meaning: 'The page states another encoding than its bytes have; the bytes were believed.',
    todo: 'Correct the stated encoding.',
  },
  'file/not-found': { meaning: 'No such file, or a link that leads nowhere.', todo: 'Check the path.' },
  'file/unreadable': {
    meaning: 'The file could not be opened; it was not checked.',
    todo: 'Check access rights and disk, then scan again.',
  },
  'file/too-large': {
    meaning: 'The file is above the byte limit; it was not checked.',
    todo: 'Raise the limit with --max-bytes, or split the file.',
  },
  'file/not-a-file': {
    meaning: 'A device, pipe or socket; it was not checked.',
    todo: 'Usually nothing. Name its own path to read it.',
  },
  'file/link-outside': {
    meaning: 'A symbolic link out of the scanned folder; it was not followed.',
    todo: 'If its target is published too, name the target on the command line.',
  },
  'node/timeout': {
    meaning: 'Reading took too long and was stopped; the rest was not checked.',
    todo: 'Raise the limit with --timeout, or read it by eye.',
  },
  'node/memory': {
    meaning: 'Reading needed too much memory and was stopped; the rest was not checked.',
    todo: 'Split the file, or read it by eye.',
  },
  'node/crashed': {
    meaning: 'The process that read the file ended; the rest was not checked.',
    todo: 'Read the file by eye and report it to the maintainers.',
  },
  'node/failed': {
    meaning: 'An internal error ended the scan of this file.',
    todo: 'Read the file by eye and report it to the maintainers.',
  },
  'risk/masks-combine': {
    meaning:
      'Masked copies of the same number in the document show the rest of what the suggested mask hides.',
    todo: 'Use policy "strict", or mask all copies alike.',
  },
  'risk/weak-suggestion': {
    meaning: 'Birth date, sex and the like in the row leave few values behind the suggested mask.',
    todo: 'Use policy "strict", or take the birth date column away.',
  },
  'engine/allowed': {
    meaning: 'Some values are on the allow list and not listed.',
    todo: 'Review the allow list and its expiry dates now and then.',
  },
  'engine/container-failed': {
    meaning: 'A container broke off; what follows in it was not checked.',
    todo: 'Get a complete copy, or unpack and scan.',
  },
  'engine/depth-limit': {
    meaning: 'Containers are nested deeper than allowed; the inner ones were not checked.',
    todo: 'Raise the limit with --max-depth, or unpack and scan.',
  },
  'engine/detector-failed': {
    meaning: 'A detector failed; its kind of data was not fully checked.',
    todo: 'Read the file by eye and report it to the maintainers.',
  },
  'engine/format-failed': {
    meaning: 'The reader of this format failed; the file was not checked.',
    todo: 'Save it in another format and scan again, or read it by eye.',
  },
  'engine/aborted': {
    meaning: 'The scan was ended from outside; the rest was not checked.',
    todo: 'Scan again.',
  },
  'engine/time-limit': {
    meaning: 'Time ran out; the rest was not checked.',
    todo: 'Raise the limit with --timeout.',
  },
  'engine/too-large': {
    meaning: 'The file is above the byte limit; it was not checked.',
    todo: 'Raise the limit with --max-bytes, or split the file.',
  },
  'engine/too-many-findings': {
    meaning: 'There are more findings than the limit; only the first are listed.',
    todo: 'Treat those listed, then scan again.',
  },
  'engine/type-mismatch': {
    meaning: 'Content and name disagree on the type; the content was believed.',
    todo: 'Check the file and correct its name.',
  },
  'engine/unsupported-type': {
    meaning: 'No reader for this type; the file was not checked.',
    todo: 'Save it as PDF, DOCX, HTML or text and scan that, or read it by eye.',
  },
  'text/encoding-malformed': {
    meaning: 'Some bytes are no characters of the encoding.',
    todo: 'Check the encoding; save as UTF-8 if need be.',
  },
  'html/no-text': {
    meaning: 'The page has no text; scripts would fill it.',
    todo: 'Save the page after its scripts ran, and scan that.',
  },
  'pdf/no-text-layer': {
    meaning: 'The page is an image without text; it was not checked.',
    todo: HOW_TO_READ_EN,
  },
  'pdf/encrypted': {
    meaning: 'The PDF has a password; it was not checked.',
    todo: 'Remove the password and scan again.',
  },
  'pdf/damaged': {
    meaning: 'The PDF is damaged or incomplete; something was not checked.',
    todo: 'Get a complete copy and scan again.',
  },
  'pdf/unsafe': {
    meaning: 'The structure of the PDF would use up the memory; it was not read.',
    todo: 'Save it anew with a trusted program and scan that, or read it by eye.',
  },
  'pdf/page-limit': {
    meaning: 'More pages than the limit; the rest was not checked.',
    todo: 'Raise the page limit, or split the file.',
  },
  'pdf/page-failed': {
    meaning: 'A page could not be read; it was not checked.',
    todo: 'Read this page by eye.',
  },
  'pdf/part-failed': {
    meaning: 'A part (annotations, form, outline …) could not be read; it was not checked.',
    todo: 'Read this part by eye.',
  },
  'pdf/revision-failed': {
    meaning: 'An earlier version kept in the PDF could not be read; it was not checked.',
    todo: 'Use “save as” to drop earlier versions.',
  },
  'pdf/objects-encrypted': {
    meaning: 'What stands beside the pages (forms, left-over objects) is encrypted; it was not checked.',
    todo: 'Save the PDF anew without protection and scan again.',
  },
  'pdf/objects-limit': {
    meaning: 'The PDF has too many objects beside its pages; some were not checked.',
    todo: 'Print the document to a new PDF and publish that.',
  },
  'pdf/time-limit': {
    meaning: 'Time ran out; the remaining pages were not checked.',
    todo: 'Raise the limit with --timeout.',
  },
  'pdf/font-failed': {
    meaning: 'A font could not be read; its text may be incomplete.',
    todo: 'Read the pages that use it by eye.',
  },
  'pdf/no-cmaps': {
    meaning: 'Tables for Chinese fonts are missing; some text may be unreadable.',
    todo: 'Scan with a full installation.',
  },
  'pdf/no-unicode-map': {
    meaning: 'A font does not say which characters it shows; that text was not checked.',
    todo: HOW_TO_READ_EN,
  },
  'pdf/images-not-read': {
    meaning: 'Pages hold images; text in them was not checked.',
    todo: HOW_TO_READ_EN,
  },
  'pdf/attachment-limit': {
    meaning: 'Attachments of the PDF are too many or too large; some were not checked.',
    todo: 'Take the attachments out and scan them.',
  },
  'xlsx/sheet-limit': {
    meaning: 'The sheet holds more text than is read; the end was not checked.',
    todo: 'Split the workbook and scan again.',
  },
  'packed/no-reader': {
    meaning:
      'A RAR, 7z or similar archive: the package that unpacks it is not installed; it was not checked.',
    todo: 'Run npm install libarchive-wasm, or unpack the archive and scan the files.',
  },
  'packed/no-zstd': {
    meaning: 'This version of Node.js does not unpack Zstandard; the file was not checked.',
    todo: 'Use Node.js 22.15 or newer, or unpack the file.',
  },
  'packed/encrypted': {
    meaning: 'The archive, or a file in it, has a password; it was not checked.',
    todo: 'Unpack it by hand and scan the files.',
  },
  'packed/damaged': {
    meaning:
      'The archive is damaged, is one volume of several, or uses an unknown method; something was not checked.',
    todo: 'Unpack it by hand and scan the files.',
  },
  'packed/limit': {
    meaning: 'What is packed passes the limits; it was not checked.',
    todo: 'Raise the limits, or unpack the archive and scan the files.',
  },
  'metafile/damaged': {
    meaning:
      'A drawing (EMF, WMF) is damaged or cut off. The text that could be read was checked, the rest was not.',
    todo: 'Look at the drawing.',
  },
  'metafile/glyphs': {
    meaning: 'A drawing (EMF, WMF) holds text as numbers of glyphs only, which was not checked.',
    todo: 'Look at the drawing.',
  },
  'metafile/limit': {
    meaning: 'A drawing, or bitmaps in it, pass a limit and were not checked.',
    todo: 'Raise the limit and scan again, or look at the drawing.',
  },
  'packed/names': {
    meaning: 'Names of files in the archive are not in Unicode; characters are shown as *.',
    todo: 'Unpack the archive to see the names.',
  },
  'packed/time': {
    meaning: 'Time ran out; what follows in the archive was not checked.',
    todo: 'Raise the limit with --timeout.',
  },
  'vba/damaged': {
    meaning: 'The macros of the document are damaged; something was not checked.',
    todo: 'Open the document and look at its macros.',
  },
  'docx/encrypted': {
    meaning: 'The document has a password; it was not checked.',
    todo: 'Remove the password and scan again.',
  },
  'docx/damaged': {
    meaning: 'The document is damaged; something was not checked.',
    todo: 'Repair it in an office program, save and scan again.',
  },
  'warc/damaged': {
    meaning: 'The web archive is damaged; the records there were not checked.',
    todo: 'Get a complete copy.',
  },
  'warc/empty': {
    meaning: 'The web archive holds no readable record.',
    todo: 'Check that the file is complete.',
  },
  'warc/cut': {
    meaning: 'A record was cut short; the rest of it was not checked.',
    todo: 'Get a complete copy.',
  },
  'warc/truncated': {
    meaning: 'The capture was cut short; the rest was not checked.',
    todo: 'Capture the page again.',
  },
  'warc/segmented': {
    meaning:
      'A document stored in several records was read record by record; what crosses them or is compressed was not checked.',
    todo: 'Read the page itself, or join the records with the crawler.',
  },
  'warc/limit': {
    meaning: 'A record is larger than the limit; it was not checked.',
    todo: 'Raise the limit with --max-bytes.',
  },
  'warc/coding': {
    meaning: 'The body has a coding that can’t be undone; it was not checked.',
    todo: 'Decode it with another tool and scan again.',
  },
  'warc/original-missing': {
    meaning: 'A revisit whose original is in no archive of this scan; it was not checked.',
    todo: 'Scan it together with that archive.',
  },
  'warc/time': {
    meaning: 'The time is over; the other records were not checked.',
    todo: 'Raise the limit with --timeout.',
  },
  'shard/changed': {
    meaning: 'A file of the shard changed after the plan was made.',
    todo: 'Make the plan again.',
  },
  'node/s3-missing': {
    meaning: 'An address of S3 was given, and the package that reads it is not installed.',
    todo: 'Run npm install @aws-sdk/client-s3, or copy the objects to a disk and scan that.',
  },
  'engine/bullmq-missing': {
    meaning: 'Work through a queue was asked for, and the packages for it are not installed.',
    todo: 'Run npm install bullmq ioredis, or start workers without --redis.',
  },
  'shard/failed': {
    meaning: 'The shard failed more than once and was set aside; it was not checked.',
    todo: 'See why, and scan it by itself.',
  },
  'shard/missing': { meaning: 'The shard has no result yet.', todo: 'Run the worker, then merge again.' },
  'filter/bad-line': { meaning: 'The line is no valid request.', todo: 'Check that line.' },
  'filter/failed': { meaning: 'The line could not be handled.', todo: 'Scan that content by itself.' },
  'redact/not-clean': {
    meaning: 'The copy is not clean; nothing was written.',
    todo: 'Handle the places that are named.',
  },
  'zip/damaged': { meaning: 'The archive is damaged; it was not checked.', todo: 'Get a complete copy.' },
  'zip/truncated': {
    meaning: 'The archive is incomplete; something was not checked.',
    todo: 'Get a complete copy.',
  },
  'zip/encrypted': {
    meaning: 'A file in the archive has a password; it was not checked.',
    todo: 'Remove the password and scan again.',
  },
  'zip/entries': {
    meaning: 'More files in the archive than the limit; the rest was not checked.',
    todo: 'Unpack and scan.',
  },
  'zip/time': {
    meaning: 'Time ran out; a file in the archive was not opened.',
    todo: 'Raise the limit with --timeout.',
  },
  'zip/crc': {
    meaning: 'A checksum is wrong; the content may be damaged. What was read was checked.',
    todo: 'Get a complete copy.',
  },
  'zip/unlisted': {
    meaning: 'The archive hides content that its directory does not list.',
    todo: 'Pack it anew with only what is to be published.',
  },
};
