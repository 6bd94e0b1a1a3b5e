// Tries to sign in: a growing pause by person and by address. Nobody is locked out, and whether somebody exists is not told.
import { Barred } from './barred.ts';
import { OF_GATEWAY, type OperatorDoors } from './doors.ts';
import { countWrongTry } from './failures.ts';
import {
  clearTries,
  countTries,
  forgiveTry,
  isCounted,
  pauseEndsAt,
  reapTries,
  type Counted,
} from './store-delays.ts';

type What = 'password' | 'second factor' | 'invitation';

/** A try that has been counted: taken back when it was right. */
export interface Try {
  right(): Promise<void>;
  /** It was wrong: counted for the audit of the person who was meant, or of nobody (null). */
  wrong(operatorId: string | null): Promise<void>;
}

/** From where somebody has signed in before, strangers' tries do not count against them: this long, ms. */
const KNOWN_MS = 30 * 86_400_000;

const LIMITS = {
  password: { free: 5, longestMs: 60_000 },
  'second factor': { free: 5, longestMs: 300_000 },
  invitation: { free: 5, longestMs: 60_000 },
} as const satisfies Record<What, Omit<Counted, 'key'>>;
const ADDRESS = { free: 30, longestMs: 300_000 };

/**
 * Counts a try before it is looked at, so that many at the same moment are no way around the pause. `who` is what is
 * typed, known or not. Throws {@link Barred} `too_many_tries` while a pause lasts.
 */
export async function beginTry(
  doors: OperatorDoors,
  what: What,
  who: string,
  address: string,
): Promise<Try> {
  const { db, sealer, clock } = doors;
  const from = networkOf(address);
  const key = (kind: string, value: string): Buffer =>
    sealer.blindIndex(`sign in: ${kind}`, OF_GATEWAY, value);
  const place = key('address', from);
  const person = key(`${what} of person`, who);
  // Where this person has signed in from here before, the pair is counted: who tries from elsewhere cannot keep them out.
  const pair = key(`${what} of person at address`, `${who}\0${from}`);
  const own = (await isCounted(db, pair)) ? pair : person;
  const counted = [
    { key: own, ...LIMITS[what] },
    { key: place, ...ADDRESS },
  ];
  const at = clock.wall();
  await db.transaction(async (tx) => {
    if ((await countTries(tx, counted, at)) === counted.length) return;
    const until = (await pauseEndsAt(tx, [own, place])) ?? at;
    const retryAfterSeconds = Math.max(1, Math.ceil((until - at) / 1000));
    throw new Barred('too_many_tries', { retryAfterSeconds });
  });
  const failedWith = what === 'second factor' ? what : 'password';
  return {
    wrong: (operatorId) => countWrongTry(doors, failedWith, who, operatorId, address),
    async right() {
      await db.transaction(async (tx) => {
        const now = clock.wall();
        const keys = [pair, own].filter((one, n, all) => all.indexOf(one) === n);
        await clearTries(tx, keys, now);
        await forgiveTry(tx, place, now);
      });
    },
  };
}

/** Forgets what is older than a known place is known. */
export async function forgetTries({ db, clock }: OperatorDoors): Promise<void> {
  await reapTries(db, clock.wall() - KNOWN_MS);
}

/** An address of IPv6 is one of the many of its network. */
function networkOf(address: string): string {
  if (!address.includes(':') || address.includes('.')) return address;
  const [head = '', tail = ''] = address.split('::');
  const front = head.split(':').filter((part) => part !== '');
  const back = tail.split(':').filter((part) => part !== '');
  const gap = address.includes('::') ? Math.max(0, 8 - front.length - back.length) : 0;
  const groups = [...front, ...Array.from({ length: gap }, () => '0'), ...back];
  return groups.slice(0, 4).join(':');
}
