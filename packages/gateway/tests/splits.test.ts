// A payment whose net is divided: every list that cannot be is refused by its field and rule, what can be is frozen with the
// payment and echoed, and people may change it until it is settled.
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { addTariff } from '../src/fees/change.ts';
import { changeSplit, type SplitChange } from '../src/payments/change-split.ts';
import { findPayment } from '../src/payments/store.ts';
import { bookBatch } from '../src/settlement/book.ts';
import { claimBatch } from '../src/settlement/claim.ts';
import { collectPage } from '../src/settlement/collect.ts';
import { addItems } from '../src/settlement/items.ts';
import { listHolidays } from '../src/settlement/store-calendar.ts';
import type { Split } from '../src/splits/split.ts';
import {
  closedAccount,
  closedByTwo,
  enteredAccount,
  verifiedAccount,
} from './bank-account-rows.ts';
import { BANK, booksOf, paymentBody, startWorld, type Bound, type World } from './world.ts';

const ONE = 'SBA-0001-000000001';
const TWO = 'SBA-0001-000000002';
const FEE = 2_900n;
const NET = 90_000n - FEE;

let world: World;
let merchantId: string;
let bound: Bound;

beforeAll(async () => {
  world = await startWorld();
  const found = await world.ctx.merchants.find(world.one.clientId);
  const other = await world.ctx.merchants.find(world.two.clientId);
  merchantId = found!.merchantId;
  bound = await world.token(world.one, '800000000003');
  const { ctx } = world;
  for (const account of [ONE, TWO]) await verifiedAccount(ctx, merchantId, account);
  await enteredAccount(ctx, merchantId, 'SBA-0001-000000003');
  await closedAccount(ctx, merchantId, 'SBA-0001-000000004');
  await verifiedAccount(ctx, other!.merchantId, 'SBA-0002-000000009');
  const tariff = { bank: 'cimb', fixed: 2_000n, basisPoints: 100n, minimum: 0n, maximum: null };
  await addTariff(world.ctx, merchantId, { ...tariff, validFrom: null }, { by: null });
  world.ctx.merchants.forget(world.one.clientId);
});

afterEach(async () => {
  expect(await booksOf(world)).toEqual({ findings: [], differences: [] });
});

afterAll(() => world.close());

const line = (id: unknown, type: unknown, value: unknown) => ({
  bank_account_settlement_id: id,
  type,
  value,
});

function bodyOf(settlement: unknown): Record<string, any> {
  return { ...paymentBody(bound), additional_info: { settlement, note: 'mine' } };
}

const pay = (settlement: unknown) => world.one.post(`${BANK}/payment`, bodyOf(settlement));

async function paymentOf(requestId: string) {
  const [row] = await world.db.rows<{ payment_id: string }>({
    name: 'test-payment-of',
    text: 'select payment_id from payments where merchant_id = $1 and request_id = $2',
    values: [merchantId, requestId],
  });
  return row === undefined ? null : await findPayment(world.db, merchantId, row.payment_id);
}

const many = (count: number) =>
  Array.from({ length: count }, (_, n) => line(`SBA-0001-${String(n).padStart(9, '0')}`, 'FIX', 1));

const LIST = 'additional_info.settlement';
const LINES = 'must be a list of 1 to 50 lines';
const ID = 'bank_account_settlement_id';
const FIX_RULE = 'must be a whole rupiah amount from 1 to 999999999999';
const PERCENT_RULE = 'must be a whole percentage from 1 to 100';
const TYPE_RULE = 'must be PERCENTAGE or FIX, in capitals';

const BAD: readonly [what: string, settlement: unknown, field: string, rule: string][] = [
  ['an empty list', [], LIST, LINES],
  ['51 lines', many(51), LIST, LINES],
  ['an object', { 0: line(ONE, 'FIX', 1) }, LIST, LINES],
  ['text', 'all of it', LIST, LINES],
  ['false', false, LIST, LINES],
  ['a line of text', ['FIX'], `${LIST}[0]`, 'must be an object'],
  ['a line that is a list', [line(ONE, 'FIX', 1), []], `${LIST}[1]`, 'must be an object'],
  ['no account', [{ type: 'FIX', value: 1 }], `${LIST}[0].${ID}`, 'is required'],
  [
    'a number for an account',
    [line(1, 'FIX', 1)],
    `${LIST}[0].${ID}`,
    'must be the settlement id of a bank account, like SBA-0001-123456789',
  ],
  [
    'blanks for an account',
    [line('  ', 'FIX', 1)],
    `${LIST}[0].${ID}`,
    'must be the settlement id of a bank account, like SBA-0001-123456789',
  ],
  ['no type', [{ [ID]: ONE, value: 1 }], `${LIST}[0].type`, 'is required'],
  ['a type in small letters', [line(ONE, 'fix', 1)], `${LIST}[0].type`, TYPE_RULE],
  ['another type', [line(ONE, 'ALL', 1)], `${LIST}[0].type`, TYPE_RULE],
  ['no value', [{ [ID]: ONE, type: 'FIX' }], `${LIST}[0].value`, 'is required'],
  ['nothing', [line(ONE, 'FIX', 0)], `${LIST}[0].value`, FIX_RULE],
  ['less than nothing', [line(ONE, 'FIX', -5)], `${LIST}[0].value`, FIX_RULE],
  ['half a rupiah', [line(ONE, 'FIX', 100.5)], `${LIST}[0].value`, FIX_RULE],
  ['too many digits', [line(ONE, 'FIX', '1000000000000')], `${LIST}[0].value`, FIX_RULE],
  ['digits with a point', [line(ONE, 'FIX', '10.000')], `${LIST}[0].value`, FIX_RULE],
  ['null', [line(ONE, 'FIX', null)], `${LIST}[0].value`, FIX_RULE],
  ['a fraction of a percent', [line(ONE, 'PERCENTAGE', 12.5)], `${LIST}[0].value`, PERCENT_RULE],
  ['a fraction in text', [line(ONE, 'PERCENTAGE', '12.5')], `${LIST}[0].value`, PERCENT_RULE],
  ['101 %', [line(ONE, 'PERCENTAGE', 101)], `${LIST}[0].value`, PERCENT_RULE],
  ['no percent', [line(ONE, 'PERCENTAGE', 0)], `${LIST}[0].value`, PERCENT_RULE],
  [
    'more than 100 % together',
    [line(ONE, 'PERCENTAGE', 60), line(TWO, 'PERCENTAGE', 41)],
    `${LIST}[1].value`,
    'must not bring the percentages above 100',
  ],
  [
    'an account twice',
    [line(ONE, 'FIX', 1), line(ONE, 'PERCENTAGE', 1)],
    `${LIST}[1].${ID}`,
    'must not be named twice',
  ],
  [
    'FIX above the net, though not above the amount',
    [line(ONE, 'FIX', 87_101)],
    `${LIST}[0].value`,
    'must not bring the FIX lines above the net, 87100',
  ],
  [
    'FIX and percentages above the net',
    [line(ONE, 'FIX', 43_551), line(TWO, 'PERCENTAGE', 50)],
    `${LIST}[1].value`,
    'must not bring all lines together above the net, 87100',
  ],
  [
    'an account that nobody has',
    [line(ONE, 'FIX', 1), line('SBA-0001-999999999', 'FIX', 1)],
    `${LIST}[1].${ID}`,
    'must be a bank account of the merchant',
  ],
  [
    "another merchant's account",
    [line('SBA-0002-000000009', 'FIX', 1)],
    `${LIST}[0].${ID}`,
    'must be a bank account of the merchant',
  ],
  [
    'an account that is not verified',
    [line('SBA-0001-000000003', 'FIX', 1)],
    `${LIST}[0].${ID}`,
    'must be a bank account that is verified',
  ],
  [
    'an account that is closed',
    [line('SBA-0001-000000004', 'FIX', 1)],
    `${LIST}[0].${ID}`,
    'must be a bank account that is not closed',
  ],
];

describe('a payment is refused, and nothing comes of it, for', () => {
  test.each(BAD)('%s', async (_what, settlement, field, rule) => {
    const asked = world.asked.length;
    const body = bodyOf(settlement);
    const answer = await world.one.post(`${BANK}/payment`, body);
    expect(answer.status).toBe(400);
    expect(answer.json.error).toMatchObject({ code: 'invalid_parameter' });
    expect(answer.text).toContain(`${field} ${rule}`);
    expect(world.asked).toHaveLength(asked);
    expect(await paymentOf(answer.requestId)).toBeNull();
    // Neither its Request-Id nor its invoice number is gone.
    const { requestId } = answer;
    const mended = { ...body, additional_info: { settlement: [line(ONE, 'FIX', 1)] } };
    const again = await world.one.post(`${BANK}/payment`, mended, { requestId });
    expect(again.json.payment.status).toBe('SUCCESS');
  });
});

describe('a payment that is divided', () => {
  const GOOD = [line(ONE, 'PERCENTAGE', 33), line(TWO, 'FIX', '10000')];
  const FROZEN: Split = {
    net: NET,
    lines: [
      { account: ONE, type: 'PERCENTAGE', value: 33n, amount: 28_743n },
      { account: TWO, type: 'FIX', value: 10_000n, amount: 10_000n },
    ],
  };

  test('keeps its lines with their amounts, and echoes what was sent', async () => {
    const answer = await pay(GOOD);
    expect(answer.json.additional_info).toEqual({ settlement: GOOD, note: 'mine' });
    const payment = await paymentOf(answer.requestId);
    expect(payment).toMatchObject({ state: 'succeeded', fee: FEE, split: FROZEN });
    await world.settle();
    const told = world.receiver.received.find(
      ({ body }) => body['transaction'].original_request_id === answer.requestId,
    );
    expect(told?.body['additional_info']).toEqual({ settlement: GOOD, note: 'mine' });
  });

  test('may be all of the net, or name one account alone', async () => {
    for (const settlement of [[line(ONE, 'PERCENTAGE', 100)], [line(ONE, 'FIX', 87_100)]]) {
      const { requestId } = await pay(settlement);
      expect((await paymentOf(requestId))?.split?.lines[0]?.amount).toBe(NET);
    }
  });

  test('costs one more look, at its accounts, and one that is not divided costs none', async () => {
    const names: string[] = [];
    const { rows } = world.db;
    world.db.rows = (query) => {
      if (!query.name.startsWith('merchants-')) names.push(query.name);
      return rows(query);
    };
    await pay(GOOD);
    expect(names).toEqual(['bank-accounts-find-some', 'payments-begin', 'payments-finish']);
    names.length = 0;
    await pay(null);
    world.db.rows = rows;
    expect(names).toEqual(['payments-begin', 'payments-finish']);
  });

  test('is answered as it was when it is repeated, though its account is closed by now', async () => {
    const account = await verifiedAccount(world.ctx, merchantId, 'SBA-0001-000000007');
    const { accountId } = account;
    const body = JSON.stringify(bodyOf([line(accountId, 'FIX', 1)]));
    const first = await world.one.post(`${BANK}/payment`, body);
    await closedByTwo(world.ctx, account);
    const { requestId } = first;
    const again = await world.one.post(`${BANK}/payment`, body, { requestId });
    expect(again.status).toBe(409);
    expect(again.text).toBe(first.text);
    const other = await world.one.post(`${BANK}/payment`, bodyOf([line(accountId, 'FIX', 1)]), {
      requestId,
    });
    expect(other.json.error.code).toBe('idempotent_request');
  });
});

describe('by hand', () => {
  const by = {
    operatorId: randomUUID(),
    by: 'backoffice',
    role: 'finance',
    address: null,
  } as const;
  const WISH = [{ account: TWO, type: 'PERCENTAGE', value: 50n }] as const;
  const AFTER: Split = { net: NET, lines: [{ ...WISH[0], amount: 43_550n }] };

  async function made(settlement: unknown = [line(ONE, 'FIX', 100)]) {
    return (await paymentOf((await pay(settlement)).requestId))!;
  }

  const change = (paymentId: string, wish: Partial<SplitChange>) =>
    changeSplit(world.ctx, { merchantId }, paymentId, {
      lines: WISH,
      instead: null,
      by: { ...by, reason: 'agreed with the seller' },
      ...wish,
    });

  async function audited(paymentId: string) {
    return await world.db.rows<{ act: string; before: unknown; after: unknown }>({
      name: 'test-audited',
      text: 'select act, before, after from audit_entries where subject = $1 order by entry_no',
      values: [paymentId],
    });
  }

  async function reconcile(paymentId: string): Promise<void> {
    const at = world.ctx.clock.now();
    const shown = {
      merchantId,
      bank: 'cimb',
      chunkId: randomUUID(),
      at,
      payments: [paymentId],
      refunds: [],
    };
    await world.db.transaction((tx) => addItems(tx, shown));
  }

  /** Settles what is reconciled, whatever day it is: by the steps of a run. */
  async function settle(): Promise<void> {
    const pair = { merchantId, bank: 'cimb' };
    const held = await claimBatch(world.ctx, pair, '2099-12-31', await listHolidays(world.db));
    await collectPage(world.ctx, held!);
    await bookBatch(world.ctx, held!);
  }

  test('it is changed until it is settled, once, and the audit says from what to what', async () => {
    const { paymentId, split } = await made();
    await reconcile(paymentId);
    expect(await change(paymentId, { instead: split })).toMatchObject({
      kind: 'changed',
      payment: { split: AFTER },
    });
    expect(await change(paymentId, { instead: split })).toMatchObject({ kind: 'changed' });
    expect((await findPayment(world.db, merchantId, paymentId))?.split).toEqual(AFTER);
    expect(await audited(paymentId)).toEqual([
      {
        act: 'payment.split_changed',
        before: {
          split: {
            net: '87100',
            lines: [{ account: ONE, type: 'FIX', value: '100', amount: '100' }],
          },
        },
        after: {
          split: {
            net: '87100',
            lines: [{ account: TWO, type: 'PERCENTAGE', value: '50', amount: '43550' }],
          },
        },
      },
    ]);
  });

  test('all of it may be for the default account', async () => {
    const { paymentId, split } = await made();
    expect(await change(paymentId, { lines: null, instead: split })).toMatchObject({
      kind: 'changed',
      payment: { split: null },
    });
  });

  test('it is refused once it is settled, or when somebody was quicker', async () => {
    const settled = await made();
    await reconcile(settled.paymentId);
    await settle();
    expect(await change(settled.paymentId, { instead: settled.split })).toMatchObject({
      kind: 'settled',
    });
    const moved = await made();
    expect(await change(moved.paymentId, { instead: AFTER })).toMatchObject({ kind: 'moved' });
    expect(await audited(settled.paymentId)).toEqual([]);
    expect(await audited(moved.paymentId)).toEqual([]);
  });

  test('two at once change it once', async () => {
    const { paymentId, split } = await made();
    const other = [{ account: ONE, type: 'FIX', value: 7n }] as const;
    const kinds = await Promise.all([
      change(paymentId, { instead: split }),
      change(paymentId, { instead: split, lines: other }),
    ]);
    expect(new Set(kinds.map((one) => one?.kind))).toEqual(new Set(['changed', 'moved']));
    expect(await audited(paymentId)).toHaveLength(1);
  });

  test('lines that cannot be, other payments and payments without money are refused', async () => {
    const { paymentId, split } = await made();
    const unknown = [{ account: 'SBA-0001-999999999', type: 'FIX', value: 1n }] as const;
    expect(await change(paymentId, { instead: split, lines: unknown })).toEqual({
      kind: 'fault',
      fault: { line: 0, part: 'account', rule: 'must be a bank account of the merchant' },
    });
    expect(await change(randomUUID(), {})).toBeNull();
    const awaiting = await world.token(world.one, '800000000001');
    const { requestId } = await world.one.post(`${BANK}/payment`, paymentBody(awaiting));
    const pending = await paymentOf(requestId);
    expect(await change(pending!.paymentId, {})).toMatchObject({ kind: 'not_succeeded' });
  });
});
