/** What the words around an address say about it: parties, bodies, meetings, contact blocks, tables. */
import type { CueHit } from './cue-words.js';
import {
  BLOCK_BODY,
  BLOCK_PERSON,
  CONTACT,
  DWELLER,
  ESTABLISHMENT,
  HOME_WORD,
  LOCATED,
  NOTICE_AFTER,
  ORGANISATION,
  PERSON,
  POSTCODE,
  PROJECT,
  PROPERTY,
  RECIPIENT,
  SCENE,
  VISIT,
} from './kinds.js';
import { first, headWord, type Side } from './surroundings.js';

/** Adds evidence once. */
export type Add = (code: string, word?: string) => void;

const NATURAL =
  /[，,、（(\s][男女][，,、）)\s]|\d{4}年\d{1,2}月\d{1,2}日(?:出)?生|出生于?|[\u4e00-\u9fa5]族[，,]|公民身份号|身份证号|现年\d|\d{2}岁/u;
/** Papers that somebody brings along say nothing about where he goes. */
const BRINGS = /(?:携带|凭|持|提供|出示|复印)[^，。；]{0,8}$/u;
const MOBILE = /(?<!\d)1[3-9]\d{9}(?!\d)/u;

/** 请…到, 请…送达: where the public is sent. */
const ASKED = /(?:(?<![申邀聘提])请|凭|持)[^。，；：寄]{0,16}(?:到|至|往|于|在|达|赴)$/u;
/** 或至…洽询, 3月5日前送至…: the public, or whoever delivers, is told where. */
const TOLD =
  /(?:或|也可|可以|直接|均可|可)(?:到|至|去|赴|前往)$|日前[^，。；]{0,10}(?:送|交|寄|报|投递|送达)(?:至|到)$/u;
/** What somebody reports about his home is no notice to the public: 内容 停水. */
const REPORTED = /内容|诉求|反映|问题|[：:]/u;
/** 到…反映, 到…更新: an errand to a body. */
const SENT = /(?:到|至|前往|赴)$/u;
const ERRAND = /^(?:反映|更新|办理|领取|咨询|缴纳|缴费|报到|提交|递交|登记|集合|投诉|面谈)/u;
/** What an authority does at a place. */
const HANDLED = /^[^。；]{0,24}进行(?:了)?(?:现场|依法|突击)?(?:检查|查处|调查|核查|整治|勘验|执法|抽检)/u;
/** 今早7时，: an event, not somebody's home. */
const HOUR = /\d{1,2}[时点](?:许|左右|\d{1,2}分许?)?[，,]?(?:在|位于)?$/u;
/** 6号楼业主群, 业主大会: all of them, not the one at home there. */
const ASSEMBLY = /^(?:(?:微信|交流|维权|互助)?群|委员?会|(?:代表)?大会|们)/u;
/** 共有12栋: a count, no joint owners. */
const COUNT = /^\d/u;
/** 房产中介, 房屋管理局. */
const DEALER = /^(?:中介|公司|经纪|局|交易|登记|开发|管理|销售|租赁公司|置业)/u;
/** ，该房屋自2017年起无人居住. */
const THIS_HOUSE = /^[，,]?(?:该|此|上述|涉案)处?(房屋|房产|房|住宅|住房|住所)/u;
/** The place is what a project is called by. */
const PROJECT_LABEL = /(?:项目|工程|标段|标的|地块)(?:名称|概况)?[：:]$/u;

/** Kinds of words in the headers of a table. */
export const TABLE_PERSON = 1;
export const TABLE_BODY = 2;

/** Parties of court and penalty documents, rows with a person's other data. */
export function parties(before: Side, after: Side, add: Add): void {
  const { text } = before;
  const from = Math.max(text.lastIndexOf('。'), text.lastIndexOf('；')) + 1;
  const clause = text.slice(from);
  const stop = after.text.search(/[。；]/u);
  const next = stop < 0 ? after.text : after.text.slice(0, stop);
  const natural = NATURAL.exec(clause) ?? NATURAL.exec(next.slice(0, 40));
  if (natural !== null) add('party-natural-person', natural[0].replace(/[\d，,、（）()\s]/gu, ''));
  const person =
    before.hits.find(
      (hit) => hit.start >= from && (hit.kinds & PERSON) !== 0 && !BRINGS.test(text.slice(0, hit.start)),
    )?.word ?? first(after.hits, PERSON, Math.min(30, next.length));
  if (person !== undefined) add('beside-person', person);
  else if (MOBILE.test(clause.slice(-40)) || MOBILE.test(next.slice(0, 24))) add('beside-person');
}

/** Bodies, meetings and contact blocks around an address that has no personal label. */
export function surroundings(
  { text, hits, gaps }: Side,
  after: Side,
  block: readonly CueHit[],
  { official, dwelt, hall }: { readonly official: boolean; readonly dwelt: boolean; readonly hall: boolean },
  add: Add,
): void {
  const from = text.lastIndexOf('。') + 1;
  const behind = after.hits;
  const head = headWord(after);
  const near = (kind: number, reach: number): string | undefined =>
    hits.findLast((hit) => (hit.kinds & kind) !== 0 && hit.start >= Math.max(from, text.length - reach))
      ?.word;
  const nearest = (kind: number, reach: number): CueHit | undefined =>
    hits.findLast((hit) => (hit.kinds & kind) !== 0 && hit.start >= Math.max(from, text.length - reach));
  const body = nearest(ORGANISATION, 60);
  const holder = nearest(RECIPIENT, 60);
  // Of a body and a person the one named last is meant: 某局公示：农户张三家，位于….
  const organisation =
    body !== undefined && (holder === undefined || holder.start < body.start) ? body.word : undefined;
  if (organisation !== undefined) add('organisation-before', organisation);
  const sent = SENT.test(text) && ERRAND.test(after.text);
  const asked = sent || ASKED.test(text) || TOLD.test(text) || HANDLED.test(after.text) ? '请' : undefined;
  const visit =
    asked ??
    near(VISIT, 40) ??
    behind.find(
      (hit) => (hit.kinds & VISIT) !== 0 && hit.start < 16 && !REPORTED.test(after.text.slice(0, hit.start)),
    )?.word;
  if (visit !== undefined) add('visited', visit);
  const establishment = near(ESTABLISHMENT, 24) ?? first(behind, ESTABLISHMENT, 24);
  if (establishment !== undefined) add('establishment', establishment);
  const isAssembly = ({ end }: { end: number }): boolean => ASSEMBLY.test(after.text.slice(end));
  const assembly = behind.find((hit) => (hit.kinds & DWELLER) !== 0 && hit.start < 2 && isAssembly(hit));
  if (assembly !== undefined) add('body-behind', assembly.word);
  if (!official) {
    const dweller = behind.find(
      (hit) =>
        (hit.kinds & (DWELLER | PROPERTY)) !== 0 &&
        hit.end <= head.length &&
        hit.start < 8 &&
        !isAssembly(hit),
    );
    const owned = nearest(PROPERTY, 24);
    const property =
      (owned === undefined || DEALER.test(text.slice(owned.end)) ? undefined : owned.word) ??
      THIS_HOUSE.exec(after.text)?.[1] ??
      dweller?.word ??
      (/^人(?:$|一)/u.test(head) ? '人' : dwelt ? '家' : undefined);
    if (property !== undefined) add('home-property', property);
    const home =
      near(HOME_WORD, 60) ??
      first(
        behind.filter(({ end }) => !COUNT.test(after.text.slice(end))),
        HOME_WORD,
        24,
      );
    if (home !== undefined) add('home-word', home);
    if (holder !== undefined && organisation === undefined && !BRINGS.test(text.slice(0, holder.start)))
      add('recipient', holder.word);
    const scene = HOUR.test(text) ? '时' : (near(SCENE, 40) ?? first(behind, SCENE, 8));
    if (scene !== undefined && property === undefined) add('scene', scene);
    const meeting =
      PROJECT_LABEL.exec(text)?.[0] ??
      behind.find((hit) => hit.start === 0 && (hit.kinds & NOTICE_AFTER) !== 0 && hit.end <= head.length)
        ?.word ??
      near(PROJECT, Math.min(20, text.length - pieceStart(text, gaps))) ??
      behind.find((hit) => hit.start < 3 && hit.end <= head.length && (hit.kinds & PROJECT) !== 0)?.word;
    if (meeting !== undefined && property === undefined) add('meeting-or-project', meeting);
  }
  const located = near(LOCATED, 6);
  if (located !== undefined) add('located', located);
  const postcode = near(POSTCODE, 50) ?? first(behind, POSTCODE, 50);
  if (postcode !== undefined) add('postcode-contact', postcode);
  const contact = near(CONTACT, 50) ?? first(behind, CONTACT, 50);
  if (contact !== undefined) add('contact-near', contact);
  const last = block.findLast((hit) => (hit.kinds & (BLOCK_PERSON | BLOCK_BODY)) !== 0);
  const apart = official || hall || organisation !== undefined;
  if (last !== undefined && !(apart && (last.kinds & BLOCK_PERSON) !== 0))
    add((last.kinds & BLOCK_PERSON) !== 0 ? 'person-block' : 'body-block', last.word);
}

/** Where the last stretch without a blank or a mark begins: words before it are about something else. */
function pieceStart(text: string, gaps: readonly number[]): number {
  const gap = gaps.findLast((at) => at < text.length) ?? 0;
  return Math.max(gap, text.search(/[^，。；：、,;:]*$/u));
}

/** What the headers of a table say about its rows: persons, or bodies with their heads. */
export function tables(hits: readonly CueHit[], official: boolean, add: Add): void {
  const person = hits.find((hit) => (hit.kinds & TABLE_PERSON) !== 0)?.word;
  const body = hits.find((hit) => (hit.kinds & TABLE_BODY) !== 0)?.word;
  if (body !== undefined && person === undefined) add('table-of-bodies', body);
  else if (person !== undefined && !official) add('table-of-persons', person);
}
