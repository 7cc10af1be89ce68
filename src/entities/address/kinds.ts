/** Kinds of words around an address, one bit each: rows of `patterns/address/cues.txt`. */
export const PERSONAL: number = 1 << 0;
export const NEUTRAL: number = 1 << 1;
export const MAILING: number = 1 << 2;
export const OFFICIAL: number = 1 << 3;
export const LIVES: number = 1 << 4;
export const PROJECT: number = 1 << 5;
export const NOTICE_AFTER: number = 1 << 6;
export const ORGANISATION: number = 1 << 7;
export const ORG_NAME: number = 1 << 8;
export const HALL: number = 1 << 9;
export const CONTACT: number = 1 << 10;
export const POSTCODE: number = 1 << 11;
export const PERSON: number = 1 << 12;
export const BODY: number = 1 << 13;
export const BLOCK_PERSON: number = 1 << 14;
export const BLOCK_BODY: number = 1 << 15;
export const LOCATED: number = 1 << 16;
export const SCENE: number = 1 << 17;
export const PROPERTY: number = 1 << 18;
export const RECIPIENT: number = 1 << 19;
/** 地址, 住所 …: what a label for an address ends with. */
export const PLACE_NOUN: number = 1 << 20;
/** What such a label begins with when it is a body's (仓库), or a person's (监护人). */
export const LABEL_BODY: number = 1 << 21;
export const LABEL_PERSON: number = 1 << 22;
/** 住所: the seat of a body in registers, the home of a person in some documents. */
export const SEAT: number = 1 << 23;
/** Ends of names of places that are open to the public or belong to a body. */
export const FACILITY: number = 1 << 24;
export const NO_FACILITY: number = 1 << 25;
/** Words about running a place: opening hours, beds, heads. */
export const ESTABLISHMENT: number = 1 << 26;
/** Somebody is told to go there, or inspects it, or trades there. */
export const VISIT: number = 1 << 27;
/** Somebody lives there, right behind the address. */
export const DWELLER: number = 1 << 28;
export const HOME_WORD: number = 1 << 29;
/** A person's name behind it is no dweller's. */
export const CONTACT_TITLE: number = 1 << 30;

/** A place of trade, when it stands right behind an address: 路口的烧烤店. */
export const TRADE: number = 1 << 31;

export const KINDS: readonly (readonly [string, number])[] = [
  ['personal', PERSONAL],
  ['neutral', NEUTRAL],
  ['mailing', MAILING],
  ['official', OFFICIAL],
  ['lives', LIVES],
  ['project', PROJECT],
  ['notice-after', NOTICE_AFTER],
  ['organisation', ORGANISATION],
  ['org-name', ORG_NAME],
  ['hall', HALL],
  ['contact', CONTACT],
  ['postcode', POSTCODE],
  ['person', PERSON],
  ['body', BODY],
  ['block-person', BLOCK_PERSON],
  ['block-body', BLOCK_BODY],
  ['located', LOCATED],
  ['scene', SCENE],
  ['property', PROPERTY],
  ['recipient', RECIPIENT],
  ['place-noun', PLACE_NOUN],
  ['label-body', LABEL_BODY],
  ['label-person', LABEL_PERSON],
  ['seat', SEAT],
  ['facility', FACILITY],
  ['no-facility', NO_FACILITY],
  ['establishment', ESTABLISHMENT],
  ['visit', VISIT],
  ['dweller', DWELLER],
  ['home-word', HOME_WORD],
  ['contact-title', CONTACT_TITLE],
  ['trade-behind', TRADE],
];
