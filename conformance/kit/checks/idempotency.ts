// A Request-Id is answered once: repeats get the first answer's bytes, and nothing happens twice.
import { randomUUID } from 'node:crypto';
import { Absence, Difference, from, type Group, type Need } from '../check.ts';
import type { Answer, CallOptions } from '../client.ts';
import { at, mustAnswer, mustBe, mustEqual, mustRefuse } from '../expect.ts';
import type { Kit } from '../kit.ts';

const docs = from('documented', 'DOKU docs, Idempotency Request');
const tarik = from('tarik', 'spec: ours');

const pay: readonly Need[] = ['pay', 'customer'];
const paid: readonly Need[] = ['pay', 'validate', 'customer', 'otp'];

type Ask = (kit: Kit, options: CallOptions) => Promise<Answer>;

/** One of each call that does something; made ready first, so that both askings send the same bytes. */
const CALLS: readonly [string, readonly Need[], (kit: Kit) => Promise<Ask>][] = [
  [
    'registration',
    ['register'],
    (kit) => {
      const body = {
        customer: { id: `kit-${randomUUID()}` },
        debit_card: { account_mobile_phone: '6281122334455' },
      };
      return Promise.resolve((_kit, options) => kit.post('register', body, options));
    },
  ],
  [
    'payment',
    pay,
    async (kit) => {
      const body = kit.order(await kit.bound());
      return (_kit, options) => kit.post('pay', body, options);
    },
  ],
  [
    'validation',
    paid,
    async (kit) => {
      const payment = await kit.pending();
      const otp = await kit.otp(payment.bound);
      return (_kit, options) => kit.validate(payment, otp, options);
    },
  ],
  [
    'refund',
    [...paid, 'refund'],
    async (kit) => {
      const payment = await kit.paid();
      return (_kit, options) => kit.refund(payment, { amount: 100 }, options);
    },
  ],
  [
    'deletion',
    ['delete', 'registration'],
    async (kit) => {
      const bound = await kit.bind();
      return (_kit, options) => kit.unbind(bound, options);
    },
  ],
];

async function twice(kit: Kit, ready: (kit: Kit) => Promise<Ask>): Promise<[Answer, Answer]> {
  const ask = await ready(kit);
  const requestId = randomUUID();
  const first = await ask(kit, { requestId });
  if (first.status > 299) throw new Difference('a first answer of 2xx', `HTTP ${first.status}`);
  return [first, await ask(kit, { requestId })];
}

function mustBeSameBytes(first: Answer, again: Answer): void {
  mustBe(again.bytes.equals(first.bytes), `the first body: ${first.text}`, again.text);
}

/** The header that says whether an answer is new; ours. */
function idempotencyStatus({ headers }: Answer): unknown {
  const value = headers['idempotency-status'];
  if (value === undefined) throw new Absence('no Idempotency-Status header');
  return value;
}

const ready = CALLS[1]?.[2] ?? (() => Promise.reject(new Error('no payment call')));

export const idempotency: Group = {
  name: 'idempotency',
  title: 'The same request again',
  checks: [
    ...CALLS.flatMap(([name, needs, prepare]) => [
      docs(`idempotency.${name}`, `a repeated ${name} gets the first body, byte for byte`, needs, async (kit) =>
        mustBeSameBytes(...(await twice(kit, prepare))),
      ),
      docs(`idempotency.${name}-409`, `a repeated ${name} is answered 409`, needs, async (kit) =>
        mustAnswer((await twice(kit, prepare))[1], 409),
      ),
    ]),
    tarik('idempotency.header', 'Idempotency-Status says created, then replayed', pay, async (kit) => {
      const [first, again] = await twice(kit, ready);
      mustEqual('Idempotency-Status', idempotencyStatus(first), 'created');
      mustEqual('Idempotency-Status', idempotencyStatus(again), 'replayed');
    }),
    tarik('idempotency.later', 'the first answer is repeated also after the payment has moved on', paid, async (kit) => {
      const body = kit.order(await kit.bound());
      const requestId = randomUUID();
      const first = await kit.post('pay', body, { requestId });
      const token = at(first.json, 'payment.token');
      const otp = await kit.otp(await kit.bound());
      await kit.post('validate', { payment: { token, otp } });
      mustBeSameBytes(first, await kit.post('pay', body, { requestId }));
    }),
    tarik('idempotency.other-body', 'another body under the same Request-Id is 409 idempotent_request', pay, async (kit) => {
      const bound = await kit.bound();
      const requestId = randomUUID();
      await kit.post('pay', kit.order(bound), { requestId });
      const other = kit.order(bound);
      mustRefuse(await kit.post('pay', other, { requestId }), 409, 'idempotent_request');
    }),
    tarik('idempotency.other-call', 'another call under the same Request-Id is 409 idempotent_request', ['list', ...pay], async (kit) => {
      const requestId = randomUUID();
      await kit.post('pay', kit.order(await kit.bound()), { requestId });
      const other = await kit.post('list', { customer: { id: 'kit-nobody' } }, { requestId });
      mustRefuse(other, 409, 'idempotent_request');
    }),
    tarik('idempotency.at-once', 'of eight copies at once one is made, and all have its bytes', pay, async (kit) => {
      const ask = await ready(kit);
      const requestId = randomUUID();
      const answers = await Promise.all(Array.from({ length: 8 }, () => ask(kit, { requestId })));
      const statuses = answers.map((answer) => answer.status).toSorted((a, b) => a - b);
      mustEqual('the statuses', statuses, [201, ...Array.from({ length: 7 }, () => 409)]);
      mustEqual('different bodies', new Set(answers.map((answer) => answer.text)).size, 1);
    }),
    tarik('idempotency.once', 'a refund that is repeated gives the money back once', [...paid, 'refund'], async (kit) => {
      const payment = await kit.paid();
      const requestId = randomUUID();
      const refund = { amount: 600 };
      await kit.refund(payment, refund, { requestId });
      await kit.refund(payment, refund, { requestId });
      const rest = await kit.refund(payment, { amount: 400 });
      mustEqual('refund.status of the rest', at(rest.json, 'refund.status'), 'SUCCESS');
    }),
    tarik('idempotency.not-burnt', 'a call refused for its fields does not use up its Request-Id', pay, async (kit) => {
      const body = kit.order(await kit.bound());
      const requestId = randomUUID();
      mustRefuse(await kit.post('pay', { ...body, payment: {} }, { requestId }));
      mustRefuse(await kit.post('pay', '{"a":', { requestId }));
      mustAnswer(await kit.post('pay', body, { requestId }), 201);
    }),
    tarik('idempotency.refusal', 'a refusal that was decided by business is repeated, with 409', pay, async (kit) => {
      const body = kit.order({ ...(await kit.bound()), tokenId: '0'.repeat(32) });
      const requestId = randomUUID();
      const first = await kit.post('pay', body, { requestId });
      const again = await kit.post('pay', body, { requestId });
      mustAnswer(again, 409);
      mustBeSameBytes(first, again);
    }),
  ],
};
