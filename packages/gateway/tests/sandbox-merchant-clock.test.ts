// Time that passes for one merchant alone: everything that waits comes due for it, and nothing happens to anybody else.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AGED } from '../src/sandbox/programs/age.ts';
import { chanceOf, seedOfRun } from './chance.ts';
import type { MerchantClient } from './merchant-client.ts';
import { BANK, booksOf, paymentBody, startWorld, type Bound, type World } from './world.ts';

const MINUTE = 60;
const DAY = 86_400;
const SEED = seedOfRun();

let world: World;
/** A payment of the other merchant that waits for its OTP all the while. */
let others: { bound: Bound; token: string; invoice: string };

beforeEach(async () => {
  world = await startWorld();
  others = await begin(world.two);
});

afterEach(async () => {
  try {
    await world.settle();
    expect(await statusOf(world.two, others.invoice)).toBe('PENDING');
    const otp = await world.otp(others.bound.phone);
    const body = { payment: { token: others.token, otp } };
    const paid = await world.two.post(`${BANK}/payment/validate`, body);
    expect(paid.json.payment.status).toBe('SUCCESS');
    expect(await booksOf(world)).toEqual({ findings: [], differences: [] });
  } finally {
    await world.close();
  }
});

describe('for one merchant', () => {
  test('an OTP expires, at the bank and with us', async () => {
    const { invoice, token, bound } = await begin(world.one);
    const otp = await world.otp(bound.phone);
    await pass(world.one, 16 * MINUTE);
    const late = await world.one.post(`${BANK}/payment/validate`, { payment: { token, otp } });
    expect(late.json.error.code).toMatch(/expired/);
    await world.settle();
    expect(await statusOf(world.one, invoice)).toMatch(/EXPIRED|FAILED/);
  });

  test('a registration expires, and its page at the bank', async () => {
    const registered = await world.one.post(`${BANK}/token`, {
      customer: { id: 'C-late', name: 'Robby' },
      debit_card: {
        account_mobile_phone: '6281200000001',
        success_registration_url: 'https://shop.example/bound',
        failed_registration_url: 'https://shop.example/not-bound',
      },
    });
    const page = registered.json.debit_card.cimb_registration_url as string;
    expect((await fetch(page)).status).toBe(200);
    await pass(world.one, 15 * MINUTE + 1);
    await world.settle();
    const id = page.split('/').at(-1);
    await expect(
      world.sandbox(`/sandbox/registrations/${id}/complete`, { account_no: '800000000001' }),
    ).rejects.toThrow(/409.*expired/);
    const tokens = await world.db.rows({
      name: 'test-tokens',
      text: `select t.state from tokens t join merchants m using (merchant_id)
              where m.client_id = $1`,
      values: [world.one.clientId],
    });
    expect(tokens).toEqual([{ state: 'expired' }]);
  });

  test('notifications are tried again as the schedule has it', async () => {
    world.receiver.answers.push(500, 500, 500);
    await pay(world.one);
    await world.settle();
    expect(world.receiver.received).toHaveLength(1);
    for (const [seconds, tries] of [
      [6, 2],
      [61, 3],
      [10 * MINUTE, 4],
    ] as const) {
      await pass(world.one, seconds);
      await world.settle();
      expect(world.receiver.received).toHaveLength(tries);
    }
    await pass(world.one, 3 * DAY);
    await world.settle();
    expect(world.receiver.received).toHaveLength(4);
  });

  test('a payment can be refunded for 90 days, with the customer’s access renewed on the way', async () => {
    const { invoice, requestId, bound } = await pay(world.one);
    const refund = async () => {
      const body = {
        order: { invoice_number: invoice },
        payment: { original_request_id: requestId },
        refund: { amount: 1000, reason: 'returned' },
      };
      return await world.one.post(`${BANK}/payment-refund`, body);
    };
    await pass(world.one, 16 * DAY);
    const again = await world.one.post(`${BANK}/payment`, paymentBody(bound));
    expect(again.json.payment.status).toBe('SUCCESS');
    await pass(world.one, 73 * DAY);
    expect((await refund()).json.refund.status).toBe('SUCCESS');
    await pass(world.one, 2 * DAY);
    expect((await refund()).json.error.code).toBe('payment_not_refundable');
  });

  test('an unclear payment is asked about until the bank’s effect has come', async () => {
    const bound = await world.token(world.one, '800000000003');
    await world.sandbox('/sandbox/faults', {
      operation: 'pay',
      fault: 'timeout_late',
      after_ms: 30_000,
      partner_key: 'KEY-one',
    });
    const body = paymentBody(bound);
    const paid = await world.one.post(`${BANK}/payment`, body);
    expect(paid.json.payment.status).toBe('PENDING');
    const invoice = body['order'].invoice_number as string;
    await pass(world.one, 31);
    await world.settle();
    for (let looks = 0; (await statusOf(world.one, invoice)) === 'PENDING'; looks += 1) {
      expect(looks).toBeLessThan(10);
      await pass(world.one, 5 * MINUTE);
      await world.settle();
    }
    expect(await statusOf(world.one, invoice)).toBe('SUCCESS');
  });

  test('time is read and told for itself, in steps that add up, and a stranger has none', async () => {
    const read = async (query = '') =>
      (await world.sandbox<{ offset_seconds: number }>(`/sandbox/clock${query}`)).offset_seconds;
    const of = ({ clientId }: MerchantClient) => `?client_id=${clientId}`;
    await Promise.all([pass(world.one, 5), pass(world.one, 7), pass(world.three, 1)]);
    expect([await read(of(world.one)), await read(of(world.two)), await read()]).toEqual([
      12, 0, 0,
    ]);
    expect(await read(of(world.three))).toBe(1);
    const stranger = { advance_seconds: 1, client_id: 'MCH-nobody' };
    await expect(world.sandbox('/sandbox/clock', stranger)).rejects.toThrow(/404.*client_id/);
  });

  test(`whatever is done in whatever order, the books balance (TARIK_TEST_SEED=${SEED})`, async () => {
    const chance = chanceOf(SEED);
    const steps = [
      () => begin(world.one),
      () => pay(world.one),
      () => pass(world.one, chance.pick([1, 61, 16 * MINUTE, DAY, 20 * DAY])),
      () => world.settle(),
      () => Promise.all([pay(world.one), pass(world.one, 30)]),
    ];
    for (let step = 0; step < 25; step += 1) await chance.pick(steps)();
    await world.settle();
    expect(await booksOf(world)).toEqual({ findings: [], differences: [] });
  });
});

test('every time that stands beside a merchant grows older, or is named here as one that does not', async () => {
  const columns = await world.db.rows<{ place: string }>({
    name: 'test-times',
    text: `select c.table_name || '.' || c.column_name as place from information_schema.columns c
            where c.table_schema = 'public' and c.data_type like 'timestamp%'
              and exists (select 1 from information_schema.columns m
                           where m.table_name = c.table_name and m.column_name = 'merchant_id')
            order by 1`,
    values: [],
  });
  const stays = columns.filter(({ place }) => {
    const [table = '', column = ''] = place.split('.');
    return !AGED[table]?.includes(`${column} = ${column} -`);
  });
  expect(stays.map(({ place }) => place)).toEqual([
    'approvals.asked_at', // what people do stays when it was done
    'approvals.decided_at',
    'approvals.due_at',
    'approvals.expires_at',
    'approvals.lease_until',
    'audit_entries.at', // part of a chain
    'bank_figures.at', // figures are counted anew
    'check_marks.looked_at', // the database's own time
    'figures_late.hour',
    'ledger_journals.made_at', // part of the chain
    'ledger_sums.at', // sums of the chain
    'notification_figures.at',
    'notifications.lease_until',
    'operator_invitations.created_at',
    'operator_invitations.expires_at',
    'operator_invitations.used_at',
    'operator_invitations.withdrawn_at',
    'operator_memberships.created_at',
    'payment_figures.at',
    'payments.lease_until',
    'payout_events.at', // what was settled stays when it was
    'payouts.changed_at',
    'payouts.created_at',
    'payouts.released_at',
    'refunds.lease_until',
    'requests.lease_until',
    'settlement_batches.began_at',
    'settlement_batches.booked_at',
    'settlement_batches.lease_until',
    'settlement_terms.changed_at',
    'statement_merchants.done_at', // the bank's days stay
    'statement_merchants.lease_until',
    'tokens.lease_until',
  ]);
});

async function pass({ clientId }: MerchantClient, seconds: number): Promise<void> {
  await world.sandbox('/sandbox/clock', { advance_seconds: seconds, client_id: clientId });
}

/** A payment that waits for its OTP. */
async function begin(merchant: MerchantClient) {
  const bound = await world.token(merchant, '800000000001');
  const body = paymentBody(bound);
  const { json } = await merchant.post(`${BANK}/payment`, body);
  return { bound, token: json.payment.token as string, invoice: body['order'].invoice_number };
}

/** A payment that needs none. */
async function pay(merchant: MerchantClient) {
  const bound = await world.token(merchant, '800000000003');
  const body = paymentBody(bound);
  const { json, requestId } = await merchant.post(`${BANK}/payment`, body);
  expect(json.payment.status).toBe('SUCCESS');
  return { bound, requestId, invoice: body['order'].invoice_number as string };
}

async function statusOf(merchant: MerchantClient, invoice: string): Promise<string> {
  const { json } = await merchant.get(`/orders/v1/status/${invoice}`);
  return json.transaction.status as string;
}
