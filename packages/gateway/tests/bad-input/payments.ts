// Rows 49 to 63 of the catalogue of bad input: creating payments.
import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { Told } from '../raw-call.ts';
import { BANK, paymentBody, type Bound } from '../world.ts';
import { changed, naming, withLexeme, type Case, type Row, type Stage } from './stage.ts';

const invalid = [400, 'invalid_parameter'] as const;
const notFound = [404, 'token_not_found'] as const;

/** A payment by a token that does not exist: for what is refused before anybody looks for it. */
const NOBODYS: Bound = { customerId: 'C-1', tokenId: 'f'.repeat(32), phone: '' };
const body = () => paymentBody(NOBODYS);

/** A case per lexeme of one field. */
function lexemeCases({ call }: Stage, field: string, lexemes: readonly string[]): Case[] {
  return lexemes.map((lexeme) => ({
    what: lexeme.slice(0, 60),
    send: () => call(`${BANK}/payment`, { body: withLexeme(body(), field, lexeme) }),
    answer: invalid,
    check: naming(field),
  }));
}

/** A case per value of one field. */
function fieldCases({ post }: Stage, field: string, values: readonly unknown[]): Case[] {
  return values.map((value) => ({
    what: value === undefined ? 'absent' : JSON.stringify(value).slice(0, 60),
    send: () => post('payment', changed(body(), field, value)),
    answer: invalid,
    check: ({ json }) => expect(json.error.message).toContain(field),
  }));
}

/** A payment that the bank takes without an OTP. */
async function takes(
  stage: Stage,
  what: string,
  text: (bound: Bound) => string,
  check: Case['check'] = () => undefined,
): Promise<Case> {
  const bound = await stage.world.token(stage.world.one, '800000000003');
  return {
    what,
    send: () => stage.call(`${BANK}/payment`, { body: text(bound) }),
    answer: [201],
    check,
    leaves: 'work',
    asks: ['pay'],
  };
}

export const PAYMENTS: readonly Row[] = [
  {
    n: 49,
    says: 'amount that is no whole rupiah from 1 to 999999999999',
    cases: (stage) =>
      lexemeCases(stage, 'order.amount', [
        '0',
        '-1',
        '0.5',
        '20000.01',
        '1e5',
        '1e400',
        '"20.000"',
        '" 20000"',
        '"２００００"',
        '"-1"',
        '"0x10"',
        '""',
        'true',
        'null',
        '[]',
        '{}',
        '1000000000000',
        '9007199254740993',
        '20000.000',
        '-0',
      ]),
  },
  {
    n: 50,
    says: 'amount "20000" and 20000.00 are accepted as 20000',
    cases: (stage) =>
      Promise.all(
        ['"20000"', '20000.00', '"20000.0"'].map((lexeme) =>
          takes(
            stage,
            lexeme,
            (bound) => withLexeme(paymentBody(bound), 'order.amount', lexeme),
            ({ json }) => expect(json.order.amount).toBe(20_000),
          ),
        ),
      ),
  },
  {
    n: 51,
    says: 'sum of price × quantity is not the amount',
    cases: ({ post }) => [
      {
        what: 'the guide’s own sample: 20000 against 90000',
        send: () =>
          post(
            'payment',
            paymentBody(NOBODYS, {
              amount: 20_000,
              line_items: [
                { name: 'Vitamin C', price: 40_000, quantity: 1 },
                { name: 'Pensil Warna', price: 50_000, quantity: 1 },
              ],
            }),
          ),
        answer: [400, 'amount_mismatch'],
      },
    ],
  },
  {
    n: 52,
    says: 'line items that are none',
    cases: (stage) => [
      ...['0', '-1', '1.5', '"x"', 'null'].flatMap((lexeme) =>
        itemCases(stage, 'quantity', lexeme),
      ),
      ...['-1', '0.5', '1e3', '1000000000000'].flatMap((lexeme) =>
        itemCases(stage, 'price', lexeme),
      ),
      ...fieldCases(stage, 'order.line_items', [
        Array.from({ length: 201 }, () => ({})),
        {},
        'x',
        [{ price: 999_999_999_999, quantity: 999_999_999_999 }],
        [7],
      ]),
    ],
  },
  {
    n: 53,
    says: 'invoice number absent, 65 characters, with a line break; odd ones are kept as they are',
    async cases(stage) {
      const odd = [`'; drop table payments; --`, '<script>alert(1)</script>', '=cmd()|x'];
      return [
        ...fieldCases(stage, 'order.invoice_number', [undefined, '', 'x'.repeat(65), 'a\nb', 7]),
        ...(await Promise.all(
          odd.map((invoice) =>
            takes(
              stage,
              invoice,
              (bound) => JSON.stringify(paymentBody(bound, { invoice_number: invoice })),
              ({ json }) => expect(json.order.invoice_number).toBe(invoice),
            ),
          ),
        )),
      ];
    },
  },
  {
    n: 54,
    says: 'invoice number of a payment that is paid or pending',
    async cases(stage) {
      const paid = await stage.pay('800000000003');
      const pending = await stage.pay('800000000001');
      return [paid, pending].map((first) => ({
        what: first === paid ? 'paid' : 'pending',
        send: () =>
          stage.post('payment', paymentBody(first.bound, { invoice_number: first.invoiceNumber })),
        answer: [409, 'duplicate_invoice_number'],
        leaves: 'answer',
      }));
    },
  },
  {
    n: 55,
    says: 'token unknown, another merchant’s, another customer’s, deleted, pending: all alike',
    async cases(stage) {
      const { world, post } = stage;
      const own = await world.token(world.one, '800000000001');
      const theirs = await world.token(world.two, '800000000001', own.customerId);
      const gone = await world.token(world.one, '800000000001');
      await post('token-delete', {
        customer: { id: gone.customerId },
        debit_card: { token_id: gone.tokenId },
      });
      const pending = await pendingToken(stage);
      const bounds: Record<string, Bound> = {
        unknown: { ...own, tokenId: randomUUID().replaceAll('-', '') },
        'of another merchant': { ...own, tokenId: theirs.tokenId },
        'of another customer': { ...own, customerId: 'somebody' },
        deleted: gone,
        pending,
      };
      const answers = new Set<string>();
      return [
        ...Object.entries(bounds).map(([what, bound]): Case => ({
          what,
          send: () => post('payment', paymentBody(bound)),
          answer: notFound,
          check: ({ body: text }) => {
            answers.add(text);
            expect(answers.size).toBe(1);
          },
          leaves: 'answer',
        })),
        {
          what: 'no token id of ours',
          send: () => post('payment', paymentBody({ ...own, tokenId: 'TOK_abc::2020' })),
          answer: notFound,
        },
      ];
    },
  },
  {
    n: 56,
    says: 'token_id of 129 characters, an object, %00, ../',
    cases: (stage) =>
      fieldCases(stage, 'payment.token_id', ['x'.repeat(129), {}, '%00', '../', '', undefined, 7]),
  },
  {
    n: 57,
    says: 'otp_expiration_timestamp 0, -1, 1e9, "x"; 360010 is accepted and clamped',
    async cases(stage) {
      const bound = await stage.world.token(stage.world.one, '800000000001');
      return [
        ...lexemeCases(stage, 'payment.otp_expiration_timestamp', [
          '0',
          '-1',
          '1e9',
          '"x"',
          '1.5',
          '525601',
        ]),
        {
          what: '360010',
          send: () =>
            stage.post(
              'payment',
              changed(paymentBody(bound), 'payment.otp_expiration_timestamp', 360_010),
            ),
          answer: [201],
          async check() {
            const [row] = await stage.rows(
              `select extract(epoch from otp_expires_at - otp_sent_at)::int as seconds
                 from payments order by created_at desc limit 1`,
            );
            expect(row).toEqual({ seconds: 300 });
          },
          leaves: 'work',
          asks: ['pay'],
        },
      ];
    },
  },
  {
    n: 58,
    says: 'additional_info too large, too deep; override to a local address or another path',
    elsewhere:
      'a host that resolves to another address later is judged when it is dialled, by the door to merchants',
    cases: (stage) => [
      ...fieldCases(stage, 'additional_info', [
        { text: 'x'.repeat(5000) },
        { a: { b: { c: { d: { e: 1 } } } } },
        [],
        'x',
      ]),
      {
        what: '1 MB',
        send: () =>
          stage.post(
            'payment',
            changed(body(), 'additional_info', { text: 'x'.repeat(1_000_000) }),
          ),
        answer: [413, 'request_too_large'],
      },
      ...fieldCases(stage, 'additional_info.override_notification_url', [
        'http://169.254.169.254/notifications',
        'http://10.0.0.1/notifications',
        'https://other.example/another/path',
        'https://other.example/notifications#x',
        'ftp://other.example/notifications',
        7,
      ]),
    ],
  },
  {
    n: 59,
    says: 'number that passes Luhn’s check in free text',
    elsewhere:
      'does not hold (spec 11): one numeric invoice number in ten passes it; it is masked in logs, not refused',
    cases: async (stage) => [
      await takes(stage, '4111111111111111 as invoice number', (bound) =>
        JSON.stringify(paymentBody(bound, { invoice_number: '4111111111111111' })),
      ),
    ],
  },
  {
    n: 60,
    says: 'bank not activated',
    cases: ({ world, post }) =>
      ['payment', 'token'].map((path) => ({
        what: path,
        send: () =>
          post(
            path,
            { ...body(), debit_card: { account_mobile_phone: '6281394130621' } },
            {},
            world.three,
          ),
        answer: [403, 'channel_inactive'],
      })),
  },
  {
    n: 61,
    says: 'too little money in the account',
    async cases(stage) {
      const bound = await stage.world.token(stage.world.one, '800000000002');
      return [
        {
          what: 'at creation',
          send: () => stage.post('payment', paymentBody(bound)),
          answer: [400, 'payment_declined'],
          async check({ json, requestId }) {
            expect(json.error).toMatchObject({
              type: 'bank_error',
              reason: 'insufficient_funds',
              bank_code: '4035414',
            });
            await stage.world.settle();
            const told = stage.world.receiver.received.find(
              (one) => one.body['transaction'].original_request_id === requestId,
            );
            expect(told?.body['transaction']).toMatchObject({
              status: 'FAILED',
              reason: 'insufficient_funds',
            });
          },
          leaves: 'work',
          asks: ['pay'],
        },
      ];
    },
  },
  {
    n: 62,
    says: 'the bank answers 504 at creation: PENDING, never FAILED',
    async cases(stage) {
      const accounts = ['800000000004', '800000000005'];
      const bounds = await Promise.all(
        accounts.map((account) => stage.world.token(stage.world.one, account)),
      );
      return bounds.map((bound, n) => ({
        what: accounts[n] ?? '',
        send: () => stage.post('payment', paymentBody(bound)),
        answer: [201],
        check: ({ json }) =>
          expect(json.payment).toEqual({ token: expect.any(String) as string, status: 'PENDING' }),
        leaves: 'work',
        asks: ['pay'],
      }));
    },
  },
  {
    n: 63,
    says: 'fifty at once with fifty ids on one invoice number',
    async cases(stage) {
      const bound = await stage.world.token(stage.world.one, '800000000001');
      const order = { invoice_number: `INV-${randomUUID()}` };
      return [
        {
          what: 'one of them',
          async send() {
            const all = await Promise.all(
              Array.from({ length: 50 }, () => stage.post('payment', paymentBody(bound, order))),
            );
            const made = all.filter(({ status }) => status === 201);
            const refused = all.filter(
              ({ json }) => json.error?.code === 'duplicate_invoice_number',
            );
            expect([made.length, refused.length]).toEqual([1, 49]);
            return made[0] as Told;
          },
          answer: [201],
          leaves: 'work',
          asks: ['pay'],
        },
      ];
    },
  },
];

function itemCases({ call }: Stage, field: string, lexeme: string): Case[] {
  const item = { name: 'x', price: 1, quantity: 1, [field]: '@' };
  const text = JSON.stringify(paymentBody(NOBODYS, { line_items: [item] })).replace('"@"', lexeme);
  return [
    {
      what: `${field} ${lexeme}`,
      send: () => call(`${BANK}/payment`, { body: text }),
      answer: invalid,
      check: naming(`order.line_items[0].${field}`),
    },
  ];
}

async function pendingToken({ post, rows }: Stage): Promise<Bound> {
  const customerId = `C-${randomUUID()}`;
  await post('token', {
    customer: { id: customerId },
    debit_card: { account_mobile_phone: '6281394130621' },
  });
  const [row] = await rows(
    `select token_id from tokens where state = 'pending' order by created_at desc limit 1`,
  );
  return { customerId, tokenId: (row.token_id as string).replaceAll('-', ''), phone: '' };
}
