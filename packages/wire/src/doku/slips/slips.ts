// The usual ways in which a signature comes out wrong: how each would look, and what to say to whom it happened.
import { BODY_SLIPS } from './body-slips.ts';
import { KEY_SLIPS } from './key-slips.ts';
import { LINE_SLIPS } from './line-slips.ts';
import type { Slip } from './slip.ts';

/** Slips of the body, the lines, the key and the header, the commonest first. */
export const SLIPS: readonly Slip[] = [...BODY_SLIPS, ...LINE_SLIPS, ...KEY_SLIPS];
