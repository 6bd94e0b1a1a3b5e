// The bad manners of a merchant's receiver, drawn from a seed: every answer that a real one was ever seen to give.
import type { ServerResponse } from 'node:http';
import { chanceOf, type Chance } from '../../packages/gateway/tests/chance.ts';

export type Manner =
  | 'good'
  | 'error'
  | 'busy'
  | 'redirect'
  | 'not found'
  | 'hang'
  | 'reset'
  | 'slow body'
  | 'cut'
  | 'crash before'
  | 'crash after';

const BAD: readonly Manner[] = [
  'error',
  'error',
  'busy',
  'redirect',
  'not found',
  'hang',
  'reset',
  'slow body',
  'cut',
  'crash before',
  'crash after',
];

export interface Manners {
  /** How the next notification is treated. */
  next(): Manner;
}

/** `share` of the answers are bad, as the seed says. */
export function mannersOf(share: number, seed: number): Manners {
  const chance: Chance = chanceOf(seed);
  return { next: () => (chance.is(share) ? chance.pick(BAD) : 'good') };
}

/** The status that a manner answers with; null where no whole answer leaves. */
export function statusOf(manner: Manner): number | null {
  const statuses: Partial<Record<Manner, number>> = {
    good: 200,
    error: 500,
    busy: 503,
    redirect: 302,
    'not found': 404,
    'slow body': 200,
  };
  return statuses[manner] ?? null;
}

const SLOW_MS = 250;

/** Answers as the manner is; the request's line is on the disk by now. */
export function answer(manner: Manner, response: ServerResponse): void {
  const status = statusOf(manner);
  if (manner === 'crash after') process.exit(1);
  if (manner === 'hang') return;
  if (status === null) return void response.socket?.resetAndDestroy();
  if (manner !== 'slow body') return void response.writeHead(status, headersOf(manner)).end('OK');
  response.writeHead(status, { 'Content-Type': 'text/plain' });
  const drip = setInterval(() => response.write('.'), SLOW_MS);
  response.on('close', () => clearInterval(drip));
}

function headersOf(manner: Manner): Record<string, string> {
  if (manner === 'busy') return { 'Retry-After': '2' };
  if (manner === 'redirect') return { Location: '/elsewhere' };
  return {};
}
