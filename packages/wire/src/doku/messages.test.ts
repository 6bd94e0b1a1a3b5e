import { describe, expect, expectTypeOf, it } from 'vitest';
import { z } from 'zod';
import { vectors } from '../../tests/conformance.ts';
import { parseStrictJson } from '../json.ts';
import * as example from './examples.ts';
import * as messages from './messages.ts';
import { firstIssue } from './messages.ts';

const requests = {
  token: messages.TokenRequest,
  tokens: messages.TokensRequest,
  payment: messages.PaymentRequest,
  validate: messages.ValidateRequest,
  otp: messages.PaymentOtpRequest,
  delete: messages.TokenDeleteRequest,
  refund: messages.RefundRequest,
};

type Call = keyof typeof requests;

interface Field {
  call: Call;
  at: string;
  json: string | null;
  path: string;
}

const { bases, accepted, refused } = vectors<{
  bases: Record<Call, unknown>;
  accepted: Field[];
  refused: Field[];
}>('doku/fields.json');

/** The base body of the call with the exact JSON text put in at its place. */
function bodyWith({ call, at, json }: Field): string {
  if (at === '') return json ?? '';
  const body = structuredClone(bases[call]) as Record<string, unknown>;
  const steps = at.split('.');
  const last = steps.pop() ?? '';
  const parent = steps.reduce((node, step) => (node[step] ??= {}) as Record<string, unknown>, body);
  if (json === null) delete parent[last];
  else parent[last] = '@@';
  return JSON.stringify(body).replace('"@@"', () => json ?? '');
}

const parse = (call: Call, text: string) =>
  requests[call].safeParse(parseStrictJson(Buffer.from(text)));
const short = (field: Field) =>
  `${field.call} ${field.at} ${(field.json ?? 'left out').slice(0, 40)}`;

describe('a request', () => {
  it.each(Object.keys(bases) as Call[])('%s is accepted as its base body', (call) => {
    expect(parse(call, JSON.stringify(bases[call])).success).toBe(true);
  });

  it.each(accepted.map((field) => [short(field), field] as const))(
    'is accepted: %s',
    (_, field) => {
      const result = parse(field.call, bodyWith(field));
      expect(result.success ? undefined : firstIssue(result.error)).toBeUndefined();
    },
  );

  it.each(refused.map((field) => [short(field), field] as const))('is refused: %s', (_, field) => {
    const result = parse(field.call, bodyWith(field));
    expect(result.success).toBe(false);
    if (result.success) return;
    const { path, rule } = firstIssue(result.error);
    expect(path).toBe(field.path);
    expect(rule).toMatch(field.json === null ? /^is required$/ : /^must /);
  });

  it('loses the fields that the guide does not name', () => {
    const text =
      '{"payment":{"token":"t","otp":"123456","x":1},"isAdmin":true,"customer":{"id":"C-1"}}';
    expect(parse('validate', text).data).toEqual({ payment: { token: 't', otp: '123456' } });
  });

  it('comes out with amounts in bigint and phones in text', () => {
    const payment = messages.PaymentRequest.parse(
      parseStrictJson(
        Buffer.from(
          '{"customer":{"id":"C-1","phone":628817219910},"order":{"invoice_number":"INV-1",' +
            '"line_items":[{"price":"40000.00","quantity":2.0}],"amount":"80000"},' +
            '"payment":{"token_id":"t","otp_expiration_timestamp":360010},' +
            '"additional_info":{"n":10,"d":0.10,"big":1e21,"list":[null,{"x":"y"}]}}',
        ),
      ),
    );
    expect(payment).toEqual({
      customer: { id: 'C-1', phone: '628817219910' },
      order: {
        invoice_number: 'INV-1',
        line_items: [{ price: 40_000n, quantity: 2n }],
        amount: 80_000n,
      },
      payment: { token_id: 't', otp_expiration_timestamp: 360_010n },
      additional_info: { n: 10, d: 0.1, big: 1e21, list: [null, { x: 'y' }] },
    });
    expectTypeOf(payment.order.amount).toEqualTypeOf<bigint>();
    expectTypeOf(payment.customer.phone).toEqualTypeOf<string | undefined>();
    expectTypeOf(payment.additional_info).toEqualTypeOf<messages.AdditionalInfo | undefined>();
  });

  it('keeps its numbers to what a JSON parser without floats read', () => {
    // What has been through JSON.parse may have lost digits already.
    expect(messages.PaymentRequest.safeParse(example.paymentRequest).success).toBe(false);
  });

  it('is refused in a sentence that says what to do', () => {
    const result = parse(
      'payment',
      bodyWith({ call: 'payment', at: 'order.amount', json: '1e5', path: '' }),
    );
    const { path, rule } = firstIssue(result.error ?? new z.ZodError([]));
    expect(`${path} ${rule}`).toBe(
      'order.amount must be a whole rupiah amount from 1 to 999999999999',
    );
  });

  it('is refused without a word of what it held', () => {
    for (const field of refused) {
      const result = parse(field.call, bodyWith(field));
      const value = field.json?.replaceAll('"', '') ?? '';
      if (result.success || value.length < 6) continue;
      const { rule } = firstIssue(result.error);
      expect(rule).not.toContain(value);
    }
  });

  it('of a reason of 10 KB is refused at once', () => {
    const reason = {
      call: 'refund',
      at: 'refund.reason',
      json: `"${'x'.repeat(10_240)}"`,
      path: '',
    };
    expect(parse('refund', bodyWith(reason as Field)).success).toBe(false);
  });

  it('of 60 KB in a field with a pattern takes no time', () => {
    const json = `"${'a@'.repeat(30_000)}"`;
    const started = performance.now();
    parse('payment', bodyWith({ call: 'payment', at: 'customer.email', json, path: '' }));
    parse('payment', bodyWith({ call: 'payment', at: 'customer.country', json, path: '' }));
    expect(performance.now() - started).toBeLessThan(10_000); // a backtracking pattern takes minutes
  });
});

describe('the schemas for the reference', () => {
  const named: [string, z.ZodType][] = [];
  for (const [name, schema] of Object.entries(messages)) {
    if (schema instanceof z.ZodType) named.push([name, schema]);
  }

  it('are all there', () => {
    expect(named.map(([name]) => name).toSorted()).toEqual(
      [
        ['ErrorBody', 'NotificationBody', 'StatusResponse'],
        ['Token', 'Tokens', 'Payment', 'Validate', 'PaymentOtp', 'TokenDelete', 'Refund'].flatMap(
          (call) => [`${call}Request`, `${call}Response`],
        ),
      ]
        .flat()
        .toSorted(),
    );
  });

  it.each(named)(
    '%s exports to JSON Schema under its name, with an example that it accepts',
    (name, schema) => {
      const meta = schema.meta();
      expect(meta).toMatchObject({ id: name, description: expect.stringMatching(/\.$/) });
      const io = name.endsWith('Request') ? 'input' : 'output';
      const json = z.toJSONSchema(schema, { io });
      expect(json.$ref).toBe(`#/$defs/${name}`);
      const given = parseStrictJson(Buffer.from(JSON.stringify(meta?.['example'])));
      const result = schema.safeParse(io === 'input' ? given : meta?.['example']);
      expect(result.error).toBeUndefined();
    },
  );

  it('tell the types of fields that code checks', () => {
    const json = z.toJSONSchema(messages.PaymentRequest, { io: 'input' });
    expect(json.$defs?.['PaymentRequest']).toMatchObject({
      required: ['customer', 'order', 'payment'],
      properties: {
        order: {
          required: ['invoice_number', 'amount'],
          properties: { amount: { type: ['integer', 'string'], minimum: 1 } },
        },
      },
    });
  });
});
