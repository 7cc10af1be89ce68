/**
 * Walks XML as tokens, without a tree: linear on any input, tolerant of broken markup.
 *
 * Element names are local names in lower-case-sensitive XML spelling, prefixes cut: producers choose prefixes
 * freely, and the strict variant of OOXML has other namespaces for the same names. All ranges are UTF-16 code
 * units of the source, half-open. What a well-formed reader would drop (text in tags that never end, attributes
 * of end tags) goes to `rest`.
 */
import { Tokenizer } from 'htmlparser2';

/** An attribute as it stands: `start`…`end` is the value without quotes, references unresolved. */
export interface XmlAttribute {
  /** Local name. */
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

export interface XmlHandler {
  /** `start`…`end` is the whole tag; `end` is known here because the call comes when the tag ends. */
  open(name: string, attributes: readonly XmlAttribute[], start: number, end: number): void;
  /** Called once for every `open`, in order, also for elements that never end. */
  close(name: string): void;
  /** Character data; `raw` for CDATA, where references mean nothing. */
  text(start: number, end: number, raw: boolean): void;
  /** A comment, processing instruction, declaration or broken markup. */
  rest(start: number, end: number): void;
}

/** Markup between two tokens that is longer than this holds something. */
const SEAM = 12;

/** Names with so many digits are values that someone used as names. */
const NAME_DIGITS = 7;

/** @returns Offset of the first fault in the markup, undefined when it is well-formed as far as tags go. */
export function walkXml(source: string, handler: XmlHandler): number | undefined {
  const stack: string[] = [];
  /** How often a name is open: an end tag without a start must not search the whole stack. */
  const open = new Map<string, number>();
  let fault: number | undefined;
  let reached = 0;
  let tagStart = 0;
  let tag = '';
  let attributes: XmlAttribute[] = [];
  let attribute = '';
  let valueStart = -1;
  let inTag = false;

  const local = (start: number, end: number): string => {
    const name = source.slice(start, end);
    if (end - start > NAME_DIGITS && /[0-9]{7}/.test(name)) handler.rest(start, end);
    return name.slice(name.lastIndexOf(':') + 1);
  };
  const seam = (start: number): void => {
    if (start - reached > SEAM) handler.rest(reached, start);
  };
  const pop = (): void => {
    const name = stack.pop()!;
    open.set(name, open.get(name)! - 1);
    handler.close(name);
  };
  const opened = (end: number, empty: boolean): void => {
    seam(end);
    reached = end + 1;
    inTag = false;
    stack.push(tag);
    open.set(tag, (open.get(tag) ?? 0) + 1);
    handler.open(tag, attributes, tagStart, end + 1);
    if (empty) pop();
  };

  const tokenizer = new Tokenizer(
    { xmlMode: true, decodeEntities: false },
    {
      onopentagname(start, end) {
        seam(start - 1);
        tagStart = start - 1;
        tag = local(start, end);
        attributes = [];
        inTag = true;
        reached = end;
      },
      onattribname(start, end) {
        seam(start);
        attribute = local(start, end);
        valueStart = -1;
        reached = end;
      },
      onattribdata(start, end) {
        if (valueStart < 0) valueStart = start;
        reached = end;
      },
      onattribend(_quote, end) {
        if (valueStart >= 0) attributes.push({ name: attribute, start: valueStart, end: reached });
        reached = Math.max(reached, Math.min(end, source.length));
      },
      onattribentity() {},
      onopentagend: (end) => opened(end, false),
      onselfclosingtag: (end) => opened(end, true),
      onclosetag(start, end) {
        seam(start - 2);
        reached = end;
        const name = local(start, end);
        if ((open.get(name) ?? 0) === 0) {
          fault ??= start;
          return;
        }
        if (stack.at(-1) !== name) fault ??= start;
        while (stack.at(-1) !== name) pop();
        pop();
      },
      ontext(start, end) {
        if (start < reached) {
          // After an end tag the tokenizer skips to `>` without a word.
          start = reached;
        }
        seam(start);
        handler.text(start, end, false);
        reached = end;
      },
      ontextentity() {},
      oncdata(start, end, trailer) {
        seam(start - 9);
        handler.text(start, end - trailer, true);
        reached = end + 1;
      },
      oncomment(start, end, trailer) {
        seam(start - 4);
        handler.rest(start, end - trailer);
        reached = end + 1;
      },
      ondeclaration(start, end) {
        seam(start);
        handler.rest(start, end);
        fault ??= start;
        reached = end + 1;
      },
      onprocessinginstruction(start, end) {
        seam(start);
        handler.rest(start, end);
        reached = end + 1;
      },
      onend() {},
    },
  );
  tokenizer.write(source);
  tokenizer.end();
  // The tokenizer drops a tag that the end of the file cuts.
  if (inTag) reached = tagStart;
  if (source.length - reached > 1) {
    if (source.slice(reached).trim().length > 1) {
      handler.rest(reached, source.length);
      fault ??= reached;
    }
  }
  if (stack.length > 0) fault ??= source.length;
  while (stack.length > 0) pop();
  return fault;
}
