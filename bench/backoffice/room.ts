// Whether the disk has room for what is about to be loaded: better said before than found out after half an hour.
import { statfsSync } from 'node:fs';
import path from 'node:path';
import { clusterFolder } from '../../packages/gateway/src/sandbox/postgres/places.ts';

/** Of one payment with all that tells of it, with its indexes. */
const BYTES_OF_PAYMENT = 3000;
/** The write-ahead log, sorts while indexes are made, and what every database has. */
const BYTES_BESIDE = 6e9;

/** Says what so many payments will take, and where; throws when there is not as much. */
export function checkRoom(folder: string, payments: number, say: (text: string) => void): void {
  const where = path.dirname(clusterFolder(folder));
  const { bavail, bsize } = statfsSync(where);
  const needed = gigabytes(payments * BYTES_OF_PAYMENT + BYTES_BESIDE);
  const free = gigabytes(bavail * bsize);
  const words = `${payments.toLocaleString('en')} payments need up to ${needed} GB in ${where}, where ${free} GB are free`;
  if (free < needed) throw new Error(words);
  say(words);
}

function gigabytes(bytes: number): number {
  return Math.round(bytes / 1e8) / 10;
}
