// Settlement at the Back Office: what comes next and why something stays, a day run by hand, batches and statements to the
// rupiah, the calendar, and payouts from their file to the bank's word.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { referenceOf } from '../src/base/reference.ts';
import { carryOutSplit } from '../src/backoffice/payments/carry-out.ts';
import { PAYMENT_ROUTES } from '../src/backoffice/payments/index.ts';
import { REFUND_ROUTES } from '../src/backoffice/refunds/index.ts';
import { SETTLEMENT_ROUTES } from '../src/backoffice/settlement/index.ts';
import { decideApproval } from '../src/operators/approvals.ts';
import type { AuditNote } from '../src/operators/audit.ts';
import { changeTerms } from '../src/settlement/edit-calendar.ts';
import { settleDay } from '../src/settlement/run.ts';
import { pay, somebody } from './backoffice-money.ts';
import { startOffice, type Office } from './backoffice-world.ts';
import { sellerOf, sellersOf, type Seller, type Sellers } from './settlement-world.ts';

type Json = any;

const REASON = 'month end';
const BY = { operatorId: null, by: 'cli', role: null, address: null } as const;
/** Thursday; T+2 is Monday. */
const PAID = '2026-11-26T03:00:00Z';
const DAY = '2026-11-30';
const RUN = `${DAY}T05:00:00Z`;

let office: Office;
let sellers: Sellers;
let gateway: string;

beforeAll(async () => {
  const routes = [...SETTLEMENT_ROUTES, ...PAYMENT_ROUTES, ...REFUND_ROUTES];
  office = await startOffice(routes, { checksAnswers: true });
  sellers = sellersOf(office);
  const operatorId = randomUUID();
  await office.sql(
    `insert into operators (operator_id, email, name, created_at, gateway_role) values ($1, $2, 'Sari', now(), 'admin')`,
    [operatorId, `${operatorId}@tarik.test`],
  );
  gateway = office.signIn({
    operatorId,
    gatewayRole: 'admin',
    steppedUpUntil: Number.MAX_SAFE_INTEGER,
  });
});

beforeEach(() => sellers.at(PAID));

afterAll(() => office.close());

async function ask(path: string, who: string, body?: object, method = 'POST'): Promise<Json> {
  const asking = body === undefined ? {} : { method, body };
  const answer = await office.ask(path, who, asking);
  const text = await answer.text();
  return { status: answer.status, ...(text === '' ? {} : JSON.parse(text)) };
}

const of = ({ merchant }: Seller) => `/${merchant.clientId}/settlement`;
const finance = ({ merchant }: Seller) => office.member('finance_maker', merchant);
const auditOf = (act: string) =>
  office.sql<Json>('select reason, after from audit_entries where act = $1', [act]);

/** A seller with a payment of 90,000, fee 2,000, of which its second account gets half, and a refund of 10,000. */
async function sold(): Promise<Seller> {
  sellers.at(PAID);
  const seller = await sellers.merchantWith(2);
  const lines = [{ account: seller.accounts[1]!, type: 'PERCENTAGE', value: 50n }] as const;
  const paymentId = await seller.pay(90_000n, 2_000n, lines);
  await seller.reconcile([paymentId], [await seller.refund(paymentId, 10_000n)]);
  return seller;
}

/** The same, settled. */
async function settled(): Promise<Seller & { batchId: string }> {
  const seller = await sold();
  sellers.at(RUN);
  const [batch] = await settleDay(office.ctx, DAY, { merchantId: seller.merchantId });
  return { ...seller, batchId: batch!.batchId };
}

describe('what comes next', () => {
  test('is what the statement has shown, by its day, beside what it has not, of one’s own merchant alone', async () => {
    await sold();
    const seller = await sold();
    await seller.pay(5_000n);
    const mine = await ask(`${of(seller)}/upcoming`, finance(seller));
    expect(mine).toMatchObject({
      status: 200,
      today: '2026-11-26',
      next_run: { day: '2026-11-26', at: '2026-11-26T05:00:00.000Z' },
      next: null,
    });
    expect(mine.rows).toMatchObject([
      {
        client_id: seller.merchant.clientId,
        bank: 'cimb',
        unseen: '5000',
        stopped_by: null,
        due: [{ day: DAY, items: 2, gross: '90000', fees: '2000', refunds: '10000', net: '78000' }],
        carried: [],
      },
    ]);
    const all = await ask('/all/settlement/upcoming?limit=1', gateway);
    expect(all.rows).toHaveLength(1);
    expect((await ask(`/all/settlement/upcoming?after=${all.next}`, gateway)).rows).toContainEqual(
      mine.rows[0],
    );
  });

  test('says why money stays: no default account, below the minimum, negative, or held', async () => {
    const seller = await sold();
    const { merchantId, accounts } = seller;
    const rowOf = async () => (await ask(`${of(seller)}/upcoming`, finance(seller))).rows[0];
    await seller.setAccount(accounts[0]!, 'closed');
    expect(await rowOf()).toMatchObject({ stopped_by: 'no_default_account' });
    await seller.setAccount(accounts[0]!, 'verified', true);
    const pair = { merchantId, bank: 'cimb' };
    await changeTerms(office.ctx, pair, { workingDays: 2, minimum: 40_000n }, BY);
    sellers.at(RUN);
    await settleDay(office.ctx, DAY, { merchantId });
    expect((await rowOf()).carried).toMatchObject([
      { account: accounts[0], bank_name: 'BCA', balance: '38888', why: 'below_minimum' },
      { account: accounts[1], balance: '39112', why: 'below_minimum' },
    ]);
    const preview = (minimum: string) =>
      ask(`${of(seller)}/terms-preview`, gateway, {
        bank: 'cimb',
        terms: { working_days: 2, minimum },
      });
    expect(await preview('39112')).toMatchObject({
      paid: { accounts: 1, amount: '39112' },
      stays: { accounts: 0, amount: '0' },
    });
    await changeTerms(office.ctx, pair, { workingDays: 2, minimum: 0n }, BY);
    expect((await rowOf()).carried[0].why).toBe('next_batch');
    expect((await preview('50000')).stays).toEqual({ accounts: 2, amount: '78000' });
    const back = await sold();
    const [paid] = await office.sql<Json>(
      `select payment_id from payments where merchant_id = $1`,
      [back.merchantId],
    );
    sellers.at(RUN);
    await settleDay(office.ctx, DAY, { merchantId: back.merchantId });
    await back.reconcile([], [await back.refund(paid.payment_id, 80_000n)]);
    sellers.at('2026-12-02T05:00:00Z');
    await settleDay(office.ctx, '2026-12-02', { merchantId: back.merchantId });
    const owing = (await ask(`${of(back)}/upcoming`, finance(back))).rows[0];
    expect(owing.carried.map((one: Json) => one.why)).toEqual(['negative', 'negative']);
  });
});

describe('a day that is settled by hand', () => {
  test('is foreseen without a trace, booked once, and told in the audit', async () => {
    const seller = await sold();
    sellers.at(RUN);
    const foreseen = await ask(`${of(seller)}/foresight`, gateway, { day: DAY });
    expect(foreseen).toMatchObject({ status: 200, complete: true });
    expect(foreseen.rows).toMatchObject([
      {
        bank: 'cimb',
        items: 2,
        net: '78000',
        accounts: [
          { account: seller.accounts[0], share: '38888', payout: '38888', unpaid: null },
          { account: seller.accounts[1], share: '39112', payout: '39112', unpaid: null },
        ],
      },
    ]);
    expect((await ask(`${of(seller)}/batches`, gateway)).rows).toEqual([]);
    const run = { day: DAY, reason: REASON };
    const ran = await ask(`${of(seller)}/runs`, gateway, run);
    expect(ran).toMatchObject({ complete: true, batches: [{ bank: 'cimb', paid: '78000' }] });
    expect(await ask(`${of(seller)}/runs`, gateway, run)).toMatchObject({ batches: [] });
    expect((await auditOf('settlement.run'))[0]).toEqual({ reason: REASON, after: { day: DAY } });
    expect(await sellers.findings(seller.merchantId)).toEqual([]);
  });

  test('is a working day that has come', async () => {
    const seller = await sold();
    for (const day of ['2026-11-28', '2026-12-01']) {
      const refused = await ask(`${of(seller)}/foresight`, gateway, { day });
      expect(refused).toMatchObject({ status: 400, error: { field: 'day' } });
    }
  });
});

describe('a batch', () => {
  test('adds up: totals, accounts, lines page by page, and the file', async () => {
    const seller = await settled();
    const path = `${of(seller)}/batches`;
    const who = finance(seller);
    const { rows } = await ask(path, who);
    expect(rows).toMatchObject([
      {
        batch_id: seller.batchId,
        day: DAY,
        state: 'booked',
        items: 2,
        gross: '90000',
        fees: '2000',
        refunds: '10000',
        net: '78000',
        ordered: '78000',
        payout_states: ['ready'],
      },
    ]);
    const one = await ask(`${path}/${seller.batchId}`, who);
    expect(one.batch).toEqual(rows[0]);
    expect(one.accounts).toMatchObject([
      { account: seller.accounts[0], number_tail: '7801', share: '38888', balance: '0' },
      { account: seller.accounts[1], share: '39112', payout: { amount: '39112', state: 'ready' } },
    ]);
    const lines: Json[] = [];
    for (let after = ''; ;) {
      const page = await ask(`${path}/${seller.batchId}/lines?limit=1${after}`, who);
      lines.push(...page.rows);
      if (page.next === null) break;
      after = `&after=${page.next}`;
    }
    expect(lines.map((one) => [one.kind, one.amount, one.fee, one.share])).toEqual([
      ['payment', '90000', '2000', '44000'],
      ['payment', null, null, '44000'],
      ['refund', '10000', null, '-4888'],
      ['refund', null, null, '-5112'],
    ]);
    expect(new Set(lines.map((line) => line.payment_id)).size).toBe(1);
    const file = await office.ask(`${path}/${seller.batchId}/lines.csv`, who);
    const [head, ...cells] = (await file.text()).trim().split('\n');
    expect(head).toContain('succeeded_at (Asia/Jakarta, UTC+7)');
    const column = (name: string) => {
      const at = head!.split(/,(?! )/).findIndex((one) => one.includes(name));
      return cells.reduce((sum, row) => sum + Number(row.split(',')[at]), 0);
    };
    expect(column('share')).toBe(column('amount') - column('fee') - column('refunded'));
    expect(await auditOf('settlement.exported')).toHaveLength(1);
  });

  test('is found by day, state and merchant, latest first, without a loss between two pages', async () => {
    const [one, two] = [await settled(), await settled()];
    const found = async (query: string) =>
      (await ask(`/all/settlement/batches?${query}`, gateway)).rows.map(
        (row: Json) => row.batch_id,
      );
    expect(await found(`client_id=${one.merchant.clientId}`)).toEqual([one.batchId]);
    expect(await found('client_id=MCH-NOBODY')).toEqual([]);
    expect(await found('day=2026-11-29')).toEqual([]);
    expect(await found(`state=collecting&day=${DAY}`)).toEqual([]);
    const everyone: string[] = [];
    for (let after = ''; ;) {
      const page = await ask(`/all/settlement/batches?limit=1${after}`, gateway);
      everyone.push(...page.rows.map((row: Json) => row.batch_id as string));
      if (page.next === null) break;
      after = `&after=${page.next}`;
    }
    expect(everyone).toEqual(expect.arrayContaining([one.batchId, two.batchId]));
    expect(new Set(everyone).size).toBe(everyone.length);
    expect(await ask(`${of(one)}/batches/${two.batchId}`, finance(one))).toMatchObject({
      error: { code: 'not_found' },
    });
    expect(await ask(`${of(one)}/batches?after=nonsense`, finance(one))).toMatchObject({
      error: { field: 'after' },
    });
  });
});

describe('the statement of a day', () => {
  test('is the latest one where none is named, with the zone and the days beside it', async () => {
    const seller = await settled();
    const said = await ask(`${of(seller)}/statement`, finance(seller));
    expect(said).toMatchObject({
      day: DAY,
      zone: 'Asia/Jakarta, UTC+7',
      client_id: seller.merchant.clientId,
      before: null,
      next: null,
      batches: [{ batch: { net: '78000' }, accounts: [{}, {}] }],
    });
    const earlier = await ask(`${of(seller)}/statement?day=2026-11-20`, finance(seller));
    expect(earlier).toMatchObject({ batches: [], next: DAY });
    expect((await ask('/all/settlement/statement', gateway)).error.code).toBe('choose_merchant');
    const file = await office.ask(`${of(seller)}/statement.csv`, finance(seller));
    expect(file.headers.get('content-disposition')).toContain(`settlement-${DAY}`);
    expect((await file.text()).trim().split('\n')).toHaveLength(5);
  });
});

describe('the pages of a payment and of its refund', () => {
  test('follow the money: pending, reconciled, settled; and a split that is asked for meanwhile is too late', async () => {
    const merchant = await office.merchant();
    const seller = await sellerOf(office, merchant, 2);
    const [maker, approver, viewer] = [
      await somebody(office, 'finance_maker', merchant),
      await somebody(office, 'approver', merchant),
      await somebody(office, 'viewer', merchant),
    ];
    const { paymentId } = await pay(office, merchant, 90_000n);
    const path = `/${merchant.clientId}/payments/${paymentId}`;
    const seen = async (who = maker) => await ask(path, who.cookie);
    expect(await seen()).toMatchObject({
      settlement: { state: 'pending', due_day: DAY, batch: null },
      actions: { split: { may: true } },
    });
    expect((await seen(viewer)).settlement).toBeNull();
    const refundId = await seller.refund(paymentId, 10_000n);
    const takenOff = async (who = maker) =>
      (await ask(`/${merchant.clientId}/refunds/${refundId}`, who.cookie)).settlement;
    expect(await takenOff()).toEqual({ state: 'pending', due_day: DAY, batch: null });
    expect(await takenOff(viewer)).toBeNull();

    await seller.reconcile([paymentId], [refundId]);
    expect(await takenOff()).toEqual({ state: 'reconciled', due_day: DAY, batch: null });
    expect((await seen()).settlement).toMatchObject({
      state: 'reconciled',
      due_day: DAY,
      batch: null,
      accounts: [{ account_id: seller.accounts[0], is_default: true, payable: true }],
    });
    sellers.at(`${DAY}T03:00:00Z`);
    const lines = [{ account: seller.accounts[1], type: 'FIX', value: '10000' }];
    const wish = { lines, instead: null, reason: REASON };
    const asked = await ask(`${path}/split`, maker.cookie, wish, 'PUT');
    expect(asked).toMatchObject({ status: 200, result: 'approval' });

    sellers.at(RUN);
    const [batch] = await settleDay(office.ctx, DAY, { merchantId: merchant.merchantId });
    const note: AuditNote = {
      merchantId: merchant.merchantId,
      operatorId: approver.operatorId,
      by: 'backoffice',
      role: 'approver',
      address: null,
      act: 'approval.decided',
      subject: asked.approval_id,
      reason: null,
      before: null,
      after: null,
    };
    const { merchantId } = merchant;
    const { operatorId } = approver;
    const approved = { approve: true, reason: 'seen', operatorId };
    const request = { merchantId, approvalId: asked.approval_id as string };
    const approval = await decideApproval(office.ctx, { ...request, ...approved }, note);
    expect(await carryOutSplit(office.ctx, approval)).toEqual({
      state: 'failed',
      outcome: 'settled_meanwhile',
    });
    expect(await seen()).toMatchObject({
      settlement: { state: 'settled', batch: { batch_id: batch!.batchId, day: DAY, booked: true } },
      price: { split: null },
      actions: { split: { may: false, why_not: 'settled' } },
    });
    expect(await takenOff()).toMatchObject({
      state: 'settled',
      batch: { batch_id: batch!.batchId },
    });
  });
});

describe('the calendar', () => {
  const month = async (of: string, query = '') =>
    (await ask(`${of}/calendar?month=2026-11${query}`, gateway)).days as Json[];

  test('says of each day whether banks settle, and when its payments are', async () => {
    const seller = await sold();
    const who = finance(seller);
    const shown = await ask(`${of(seller)}/calendar?month=2026-12`, who);
    expect(shown).toMatchObject({ month: '2026-12', working_days: 2, knows_year: true });
    expect(shown.days).toHaveLength(31);
    expect(shown.days[24]).toMatchObject({
      day: '2026-12-25',
      working: false,
      holiday: { kind: 'national', provisional: false },
    });
    expect(shown.days[0]).toMatchObject({ working: true, settled_on: '2026-12-03' });
    const pair = { merchantId: seller.merchantId, bank: 'cimb' };
    await changeTerms(office.ctx, pair, { workingDays: 1, minimum: 0n }, BY);
    const sooner = await ask(`${of(seller)}/calendar?month=2026-12&bank=cimb`, who);
    expect(sooner.days[0].settled_on).toBe('2026-12-02');
  });

  test('is changed with a reason, moves what waits at once, and back', async () => {
    const seller = await sold();
    const dueDay = async () =>
      (await ask(`${of(seller)}/upcoming`, finance(seller))).rows[0].due[0].day;
    const body = { name: 'Pilkada', kind: 'other', provisional: true, reason: REASON };
    expect(await ask(`/all/settlement/holidays/${DAY}`, gateway, body, 'PUT')).toMatchObject({
      status: 204,
    });
    expect(await dueDay()).toBe('2026-12-01');
    expect((await month(of(seller)))[29]).toMatchObject({
      working: false,
      holiday: { name: 'Pilkada', provisional: true },
    });
    const away = await ask(`/all/settlement/holidays/${DAY}/removal`, gateway, { reason: REASON });
    expect(away.status).toBe(204);
    expect(await dueDay()).toBe(DAY);
    const again = await ask(`/all/settlement/holidays/${DAY}/removal`, gateway, { reason: REASON });
    expect(again).toMatchObject({ status: 400, error: { field: 'day' } });
    expect((await auditOf('holiday.added')).map((one) => one.reason)).toEqual([REASON]);
    expect((await auditOf('holiday.removed')).map((one) => one.reason)).toEqual([REASON]);
  });
});

describe('payouts', () => {
  const report = (messageId: string, said: Readonly<Record<string, string>>) => {
    const each = Object.entries(said).map(
      ([id, status]) =>
        `<TxInfAndSts><OrgnlEndToEndId>${referenceOf(id)}</OrgnlEndToEndId><TxSts>${status}</TxSts>
           <StsRsnInf><Rsn><Cd>AC04</Cd></Rsn></StsRsnInf></TxInfAndSts>`,
    );
    return `<Document><CstmrPmtStsRpt><OrgnlGrpInfAndSts><OrgnlMsgId>${messageId}</OrgnlMsgId></OrgnlGrpInfAndSts>
      <OrgnlPmtInfAndSts><OrgnlPmtInfId>${messageId}</OrgnlPmtInfId>${each.join('')}</OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>`;
  };

  test('go into a file, to the bank in somebody’s hands, and forward by its report', async () => {
    const seller = await settled();
    const path = of(seller);
    const listed = async (query = '') =>
      (await ask(`${path}/payouts${query}`, finance(seller))).rows as Json[];
    const ids = (await listed()).map((row) => row.payout_id as string);
    expect(ids).toHaveLength(2);
    expect((await ask(`${path}/payout-files`, gateway)).unfiled).toBe(true);
    await ask('/all/settlement/payout-files', gateway, { reason: REASON });
    const { rows: files, unfiled } = await ask(`${path}/payout-files`, gateway);
    expect({ unfiled, files }).toMatchObject({ unfiled: false, files: [{ state: 'ready' }] });
    const [file] = files;

    const taken = await ask(`${path}/payout-files/${file.file_id}/content`, gateway, {});
    expect(taken.name).toContain(file.message_id);
    expect(taken.content).toContain('1234567802');
    expect((await auditOf('payout_file.taken'))[0].after).toEqual({ bank: 'cimb', day: DAY });

    const sent = () =>
      ask(`${path}/payout-files/${file.file_id}/sent`, gateway, { reason: REASON });
    expect((await sent()).error.message).toContain('by themselves');
    office.ctx.sandbox = false;
    expect((await sent()).status).toBe(204);
    expect((await sent()).error.code).toBe('not_allowed_now');
    office.ctx.sandbox = true;
    expect((await listed('?state=sent')).map((row) => row.payout_id)).toEqual(ids);

    const results = `${path}/payout-results`;
    const text = report(file.message_id, { [ids[0]!]: 'ACSC', [ids[1]!]: 'RJCT' });
    const counts = { status: 200, paid: 1, refused: 1, returned: 0, known: 0, contradictions: [] };
    expect(await ask(results, gateway, { report: text, dry_run: true })).toMatchObject(counts);
    expect(await listed('?state=sent')).toHaveLength(2);
    const real = { report: text, dry_run: false, reason: REASON };
    expect(await ask(results, gateway, real)).toMatchObject(counts);
    expect(await ask(results, gateway, real)).toMatchObject({ paid: 0, refused: 0, known: 2 });
    const [refused] = await listed('?held=yes');
    expect(refused).toMatchObject({
      payout_id: ids[1],
      state: 'refused',
      reason: 'AC04',
      held: true,
    });
    const one = await ask(`${path}/payouts/${ids[1]}`, finance(seller));
    expect(one.events.map((event: Json) => [event.state, event.actor])).toEqual([
      ['ready', 'settlement'],
      ['sent', 'operator'],
      ['refused', 'operator'],
    ]);
    expect(one.file).toMatchObject({ message_id: file.message_id, state: 'sent' });

    const release = () =>
      ask(`/all/settlement/payouts/${ids[1]}/release`, gateway, { reason: REASON });
    expect((await release()).status).toBe(204);
    expect((await release()).error.code).toBe('not_allowed_now');
    expect(await listed('?held=yes')).toEqual([]);
    expect(await sellers.findings(seller.merchantId)).toEqual([]);
  });

  test('of a file that was refused wholly hold their accounts until one act of the gateway releases all of them', async () => {
    // What tests before have ordered is in a file of its own.
    await ask('/all/settlement/payout-files', gateway, { reason: REASON });
    const seller = await settled();
    const other = await settled();
    const made = await ask('/all/settlement/payout-files', gateway, { reason: REASON });
    const [file] = made.files as Json[];
    expect(file).toMatchObject({ payouts: 4 });
    const { rows } = await ask(`${of(seller)}/payouts`, finance(seller));
    const group = `<GrpSts>RJCT</GrpSts><StsRsnInf><Rsn><Cd>AM04</Cd></Rsn></StsRsnInf>`;
    const text = report(file!.message_id, { [rows[0].payout_id]: 'RJCT' }).replace(
      '</OrgnlMsgId>',
      `</OrgnlMsgId>${group}`,
    );
    const real = { report: text, dry_run: false, reason: REASON };
    expect(await ask('/all/settlement/payout-results', gateway, real)).toMatchObject({
      refused: 4,
    });
    const heldNow = async (path = '/all/settlement') =>
      ((await ask(`${path}/payout-files`, gateway)).rows as Json[]).find(
        (row) => row.file_id === file!.file_id,
      )!.held;
    expect(await heldNow()).toMatchObject([
      { reason: 'AM04', payouts: 3, disputed: 0 },
      { reason: 'AC04', payouts: 1 },
    ]);
    expect(await heldNow(of(seller))).toEqual([]);
    const release = (more: Json, path = '/all/settlement', who: string = gateway) =>
      ask(`${path}/payout-files/${file!.file_id}/release`, who, { reason: REASON, ...more });
    expect((await release({}, of(seller))).error.code).toBe('not_allowed_now');
    expect((await release({}, of(seller), finance(seller))).error.code).toBe('forbidden');
    const several = await release({});
    expect(several).toMatchObject({ status: 409, error: { code: 'not_allowed_now' } });
    expect(several.error.message).toContain('"AM04" (3)');
    expect(await release({ held_for: 'AM04' })).toMatchObject({ status: 200, released: 3 });
    expect(await release({ held_for: 'AM04' })).toMatchObject({ status: 200, released: 0 });
    expect(await heldNow()).toMatchObject([{ reason: 'AC04', payouts: 1 }]);
    const [noted] = await auditOf('payout_file.released');
    expect(noted.after).toEqual({ held_for: 'AM04', payouts: 3 });
    for (const one of [seller, other]) expect(await sellers.findings(one.merchantId)).toEqual([]);
  });

  test('of a report that cannot be read do not move, and it says where', async () => {
    for (const [text, where] of [
      ['<Document>', 'line 1'],
      [report('NOBODY', {}), 'OrgnlMsgId'],
    ] as const) {
      const said = await ask('/all/settlement/payout-results', gateway, {
        report: text,
        dry_run: true,
      });
      expect(said).toMatchObject({ status: 400, error: { field: 'report' } });
      expect(said.error.message).toContain(where);
    }
  });

  test('of a report that a bank writes for a full file are read, though it is long', async () => {
    const said = await ask('/all/settlement/payout-results', gateway, {
      report: ' '.repeat(300_000),
      dry_run: true,
    });
    expect(said).toMatchObject({ status: 400, error: { field: 'report' } });
  });
});
