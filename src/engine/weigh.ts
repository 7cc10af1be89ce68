/** Candidates to drafts: the evidence of the value itself, then of the labels around it and of its channel. */
import type { Candidate, Channel, Detector, LabelHit, Segment, Span } from '../core/index.js';
import { charClass, DIGIT, MASK } from '../text/char-class.js';
import { add, addOwner, type Draft } from './draft.js';
import { birthDateBeside, isNamed, isWrittenOddly } from './named.js';
import { namedCard, unknownHeader, unknownLabel } from './unknown-labels.js';
import type { View } from './view.js';

const CHANNEL_CODES: Partial<Record<Channel, string>> = {
  link: 'channel-link',
  script: 'channel-code',
  style: 'channel-code',
  residue: 'channel-code',
};

/** Evidence that comes from the channel alone. */
export const channelCode = (channel: Channel): string | undefined => CHANNEL_CODES[channel];

/** Units between the nearest label and one that still tells whose the value is. */
const OWNER_REACH = 8;

export function weigh(candidate: Candidate, detector: Detector, view: View): Draft {
  const context = view.context(candidate.span);
  const cell = view.tables.cellAt(candidate.span.start);
  const { scoring } = detector;
  const draft: Draft = {
    // A check digit that the guess was chosen by proves nothing.
    candidate: isGuess(view.segment, candidate) ? { ...candidate, status: 'unverifiable' } : candidate,
    detector,
    view,
    context,
    cell,
    evidence: [],
    logit: scoring.base,
    lean: scoring.lean,
  };
  for (const evidence of candidate.evidence) add(draft, evidence);
  // 加油卡（卡号…）: the nearest label is not the whole of it.
  const other = candidate.entity.startsWith('bank') && namedCard(view.text, candidate.span.start);
  const own = other
    ? undefined
    : (nearest(context.before, scoring.labels, (hit) => isOtherCard(hit, draft) || isSpent(hit, draft)) ??
      nearest(context.above, scoring.labels));
  const header = strongest(other ? [] : context.header.filter((hit) => !isOtherCard(hit, draft)), draft);
  const behind = nearest(context.after, scoring.labels, (hit) =>
    DENIED.test(view.text.slice(candidate.span.end, hit.start)),
  );
  // The header speaks for the whole column; a label inside the cell or line is nearer and wins.
  for (const hit of [own, own === undefined ? header : undefined, (own ?? header) ? undefined : behind]) {
    if (hit === undefined) continue;
    add(draft, { code: scoring.labels[hit.kind]!, text: hit.word });
  }
  if (own !== undefined) doubt(draft, own);
  if (own === undefined && header === undefined && scoring.codes['label-unknown'] !== undefined) {
    const column =
      cell === undefined ? view.listTop(candidate.span) : context.columnText || view.tables.topText(cell);
    if (unknownLabel(view.text, candidate.span.start) || unknownHeader(column))
      add(draft, { code: 'label-unknown' });
  }
  if (
    own === undefined &&
    header === undefined &&
    scoring.codes.named !== undefined &&
    isWrittenOddly(candidate) &&
    isNamed(view, candidate.span, cell)
  ) {
    add(draft, { code: 'named' });
  }
  if (
    own === undefined &&
    scoring.codes['birth-date-beside'] !== undefined &&
    candidate.status === 'unverifiable' &&
    candidate.masked !== true &&
    birthDateBeside(view, candidate, context.line)
  ) {
    add(draft, { code: 'birth-date-beside' });
  }
  // A label further off no longer makes the value real, but still tells whose it is: 监督电话（手机）：….
  if (own !== undefined) {
    for (const hit of context.before) {
      const code = scoring.labels[hit.kind];
      if (code !== undefined && hit !== own && hit.distance <= own.distance + OWNER_REACH) {
        addOwner(draft, { code, text: hit.word });
      }
    }
  }
  if (isGuess(view.segment, candidate)) add(draft, { code: 'ocr-repaired' });
  if (inUrl(view.text, candidate.span)) add(draft, { code: 'in-url' });
  // In a text a file's name is a number of something; the name of the file at hand was given by somebody.
  const inText = view.segment.channel !== 'name';
  if (inText && scoring.codes['in-file-name'] !== undefined && isFileName(view.text, candidate.span))
    add(draft, { code: 'in-file-name' });
  const channel = channelCode(view.segment.channel);
  if (channel !== undefined) add(draft, { code: channel });
  return draft;
}

/** Numbers of things hold the day they were given: 项目编号 410482 20240711 0016. */
const DATED = /^\d{6}20\d{9}[\dX]$/;
/** 一卡通后面印的 0002816655: a short number so many units behind its label may be another. */
const FAR = 3;
const SHORT = 12;

/** What makes the label right before a value say less. */
function doubt(draft: Draft, own: LabelHit): void {
  const { codes, labels } = draft.detector.scoring;
  const { value } = draft.candidate;
  if (codes['dated-number'] !== undefined && labels[own.kind] === 'label-number' && DATED.test(value))
    add(draft, { code: 'dated-number' });
  if (codes['label-far'] !== undefined && own.distance >= FAR && value.length < SHORT)
    add(draft, { code: 'label-far' });
}

function isGuess({ guessed }: Segment, { span }: Candidate): boolean {
  return guessed?.some((one) => one.start < span.end && span.start < one.end) === true;
}

const FILE_END = /^\.(?:jpe?g|png|gif|bmp|webp|html?|js|css|pdf|mp[34])\b/i;
const FOLDER = /\/[A-Za-z][\w.-]*\/(?:[\w.-]+\/)*$/;
const FOLDER_REACH = 80;
/** 附件：13812345678.pdf; 张三13812345678.docx names a person. */
const DOCUMENT_END =
  /^\.(?:jpe?g|png|gif|bmp|tiff?|webp|heic|raw|dwg|mov|avi|wav|pdf|docx?|xlsx?|pptx?|wps|et|ofd|txt|csv|zip|rar|7z|mp[34])(?![A-Za-z0-9])/i;
const isFileName = (text: string, { start, end }: Span): boolean =>
  DOCUMENT_END.test(text.slice(end, end + 6)) && !/[\u4e00-\u9fff0-9A-Za-z_-]/.test(text.charAt(start - 1));

/** Units read back for the start of a URL. */
const URL_REACH = 200;

/** The value stands in the path or query of a URL written out in the text. */
function inUrl(text: string, { start, end }: Span): boolean {
  // A file somewhere on a site; one that is named after a person stands in no folder here.
  if (text.charAt(start - 1) === '/') {
    if (FILE_END.test(text.slice(end, end + 6))) return true;
    // /upload/2025/13800138000/index.html; 张三/110101…/13800138000/ is a list.
    if (text.charAt(end) === '/' && FOLDER.test(text.slice(Math.max(0, start - FOLDER_REACH), start)))
      return true;
  }
  if (!/[/=?&_.%\-0-9A-Za-z]/.test(text.charAt(start - 1))) return false;
  const before = text.slice(Math.max(0, start - URL_REACH), start);
  return /(?:[a-z]{3,6}:\/\/|www\.)[!-~]*$/i.test(before) || /[?&][\w.-]{1,30}=[\w.%-]{0,40}$/.test(before);
}

/** The nearest label that means anything to this entity. */
function nearest(
  hits: readonly LabelHit[],
  labels: Readonly<Record<string, string>>,
  skip?: (hit: LabelHit) => boolean,
): LabelHit | undefined {
  return hits.find((hit) => labels[hit.kind] !== undefined && skip?.(hit) !== true);
}

/** A number of so many digits behind a label is what the label announced. */
const ANNOUNCED = 6;
/** `"phone": "13800138000", "folio": "…`: another field begins right before the value. */
const OTHER_FIELD =
  /["'“,，;；\s{(（][A-Za-z\u4e00-\u9fff][\w\u4e00-\u9fff-]{1,20}["'”]?\s{0,2}[:：=]\s{0,2}["'“]?$/;
const EMPTY_FIELD = /^["']\s{0,2}:\s{0,2}(?:null|""|''|\[\]|\{\})\s{0,2},/;
/** 电话抽检，样品号13512340001: what stands right before the number is its label, the one before the comma is not. */
const PARTED_OFF = /[，,；;。:：)）\s][\u4e00-\u9fff]{2,}/;
/** 余额37.6万元，另查到个人卡6217…, …，另有张三的卡6217…: a clause of its own; 编号1…，另有1… goes on with the one before. */
const OTHER_CLAUSE =
  /[，,。；;！？!?](?!\s?(?:以及|[和及或与]|另有|分别|其中|共|包括|依次|[至到])[\u4e00-\u9fff]{0,2}[^\u4e00-\u9fff]*$)[^，,。；;！？!?:：]*[\u4e00-\u9fff]{2}[^，,。；;！？!?:：]*$/;
const REMARK = /[（(][^（()）\d]{1,12}[)）]/g;
const GOES_ON = /\d[\s、，,；;/]{0,3}(?:以及|还有|另有|或者|[和及或与])\s?$/;
/** 身份证不详，13800138000: the label has its word. */
const NOT_GIVEN = /^号?码?[:：]?\s?(?:不详|未知|未提供|未登记|暂无|遗失|丢失|没有?|无)[，,；;、\s]/;
/** 发给我, 复印件交到: what is done with the paper. */
const HANDED =
  /^(?:正反面|照片|复印件|原件|信息)?(?:发|交|给|带|拍|寄|传|拿|出示)[\u4e00-\u9fff]{1,6}[:：,，\s]{0,2}$/;
/** （厂商自编，非银行卡）. */
const DENIED = /(?:非|不是|并非|不属于?)$/;
/** 尾号 of a card: four digits are what its label announced. */
const FEWEST_SHOWN = 4;

/**
 * A label that speaks against the value, but has its own number already: 身份证号 110101…，13800138000. What is
 * listed behind a code (订单号 1、2、3) is a code too, unless other words come between.
 */
function isSpent(hit: LabelHit, { detector, candidate, view }: Draft): boolean {
  const { labels, codes } = detector.scoring;
  const code = labels[hit.kind]!;
  // 卡号后六位381505　流水20248635669579: what an account rests on is its label, and this one has its number.
  const speaksFor = (codes[code]?.score ?? 0) >= 0;
  if (
    speaksFor &&
    codes['label-unknown'] !== undefined &&
    PARTED_OFF.test(view.text.slice(hit.end, candidate.span.start)) &&
    unknownLabel(view.text, candidate.span.start)
  )
    return true;
  if (
    speaksFor &&
    !(candidate.entity === 'bank-account' && unknownLabel(view.text, candidate.span.start)) &&
    !OTHER_FIELD.test(view.text.slice(Math.max(hit.end, candidate.span.start - 32), candidate.span.start))
  )
    return false;
  // "bankCard":null,"createTime": the field of the label holds nothing, the value stands in another one.
  if (EMPTY_FIELD.test(view.text.slice(hit.end, Math.min(hit.end + 12, candidate.span.start)))) return true;
  if (!speaksFor && NOT_GIVEN.test(view.text.slice(hit.end, hit.end + 8))) return true;
  // 先把身份证发给我13800138000: the word has no number at all.
  if (!speaksFor && hit.kind === 'resident-id' && HANDED.test(view.text.slice(hit.end, candidate.span.start)))
    return true;
  const isCode = hit.kind === 'lookalike' || hit.kind === 'number';
  const between = view.text.slice(hit.end, candidate.span.start);
  // 设备编号为13812340001，另有两台13812340002: of one series with the code.
  if (!speaksFor && isCode && isOfSeries(between, candidate.value)) return false;
  if (!speaksFor && OTHER_CLAUSE.test(between)) return true;
  // 押运证号 1526…（18 digits） / 138…: a code of another length is no list of codes.
  if (!speaksFor && isCode && listsOthers(between, candidate.value)) return true;
  let digits = 0;
  let words = 0;
  for (let i = hit.end; i < candidate.span.start; i++) {
    const unit = view.text.charCodeAt(i);
    const kind = charClass[unit]!;
    if (kind === DIGIT || kind === MASK) digits++;
    else if (unit >= 0x4e00 && unit <= 0x9fff && digits >= ANNOUNCED) words++;
  }
  // 合同编号 159…（引水渠）、138…（石门）.
  if (isCode && /、\s?$/.test(between))
    for (const [remark] of between.matchAll(REMARK)) words -= remark.length - 2;
  if (speaksFor) return digits >= (candidate.entity === 'bank-account' ? FEWEST_SHOWN : ANNOUNCED);
  if (digits < ANNOUNCED) return false;
  return !isCode || (words >= 2 && !GOES_ON.test(between.replace(REMARK, '')));
}

/** Digits that the numbers of one series begin with. */
const SERIES_HEAD = 7;

/** Whether a number stands behind a label that is as long and begins alike. */
const isOfSeries = (between: string, value: string): boolean =>
  (between.match(/\d{8,}/g) ?? []).some(
    (one) => one.length === value.length && one.slice(0, SERIES_HEAD) === value.slice(0, SERIES_HEAD),
  );

/** Codes of one kind differ by fewer digits. */
export const OTHER_LENGTH = 4;

/** Whether a number of another length stands behind a label. */
function listsOthers(between: string, value: string): boolean {
  const first = /\d[\d-]{4,}[\dXx]/.exec(between)?.[0];
  if (first === undefined || value.length < ANNOUNCED) return false;
  const digits = first.replaceAll('-', '');
  // 登记号 3201-2021-00873　138…: nor is one of another shape.
  const shaped = digits.length !== first.length && digits.length !== value.length;
  return shaped || Math.abs(digits.length - value.length) >= OTHER_LENGTH;
}

/** 物联卡号 on top of a column: the label is the end of a longer word. */
function isOtherCard({ start, end, word }: LabelHit, { candidate, view }: Draft): boolean {
  return candidate.entity.startsWith('bank') && word.startsWith('卡') && namedCard(view.text, end, start);
}

/** Of several labels in one header (电话/手机, 身份证号或统一社会信用代码) the one that speaks most for the value. */
function strongest(hits: readonly LabelHit[], draft: Draft): LabelHit | undefined {
  const { scoring } = draft.detector;
  let best: LabelHit | undefined;
  let weight = Number.NEGATIVE_INFINITY;
  for (const hit of hits) {
    const code = scoring.labels[hit.kind];
    if (code === undefined) continue;
    const own = scoring.codes[code]?.score ?? 0;
    if (own > weight) {
      best = hit;
      weight = own;
    }
  }
  return best;
}
