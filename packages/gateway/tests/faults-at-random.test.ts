// A hundred and fifty payments at once with faults, wrong OTPs, refunds, deletions and a clock that jumps, in any order;
// then quiet, and the bank's book, our books, every answer and every notification tell one story.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FaultName, Operation } from '../../simulator/src/faults.ts';
import { chanceOf, seedOfRun, type Chance } from './chance.ts';
import { faultsOf, startFaultyWorld, type FaultyWorld } from './faulty-world.ts';
import type { Answered, MerchantClient } from './merchant-client.ts';
import { pass } from './quiet.ts';
import { BANK, paymentBody, type Bound, type World } from './world.ts';

const STORIES = 150;
const AT_ONCE = 10;
const ACCOUNTS = ['800000000001', '800000000003', '800000000004', '800000000008', '800000000011'];
const OPERATIONS: readonly Operation[] = [
  ...(['pay', 'verify', 'status', 'refund', 'otp', 'unbind', 'token'] as const),
];

const seed = seedOfRun();
let faulty: FaultyWorld;
let world: World;
let merchant: MerchantClient;
const bound: Bound[] = [];
/** Tokens whose deletion was answered, and when, by the steady clock. */
const deleted = new Map<string, number>();
const broken: string[] = [];

beforeAll(async () => {
  faulty = await startFaultyWorld('always');
  ({ world, merchant } = faulty);
  for (let n = 0; n < 40; n += 1) {
    bound.push(await world.token(world.one, ACCOUNTS[n % ACCOUNTS.length]!));
  }
});

afterAll(() => world.close());

test(`nothing is lost, doubled or contradicted (TARIK_TEST_SEED=${seed})`, async () => {
  const stories = Array.from({ length: STORIES }, (_, n) => n);
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let n = stories.shift(); n !== undefined; n = stories.shift()) {
        await story(chanceOf(seed + 7919 * n));
      }
    }),
  );
  expect(broken).toEqual([]);
  await faulty.mustHold();
}, 120_000);

/** One payment and what comes after it. */
async function story(chance: Chance): Promise<void> {
  const payer = chance.pick(bound);
  const body = paymentBody(payer, { amount: chance.whole(1, 500_000) });
  await trouble(chance);
  const began = performance.now();
  const created = await insistent(chance, `${BANK}/payment`, body);
  const goneAt = deleted.get(payer.tokenId);
  if (goneAt !== undefined && goneAt < began && created.json.error?.code !== 'token_not_found') {
    broken.push(`a deleted token paid: ${created.text}`);
  }
  if (created.status >= 400 && created.json.payment === undefined) return;
  await time(chance);
  if (created.json.payment.status === 'PENDING') await giveOtp(chance, payer, created);
  if (chance.is(0.1)) await remove(chance, payer);
  await time(chance);
  const refunds = chance.is(0.4) ? chance.whole(1, 3) : 0;
  const most = Math.ceil(body.order.amount / Math.max(1, refunds - 1));
  await Promise.all(
    Array.from({ length: refunds }, () => refund(chance, created, chance.whole(1, most))),
  );
  if (chance.is(0.5)) await merchant.get(`/orders/v1/status/${created.requestId}`);
}

/** Orders a fault for whoever comes next, and now and then makes the merchant's own server fail. */
async function trouble(chance: Chance): Promise<void> {
  if (chance.is(0.6)) {
    const operation = chance.pick(OPERATIONS);
    const [fault] = chance.pick(faultsOf(operation));
    await faulty.order(operation, calmer(fault), { after_ms: chance.whole(0, 90_000) });
  }
  if (chance.is(0.2)) world.receiver.answers.push(chance.pick([500, 503, 302, 404]));
}

/** Calls that hang cost real time; most of them fail at once instead. */
function calmer(fault: FaultName): FaultName {
  return fault === 'hang' ? 'reset' : fault === 'hang_after' ? 'reset_after' : fault;
}

/** Lets some business time go by, with whatever falls due in it. */
async function time(chance: Chance): Promise<void> {
  if (chance.is(0.3)) await pass(world, chance.whole(1, 25));
}

/** Sends a request, again under the same Request-Id while the answer says so, and once more for good measure. */
async function insistent(chance: Chance, path: string, body: object): Promise<Answered> {
  const requestId = randomUUID();
  let answer = await merchant.post(path, body, { requestId });
  for (let n = 0; n < 4 && answer.headers.has('retry-after'); n += 1) {
    answer = await merchant.post(path, body, { requestId });
  }
  if (answer.headers.has('retry-after') || !chance.is(0.3)) return answer;
  const again = await merchant.post(path, body, { requestId });
  if (again.text !== answer.text) broken.push(`${answer.text} was replayed as ${again.text}`);
  return answer;
}

async function giveOtp(chance: Chance, payer: Bound, created: Answered): Promise<void> {
  const { token } = created.json.payment;
  const validate = (otp: string) =>
    insistent(chance, `${BANK}/payment/validate`, { payment: { token, otp } });
  for (let tries = chance.whole(0, 4); tries > 0; tries -= 1) {
    await trouble(chance);
    await time(chance);
    if (chance.is(0.2)) {
      world.advance(31);
      await insistent(chance, `${BANK}/payment-otp`, { payment: { token } });
    }
    const way = chance.pick(['wrong', 'twice', 'right']);
    if (way === 'wrong') await validate('000000');
    else if (way === 'twice') await Promise.all([validate('999999'), validate('999999')]);
    else await validate(await world.otp(payer.phone).catch(() => '999999'));
  }
}

async function refund(chance: Chance, created: Answered, amount: number): Promise<void> {
  await trouble(chance);
  await insistent(chance, `${BANK}/payment-refund`, {
    order: { invoice_number: created.json.order.invoice_number },
    payment: { original_request_id: created.requestId },
    refund: { amount },
  });
}

async function remove(chance: Chance, payer: Bound): Promise<void> {
  const gone = await insistent(chance, `${BANK}/token-delete`, {
    customer: { id: payer.customerId },
    debit_card: { token_id: payer.tokenId },
  });
  if (gone.json.debit_card?.status === 'SUCCESS') deleted.set(payer.tokenId, performance.now());
}
