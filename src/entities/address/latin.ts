/**
 * Addresses in English or pinyin: Room 502, No. 16 Jianshe Road, Wuhou District, Chengdu; hubei sheng wuhan shi
 * hongshan qu luoyu lu 1037 hao 5 dong 302 shi.
 *
 * There is no gazetteer in Latin script: a fine part (road and number, building, room, group) needs a division
 * beside it, and what is not Chinese (no District, no name of a province) is not reported.
 * Source: GB/T 28039-2011 (names in pinyin); the written forms of address lines on public sites.
 */
import type { Candidate, Evidence, SegmentView } from '../../core/index.js';
import { latinStretches } from '../../text/latin-stretches.js';

/** One of these stands in every address. */
const KEYS =
  /istrict|DISTRICT|Road|road|ROAD|Rd|treet|STREET|venue|Lu|lu |qu |illage|County|Cun|cun |Xiaoqu|xiaoqu|Bldg|Building|Kowloon|Hong Kong/gu;
/** No address in Latin script is shorter (1 A Xiang), so one unit in eight shows where they can be. */
const SHORTEST = 8;
/** Letters in the shortest. */
const FEWEST_LETTERS = 3;
/** Units of a line read on each side of a key. */
const BACK = 140;
const AHEAD = 140;
/** Units before an address that say whose it is. */
const CONTEXT = 90;
/** Finds in one segment at most: a text of nothing but keys costs no more. */
const LIMIT = 20_000;

const RUN = /[\x20-\x7e，、：；\u2019]/u;
const DIVISION =
  /\b(?:[a-z'’]+(?: [a-z'’]+){0,2} (?:district|county|city|province|prefecture|town|township|sub-?district|sheng|shi|qu|xian|zhen|xiang|jiedao)|p\.? ?r\.? ?china|china|beijing|shanghai|tianjin|chongqing|hong ?kong|kowloon|macao|macau|hebei|shanxi|liaoning|jilin|heilongjiang|jiangsu|zhejiang|anhui|fujian|jiangxi|shandong|henan|hubei|hunan|guangdong|hainan|sichuan|guizhou|yunnan|shaanxi|gansu|qinghai|taiwan|inner mongolia|guangxi|tibet|xizang|ningxia|xinjiang|shenzhen|guangzhou|dongguan|foshan|zhuhai|hangzhou|ningbo|wenzhou|nanjing|suzhou|wuxi|wuhan|changsha|chengdu|xi['’]an|zhengzhou|hefei|fuzhou|xiamen|nanchang|qingdao|jinan|dalian|shenyang|harbin|changchun|kunming|guiyang|nanning|haikou|lanzhou|xining|yinchuan|urumqi|lhasa|taiyuan|shijiazhuang|hohhot)\b/iu;
const PROVINCE =
  /\b(?:p\.? ?r\.? ?china|china|beijing|shanghai|tianjin|chongqing|hong ?kong|kowloon|macao|macau|hebei|shanxi|liaoning|jilin|heilongjiang|jiangsu|zhejiang|anhui|fujian|jiangxi|shandong|henan|hubei|hunan|guangdong|hainan|sichuan|guizhou|yunnan|shaanxi|gansu|qinghai|taiwan|inner mongolia|guangxi|tibet|xizang|ningxia|xinjiang)\b/iu;
const ROAD_WORD =
  '(?:road|rd\\.?|street|st\\.?|avenue|ave\\.?|lane|alley|boulevard|blvd\\.?|highway|lu|jie|dajie|dadao|xiang|hutong|nong)';
const NUMBERED_ROAD = new RegExp(
  `(?:(?:\\bno\\.?|#) ?)?\\b\\d{1,5}(?:-\\d{1,4})?,? (?:[a-z'’]+\\.? ){1,4}${ROAD_WORD}(?![a-z])|\\b(?:[a-z'’]+ ){1,4}${ROAD_WORD},? (?:no\\.? ?)?\\d{1,5}(?:-\\d{1,4})? ?(?:hao)?\\b|\\b(?:lane|alley) \\d{1,5}\\b|\\b[a-z]+ cun \\d{1,3} (?:zu|dui|hao)\\b`,
  'iu',
);
const FINE =
  /\b(?:room|rm\.?|unit|flat|apt\.?|apartment|suite|building|bldg\.?|block|tower|group|entrance) ?(?:no\.? ?)?[#]?[a-z]?\d{0,5}[a-z]?\b(?<=\d|\b[a-z])|\b\d{1,4}(?:st|nd|rd|th)? ?\/?(?:f|floor|lou|ceng)\b|\b\d{1,5} ?(?:hao|dong|zhuang|danyuan|shi|zu|dui|hao ?lou)\b|^#?\d{1,3}-\d{1,3}(?:-\d{1,4})?(?: [a-z]+ (?:xiaoqu|garden|gardens|court|community|residence))?$|^no\.? ?\d{1,5}[a-z]?$/iu;
/** Zhongshan East Road, whose number stands before a comma. */
const ROAD_NAME = new RegExp(`^(?:[a-z'’]+ ){1,4}${ROAD_WORD}$`, 'iu');
const LEAD = /\b(?:at|in|to|is|on|from) $/iu;
const POSTCODE = /^\d{6}$/u;
/** A name of a few words: an estate, a city without the word for it. */
const NAME = /^[a-z'’]+(?: [a-z'’]+){0,3}(?: \d{6})?$/iu;
const LABEL = /(?:\b(?:address|addr?|dizhi|zhuzhi)\.?|地址|住址|住所)\s*[:：=]?\s*["']?$/iu;
const HOME =
  /\b(?:home|residential|permanent|current|shipping|delivery|mailing to|ship to|deliver to|consignee|recipient|receiver|shoujianren|shouhuoren|lives? (?:at|in)|residing|resident|passport|born|date of birth|家庭|住址|收件|收货)/iu;
const PERSON = /\b(?:name|mr|mrs|ms|miss|xingming|cell|mobile)\b|姓名/iu;
const BODY =
  /\b(?:office|co\.|company|corp|inc\b|ltd|limited|factory|bank|branch|university|college|school|hospital|hotel|embassy|consulate|bureau|government|committee|institute|museum|center|centre|association|library|contact us|fax|website|zip code)\b/iu;

/** @returns Candidates in the order of the text, apart. */
export function latinAddresses(view: SegmentView): Candidate[] {
  const { text } = view;
  const found: Candidate[] = [];
  let end = 0;
  let done = 0;
  for (const at of keyPlaces(view)) {
    if (at < end || at < done) continue;
    const line = runAround(text, at, end);
    const span = addressIn(text, line);
    done = line.end - AHEAD / 2;
    if (span === undefined) continue;
    end = span.end;
    found.push(candidateOf(text, span));
  }
  return found;
}

function keyPlaces({ text, units }: SegmentView): number[] {
  const places: number[] = [];
  const find = (start: number, end: number): void => {
    const stretch = text.slice(start, end);
    // An address has words: links and codes have no blanks.
    if (!stretch.includes(' ')) return;
    for (const { index } of stretch.matchAll(KEYS)) {
      if (places.length >= LIMIT) return;
      places.push(start + index);
    }
  };
  if (units === undefined) find(0, text.length);
  else latinStretches(units, SHORTEST, FEWEST_LETTERS, find);
  return places;
}

interface Range {
  readonly start: number;
  readonly end: number;
}

/** The stretch of Latin text around a key, in its line. */
function runAround(text: string, at: number, floor: number): Range {
  let start = at;
  while (start > floor && start > at - BACK && RUN.test(text[start - 1]!)) start--;
  let end = at;
  while (end < text.length && end < at + AHEAD && RUN.test(text[end]!)) end++;
  return { start, end };
}

interface Piece extends Range {
  readonly fine: boolean;
  readonly division: boolean;
  readonly road: boolean;
  readonly named: boolean;
}

/** The longest stretch of pieces between commas that are parts of an address. */
function addressIn(
  text: string,
  { start, end }: Range,
): (Range & { road: boolean; divisions: number }) | undefined {
  const pieces: Piece[] = [];
  for (let from = start; from <= end; ) {
    let to = from;
    while (to < end && !/[,，;；:：]/u.test(text[to]!) && !isSentenceEnd(text, to)) to++;
    pieces.push(pieceOf(text, from, to));
    if (isBreak(text[to])) pieces.push(BREAK);
    from = to + 1;
  }
  let best: (Range & { road: boolean; divisions: number }) | undefined;
  for (let i = 0; i < pieces.length; i++) {
    if (!isPart(pieces[i]!)) continue;
    let last = i;
    for (let j = i; j < pieces.length && j - last <= 3 && j - i < 12; j++) {
      const piece = pieces[j]!;
      if (piece === BREAK) break;
      if (isPart(piece)) last = j;
      // An estate or a city without its word, between parts or as the last behind a division.
      else if (!piece.named) break;
    }
    const next = pieces[last + 1];
    const tail =
      pieces[last]!.division &&
      next !== undefined &&
      next !== BREAK &&
      next.named &&
      isOver(pieces[last + 2]);
    const chosen = pieces.slice(i, last + (tail ? 2 : 1));
    i = last;
    const divisions = chosen.filter((piece) => piece.division).length;
    const road = chosen.some((piece) => piece.road);
    const fine = road || chosen.filter((piece) => piece.fine).length > 1;
    if (!fine || divisions === 0) continue;
    const range = { start: chosen[0]!.start, end: chosen.at(-1)!.end, road, divisions };
    if (best === undefined || range.end - range.start > best.end - best.start) best = range;
  }
  return best;
}

const BREAK: Piece = { start: -1, end: -1, fine: false, division: false, road: false, named: false };
const isBreak = (mark: string | undefined): boolean => mark !== undefined && /[;；:：.]/u.test(mark);
const isOver = (piece: Piece | undefined): boolean => piece === undefined || piece === BREAK;
const isPart = (piece: Piece): boolean => piece.fine || piece.division || piece.road;

/** A full stop that ends a sentence: no `No.16`, no `Rd.,`. */
function isSentenceEnd(text: string, at: number): boolean {
  if (text[at] !== '.') return false;
  return (
    /\s/u.test(text[at + 1] ?? ' ') &&
    !/(?:^|[\s,])(?:no|rd|st|ave|rm|bldg|apt|blvd|p|r)$/iu.test(text.slice(Math.max(0, at - 5), at))
  );
}

function pieceOf(text: string, from: number, to: number): Piece {
  let start = from;
  let end = to;
  while (start < end && /[\s"'(]/u.test(text[start]!)) start++;
  while (end > start && /[\s"')]/u.test(text[end - 1]!)) end--;
  // … lives at No. 3 Xinhua Lane: the sentence before it is no part.
  const number = NUMBERED_ROAD.exec(text.slice(start, end));
  if (number !== null && LEAD.test(text.slice(start, start + number.index))) start += number.index;
  const written = text.slice(start, end);
  const short = written.length > 0 && written.length <= 90;
  const road = short && NUMBERED_ROAD.test(written);
  const fine = short && (FINE.test(written) || ROAD_NAME.test(written) || POSTCODE.test(written));
  const division = short && DIVISION.test(written);
  const words = written.split(' ').length;
  // A sentence that mentions a district is no part; an address without commas has its numbers and units.
  const part =
    (road || fine || division) && (words <= 6 || ((road || fine) && division && /\d/u.test(written)));
  return {
    start,
    end,
    fine: part && fine && !POSTCODE.test(written),
    division: part && (division || POSTCODE.test(written)),
    road: part && road,
    named: NAME.test(written),
  };
}

function candidateOf(text: string, span: Range & { road: boolean; divisions: number }): Candidate {
  const value = text.slice(span.start, span.end);
  const before = text.slice(Math.max(0, span.start - CONTEXT), span.start);
  const around = before + text.slice(span.end, span.end + CONTEXT / 2);
  const evidence: Evidence[] = [];
  if (PROVINCE.test(value)) evidence.push({ code: 'gazetteer' });
  if (span.divisions > 1) evidence.push({ code: 'levels', count: span.divisions });
  if (span.road) evidence.push({ code: 'number-behind-road' });
  const label = LABEL.exec(before);
  const home = HOME.exec(around);
  const body = BODY.exec(around);
  if (home !== null && body === null) evidence.push({ code: 'label-personal', text: home[0].toLowerCase() });
  else if (label !== null)
    evidence.push({ code: 'label-address', text: label[0].replace(/[\s:：="']+/gu, '') });
  if (body !== null) evidence.push({ code: 'organisation-before', text: body[0].toLowerCase() });
  else if (PERSON.test(around)) evidence.push({ code: 'beside-person' });
  return {
    entity: 'address',
    subtype: FINE.test(value) ? 'building' : 'number',
    span: { start: span.start, end: span.end },
    value: value.replace(/\s+/gu, ' '),
    at: offsets(text, span),
    status: 'unverifiable',
    evidence,
  };
}

/** Where each character of the value stands: blanks in a row are one. */
function offsets(text: string, { start, end }: Range): number[] {
  const at: number[] = [];
  for (let i = start; i < end; i++) {
    if (i > start && /\s/u.test(text[i]!) && /\s/u.test(text[i - 1]!)) continue;
    at.push(i);
  }
  return at;
}
