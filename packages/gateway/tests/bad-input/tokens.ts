// Rows 36 to 48 and 76 to 78 of the catalogue of bad input: registering, listing and deleting tokens.
import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { customerKeyOf } from '../../src/tokens/customer-key.ts';
import { sealDetails } from '../../src/tokens/view.ts';
import { startEdge } from '../api-edge.ts';
import { rawCall, type Told } from '../raw-call.ts';
import { BANK, paymentBody } from '../world.ts';
import { changed, naming, type Case, type Row, type Stage } from './stage.ts';

const invalid = [400, 'invalid_parameter'] as const;
const notFound = [404, 'token_not_found'] as const;

const REGISTRATION = {
  customer: { id: 'C-1', name: 'Robby' },
  debit_card: { account_mobile_phone: '6281394130621' },
};

/** A case per value of one field of a registration. */
function fieldCases({ post }: Stage, field: string, values: readonly unknown[]): Case[] {
  return values.map((value) => ({
    what: value === undefined ? 'absent' : JSON.stringify(value).slice(0, 60),
    send: () => post('token', changed(REGISTRATION, field, value)),
    answer: invalid,
    check: naming(field),
  }));
}

function accepted({ post }: Stage, field: string, value: unknown): Case {
  return {
    what: `${JSON.stringify(value).slice(0, 60)} is accepted`,
    send: () => post('token', changed(REGISTRATION, field, value)),
    answer: [201],
    leaves: 'work',
    asks: ['bind'],
  };
}

export const TOKENS: readonly Row[] = [
  {
    n: 36,
    says: 'customer.id absent, empty, 129 characters, a number',
    cases: (stage) => [
      ...fieldCases(stage, 'customer.id', [undefined, '', 'x'.repeat(129), 7, null]),
      accepted(stage, 'customer.id', 'x'.repeat(128)),
    ],
  },
  {
    n: 37,
    says: 'account_mobile_phone absent, 21 digits, with +, letters, 08…',
    cases: (stage) =>
      fieldCases(stage, 'debit_card.account_mobile_phone', [
        undefined,
        '6'.repeat(21),
        '+6281394130621',
        '62813abc',
        '081394130621',
        '',
        '６２８１３',
      ]),
  },
  {
    n: 38,
    says: 'e-mail without @, 65 characters, with a line break',
    cases: (stage) =>
      fieldCases(stage, 'customer.email', [
        'nobody',
        `${'x'.repeat(53)}@mail.example`,
        'a@b.example\nBcc: c@d.example',
      ]),
  },
  {
    n: 39,
    says: 'date of birth in another form, no real day, in the future',
    cases: (stage) =>
      fieldCases(stage, 'customer.date_of_birth', [
        '2000-12-01',
        '31-02-2000',
        '01-01-2999',
        '1-1-2000',
      ]),
  },
  {
    n: 40,
    says: 'name above the widest limit, 70 (spec 2.4); digits and _ are accepted',
    cases: (stage) => [
      ...fieldCases(stage, 'customer.name', ['x'.repeat(71)]),
      accepted(stage, 'customer.name', 'CIMB_DIRECTDEBIT08'),
    ],
  },
  {
    n: 41,
    says: 'country Indonesia is accepted, 61 characters are not',
    cases: (stage) => [
      ...fieldCases(stage, 'customer.country', ['x'.repeat(61), 'x', '12']),
      accepted(stage, 'customer.country', 'Indonesia'),
      accepted(stage, 'customer.country', 'ID'),
    ],
  },
  {
    n: 42,
    says: 'registration URL javascript:, local address, //evil, 3 KB, unregistered host where some are registered',
    async cases(stage) {
      const who = await stage.merchant();
      await stage.rows(
        'insert into notification_hosts (merchant_id, host, created_at) values ($1, $2, now())',
        [who.merchantId, 'shop.example'],
      );
      const field = 'debit_card.success_registration_url';
      return [
        ...['success', 'failed'].flatMap((which) =>
          fieldCases(stage, `debit_card.${which}_registration_url`, [
            'javascript:alert(1)',
            '//evil.example/',
            `https://shop.example/${'x'.repeat(3000)}`,
            'https://a:b@shop.example/',
            'http://10.0.0.1/',
            'http://169.254.169.254/latest/meta-data/',
          ]),
        ),
        {
          what: 'loopback, in production',
          send: () => inProduction(changed(REGISTRATION, field, 'http://127.1/')),
          answer: invalid,
          check: naming(field),
        },
        {
          what: 'an unregistered host',
          send: () =>
            stage.post('token', changed(REGISTRATION, field, 'https://evil.example/'), {}, who),
          answer: invalid,
          check: naming(field),
        },
      ];
    },
  },
  {
    n: 43,
    says: 'account already bound to another customer of this merchant',
    elsewhere:
      'no call names an account: the customer types it on the page of the bank, which decides',
    cases: () => [],
  },
  {
    n: 44,
    says: 'bank refuses the phone',
    cases: (stage) => [
      {
        what: 'at registration',
        async send() {
          await stage.misbehave('bind', 'refuse');
          return await stage.post('token', changed(REGISTRATION, 'customer.id', 'C-44'));
        },
        answer: [400, 'registration_declined'],
        async check({ body, json }) {
          expect(body).not.toContain('registration_url');
          expect(json.error.bank_code).toMatch(/^403\d{4}$/);
          const [newest] = await stage.rows(
            'select state from tokens order by created_at desc limit 1',
          );
          expect(newest).toEqual({ state: 'failed' });
        },
        leaves: 'work',
        asks: ['bind'],
      },
    ],
  },
  {
    n: 45,
    says: 'bank away',
    cases: (stage) =>
      ['reset', 'html'].map((fault) => ({
        what: fault,
        async send() {
          await stage.misbehave('bind', fault);
          return await stage.post('token', REGISTRATION);
        },
        answer: [503, 'bank_unavailable'],
        check: ({ headers }) => expect(Number(headers['retry-after'])).toBeGreaterThan(0),
        leaves: 'work',
        asks: ['bind'],
      })),
  },
  {
    n: 46,
    says: 'list for another merchant’s customer and for nobody: alike',
    async cases(stage) {
      const theirs = await stage.world.token(stage.world.two, '800000000001');
      return [theirs.customerId, randomUUID()].map((id) => ({
        what: id === theirs.customerId ? 'another merchant’s customer' : 'nobody',
        send: () => stage.post('tokens', { customer: { id } }),
        answer: [200],
        check: ({ body }) => expect(body).toBe('[]'),
        leaves: 'answer',
      }));
    },
  },
  {
    n: 47,
    says: 'customer.id an object, a list, 129 characters (51 to 128 are accepted: spec 2.4)',
    cases: ({ post }) => [
      ...[{}, [], ['C'], 'x'.repeat(129)].map((id): Case => ({
        what: JSON.stringify(id).slice(0, 20),
        send: () => post('tokens', { customer: { id } }),
        answer: invalid,
        check: naming('customer.id'),
      })),
      {
        what: '128 characters are accepted',
        send: () => post('tokens', { customer: { id: 'x'.repeat(128) } }),
        answer: [200],
        leaves: 'answer',
      },
    ],
  },
  {
    n: 48,
    says: 'list for a customer with 10,000 tokens: capped, in a stable order',
    async cases(stage) {
      const customerId = `C-${randomUUID()}`;
      await insertTokens(stage, customerId, 10_000);
      const list = () => stage.post('tokens', { customer: { id: customerId } });
      const first = await list();
      return [
        {
          what: 'twice',
          send: list,
          answer: [200],
          async check({ body, json }) {
            expect(json).toHaveLength(100);
            expect(body).toBe(first.body);
            await stage.rows('delete from tokens where customer_key = $1', [
              customerKeyOf(stage.world.ctx, await merchantIdOf(stage), customerId),
            ]);
          },
          leaves: 'answer',
        },
      ];
    },
  },
  {
    n: 76,
    says: 'delete an unknown token, another merchant’s, a deleted one (404: spec 2.4), another customer’s',
    async cases(stage) {
      const { world, post } = stage;
      const own = await world.token(world.one, '800000000001');
      const theirs = await world.token(world.two, '800000000001', own.customerId);
      const gone = await world.token(world.one, '800000000001');
      const remove = (customerId: string, tokenId: string) =>
        post('token-delete', { customer: { id: customerId }, debit_card: { token_id: tokenId } });
      expect((await remove(gone.customerId, gone.tokenId)).json.debit_card.status).toBe('SUCCESS');
      return [
        {
          what: 'unknown',
          send: () => remove(own.customerId, 'f'.repeat(32)),
          answer: notFound,
          leaves: 'answer',
        },
        {
          what: 'no token id of ours',
          send: () => remove(own.customerId, 'TOK_1'),
          answer: notFound,
        },
        {
          what: 'another merchant’s',
          send: () => remove(own.customerId, theirs.tokenId),
          answer: notFound,
          leaves: 'answer',
        },
        {
          what: 'deleted',
          send: () => remove(gone.customerId, gone.tokenId),
          answer: notFound,
          leaves: 'answer',
        },
        {
          what: 'another customer’s',
          send: () => remove('somebody', own.tokenId),
          answer: notFound,
          leaves: 'answer',
        },
      ];
    },
  },
  {
    n: 77,
    says: 'delete with a payment in flight: allowed, no new one',
    async cases(stage) {
      const paid = await stage.pay('800000000001');
      return [
        {
          what: 'a payment that awaits its OTP',
          send: () => remove(stage, paid.bound),
          answer: [200],
          async check({ json }) {
            expect(json.debit_card.status).toBe('SUCCESS');
            const next = await stage.post('payment', paymentBody(paid.bound));
            expect([next.status, next.json.error.code]).toEqual(notFound);
          },
          leaves: 'work',
          asks: ['unbind'],
        },
      ];
    },
  },
  {
    n: 78,
    says: 'the bank does not say whether it has unbound: the token is gone at once',
    async cases(stage) {
      const bound = await stage.world.token(stage.world.one, '800000000001');
      return [
        {
          what: '504',
          async send() {
            await stage.misbehave('unbind', 'timeout_after');
            return await remove(stage, bound);
          },
          answer: [200],
          async check({ json }) {
            expect(json.debit_card).toMatchObject({ token_id: bound.tokenId, status: 'SUCCESS' });
            const next = await stage.post('payment', paymentBody(bound));
            expect([next.status, next.json.error.code]).toEqual(notFound);
          },
          leaves: 'work',
          asks: ['unbind'],
        },
      ];
    },
  },
];

async function remove(
  { post }: Stage,
  bound: { customerId: string; tokenId: string },
): Promise<Told> {
  return await post('token-delete', {
    customer: { id: bound.customerId },
    debit_card: { token_id: bound.tokenId },
  });
}

/** A call to a gateway that is no sandbox. It ends before it would need a database. */
async function inProduction(body: unknown): Promise<Told> {
  await using edge = await startEdge({}, false);
  return await rawCall(edge.port, edge.client, {
    target: `${BANK}/token`,
    body: JSON.stringify(body),
  });
}

async function merchantIdOf({ world, one }: Stage): Promise<string> {
  const merchant = await world.ctx.merchants.find(one.clientId);
  return merchant?.merchantId ?? '';
}

async function insertTokens(stage: Stage, customerId: string, count: number): Promise<void> {
  const { ctx } = stage.world;
  const merchantId = await merchantIdOf(stage);
  const details = { customer: { id: customerId }, accountPhone: '6281394130621' };
  const ids = Array.from({ length: count }, () => randomUUID());
  const sealed = ids.map((id) => sealDetails(ctx, merchantId, id, details));
  await stage.rows(
    `insert into tokens (merchant_id, token_id, bank, state, version, last_move, customer_key, sealed_details,
                         sealed_access, account_tail, created_at, changed_at)
     select $1, i.id, 'cimb', 'active', 1, i.id, $2, i.sealed, ''::bytea, '0001', now(), now()
       from unnest($3::uuid[], $4::bytea[]) as i (id, sealed)`,
    [merchantId, customerKeyOf(ctx, merchantId, customerId), ids, sealed],
  );
}
