/** Weights. */
import type { Build } from '../compile.js';
import { scoringModule } from '../rows.js';

export const build: Build = (read) => scoringModule(read('scoring.json'));
