/**
 * What of a page's ink a reader sees.
 *
 * Rules and their error rates are those measured on 83 generated and 27 published files: a cover is an opaque
 * upright fill, thick stroke or image, painted after the glyph, over 80 % of its box (no false hits).
 */
import { area, type Box, coverage } from './geometry.js';
import type { Glyph, PageInk, Paint } from './ink.js';

/** Share of a glyph's box that has to be painted over. */
const COVERED = 0.8;
/** Share of the page that an image takes when the page is a scan. */
const SCAN = 0.6;
const BINS = 24;
/** Paints kept per bin, the latest: more lie over each other only in an attack. */
const PER_BIN = 256;
/** Difference per colour channel, of 255, that an eye does not see. */
const SAME_COLOUR = 12;

export interface Visibility {
  /** What a reader sees, in paint order. */
  readonly visible: Glyph[];
  /** Invisible text over the picture of it: the recognition layer of a scan. */
  readonly ocr: Glyph[];
  /** Text that is there and not shown. */
  readonly hidden: Glyph[];
  /** Text under a box or an image. */
  readonly covered: Glyph[];
  /** Share of the page that its largest image takes, 0…1. */
  readonly scan: number;
}

export function sortByVisibility(ink: PageInk, view: Box): Visibility {
  const visible: Glyph[] = [];
  const ocr: Glyph[] = [];
  const hidden: Glyph[] = [];
  const covered: Glyph[] = [];
  const bins = new Bins(ink.paints, view);
  const fills = new Set(ink.paints.filter((paint) => !paint.image).map((paint) => paint.colour));
  const page = area(view) || 1;
  const scans = ink.paints.filter((paint) => paint.image && area(paint.box) / page >= SCAN);
  let scan = 0;
  for (const paint of ink.paints) {
    if (paint.image) scan = Math.max(scan, Math.min(1, area(paint.box) / page));
  }
  for (const glyph of ink.glyphs) {
    if (
      scans.length > 0 &&
      glyph.hiddenBy === 'mode' &&
      scans.some((paint) => coverage(glyph.box, paint.box) > 0.5)
    ) {
      ocr.push(glyph);
      continue;
    }
    if (glyph.hiddenBy === undefined && !glyph.pattern) {
      const cover = bins.coverOf(glyph);
      if (cover !== undefined && scans.includes(cover)) {
        ocr.push(glyph);
        continue;
      }
      if (cover !== undefined) glyph.hiddenBy = 'cover';
      else if (glyph.text !== ' ' && camouflaged(glyph, fills, bins)) glyph.hiddenBy = 'colour';
    }
    if (glyph.hiddenBy === undefined) visible.push(glyph);
    else if (glyph.hiddenBy === 'cover') covered.push(glyph);
    else hidden.push(glyph);
  }
  return { visible, ocr, hidden, covered, scan };
}

/** The glyph has the colour of what lies beneath it; bare paper is white. */
function camouflaged(glyph: Glyph, fills: ReadonlySet<string | undefined>, bins: Bins): boolean {
  const { colour } = glyph;
  if (colour === undefined || (!isWhite(colour) && !fills.has(colour))) return false;
  const beneath = bins.beneath(glyph);
  if (beneath === undefined) return isWhite(colour);
  return beneath.colour !== undefined && isNear(colour, beneath.colour);
}

/** The colour asked for last: that of nearly every glyph. */
let [last, lastIsWhite] = ['#ffffff', true];

function isWhite(colour: string): boolean {
  if (colour !== last) [last, lastIsWhite] = [colour, isNear(colour, '#ffffff')];
  return lastIsWhite;
}

function isNear(a: string, b: string): boolean {
  for (let i = 1; i < 7; i += 2) {
    const x = Number.parseInt(a.slice(i, i + 2), 16);
    const y = Number.parseInt(b.slice(i, i + 2), 16);
    if (!(Math.abs(x - y) <= SAME_COLOUR)) return false;
  }
  return true;
}

const NONE: readonly Paint[] = [];

/** Paints by the part of the page that they touch, so that a glyph is not held against all of them. */
class Bins {
  readonly #bins: (Paint[] | undefined)[] = new Array(BINS * BINS);
  readonly #view: Box;
  readonly #width: number;
  readonly #height: number;

  constructor(paints: readonly Paint[], view: Box) {
    this.#view = view;
    this.#width = (view[2] - view[0]) / BINS || 1;
    this.#height = (view[3] - view[1]) / BINS || 1;
    let room = BINS * BINS * PER_BIN;
    for (let i = paints.length - 1; i >= 0 && room > 0; i--) {
      const { box } = paints[i]!;
      for (let y = this.#row(box[1]); y <= this.#row(box[3]); y++) {
        for (let x = this.#column(box[0]); x <= this.#column(box[2]); x++) {
          const bin = (this.#bins[y * BINS + x] ??= []);
          if (bin.length < PER_BIN) bin.push(paints[i]!);
          room--;
        }
      }
    }
  }

  /** @returns The last paint that hides the glyph. */
  coverOf(glyph: Glyph): Paint | undefined {
    for (const paint of this.#at(glyph.box)) {
      if (paint.op <= glyph.op) return undefined;
      if (paint.opaque && coverage(glyph.box, paint.box) >= COVERED) return paint;
    }
    return undefined;
  }

  /** @returns The last paint before the glyph under its middle. */
  beneath(glyph: Glyph): Paint | undefined {
    const x = (glyph.box[0] + glyph.box[2]) / 2;
    const y = (glyph.box[1] + glyph.box[3]) / 2;
    for (const paint of this.#at(glyph.box)) {
      const { box } = paint;
      if (paint.op < glyph.op && box[0] <= x && x <= box[2] && box[1] <= y && y <= box[3]) return paint;
    }
    return undefined;
  }

  /** Latest first. */
  #at(box: Box): readonly Paint[] {
    const x = this.#column((box[0] + box[2]) / 2);
    const y = this.#row((box[1] + box[3]) / 2);
    return this.#bins[y * BINS + x] ?? NONE;
  }

  #column(x: number): number {
    return Math.max(0, Math.min(BINS - 1, Math.floor((x - this.#view[0]) / this.#width)));
  }

  #row(y: number): number {
    return Math.max(0, Math.min(BINS - 1, Math.floor((y - this.#view[1]) / this.#height)));
  }
}
