// The list of API flavours: one line each. The first answers what no route takes.
import { doku } from './doku/index.ts';
import type { Flavour } from './flavour.ts';

export const FLAVOURS: readonly [Flavour, ...Flavour[]] = [doku];
