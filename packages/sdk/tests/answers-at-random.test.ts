// Answers that went wrong in one place, at random: each is a result or one of this library's errors, and nothing unsigned is believed.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { signResponse } from '@tarik/wire/doku/signature';
import { Tarik, TarikError } from '../src/index.ts';

const order = { invoice_number: 'I', amount: 1 };
const customer = { id: 'C', name: 'Robby' };
const payment = { token: 'T', status: 'SUCCESS', payment_id: 'P', original_request_id: 'R' };
const transaction = { status: 'SUCCESS', date: '2026-01-15T09:31:12Z', original_request_id: 'R' };
const refund = { amount: 1, status: 'SUCCESS' };
const card = {
  token_id: 'T',
  account_no: 'X',
  status: 'PENDING',
  cimb_registration_url: 'http://b',
};
const error = { code: 'payment_declined', message: 'no', reason: 'r', tries_left: 2 };

type Call = (tarik: Tarik) => Promise<unknown>;
const CALLS: readonly [acts: boolean, right: object, call: Call][] = [
  [
    true,
    { order, payment },
    (t) => t.payments.create({ customer, tokenId: 'T', invoiceNumber: 'I', amount: 1 }),
  ],
  [true, { order, payment }, (t) => t.payments.validate({ challenge: 'c', otp: '123456' })],
  [true, { payment }, (t) => t.payments.resendOtp({ challenge: 'c' })],
  [false, { order, transaction, payment, refund }, (t) => t.payments.status({ requestId: 'R' })],
  [false, [{ customer, debit_card: card }], (t) => t.tokens.list({ customer })],
  [true, { debit_card: card }, (t) => t.tokens.register({ customer, phone: '62812345678' })],
  [
    true,
    { order, payment, refund },
    (t) => t.refunds.create({ invoiceNumber: 'I', originalRequestId: 'R', amount: 1 }),
  ],
];

const wrong = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom('__proto__', 'constructor', 1e21, -1, 0.5, '1e3', undefined),
);

interface Bent {
  status: number;
  signature: 'right' | 'wrong' | 'absent';
  /** Where the body is bent: the steps from its root, by number. */
  steps: number[];
  value: unknown;
  /** An error in place of the result. */
  refused: boolean;
}

const bent: fc.Arbitrary<Bent> = fc.record({
  status: fc.constantFrom(200, 201, 204, 302, 400, 404, 409, 429, 500, 503),
  signature: fc.constantFrom('right', 'wrong', 'absent'),
  steps: fc.array(fc.nat({ max: 5 }), { maxLength: 4 }),
  value: wrong,
  refused: fc.boolean(),
});

/** The value with what stands at the end of the steps replaced. */
function bend(value: unknown, [step, ...rest]: readonly number[], by: unknown): unknown {
  if (step === undefined || typeof value !== 'object' || value === null) return by;
  const keys = Object.keys(value);
  const key = keys[step % keys.length];
  if (key === undefined) return by;
  const inner = bend((value as Record<string, unknown>)[key], rest, by);
  if (Array.isArray(value)) return value.map((one: unknown, n) => (`${n}` === key ? inner : one));
  return { ...value, [key]: inner };
}

function answering(body: string, { status, signature }: Bent): typeof globalThis.fetch {
  return async (url, init) => {
    const requestId = new Headers(init?.headers).get('request-id') ?? '';
    const { pathname: target } = new URL(url instanceof Request ? url.url : url);
    const parts = { clientId: 'MCH-1', requestId, timestamp: 'T', target, body };
    const key = signature === 'right' ? 'SK-1' : 'SK-2';
    return new Response(status === 204 ? null : body, {
      status,
      headers: {
        'Response-Timestamp': 'T',
        ...(signature === 'absent' ? {} : { Signature: signResponse(parts, key) }),
      },
    });
  };
}

test.for(CALLS)('%#', async ([acts, right, call]) => {
  let results = 0;
  await fc.assert(
    fc.asyncProperty(bent, async (how) => {
      const body =
        JSON.stringify(bend(how.refused ? { error } : right, how.steps, how.value)) ?? '';
      const tarik = new Tarik({
        clientId: 'MCH-1',
        secretKey: 'SK-1',
        baseUrl: 'http://127.0.0.1:9',
        fetch: answering(body, how),
        retries: 0,
      });
      const found: unknown = await call(tarik).then(
        () => undefined,
        (reason: unknown) => reason,
      );
      if (found === undefined) {
        results += 1;
        expect(how).toMatchObject({ signature: 'right' });
        return;
      }
      expect(found).toBeInstanceOf(TarikError);
      if (how.signature !== 'right') expect(found).toMatchObject({ outcomeUnknown: acts });
      if (!acts) expect(found).toMatchObject({ outcomeUnknown: false });
    }),
    { numRuns: 2000 },
  );
  expect(results).toBeGreaterThan(0);
});
