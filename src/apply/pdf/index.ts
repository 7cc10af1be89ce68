/**
 * Redacts a PDF: the glyphs go from the content streams, the values from everything beside the pages, and the file is
 * written anew. Covers alone are no redaction.
 *
 * Our own rewriting, over a library that reads and writes objects: operators that show other text stay byte for byte.
 * Which bytes are which glyph comes from the reading of pdf.js that the findings come from.
 */
import { type Artifact, append, type Edit, type PagePlace, type Place } from '../../core/index.js';
import type { Box } from '../../formats/pdf/geometry.js';
import type { Glyph } from '../../formats/pdf/ink.js';
import { ApplyError, wholePage } from '../errors.js';
import type { Note } from '../notes.js';
import { cleanBeside, type RedactChild, silenceStructure } from './clean.js';
import { type Cover, maskFont, writePage } from './cover.js';
import { damaged, openObjects, type PDFDict, type PdfObjects, type PdfPageObject } from './document.js';
import { type MatchedShow, matchShows } from './match.js';
import { openPages, type PageSource, type PageTrace } from './pages.js';
import { PictureEdits } from './pictures.js';
import { type Content, type Picture, Programs } from './program.js';
import { comparePages, type KeptGlyphs, keptGlyphs } from './proof.js';
import { Removals } from './removal.js';
import { glyphsIn } from './select.js';
import { maskStrings, type Rescan } from './strings.js';

export interface PdfOutcome {
  readonly bytes: Uint8Array;
  /** Glyphs taken out, and characters of strings masked. */
  readonly replaced: number;
  /** What the glyphs at the places of each value of the plan say; '' where that is no glyph. */
  readonly values: readonly string[];
  readonly notes: readonly Note[];
}

export interface PdfTools {
  readonly rescan: Rescan;
  readonly redactChild: RedactChild;
}

/** Channels whose boxes hold glyphs of the page as it is; the others are strings, or an earlier state. */
const PAINTED = new Set<Place['channel']>(['body', 'hidden', 'covered', 'ocr']);

/** Whether a place is a box of glyphs on the page as it is. */
export function isPainted(place: Place): place is PagePlace {
  return place.kind === 'page' && place.part === '' && PAINTED.has(place.channel);
}

export interface PdfPlan {
  /** With places of the pages and beside them; strings are cleaned whether an edit names them or not. */
  readonly edits: readonly Edit[];
  /** All places of each value, also those that keep their characters. */
  readonly values: readonly (readonly Place[])[];
}

/** @throws ApplyError Nothing is written then. */
export async function redactPdf(
  artifact: Artifact,
  plan: PdfPlan,
  { rescan, redactChild }: PdfTools,
): Promise<PdfOutcome> {
  const objects = await openObjects(artifact.bytes);
  const source = await openPages(artifact.bytes).catch(() => {
    throw damaged();
  });
  try {
    const notes = await cleanBeside(objects, { name: artifact.name, redactChild });
    if (await source.isEncrypted()) {
      notes.push({
        code: 'apply/pdf-decrypted',
        message:
          'the file was encrypted without a password; the copy is not: protect it again if you want that',
      });
    }
    const strings = await maskStrings(objects, rescan);
    const work = new Redaction(objects, source, drawnAnew(objects, strings.changed));
    await work.run(
      plan.edits.filter(({ place }) => isPainted(place)),
      plan.values,
    );
    silenceStructure(objects, work.removed);
    dropAppearances(objects, work.renewed);
    if (work.pictures > 0) {
      notes.push({
        code: 'apply/pdf-picture-rewritten',
        message: `${work.pictures} pictures were decoded, blackened in places and written without loss`,
      });
    }
    const bytes = await objects.save();
    await comparePages(bytes, work.kept);
    return { bytes, replaced: work.count + strings.replaced, values: work.values, notes };
  } finally {
    await source.close();
  }
}

interface PageWork {
  readonly number: number;
  readonly page: PdfPageObject;
  readonly trace: PageTrace;
  readonly content: Content;
  readonly matches: readonly MatchedShow[];
  readonly pictures: readonly Picture[];
}

class Redaction {
  /** What every page has to show afterwards, in order. */
  readonly kept: KeptGlyphs[] = [];
  readonly removed: string[] = [];
  /** Annotations whose appearance is left to the program that opens the file. */
  readonly renewed: Set<PDFDict>;
  values: string[] = [];
  count = 0;
  pictures = 0;
  readonly #objects: PdfObjects;
  readonly #source: PageSource;
  readonly #programs: Programs;
  readonly #removals = new Removals();
  readonly #pictureEdits: PictureEdits;

  constructor(objects: PdfObjects, source: PageSource, renewed: Set<PDFDict>) {
    this.renewed = renewed;
    this.#objects = objects;
    this.#source = source;
    this.#programs = new Programs(objects);
    this.#pictureEdits = new PictureEdits(objects);
  }

  async run(edits: readonly Edit[], values: PdfPlan['values']): Promise<void> {
    this.values = values.map(() => '');
    const pages = this.#objects.pages();
    if (pages.length !== this.#source.count) throw damaged();
    const byPage = new Map<number, Edit[]>();
    for (const edit of edits) {
      const { page } = edit.place as PagePlace;
      if (!(page >= 1 && page <= pages.length)) {
        throw new ApplyError(
          'apply/out-of-range',
          'the document has no such page; scan it again',
          edit.place,
        );
      }
      const list = byPage.get(page);
      if (list === undefined) byPage.set(page, [edit]);
      else list.push(edit);
    }
    for (const [number, list] of byPage) {
      const work = await this.#read(number, pages[number - 1]!);
      this.#select(work, list);
      this.#readValues(work, values);
    }
    // A form that is used on other pages loses its glyphs there too.
    const { shared } = this.#removals;
    for (let number = 1; number <= pages.length; number++) {
      const page = pages[number - 1]!;
      if (byPage.has(number) || shared) {
        const work = await this.#read(number, page);
        this.kept.push(keptGlyphs(work.trace, this.#gone(work), this.#ids(page)));
        this.#cover(work, byPage.get(number) ?? []);
      } else {
        this.kept.push(keptGlyphs(await this.#trace(number), new Set(), new Set()));
      }
    }
    this.#removals.write();
    this.#writePages();
    for (const content of this.#programs.shared) {
      if (content.edited) this.#objects.setContent(content.stream!, content.written());
    }
    this.pictures = await this.#pictureEdits.write();
  }

  readonly #covered: { work: PageWork; text: Cover[]; bars: Box[] }[] = [];
  readonly #bars = new Map<number, Box[]>();
  readonly #contents = new Map<number, Content>();

  async #trace(number: number): Promise<PageTrace> {
    try {
      return await this.#source.trace(number);
    } catch {
      throw damaged();
    }
  }

  async #read(number: number, page: PdfPageObject): Promise<PageWork> {
    const trace = await this.#trace(number);
    const content = this.#contents.get(number) ?? this.#programs.pageContent(page);
    this.#contents.set(number, content);
    const program = this.#programs.run(content, page.resources);
    const own = trace.shows.filter(({ annotation }) => annotation === undefined);
    const matches = matchShows(own, program.shows);
    if (matches === undefined) throw differs(number);
    for (const [id, annotation] of this.#annotations(page)) {
      const shown = trace.shows.filter((show) => show.annotation === id);
      const appearance = shown.length === 0 ? undefined : this.#programs.appearance(annotation);
      if (appearance === undefined) continue;
      const resources = this.#objects.dictAt(appearance.stream!.dict, 'Resources') ?? page.resources;
      const { shows } = this.#programs.run(appearance, resources);
      append(matches, matchShows(shown, shows) ?? []);
    }
    return { number, page, trace, content, matches, pictures: program.pictures };
  }

  /** Annotations by the id that pdf.js gives them. */
  #annotations({ dict }: PdfPageObject): Map<string, PDFDict> {
    const objects = this.#objects;
    const found = new Map<string, PDFDict>();
    for (const item of objects.array(dict.get(objects.name('Annots')))?.asArray() ?? []) {
      const annotation = objects.dict(item);
      if (annotation === undefined || !(item instanceof objects.lib.PDFRef)) continue;
      const { objectNumber, generationNumber } = item;
      found.set(`${objectNumber}R${generationNumber === 0 ? '' : generationNumber}`, annotation);
    }
    return found;
  }

  #select({ number, page, matches, trace, pictures }: PageWork, edits: readonly Edit[]): void {
    const owners = new Map<Glyph, readonly [MatchedShow, number]>();
    for (const match of matches) {
      match.traced.glyphs.forEach(({ ink }, i) => void (ink !== undefined && owners.set(ink, [match, i])));
    }
    const annotations = this.#annotations(page);
    const all = trace.shows.flatMap((show) => show.glyphs.flatMap(({ ink }) => ink ?? []));
    const annotationOf = new Map<Glyph, PDFDict | undefined>();
    for (const { annotation, glyphs } of trace.shows) {
      if (annotation === undefined) continue;
      for (const { ink } of glyphs) if (ink !== undefined) annotationOf.set(ink, annotations.get(annotation));
    }
    for (const { place } of edits) {
      const { box, channel } = place as PagePlace;
      const scanned = channel === 'ocr';
      let glyphs = glyphsIn(box, all, true);
      if (scanned && glyphs.length === 0) glyphs = glyphsIn(box, all, false);
      const drawn = scanned && this.#pictureEdits.add(pictures, box, number);
      if (drawn) this.#bars.set(number, [...(this.#bars.get(number) ?? []), box]);
      if (glyphs.length === 0 && !drawn) {
        throw new ApplyError(
          'apply/other-source',
          'nothing stands at the place of an edit; scan the file again',
          place,
        );
      }
      this.removed.push(glyphs.map(({ text }) => text).join(''));
      for (const glyph of glyphs) {
        const owner = owners.get(glyph);
        if (annotationOf.has(glyph)) {
          const annotation = annotationOf.get(glyph);
          if (
            annotation !== undefined &&
            (owner === undefined || isDrawnByPrograms(this.#objects, annotation))
          ) {
            this.renewed.add(annotation);
            continue;
          }
        }
        if (owner === undefined) throw differs(number, place);
        this.#removals.add(...owner);
        this.count++;
      }
    }
  }

  #readValues({ number, trace }: PageWork, values: PdfPlan['values']): void {
    const all = trace.shows.flatMap((show) => show.glyphs.flatMap(({ ink }) => ink ?? []));
    for (const [i, places] of values.entries()) {
      for (const place of places) {
        if (!isPainted(place) || place.page !== number) continue;
        const glyphs = [...glyphsIn(place.box, all, true)];
        const { dx = 1, dy = 0 } = glyphs[0] ?? {};
        const along = ({ x, y }: Glyph): number => x * dx + y * dy;
        this.values[i] += glyphs
          .sort((a, b) => along(a) - along(b))
          .map(({ text }) => text)
          .join('');
      }
    }
  }

  /** Glyphs of a page that go. */
  #gone({ matches }: PageWork): Set<Glyph> {
    const gone = new Set<Glyph>();
    for (const match of matches) {
      for (const index of this.#removals.of(match) ?? []) {
        const { ink } = match.traced.glyphs[index]!;
        if (ink !== undefined) gone.add(ink);
      }
    }
    return gone;
  }

  /** Ids of the page's annotations that are drawn anew. */
  #ids(page: PdfPageObject): Set<string> {
    const ids = new Set<string>();
    for (const [id, dict] of this.#annotations(page)) if (this.renewed.has(dict)) ids.add(id);
    return ids;
  }

  #cover(work: PageWork, edits: readonly Edit[]): void {
    const gone = [...this.#gone(work)].filter(
      (glyph) => work.trace.visible.has(glyph) && !glyph.annotation && !glyph.pattern,
    );
    const left = new Set(gone);
    const text: Cover[] = [];
    for (const { place, replacement } of edits) {
      const glyphs = glyphsIn((place as PagePlace).box, gone, true).filter((glyph) => left.delete(glyph));
      if (glyphs.length > 0) text.push({ glyphs, replacement });
    }
    for (const glyph of left) text.push({ glyphs: [glyph], replacement: '*' });
    this.#covered.push({ work, text, bars: this.#bars.get(work.number) ?? [] });
  }

  #writePages(): void {
    const font = this.#covered.length > 0 ? maskFont(this.#objects) : undefined;
    for (const { work, text, bars } of this.#covered) {
      if (!work.content.edited && text.length === 0 && bars.length === 0) continue;
      writePage(this.#objects, work.page, work.content.written(), { text, bars, font: font! });
    }
  }
}

function differs(page: number, place: Place = wholePage(page)): ApplyError {
  return new ApplyError(
    'apply/pdf-page-differs',
    `page ${page}: the text can not be told apart in the content stream; redact the source document and export it again`,
    place,
  );
}

/** Programs draw the text of fields and of text boxes from their values, once the appearance is gone. */
function isDrawnByPrograms(objects: PdfObjects, annotation: PDFDict): boolean {
  const kind = objects.nameText(annotation.get(objects.name('Subtype')));
  if (kind === 'FreeText') return true;
  if (kind !== 'Widget') return false;
  const type =
    objects.nameText(annotation.get(objects.name('FT'))) ??
    objects.nameText(objects.dictAt(annotation, 'Parent')?.get(objects.name('FT')));
  return type === 'Tx' || type === 'Ch';
}

/** Fields and annotations whose text changed. */
function drawnAnew(objects: PdfObjects, changed: ReadonlyMap<PDFDict, ReadonlySet<string>>): Set<PDFDict> {
  const fields = new Set<PDFDict>();
  for (const [dict, keys] of changed) {
    if (!['V', 'DV', 'RV', 'Opt', 'Contents', 'RC'].some((key) => keys.has(key))) continue;
    fields.add(dict);
    for (const kid of objects.array(dict.get(objects.name('Kids')))?.asArray() ?? []) {
      const widget = objects.dict(kid);
      if (widget !== undefined) fields.add(widget);
    }
  }
  return new Set([...fields].filter((dict) => isDrawnByPrograms(objects, dict)));
}

/** Takes away the appearances that show values as they were; programs draw them anew. */
function dropAppearances(objects: PdfObjects, renewed: ReadonlySet<PDFDict>): void {
  const form = objects.dictAt(objects.root, 'AcroForm');
  for (const dict of renewed) {
    const dropped = dict.delete(objects.name('AP'));
    if (!dropped || objects.nameText(dict.get(objects.name('Subtype'))) !== 'Widget') continue;
    form?.set(objects.name('NeedAppearances'), objects.lib.PDFBool.True);
    if (!form?.has(objects.name('DA'))) {
      form?.set(objects.name('DA'), objects.lib.PDFString.of('/Helv 0 Tf 0 g'));
    }
  }
}
