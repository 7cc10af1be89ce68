/** What a person has to know of a copy beside its edits. Codes are permanent; messages never quote the text. */
export interface Note {
  readonly code: NoteCode;
  readonly message: string;
}

export type NoteCode =
  | 'apply/mail-signature-void'
  | 'apply/pdf-attachment-removed'
  | 'apply/pdf-decrypted'
  | 'apply/pdf-picture-rewritten'
  | 'apply/pdf-private-data-removed'
  | 'apply/pdf-signature-void';
