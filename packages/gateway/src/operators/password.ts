// Passwords: argon2id as OWASP asks for it, the same work whether somebody is known or not, and never more at once than a
// machine that also serves payments can spare.
import { hash, verify } from '@node-rs/argon2';
import type { Random } from '../base/random.ts';
import { Barred } from './barred.ts';

/** OWASP's second choice of equals: 19 MiB, two passes, one lane; argon2id is the package's own default. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1, outputLen: 32 };

/** What is compared with where there is no password: of nobody, and at the same cost. */
const NOBODYS =
  '$argon2id$v=19$m=19456,t=2,p=1$c2FsdC1vZi1ub2JvZHktMA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';

/** Half of the threads that Node gives to such work. */
const AT_ONCE = 2;
const WAITING = 64;

const waiting: (() => void)[] = [];
let working = 0;

/** A password as it rests. Throws {@link Barred} `overloaded`. */
export async function hashPassword(random: Random, password: string): Promise<string> {
  return await inTurn(() => hash(password.normalize('NFKC'), { ...COST, salt: random.bytes(16) }));
}

/** Whether the password is right; a person without one is never right, and takes as long. Throws {@link Barred} `overloaded`. */
export async function isPassword(stored: string | null, password: string): Promise<boolean> {
  const right = await inTurn(() => verify(stored ?? NOBODYS, password.normalize('NFKC')));
  return right && stored !== null;
}

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (working >= AT_ONCE) {
    if (waiting.length >= WAITING) throw new Barred('overloaded', { retryAfterSeconds: 2 });
    await new Promise<void>((resolve) => waiting.push(resolve));
  } else {
    working += 1;
  }
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next === undefined) working -= 1;
    else next();
  }
}
