/** What the walker gets: a list of operators of pdf.js, and how to read it. */
import type { PathBuffer } from './canvas.js';
import type { Font } from './fonts.js';
import type { Box } from './geometry.js';
import type { InkTrace } from './ink.js';
import type { PathPaint } from './paths.js';

export interface OperatorList {
  readonly fnArray: ArrayLike<number>;
  readonly argsArray: ArrayLike<unknown>;
}

export interface WalkOptions {
  /** Operator codes of this version of pdf.js, by name. */
  readonly ops: Readonly<Record<string, number>>;
  readonly font: (name: string) => Font;
  /** Whether a layer (the argument of a BDC operator) is on. */
  readonly visible: (layer: unknown) => boolean;
  /** The page's crop box. */
  readonly view: Box;
  /** Points per unit of user space, 1 unless the page says otherwise. */
  readonly userUnit: number;
  readonly maxGlyphs: number;
  readonly trace?: InkTrace | undefined;
  /** Is told of every path that is shown, in paint order. @param evenOdd How its inside is told. */
  readonly shape?: (path: PathBuffer, paint: PathPaint, evenOdd: boolean) => void;
}
