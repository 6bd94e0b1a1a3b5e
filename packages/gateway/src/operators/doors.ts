// What the flows of people are handed: the database, time, chance and the seal.
import type { Context } from '../context.ts';

export type OperatorDoors = Pick<Context, 'db' | 'clock' | 'random' | 'sealer'>;

/** Stands for the gateway itself where a row names its merchant. */
export const OF_GATEWAY = '00000000-0000-0000-0000-000000000000';
