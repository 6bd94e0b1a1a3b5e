// One payment in the Back Office: its story, and what people do with it: refund, ask the bank, end it by hand, two at once.
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  carryOutRefund,
  carryOutResolution,
  carryOutSplit,
} from '../src/backoffice/payments/carry-out.ts';
import { NOTIFICATION_ROUTES } from '../src/backoffice/notifications/index.ts';
import { PAYMENT_ROUTES } from '../src/backoffice/payments/index.ts';
import { REFUND_ROUTES } from '../src/backoffice/refunds/index.ts';
import { TOKEN_ROUTES } from '../src/backoffice/tokens/index.ts';
import { referenceOf } from '../src/base/reference.ts';
import { checkBooks } from '../src/checks/check.ts';
import { findBalances } from '../src/ledger/store.ts';
import type { Merchant } from '../src/merchants/merchant.ts';
import { decideApproval, type StoredApproval } from '../src/operators/approvals.ts';
import type { AuditNote } from '../src/operators/audit.ts';
import { receiveCallback } from '../src/payments/receive-callback.ts';
import { settleDuePayments } from '../src/payments/settle-unclear.ts';
import { createRefund } from '../src/refunds/create.ts';
import type { RefundView } from '../src/refunds/refund.ts';
import { returnLateMoney } from '../src/refunds/return-late-money.ts';
import { pay, somebody, type Made, type Somebody } from './backoffice-money.ts';
import { startOffice, type Office } from './backoffice-world.ts';
import type { BankAccount } from '../src/bank-accounts/bank-account.ts';
import { closedByTwo, verifiedAccount } from './bank-account-rows.ts';
import { callOf, evidence, UNCLEAR } from './flow-context.ts';

let office: Office;
let merchant: Merchant;
let maker: Somebody;
let approver: Somebody;

beforeAll(async () => {
  office = await startOffice(
    [...PAYMENT_ROUTES, ...REFUND_ROUTES, ...TOKEN_ROUTES, ...NOTIFICATION_ROUTES],
    { checksAnswers: true },
  );
});

beforeEach(async () => {
  merchant = await office.merchant();
  maker = await somebody(office, 'finance_maker', merchant);
  approver = await somebody(office, 'approver', merchant);
});

afterEach(async () => {
  expect(await checkBooks(office.db)).toEqual([]);
  await office.forget();
});

afterAll(() => office.close());

type Json = any;

async function ask(
  path: string,
  who: Somebody,
  body?: unknown,
  method: 'GET' | 'POST' | 'PUT' = body === undefined ? 'GET' : 'POST',
): Promise<Json> {
  const answer = await office.ask(`/${merchant.clientId}${path}`, who.cookie, {
    method,
    ...(body === undefined ? {} : { body }),
  });
  const text = await answer.text();
  return { status: answer.status, ...(text === '' ? {} : (JSON.parse(text) as object)) };
}

const pageOf = ({ paymentId }: Made, who = maker) => ask(`/payments/${paymentId}`, who);

const NOTE: AuditNote = {
  merchantId: null,
  operatorId: null,
  by: 'backoffice',
  role: null,
  address: null,
  act: 'approval.approved',
  subject: 'x',
  reason: null,
  before: null,
  after: null,
};

/** Somebody else approves, and it is held to be carried out. */
async function approve(approvalId: string, by = approver): Promise<StoredApproval> {
  const { merchantId } = merchant;
  const note: AuditNote = { ...NOTE, merchantId };
  const input = {
    merchantId,
    approvalId,
    approve: true,
    reason: 'seen',
    operatorId: by.operatorId,
  };
  return await decideApproval(office.ctx, input, note);
}

const refundForm = (amount: number) => ({
  amount: `${amount}`,
  reason: 'the goods came back',
  request_id: randomUUID(),
});

describe('the page of a payment', () => {
  test('tells its whole story in the order in which it happened', async () => {
    const made = await pay(office, merchant);
    await ask(`/payments/${made.paymentId}/refunds`, maker, refundForm(40_000));
    const page = await pageOf(made);
    expect(page).toMatchObject({
      payment: {
        state: 'succeeded',
        amount: '100000',
        refunded: '40000',
        customer_name: 'Budi Santoso',
      },
      token: { token_id: made.tokenId, state: 'active', account_tail: '0001' },
      customer: { id: 'C-4711', email: 'budi@gmail.com' },
      waiting: { for: 'nothing', since: null },
      journals: [
        {
          template: 'paymentSucceeded',
          lines: [{ debit: 'bank_receivable:cimb', amount: '100000' }],
        },
        {
          template: 'refundRequested',
          lines: [{ debit: 'merchant_payable', amount: '40000' }],
        },
        {
          template: 'refundSucceeded',
          lines: [{ credit: 'bank_receivable:cimb', amount: '40000' }],
        },
      ],
      notifications: [{ type: 'payment.succeeded', state: 'pending', attempts: 0 }],
      refunds: [{ amount: '40000', state: 'succeeded', kind: 'merchant' }],
      actions: {
        refund: { may: true, why_not: null, most: '60000' },
        inquire: { may: false, why_not: 'ended' },
        resolve: { may: false, why_not: 'not_unclear' },
      },
    });
    const kinds = page.timeline.map(
      (one: Json) => one.event ?? one.act ?? one.template ?? one.kind,
    );
    expect(kinds).toEqual(
      expect.arrayContaining(['made', 'bank_paid', 'paymentSucceeded', 'refund.asked', 'refund']),
    );
    const times = page.timeline.map((one: Json) => one.at as string);
    expect(times).toEqual(times.toSorted());
    const paid = page.timeline.find((one: Json) => one.event === 'bank_paid');
    expect(paid.bank).toMatchObject({ operation: 'test', http: 200, code: '2000000' });
    expect(page.raw).toMatchObject({ payment_id: made.paymentId, amount: '100000' });
    expect(JSON.stringify(page.raw)).not.toMatch(/sealed|customer_key/);
  });

  test('says what is waited for and when the bank is asked next', async () => {
    office.bank.next('pay', UNCLEAR);
    const page = await pageOf(await pay(office, merchant));
    expect(page.waiting).toMatchObject({ for: 'evidence', looks: 0 });
    expect(Date.parse(page.waiting.next_look_at)).toBeGreaterThan(Date.parse(page.waiting.since));
    expect(page.actions).toMatchObject({
      refund: { may: false, why_not: 'not_succeeded' },
      inquire: { may: true },
      resolve: { may: true },
    });
  });

  test('covers people for who may not see them, and offers what their role allows', async () => {
    const made = await pay(office, merchant);
    const support = await somebody(office, 'support', merchant);
    const page = await pageOf(made, support);
    expect(page.customer).toEqual({
      id: 'C-4711',
      name: 'B*** S***',
      email: 'b***@g***.com',
      phone: '+62812*****78',
      address: '***',
    });
    expect(JSON.stringify(page)).not.toMatch(/Budi|Santoso|gmail|Sudirman/);
    expect(page.actions.refund).toMatchObject({ may: false, why_not: 'forbidden' });
  });
});

describe('the split of a payment', () => {
  const ONE = 'SBA-0001-000000001';

  let account: BankAccount;

  beforeEach(async () => {
    await verifiedAccount(office.ctx, merchant.merchantId, 'SBA-0001-000000009');
    account = await verifiedAccount(office.ctx, merchant.merchantId, ONE);
  });

  const change = (made: Made, body: object, who = maker) =>
    ask(
      `/payments/${made.paymentId}/split`,
      who,
      { instead: null, reason: 'agreed', ...body },
      'PUT',
    );

  test('is shown with what it costs, tried out, changed by two people, and told in its story', async () => {
    const made = await pay(office, merchant);
    const whole = { fee: '0', net: '100000', split: null, for_default_account: '100000' };
    expect((await pageOf(made)).price).toEqual(whole);
    const lines = [{ account: ONE, type: 'PERCENTAGE', value: '25' }];
    const price = {
      fee: '0',
      net: '100000',
      split: { net: '100000', lines: [{ ...lines[0], amount: '25000' }] },
      for_default_account: '75000',
    };
    const preview = `/payments/${made.paymentId}/split-preview`;
    expect(await ask(preview, maker, { lines })).toMatchObject({ status: 200, ...price });
    expect(await ask(preview, maker, { lines: null })).toMatchObject(whole);

    const asked = await change(made, { lines });
    expect(asked).toMatchObject({ status: 200, result: 'approval' });
    expect((await pageOf(made)).price).toEqual(whole);
    expect((await pageOf(made)).actions.split.why_not).toBe('approval_pending');
    const other = { lines: [{ account: ONE, type: 'FIX', value: '1' }] };
    expect((await change(made, other)).error).toMatchObject({
      code: 'already_asked',
      approval_id: asked.approval_id,
    });
    const approval = await approve(asked.approval_id);
    const done = { state: 'done', outcome: 'split_changed' };
    expect(await carryOutSplit(office.ctx, approval)).toEqual(done);
    expect(await carryOutSplit(office.ctx, approval)).toEqual(done);
    const page = await pageOf(made);
    expect(page.price).toEqual(price);
    expect(page.timeline.filter((one: Json) => one.act === 'payment.split_changed')).toHaveLength(
      1,
    );
    expect((await change(made, { lines })).error.message).toBe('it is divided so already');
    expect(await change(made, { lines: null })).toMatchObject({ error: { code: 'conflict' } });
  });

  test('is not changed when it was divided otherwise since, or an account may not be paid to any more', async () => {
    const lines = [{ account: ONE, type: 'FIX', value: '7' }];
    const made = await pay(office, merchant);
    const { approval_id: id } = await change(made, { lines });
    await office.sql(
      `update payments set splits = '{"net":"100000","lines":[{"account":"${ONE}","type":"FIX","value":"9","amount":"9"}]}'
        where payment_id = $1`,
      [made.paymentId],
    );
    expect(await carryOutSplit(office.ctx, await approve(id))).toEqual({
      state: 'failed',
      outcome: 'changed_meanwhile',
    });
    const second = await pay(office, merchant);
    const asked = await change(second, { lines });
    await closedByTwo(office.ctx, account);
    expect(await carryOutSplit(office.ctx, await approve(asked.approval_id))).toEqual({
      state: 'failed',
      outcome: 'accounts_changed',
    });
    expect((await pageOf(second)).price.split).toBeNull();
  });

  test('is refused by line and rule, to who may not, and before there is money', async () => {
    const made = await pay(office, merchant);
    expect(
      await change(made, { lines: [{ account: 'SBA-9', type: 'FIX', value: '1' }] }),
    ).toMatchObject({
      error: { code: 'field_invalid', field: 'lines[0].account' },
    });
    expect(
      await change(made, { lines: [{ account: ONE, type: 'FIX', value: '-1' }] }),
    ).toMatchObject({
      error: { code: 'field_invalid', field: 'lines[0].value' },
    });
    expect(await change(made, { lines: null }, approver)).toMatchObject({
      error: { code: 'forbidden' },
    });
    office.bank.next('pay', UNCLEAR);
    const unclear = await pay(office, merchant);
    const lines = [{ account: ONE, type: 'FIX', value: '1' }];
    expect(await change(unclear, { lines })).toMatchObject({ error: { code: 'not_allowed_now' } });
    await settleDuePayments(office.ctx);
  });
});

describe('a refund', () => {
  test('goes through at once below the limit, once however often its form is sent', async () => {
    const made = await pay(office, merchant);
    const form = refundForm(30_000);
    const path = `/payments/${made.paymentId}/refunds`;
    const both = await Promise.all([ask(path, maker, form), ask(path, maker, form)]);
    expect(both[0]).toMatchObject({ status: 200, result: 'done', refund: { state: 'succeeded' } });
    expect(both[1].refund).toEqual(both[0].refund);
    expect((await ask(path, maker, { ...form, amount: '1' })).error.code).toBe('conflict');
    expect((await pageOf(made)).payment.refunded).toBe('30000');
    const refund = await ask(`/refunds/${both[0].refund.refund_id}`, maker);
    expect(refund).toMatchObject({
      refund_reason: 'the goods came back',
      asked_by: 'Sari finance_maker',
    });
    const [begun] = refund.timeline.filter((one: Json) => one.event === 'made');
    expect(begun).toMatchObject({ actor: 'operator', people: ['Sari finance_maker'], bank: null });
    const story = (await pageOf(made)).timeline.filter((one: Json) => one.kind === 'refund');
    expect(story).toMatchObject([
      { state: 'requested', people: ['Sari finance_maker'] },
      { state: 'succeeded', people: [] },
    ]);
  });

  test("races the merchant's own refund without giving back more than was taken", async () => {
    const made = await pay(office, merchant);
    const { ctx, bank } = office;
    const call = callOf(
      office,
      merchant,
      'cimb/payment-refund',
      ({ refund }: RefundView) => refund.state,
    );
    const [theirs, ours] = await Promise.all([
      createRefund(ctx, call, {
        bank,
        invoiceNumber: made.invoiceNumber,
        originalRequestId: made.requestId,
        amount: 70_000n,
      }),
      ask(`/payments/${made.paymentId}/refunds`, maker, refundForm(70_000)),
    ]);
    const through = [theirs.status === 200, ours.result === 'done'].filter(Boolean);
    expect(through).toHaveLength(1);
    if (ours.result !== 'done') expect(ours.error).toMatchObject({ field: 'amount' });
    expect((await pageOf(made)).payment.refunded).toBe('70000');
  });

  test('above the limit waits for a second person, and is made once when it is carried out twice', async () => {
    const made = await pay(office, merchant, 9_000_000n);
    const path = `/payments/${made.paymentId}/refunds`;
    const form = refundForm(6_000_000);
    const asked = await ask(path, maker, form);
    expect(asked).toMatchObject({ status: 200, result: 'approval' });
    expect((await ask(path, maker, form)).approval_id).toBe(asked.approval_id);
    expect((await pageOf(made)).payment.refunded).toBe('0');
    await expect(approve(asked.approval_id, maker)).rejects.toMatchObject({ code: 'own_request' });
    const approval = await approve(asked.approval_id);
    const done = { state: 'done', outcome: 'succeeded' };
    expect(await carryOutRefund(office.ctx, approval)).toEqual(done);
    expect(await carryOutRefund(office.ctx, approval)).toEqual(done);
    const page = await pageOf(made);
    expect(page).toMatchObject({
      payment: { refunded: '6000000' },
      refunds: [{ state: 'succeeded' }],
    });
    expect(page.approvals).toMatchObject([{ approval_id: asked.approval_id, kind: 'refund' }]);
    const [begun] = page.timeline.filter((one: Json) => one.kind === 'refund');
    expect(begun.people).toEqual(['Sari finance_maker', 'Sari approver']);
    expect(await office.sql('select actor, evidence from refund_events order by version')).toEqual(
      expect.arrayContaining([
        {
          actor: 'operator',
          evidence: expect.objectContaining({
            askedBy: maker.operatorId,
            decidedBy: approver.operatorId,
            externalId: asked.approval_id,
          }),
        },
      ]),
    );
  });

  test('is above the limit as well when many small ones of a payment come to it', async () => {
    const made = await pay(office, merchant, 9_000_000n);
    const path = `/payments/${made.paymentId}/refunds`;
    expect(await ask(path, maker, refundForm(4_000_000))).toMatchObject({ result: 'done' });
    expect((await pageOf(made)).actions.refund.needs_approval_above).toBe('1000000');
    expect(await ask(path, maker, refundForm(1_000_001))).toMatchObject({ result: 'approval' });
  });

  test('whose form is sent twice is the same one, also where both together were above the limit', async () => {
    const made = await pay(office, merchant, 9_000_000n);
    const path = `/payments/${made.paymentId}/refunds`;
    const form = refundForm(3_000_000);
    const first = await ask(path, maker, form);
    expect(first.result).toBe('done');
    expect(await ask(path, maker, form)).toEqual(first);
    const page = await pageOf(made);
    expect(page.payment.refunded).toBe('3000000');
    expect(page.approvals).toEqual([]);
  });

  test('is above the limit as well when the small ones come at the same moment', async () => {
    const made = await pay(office, merchant, 9_000_000n);
    const path = `/payments/${made.paymentId}/refunds`;
    const forms = Array.from({ length: 6 }, () => refundForm(1_500_000));
    const answers = await Promise.all(forms.map((form) => ask(path, maker, form)));
    expect(answers.filter(({ result }) => result === 'done')).toHaveLength(3);
    expect((await pageOf(made)).payment.refunded).toBe('4500000');
  });

  test('says why not: too much, not paid, the bank away, another role, no proof of who asks', async () => {
    const made = await pay(office, merchant);
    const path = `/payments/${made.paymentId}/refunds`;
    expect((await ask(path, maker, refundForm(100_001))).error).toMatchObject({
      code: 'field_invalid',
      field: 'amount',
    });
    expect((await ask(path, maker, { ...refundForm(1), amount: '-5' })).error.field).toBe('amount');
    office.bank.next('refund', NOT, NOT);
    expect((await ask(path, maker, refundForm(1000))).error.code).toBe('bank_away');
    expect((await ask(path, approver, refundForm(1000))).error.code).toBe('forbidden');
    const careless = office.member('finance_maker', merchant);
    const answer = await office.ask(`/${merchant.clientId}${path}`, careless, {
      method: 'POST',
      body: refundForm(1000),
    });
    expect(await answer.json()).toMatchObject({ error: { code: 'step_up_required' } });
    office.bank.next('pay', UNCLEAR);
    const unclear = await pay(office, merchant);
    const refused = await ask(`/payments/${unclear.paymentId}/refunds`, maker, refundForm(1));
    expect(refused.error.code).toBe('not_allowed_now');
  });
  const NOT = { kind: 'not_sent', why: 'refused', evidence: evidence(null) } as const;
});

describe('an unclear payment', () => {
  let made: Made;

  beforeEach(async () => {
    office.bank.next('pay', UNCLEAR);
    made = await pay(office, merchant);
  });

  const form = (state: 'succeeded' | 'failed') => ({
    state,
    evidence: { source: 'bank_statement', reference: 'STMT-77 line 12', day: '2026-11-25' },
    reason: 'seen on the statement',
  });
  const resolve = (state: 'succeeded' | 'failed') =>
    ask(`/payments/${made.paymentId}/resolution`, maker, form(state));
  const payable = async () =>
    (await findBalances(office.db, merchant.merchantId)).find(
      ({ account }) => account === 'merchant_payable',
    )?.credits ?? 0n;
  const callback = (says: 'paid' | 'failed') =>
    receiveCallback(office.ctx, merchant, office.bank, {
      reference: referenceOf(made.paymentId),
      bankPaymentId: '0011',
      amount: 100_000n,
      says,
      bankCode: '00',
      evidence: { ...evidence('00'), operation: 'callback', http: null },
    });

  test('is asked about now, by one at a time', async () => {
    office.bank.next('inquire', {
      kind: 'paid',
      bankPaymentId: '0011',
      evidence: evidence(),
    });
    const path = `/payments/${made.paymentId}/inquiries`;
    const answers = await Promise.all([ask(path, maker, {}), ask(path, maker, {})]);
    const said = answers.filter((one) => one.status === 200);
    expect(said).toMatchObject([{ state: 'succeeded', said: 'paid', changed: true }]);
    expect(await payable()).toBe(100_000n);
    expect((await ask(path, maker, {})).error.code).toBe('not_allowed_now');
  });

  test('ends paid by two people and their proof: booked once, told once, found right by the checks', async () => {
    const asked = await resolve('succeeded');
    expect(asked).toMatchObject({ status: 200, result: 'approval' });
    expect((await resolve('succeeded')).approval_id).toBe(asked.approval_id);
    // Another outcome is no second form of the same request: the one that stands is named.
    const { approval_id: standing } = asked;
    const other = await resolve('failed');
    expect(other).toMatchObject({
      status: 409,
      error: { code: 'already_asked', approval_id: standing },
    });
    expect(other.error.message).toContain(standing);
    expect((await pageOf(made)).actions.resolve).toMatchObject({ why_not: 'approval_pending' });
    expect(await payable()).toBe(0n);
    const approval = await approve(asked.approval_id);
    const done = { state: 'done', outcome: 'succeeded' };
    const twice = [
      carryOutResolution(office.ctx, approval),
      carryOutResolution(office.ctx, approval),
    ];
    expect(await Promise.all(twice)).toEqual([done, done]);
    expect(await payable()).toBe(100_000n);
    const page = await pageOf(made);
    expect(page).toMatchObject({
      payment: { state: 'succeeded' },
      notifications: [{ type: 'payment.succeeded' }],
    });
    const proved = page.timeline.find((one: Json) => one.event === 'proved_paid');
    expect(proved).toMatchObject({
      actor: 'operator',
      people: ['Sari finance_maker', 'Sari approver'],
      bank: { operation: 'operator', note: 'bank_statement: STMT-77 line 12, 2026-11-25' },
    });
    expect(await callback('paid')).toBe('known');
    expect(await payable()).toBe(100_000n);
  });

  test('ends unpaid by hand; money that comes nevertheless goes to suspense and back', async () => {
    const { approval_id: approvalId } = await resolve('failed');
    expect(await carryOutResolution(office.ctx, await approve(approvalId))).toMatchObject({
      state: 'done',
    });
    const page = await pageOf(made);
    expect(page.payment).toMatchObject({ state: 'failed', reason: 'bank_refused' });
    expect(page.waiting.next_look_at).not.toBeNull();
    expect(await callback('paid')).toBe('late');
    expect((await pageOf(made)).waiting.for).toBe('late_money_refund');
    await returnLateMoney(office.ctx);
    const after = await pageOf(made);
    expect(after).toMatchObject({
      waiting: { for: 'nothing' },
      refunds: [{ kind: 'late', state: 'succeeded' }],
    });
    expect(await payable()).toBe(0n);
  });

  test('that the bank speaks about meanwhile stays what the bank says', async () => {
    const { approval_id: approvalId } = await resolve('failed');
    expect(await callback('paid')).toBe('applied');
    const approval = await approve(approvalId);
    expect(await carryOutResolution(office.ctx, approval)).toEqual({
      state: 'failed',
      outcome: 'moved: succeeded',
    });
    expect((await pageOf(made)).payment.state).toBe('succeeded');
    expect(await payable()).toBe(100_000n);
  });

  test('that the bank speaks about at the very same time ends once, with its money where it belongs', async () => {
    const { approval_id: approvalId } = await resolve('failed');
    const approval = await approve(approvalId);
    const [carried] = await Promise.all([
      carryOutResolution(office.ctx, approval),
      callback('paid'),
    ]);
    const { payment } = await pageOf(made);
    expect(carried.state).toBe(payment.state === 'failed' ? 'done' : 'failed');
    expect(await payable()).toBe(payment.state === 'failed' ? 0n : 100_000n);
    await returnLateMoney(office.ctx);
  });

  test('is held against the bank once more after people have said that nothing moved', async () => {
    const { approval_id: approvalId } = await resolve('failed');
    await carryOutResolution(office.ctx, await approve(approvalId));
    office.bank.next('inquire', { kind: 'paid', bankPaymentId: '0011', evidence: evidence() });
    office.advance(3_600_001);
    await settleDuePayments(office.ctx);
    expect((await pageOf(made)).waiting.for).toBe('late_money_refund');
    await returnLateMoney(office.ctx);
  });

  test('is not ended by a proof of what it was before it moved on', async () => {
    const { approval_id: approvalId } = await resolve('failed');
    const otp = { kind: 'awaiting_otp', bankPaymentId: '0011', evidence: evidence() } as const;
    office.bank.next('inquire', otp);
    await ask(`/payments/${made.paymentId}/inquiries`, maker, {});
    expect((await pageOf(made)).payment.state).toBe('awaiting_otp');
    const carried = await carryOutResolution(office.ctx, await approve(approvalId));
    expect(carried).toEqual({ state: 'failed', outcome: 'moved: awaiting_otp' });
  });

  test('whose proof was made up by hand is found by the checks', async () => {
    const { approval_id: approvalId } = await resolve('succeeded');
    await carryOutResolution(office.ctx, await approve(approvalId));
    for (const spoilt of [
      `evidence - 'decidedBy'`,
      `jsonb_set(evidence, '{decidedBy}', evidence -> 'askedBy')`,
      `evidence - 'reference'`,
      `jsonb_set(evidence, '{source}', '"a dream"')`,
      `jsonb_set(evidence, '{decidedBy}', '"somebody who never saw it"')`,
      `evidence - 'externalId'`,
    ]) {
      const kept = await office.sql<{ evidence: unknown }>(
        `select evidence from payment_events where payment_id = $1 and event = 'proved_paid'`,
        [made.paymentId],
      );
      const set = `update payment_events set evidence =`;
      const where = `where payment_id = $1 and event = 'proved_paid'`;
      await office.sql(`${set} ${spoilt} ${where}`, [made.paymentId]);
      expect({ spoilt, found: await checkBooks(office.db) }).toMatchObject({
        found: [{ check: 'evidence' }],
      });
      await office.sql(`${set} $2 ${where}`, [made.paymentId, JSON.stringify(kept[0]!.evidence)]);
    }
  });
});

describe('other acts', () => {
  test('a token is unbound at the bank, once', async () => {
    const { tokenId } = await pay(office, merchant);
    const admin = await somebody(office, 'admin', merchant);
    const path = `/tokens/${tokenId}`;
    expect((await ask(path, admin)).actions.delete).toEqual({ may: true, why_not: null });
    const gone = await ask(`${path}/deletion`, admin, { reason: 'the customer asked' });
    expect(gone).toMatchObject({ status: 200, state: 'deleted' });
    const again = await ask(`${path}/deletion`, admin, { reason: 'the customer asked' });
    expect(again.error.code).toBe('not_allowed_now');
    const page = await ask(path, admin);
    expect(page.payments).toHaveLength(1);
    expect(page.timeline.map((one: Json) => one.act ?? one.event)).toEqual(
      expect.arrayContaining(['made', 'bound', 'token.deletion_asked', 'unbound']),
    );
    const [asked] = page.timeline.filter((one: Json) => one.event === 'deletion_asked');
    expect(asked).toMatchObject({ actor: 'operator', people: ['Sari admin'], bank: null });
    const [bound] = page.timeline.filter((one: Json) => one.event === 'made');
    expect(bound).toMatchObject({ actor: 'merchant', people: [] });
  });

  test('a notification that failed is due again, with a note of who wanted it', async () => {
    const made = await pay(office, merchant);
    const [news] = (await pageOf(made)).notifications;
    const admin = await somebody(office, 'admin', merchant);
    const fail = () =>
      office.sql(
        `update notifications set state = 'exhausted', due_at = null, done_at = now() where merchant_id = $1`,
        [merchant.merchantId],
      );
    await fail();
    const path = `/notifications/${news.notification_id}`;
    expect((await ask(`${path}/resend`, admin, {})).status).toBe(204);
    expect((await ask(path, admin)).notification.state).toBe('pending');
    await fail();
    expect(await ask('/notifications/resend', admin, {})).toMatchObject({ resent: 1 });
    expect(await ask('/notifications/resend', admin, {})).toMatchObject({ resent: 0 });
    expect((await ask('/notifications/resend', admin, { from: 'x' })).error.field).toBe('from');
    const other = await somebody(office, 'admin', await office.merchant());
    const foreign = await office.ask(`/${merchant.clientId}${path}`, other.cookie);
    expect(foreign.status).toBe(404);
    const acts = await office.sql<{ act: string }>(
      'select act from audit_entries where merchant_id = $1 order by entry_no',
      [merchant.merchantId],
    );
    expect(acts.map(({ act }) => act)).toEqual([
      'notification.resent',
      'notifications.resent',
      'notifications.resent',
    ]);
  });
});
