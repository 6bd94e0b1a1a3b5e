// Rows 64 to 75 of the catalogue of bad input: validating an OTP and having a new one sent.
import { expect } from 'vitest';
import type { Told } from '../raw-call.ts';
import {
  changed,
  naming,
  withLexeme,
  type Case,
  type Paid,
  type Row,
  type Stage,
} from './stage.ts';
import { BANK } from '../world.ts';

const invalid = [400, 'invalid_parameter'] as const;
const notFound = [404, 'payment_not_found'] as const;
const final = [400, 'payment_already_final'] as const;
const RIGHT = '999999';
const WRONG = '000000';

function validate({ post }: Stage, token: string, otp = RIGHT): Promise<Told> {
  return post('payment/validate', { payment: { token, otp } });
}

function resend({ post }: Stage, token: string): Promise<Told> {
  return post('payment-otp', { payment: { token } });
}

async function failed(stage: Stage): Promise<Paid> {
  const paid = await stage.pay('800000000001');
  for (let n = 0; n < 3; n += 1) await validate(stage, paid.token, WRONG);
  return paid;
}

async function expired(stage: Stage): Promise<Paid> {
  const paid = await stage.pay('800000000001');
  stage.world.advance(306);
  await stage.rest();
  return paid;
}

async function theirs({ world }: Stage): Promise<string> {
  const bound = await world.token(world.two, '800000000001');
  const made = await world.two.post(`${BANK}/payment`, {
    customer: { id: bound.customerId },
    order: { invoice_number: `INV-${bound.tokenId.slice(0, 12)}`, amount: 1000 },
    payment: { token_id: bound.tokenId },
  });
  return made.json.payment.token as string;
}

async function triesOf({ rows }: Stage, requestId: string): Promise<number> {
  const [row] = await rows('select otp_tries from payments where request_id = $1', [requestId]);
  return row.otp_tries as number;
}

export const OTP: readonly Row[] = [
  {
    n: 64,
    says: 'payment.token unknown, another merchant’s, 257 characters',
    async cases(stage) {
      const other = await theirs(stage);
      const own = await stage.pay('800000000001');
      return [
        {
          what: 'unknown',
          send: () => validate(stage, 'x'.repeat(43)),
          answer: notFound,
          leaves: 'answer',
        },
        {
          what: '?',
          send: () => validate(stage, '?UiUVuLzrkuHzIZmKMkAMRU5yPI4x19utIF93ekkz0'),
          answer: notFound,
          leaves: 'answer',
        },
        {
          what: 'another merchant’s',
          send: () => validate(stage, other),
          answer: notFound,
          leaves: 'answer',
        },
        {
          what: 'one letter changed',
          send: () => validate(stage, turned(own.token)),
          answer: notFound,
          leaves: 'answer',
        },
        {
          what: '257 characters',
          send: () => validate(stage, 'x'.repeat(257)),
          answer: invalid,
          check: naming('payment.token'),
        },
      ];
    },
  },
  {
    n: 65,
    says: 'OTP absent, of 5 or 7 digits, letters, a number, other digits, a blank: no try is used',
    async cases(stage) {
      const paid = await stage.pay('800000000001');
      const body = { payment: { token: paid.token } };
      const values = [
        undefined,
        '12345',
        '1234567',
        'abcdef',
        '',
        '１２３４５６',
        '٩٩٩٩٩٩',
        ' 99999',
        '99999 ',
        null,
      ];
      return [
        ...values.map((otp): Case => ({
          what: otp === undefined ? 'absent' : JSON.stringify(otp),
          send: () => stage.post('payment/validate', changed(body, 'payment.otp', otp)),
          answer: invalid,
          check: naming('payment.otp'),
        })),
        {
          what: 'the number 999999',
          send: () =>
            stage.call(`${BANK}/payment/validate`, {
              body: withLexeme(body, 'payment.otp', RIGHT),
            }),
          answer: invalid,
          async check(told) {
            naming('payment.otp')(told);
            expect(await triesOf(stage, paid.requestId)).toBe(0);
          },
        },
      ];
    },
  },
  {
    n: 66,
    says: 'wrong OTP: tries left; the third ends the payment',
    async cases(stage) {
      const paid = await stage.pay('800000000001');
      const wrong = (tries: number, answer: Case['answer'], check: Case['check']): Case => ({
        what: `try ${tries}`,
        send: () => validate(stage, paid.token, WRONG),
        answer,
        ...(check === undefined ? {} : { check }),
        leaves: 'work',
        asks: ['verifyOtp'],
      });
      return [
        wrong(1, [400, 'invalid_otp'], ({ json }) => expect(json.error.tries_left).toBe(2)),
        wrong(2, [400, 'invalid_otp'], ({ json }) => expect(json.error.tries_left).toBe(1)),
        wrong(3, [400, 'otp_attempts_exceeded'], async () => {
          const status = await stage.call(`/orders/v1/status/${paid.requestId}`, { method: 'GET' });
          expect(status.json.transaction.status).toBe('FAILED');
        }),
      ];
    },
  },
  {
    n: 67,
    says: 'right OTP after five minutes',
    async cases(stage) {
      const paid = await stage.pay('800000000001');
      stage.world.advance(301);
      return [
        {
          what: '301 s',
          send: () => validate(stage, paid.token),
          answer: [400, 'otp_expired'],
          leaves: 'answer',
        },
      ];
    },
  },
  {
    n: 68,
    says: 'right OTP after success, new Request-Id: the success again, the bank is not asked',
    async cases(stage) {
      const paid = await stage.pay('800000000001');
      const first = await validate(stage, paid.token);
      return [
        {
          what: 'again',
          send: () => validate(stage, paid.token),
          answer: [200],
          check: ({ body }) => expect(body).toBe(first.body),
          leaves: 'answer',
        },
      ];
    },
  },
  {
    n: 69,
    says: 'OTP after FAILED: the state is named',
    async cases(stage) {
      const paid = await failed(stage);
      return [
        {
          what: 'right OTP',
          send: () => validate(stage, paid.token),
          answer: final,
          check: ({ json }) => expect(json.error.message).toContain('FAILED'),
          leaves: 'answer',
        },
      ];
    },
  },
  {
    n: 70,
    says: 'two right OTPs at once: one runs',
    async cases(stage) {
      const paid = await stage.pay('800000000001');
      return [
        {
          what: 'the second',
          async send() {
            await stage.misbehave('verify', 'slow', { delay_ms: 500 });
            const first = validate(stage, paid.token);
            await expect.poll(() => stage.asked.at(-1)).toBe('verifyOtp');
            const second = await validate(stage, paid.token);
            expect((await first).json.payment.status).toBe('SUCCESS');
            return second;
          },
          answer: [409, 'payment_in_progress'],
          check: ({ headers }) => expect(Number(headers['retry-after'])).toBeGreaterThan(0),
          leaves: 'work',
          asks: ['verifyOtp'],
        },
      ];
    },
  },
  {
    n: 71,
    says: 'the bank answers 504 to an OTP: PENDING, the result by notification',
    async cases(stage) {
      const faults = ['timeout_before', 'timeout_after'] as const;
      const paid = await Promise.all(faults.map(() => stage.pay('800000000001')));
      return faults.map((fault, n) => ({
        what: fault,
        async send() {
          await stage.misbehave('verify', fault);
          return await validate(stage, paid[n]?.token ?? '');
        },
        answer: [200],
        async check({ json }) {
          expect(json.payment.status).toBe('PENDING');
          await stage.rest();
          const told = stage.world.receiver.received
            .map((one) => one.body['transaction'])
            .filter((one) => one.original_request_id === paid[n]?.requestId);
          if (fault === 'timeout_after') expect(told).toMatchObject([{ status: 'SUCCESS' }]);
          else expect(told.map((one) => one.status)).not.toContain('SUCCESS');
        },
        leaves: 'work',
        asks: ['verifyOtp'],
      }));
    },
  },
  {
    n: 72,
    says: 'old OTP after a new one was sent',
    async cases(stage) {
      const paid = await stage.pay('800000000001');
      const old = await stage.world.otp(paid.bound.phone);
      stage.world.advance(31);
      expect((await resend(stage, paid.token)).status).toBe(200);
      const fresh = await stage.world.otp(paid.bound.phone);
      return [
        {
          what: 'the old one',
          // One time in a million both are the same; then another wrong one stands for the old one.
          send: () => validate(stage, paid.token, old === fresh ? WRONG : old),
          answer: [400, 'invalid_otp'],
          leaves: 'work',
          asks: ['verifyOtp'],
        },
      ];
    },
  },
  {
    n: 73,
    says: 'new OTP for a payment that is paid, failed, expired, another merchant’s',
    async cases(stage) {
      const paid = await stage.pay('800000000003');
      const no = await failed(stage);
      const late = await expired(stage);
      const other = await theirs(stage);
      return [
        { what: 'paid', send: () => resend(stage, paid.token), answer: final, leaves: 'answer' },
        { what: 'failed', send: () => resend(stage, no.token), answer: final, leaves: 'answer' },
        { what: 'expired', send: () => resend(stage, late.token), answer: final, leaves: 'answer' },
        {
          what: 'another merchant’s',
          send: () => resend(stage, other),
          answer: notFound,
          leaves: 'answer',
        },
      ];
    },
  },
  {
    n: 74,
    says: 'new OTP a fourth time, or within 30 s',
    async cases(stage) {
      const soon = await stage.pay('800000000001');
      const often = await stage.pay('800000000001');
      for (let n = 0; n < 3; n += 1) {
        stage.world.advance(31);
        expect((await resend(stage, often.token)).status).toBe(200);
      }
      const again = await stage.pay('800000000001');
      const limited: Pick<Case, 'answer' | 'check'> = {
        answer: [429, 'too_many_requests'],
        check: ({ headers }) => expect(Number(headers['retry-after'])).toBeGreaterThan(0),
      };
      return [
        { what: 'at once', send: () => resend(stage, again.token), ...limited },
        {
          what: 'a fourth time',
          send() {
            stage.world.advance(31);
            return resend(stage, often.token);
          },
          ...limited,
        },
        {
          what: 'too late for the first',
          send() {
            stage.world.advance(120);
            return resend(stage, soon.token);
          },
          answer: [400, 'otp_expired'],
          leaves: 'answer',
        },
      ];
    },
  },
  {
    n: 75,
    says: 'new OTP while the last one is being validated',
    async cases(stage) {
      const paid = await stage.pay('800000000001');
      stage.world.advance(31);
      return [
        {
          what: 'in between',
          async send() {
            await stage.misbehave('verify', 'slow', { delay_ms: 500 });
            const running = validate(stage, paid.token);
            await expect.poll(() => stage.asked.at(-1)).toBe('verifyOtp');
            const told = await resend(stage, paid.token);
            await running;
            return told;
          },
          answer: [409, 'payment_in_progress'],
          leaves: 'work',
          asks: ['verifyOtp'],
        },
      ];
    },
  },
];

/** Another text of the same length. */
function turned(token: string): string {
  const last = token.at(-2) === 'A' ? 'B' : 'A';
  return token.slice(0, -2) + last + token.slice(-1);
}
