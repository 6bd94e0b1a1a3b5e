// The drive over a receiver that fails: an error, a redirect, an unknown path, and in the end it takes what it missed.
import { setTimeout as delay } from 'node:timers/promises';
import { readFileSync } from 'node:fs';
import { mannersOf, type Manner } from '../../load/misbehave.ts';
import { ACCOUNTS, type Play } from '../play.ts';

const WANTED: ReadonlySet<Manner> = new Set(['error', 'redirect', 'not found', 'busy']);
const PAYMENTS = 4;
/** So that a fresh timestamp differs from the one before, ms. */
const APART_MS = 5_200;
const PATIENCE_MS = 6_000;

export async function failingReceiver(play: Play): Promise<void> {
  const bound = await play.bind(play.one, ACCOUNTS.pays);
  const before = lines(play);
  await play.stage.misbehave(1, seedOf());
  for (let n = 0; n < PAYMENTS; n += 1) await play.pay(bound);
  await seen(play, before + PAYMENTS);
  await delay(APART_MS);
}

/** A seed whose first manners are all of the wanted ones: whole answers that are no success. */
function seedOf(): number {
  for (let seed = 1; ; seed += 1) {
    const manners = mannersOf(1, seed);
    const drawn = Array.from({ length: 2 * PAYMENTS }, () => manners.next());
    const first = new Set(drawn.slice(0, PAYMENTS));
    if (drawn.every((one) => WANTED.has(one)) && first.has('redirect') && first.has('error')) {
      return seed;
    }
  }
}

async function seen(play: Play, count: number): Promise<void> {
  const until = Date.now() + PATIENCE_MS;
  while (lines(play) < count && Date.now() < until) await delay(20);
}

function lines({ stage }: Play): number {
  try {
    return readFileSync(stage.files.receiverLog, 'utf8').split('\n').length - 1;
  } catch {
    return 0;
  }
}
