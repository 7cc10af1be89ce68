/** Browsers, bundlers and older hosts: the scanner comes with the module that asks for it. */
import * as module from './index.js';

/** @returns The scanner's module. */
export const scanner = (): typeof module => module;
