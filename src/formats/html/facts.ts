/** What a start tag says about how its element looks. */
import type { Cascade } from './css/cascade.js';
import { MAYBE } from './css/declarations.js';
import { FOREIGN, HIDDEN } from './elements.js';
import { resolveReferences } from './references.js';
import type { StartTag } from './start-tag.js';

export interface Facts {
  /** The same for tags that say the same. */
  readonly key: string;
  readonly name: string;
  /** '' when no selector asks about it. */
  readonly id: string;
  /** Those that some selector asks about. */
  readonly classes: readonly string[];
  /** It has an id or a class. */
  readonly named: boolean;
  readonly style: string;
  /** What old attributes declare; sheets are stronger. */
  readonly hints: readonly (readonly [property: string, value: string])[];
  readonly gone: boolean;
  /** A link that leads somewhere. */
  readonly leads: boolean;
  readonly foreign: boolean;
}

const GROUNDED = new Set('body table thead tbody tfoot tr td th marquee col colgroup'.split(' '));
/** Painted by the browser in colours of its own. */
const CONTROLS = new Set('input button select textarea optgroup option meter progress mark'.split(' '));
/** Of an element that says nothing. */
export const NO_FACTS: Facts = {
  key: '',
  name: '',
  id: '',
  classes: [],
  named: false,
  style: '',
  hints: [],
  gone: false,
  leads: false,
  foreign: false,
};

/** @param unseen The element is one of those that are never shown. */
export function factsOf(tag: StartTag, source: string, asked: Cascade, unseen: boolean): Facts {
  const { name, flags } = tag.kind;
  const id = tag.value('id');
  const words = tag.value('class');
  const known = words === '' ? [] : words.split(/\s+/, 50).filter((word) => asked.classes.has(word));
  const hints: [string, string][] = [];
  if (CONTROLS.has(name)) hints.push(['color', MAYBE], ['background-color', MAYBE]);
  const colour = name === 'font' ? tag.value('color') : name === 'body' ? tag.value('text') : '';
  if (colour !== '') hints.push(['color', modern(colour)]);
  const ground = GROUNDED.has(name) ? tag.value('bgcolor') : '';
  if (ground !== '') hints.push(['background-color', modern(ground)]);
  if (GROUNDED.has(name) && tag.value('background') !== '') hints.push(['background-image', MAYBE]);
  if (tag.find('hidden') >= 0) hints.push(['display', 'none']);
  const at = tag.find('style');
  const style = at < 0 ? '' : source.slice(tag.starts[at], tag.ends[at]);
  const facts = {
    name,
    id: asked.ids.has(id) ? id : '',
    classes: known,
    named: id !== '' || words !== '',
    style: style.includes('&') ? resolveReferences(source, tag.starts[at]!, tag.ends[at]!).text : style,
    hints,
    gone: unseen || (flags & HIDDEN) !== 0 || tag.value('aria-hidden').toLowerCase() === 'true',
    leads: name === 'a' && tag.find('href') >= 0,
    foreign: (flags & FOREIGN) !== 0,
  };
  const { gone, leads, foreign, named } = facts;
  const marks = `${gone ? 'g' : ''}${leads ? 'l' : ''}${foreign ? 'f' : ''}${named ? 'n' : ''}`;
  return {
    ...facts,
    key: [`<${name}`, marks, facts.id, known.join(' '), facts.style, ...hints.flat()].join('\n'),
  };
}

/** A colour of an old attribute, as style sheets write it. */
function modern(colour: string): string {
  const plain = colour.trim().toLowerCase();
  return /^[0-9a-f]{6}$/.test(plain) ? `#${plain}` : plain;
}
