// The SDK over a line that breaks: two thousand payments, a tenth of all calls lost, cut or late, and every rupiah once.
import { randomInt, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Tarik, TarikError, type Payment } from '../../sdk/src/index.ts';
import { startFaultProxy, type FaultProxy } from './fault-proxy.ts';
import { booksOf, startWorld, type Bound, type World } from './world.ts';

const PAYMENTS = 2000;
const AT_ONCE = 32;
const SHARE = 0.1;
const TIMEOUT_MS = 1500;
const LATE_MS = 2000;
const SEED = randomInt(2 ** 32);

let world: World;
let proxy: FaultProxy;
let accounts: Bound[];
let tarik: Tarik;

beforeAll(async () => {
  world = await startWorld();
  proxy = await startFaultProxy(world.url, SHARE, drawFrom(SEED), LATE_MS);
  const { clientId, secret } = world.one;
  tarik = new Tarik({ clientId, secretKey: secret, baseUrl: proxy.url, timeoutMs: TIMEOUT_MS });
  accounts = [
    await world.token(world.one, '800000000001'),
    await world.token(world.one, '800000000003'),
  ];
});

afterAll(async () => {
  await proxy.close();
  await world.close();
});

describe('over a line that breaks a tenth of the calls', () => {
  test(`no payment is lost, made twice or called failed (seed ${SEED})`, async () => {
    const states = new Map<string, Payment['status']>();
    const waiting = Array.from({ length: PAYMENTS }, (_, n) => n);
    const pay = async (): Promise<void> => {
      for (let n = waiting.pop(); n !== undefined; n = waiting.pop()) {
        const invoiceNumber = `INV-${n}`;
        states.set(invoiceNumber, await payOnce(accounts[n % 2]!, invoiceNumber));
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, pay));

    expect([...states.values()].filter((status) => status !== 'SUCCESS')).toEqual([]);
    expect(await booksOf(world)).toEqual({ findings: [], differences: [] });
    const book = await world.sandbox<{ type: string; amount: number }[]>('/sandbox/book');
    expect(book).toHaveLength(PAYMENTS);
    expect(book.reduce((sum, { amount }) => sum + BigInt(amount), 0n)).toBe(BigInt(PAYMENTS) * 7n);
    // The line did break, in every way, about as often as it should.
    expect(Object.values(proxy.done).every((count) => count > 20)).toBe(true);
    const broken = Object.values(proxy.done).reduce((sum, count) => sum + count, 0);
    expect(broken / proxy.calls()).toBeGreaterThan(SHARE / 2);
  }, 180_000);
});

/** A merchant's way of paying: one Request-Id per step, used again for as long as the outcome is unknown. */
async function payOnce(account: Bound, invoiceNumber: string): Promise<Payment['status']> {
  const input = {
    customer: { id: account.customerId },
    tokenId: account.tokenId,
    invoiceNumber,
    amount: 7,
  };
  const payment = await known((requestId) => tarik.payments.create(input, { requestId }));
  if (payment.status !== 'PENDING') return payment.status;
  const step = { challenge: payment.challenge, otp: '999999' };
  return (await known((requestId) => tarik.payments.validate(step, { requestId }))).status;
}

async function known(call: (requestId: string) => Promise<Payment>): Promise<Payment> {
  const requestId = randomUUID();
  for (;;) {
    try {
      return await call(requestId);
    } catch (error) {
      if (!(error instanceof TarikError) || !error.outcomeUnknown) throw error;
    }
  }
}

/** Numbers from 0 to 1 that a seed repeats (mulberry32). */
function drawFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
