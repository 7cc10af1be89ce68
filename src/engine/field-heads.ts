/** What the head of a field says of whose entry it is: the same for every row of a table, so that it is read once. */
import type { Cues } from './cues.js';

/** What a head says, whatever stands under it. */
export interface FieldHead {
  /** It names another body than the entry's. */
  readonly elsewhere: boolean;
  /** The word in it that only persons have. */
  readonly person: string | undefined;
  /** The word in it that only bodies have. */
  readonly open: string | undefined;
  /** The word for a body that it ends with. */
  readonly noun: string | undefined;
  /** A personal name stands under it. */
  readonly names: boolean;
  /** The one stands under it that the entry is about. */
  readonly subject: boolean;
}

const NAME = /姓\s?名$|^名字$|^(?:人|成|队|会|学)员$/;
/** What the one is called that an entry is about. */
const SUBJECT = /(?:名\s?称|姓\s?名|个人|对象|相对人|[人方户者主])$/;

/** Heads that are remembered: those of a few tables. */
const REMEMBERED = 256;
const known = new WeakMap<Cues, Map<string, FieldHead>>();

export function fieldHead(head: string, cues: Cues): FieldHead {
  let heads = known.get(cues);
  if (heads === undefined) known.set(cues, (heads = new Map()));
  let read = heads.get(head);
  if (read === undefined) {
    read = readHead(head, cues);
    if (heads.size >= REMEMBERED) heads.clear();
    heads.set(head, read);
  }
  return read;
}

function readHead(head: string, { fieldElse, fieldPerson, fieldOpen, roles }: Cues): FieldHead {
  const noun = roles.nounOf(head);
  return {
    elsewhere: fieldElse.test(head),
    person: fieldPerson.exec(head)?.[0],
    open: fieldOpen.exec(head)?.[0],
    noun,
    names: NAME.test(head),
    subject: SUBJECT.test(head) && noun === undefined && roles.of(head)?.role !== 'contact',
  };
}
