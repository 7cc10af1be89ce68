/** Why a glyph is not seen, as far as it shows while it is painted; covers and colours show later (`visibility`). */
import { type Box, coverage } from './geometry.js';
import type { HiddenBy } from './ink.js';
import { FAINT, type State } from './state.js';

/** @param shown The layers around it are on. @param points Size of the glyph. */
export function hiddenByState(state: State, shown: boolean, points: number): HiddenBy | undefined {
  if (!shown) return 'layer';
  if (state.mode === 3 || state.mode === 7) return 'mode';
  const alpha = state.mode % 4 === 1 ? state.strokeAlpha : state.fillAlpha;
  if (alpha * state.groupAlpha < FAINT) return 'alpha';
  return points < 1 ? 'size' : undefined;
}

/** @param view The page's crop box. */
export function hiddenByPlace(box: Box, view: Box, clip: Box): HiddenBy | undefined {
  const x = (box[0] + box[2]) / 2;
  const y = (box[1] + box[3]) / 2;
  if (x < view[0] || x > view[2] || y < view[1] || y > view[3]) return 'off-page';
  if (x >= clip[0] && x <= clip[2] && y >= clip[1] && y <= clip[3]) return undefined;
  return coverage(box, clip) < 0.2 ? 'clip' : undefined;
}
