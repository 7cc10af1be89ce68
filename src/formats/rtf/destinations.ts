/** What groups of an RTF file hold. Source: RTF 1.9.1 (Microsoft, 2008), "Contents of an RTF File". */
import type { Channel } from '../../core/index.js';

export type Destination =
  | {
      readonly kind: 'flow';
      readonly channel: Channel;
      readonly label?: string;
    }
  /** Text box: a flow of its own, of the channel around it. */
  | { readonly kind: 'box' }
  | { readonly kind: 'fonts' }
  | { readonly kind: 'colours' }
  /** Hex data: an embedded object. */
  | { readonly kind: 'object' }
  /** Hex data that nobody reads here. */
  | { readonly kind: 'picture' }
  | { readonly kind: 'binary' }
  /** Its text is part of the text around it. */
  | { readonly kind: 'inline' };

const flow = (channel: Channel, ...words: string[]): [string, Destination][] =>
  words.map((word) => [word, { kind: 'flow', channel, label: word }]);
const plain = (channel: Channel, ...words: string[]): [string, Destination][] =>
  words.map((word) => [word, { kind: 'flow', channel }]);
const kind = (
  name: 'box' | 'fonts' | 'colours' | 'object' | 'picture' | 'binary' | 'inline',
  ...words: string[]
) => words.map((word): [string, Destination] => [word, { kind: name }]);

export const DESTINATIONS: ReadonlyMap<string, Destination> = new Map([
  ...plain('header', 'header', 'headerl', 'headerr', 'headerf'),
  ...plain('footer', 'footer', 'footerl', 'footerr', 'footerf'),
  ...plain('note', 'footnote', 'ftnsep', 'ftnsepc', 'ftncn', 'aftnsep', 'aftnsepc', 'aftncn'),
  ...plain('annotation', 'annotation', 'atrfstart', 'atrfend', 'atnref', 'atndate', 'atnparent'),
  ...flow('annotation', 'atnauthor', 'atnid', 'atntime', 'atnicn'),
  ...plain('field', 'fldinst', 'xe', 'rxe', 'tc', 'tcn', 'txe'),
  ...flow(
    'field',
    'ffname',
    'ffdeftext',
    'ffl',
    'ffformat',
    'ffhelptext',
    'ffstattext',
    'ffentrymcr',
    'ffexitmcr',
  ),
  ...flow('title', 'title'),
  ...flow(
    'metadata',
    'subject',
    'author',
    'manager',
    'company',
    'operator',
    'category',
    'keywords',
    'comment',
  ),
  ...flow(
    'metadata',
    'doccomm',
    'hlinkbase',
    'keycode',
    'propname',
    'staticval',
    'linkval',
    'docvar',
    'template',
  ),
  ...flow(
    'metadata',
    'generator',
    'revtbl',
    'bkmkstart',
    'bkmkend',
    'xmlnstbl',
    'objclass',
    'objname',
    'objalias',
  ),
  ...flow('metadata', 'stylesheet', 'listtable', 'listoverridetable', 'latentstyles', 'filetbl', 'userprops'),
  ...flow('metadata', 'mmconnectstr', 'mmconnectstrdata', 'mmquery', 'mmdatasource', 'mmheadersource'),
  ...flow('attribute', 'sv', 'sn', 'xmlname', 'xmlattrname', 'xmlattrvalue', 'factoidname', 'pnseclvl'),
  ...flow('link', 'hl', 'hlloc', 'hlsrc', 'hlfr'),
  ...flow('residue', 'htmltag', 'mhtmltag', 'nonesttables', 'wgrffmtfilter'),
  ...kind('box', 'shptxt', 'dptxbxtext', 'shprslt'),
  ...kind('fonts', 'fonttbl'),
  ...kind('colours', 'colortbl'),
  ...kind('object', 'objdata'),
  ...kind('picture', 'pict'),
  ...kind(
    'binary',
    'themedata',
    'colorschememapping',
    'datastore',
    'blipuid',
    'panose',
    'datafield',
    'fontemb',
  ),
  ...kind('binary', 'passwordhash', 'password', 'svb', 'oledata', 'rsidtbl', 'ftntbl', 'writereservation'),
  ...kind(
    'inline',
    'field',
    'fldrslt',
    'listtext',
    'pntext',
    'pntxtb',
    'pntxta',
    'ud',
    'upr',
    'result',
    'object',
  ),
  ...kind(
    'inline',
    'info',
    'shp',
    'shpinst',
    'shpgrp',
    'sp',
    'shppict',
    'nonshppict',
    'nesttableprops',
    'do',
  ),
  ...kind(
    'inline',
    'formfield',
    'picprop',
    'pn',
    'background',
    'moMath',
    'mmath',
    'mmathPr',
    'mr',
    'aftnnrlc',
  ),
]);

/** Control words that are one character. */
export const CHARACTERS: Readonly<Record<string, string>> = {
  tab: '\t',
  emdash: '—',
  endash: '–',
  emspace: '\u2003',
  enspace: '\u2002',
  qmspace: '\u2005',
  bullet: '•',
  lquote: '‘',
  rquote: '’',
  ldblquote: '“',
  rdblquote: '”',
  zwj: '\u200d',
  zwnj: '\u200c',
  zwbo: '\u200b',
  zwnbo: '\ufeff',
  ltrmark: '\u200e',
  rtlmark: '\u200f',
};
