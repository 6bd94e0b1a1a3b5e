// The stage as its users take it: it serves, every part may be killed and started again, points can be recorded and held,
// and in the end everything comes to rest with the money moved once.
import { readFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import {
  merchantClient,
  type MerchantClient,
} from '../../packages/gateway/tests/merchant-client.ts';
import { bindAccount, paymentBody, type Bound } from '../../packages/gateway/tests/world.ts';
import { startStage } from './stage.ts';
import type { Armed, PartName, Stage } from './types.ts';

const PAYMENT = '/cimb-direct-debit/v1/payment';

let stage: Stage;
let merchant: MerchantClient;
let bound: Bound;

beforeAll(async () => {
  stage = await startStage({ gateways: 1, workers: 1, merchants: 1 });
  merchant = merchantClient(() => stage.gatewayUrl, stage.merchants[0]!);
  bound = await bindAccount({ sandbox: stage.sandbox }, merchant, '800000000003');
});

afterEach(async () => {
  await stage.heal();
  expect(await stage.settle(20_000)).toEqual([]);
  expect(stage.unexpected).toEqual([]);
});

afterAll(() => stage.close());

async function debits(): Promise<number> {
  const book = await stage.sandbox<{ type: string }[]>('/sandbox/book');
  return book.filter((one) => one.type === 'DEBIT').length;
}

/** Pays, and repeats the call with the same Request-Id until it is answered for good. */
async function pay(requestId: string = randomUUID()): Promise<string> {
  const body = paymentBody(bound);
  const { promise, resolve } = Promise.withResolvers<string>();
  await expect
    .poll(async () => {
      const answer = await merchant.post(PAYMENT, body, { requestId }).catch(() => null);
      const status = (answer?.json as { payment?: { status?: string } } | undefined)?.payment
        ?.status;
      if (status !== undefined) resolve(status);
      return status;
    })
    .toBeDefined();
  return await promise;
}

test.each<PartName>(['postgres', 'bank', 'receiver', 'gateway-1', 'worker-1'])(
  'a killed %s is started again and serves',
  async (name) => {
    const before = await debits();
    const part = stage.part(name);
    const pid = part.pid;
    await part.kill();
    expect(part.alive).toBe(false);
    await part.start();
    expect(part.pid).not.toBe(pid);
    expect(await pay()).toBe('SUCCESS');
    expect(await debits()).toBe(before + 1);
  },
);

test('a notification comes to the receiver, signed', async () => {
  await pay();
  await expect
    .poll(() => readFileSync(stage.files.receiverLog, 'utf8'))
    .toContain('"verified":true');
});

test('a receiver that misbehaves, and ends itself, hears everything in the end', async () => {
  const heard = () => readFileSync(stage.files.receiverLog, 'utf8').split('\n').length;
  const before = heard();
  await stage.misbehave(0.7, 3);
  for (let n = 0; n < 10; n += 1) await pay();
  await stage.heal();
  expect(await stage.settle(20_000)).toEqual([]);
  expect(heard()).toBeGreaterThanOrEqual(before + 10);
});

test('what a payment does at the doors is recorded', async () => {
  const end = await stage.record();
  await pay();
  const names = (await end()).filter((point) => point.part === 'gateway-1').map(({ name }) => name);
  const told = names.filter((name) => ['http pay', 'socket payment'].includes(name));
  expect(told).toEqual(['http pay', 'socket payment']);
  expect(names).toContain('db payments-finish');
});

const AT: readonly (Omit<Armed, 'hit'> & { debited: number })[] = [
  { door: 'http', name: 'http pay', phase: 'before', debited: 0 },
  { door: 'http', name: 'http pay', phase: 'sent', debited: 1 },
  { door: 'http', name: 'http pay', phase: 'after', debited: 1 },
  { door: 'db', name: 'db payments-finish', phase: 'before', debited: 1 },
  { door: 'db', name: 'db payments-finish', phase: 'sent', debited: 1 },
  { door: 'db', name: 'db payments-finish', phase: 'after', debited: 1 },
  { door: 'socket', name: 'socket payment', phase: 'before', debited: 1 },
  { door: 'socket', name: 'socket payment', phase: 'sent', debited: 1 },
];

test.each(AT)('a gateway killed $phase $name has debited $debited times', async (at) => {
  const before = await debits();
  const seen: number[] = [];
  const { disarm } = await stage.arm('gateway-1', { ...at, hit: 1 }, async () => {
    seen.push((await debits()) - before);
    await stage.part('gateway-1').kill();
  });
  const requestId = randomUUID();
  const call = merchant.post(PAYMENT, paymentBody(bound), { requestId });
  await expect(call).rejects.toThrow();
  expect(await disarm()).toBe(true);
  expect(seen).toEqual([at.debited]);
});

test('a point that is not reached says so', async () => {
  const never = { door: 'http', name: 'http refund', hit: 1, phase: 'before' } as const;
  const { disarm } = await stage.arm('gateway-1', never, () => Promise.resolve());
  await pay();
  expect(await disarm()).toBe(false);
});
