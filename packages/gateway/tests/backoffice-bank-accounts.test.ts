// A merchant's own bank accounts in the Back Office: named by the simulated bank, verified by a second person, and who may
// what.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SANDBOX_BANK_ACCOUNTS, seedBankAccounts } from '../src/sandbox/bank-accounts.ts';
import { seedMerchants } from '../src/sandbox/merchants.ts';
import { findBankAccounts } from '../src/bank-accounts/store.ts';
import { runChecks } from '../src/checks/check.ts';
import { findMerchantByClientId } from '../src/merchants/store.ts';
import { evidence } from './flow-context.ts';
import { startAffairs, type Affairs, type Colleague } from './affairs-world.ts';

const REASON = { reason: 'A new seller.' };

let affairs: Affairs;
let maker: Colleague;
let approver: Colleague;
let at: string;

beforeAll(async () => {
  affairs = await startAffairs();
  maker = await affairs.person('finance_maker', affairs.one);
  approver = await affairs.person('approver', affairs.one);
  at = `/${affairs.one.clientId}/bank-accounts`;
});

afterAll(() => affairs.close());

async function added(number: string, holder: string, bankCode = '014'): Promise<string> {
  const said = await maker.post(at, { bank_code: bankCode, number, holder });
  expect(said.status).toBe(200);
  return said.json.account.account_id as string;
}

const one = async (id: string) => (await maker.get(`${at}/${id}`)).json;
const decide = (id: string, approve = true) =>
  approver.post(`/${affairs.one.clientId}/approvals/${id}/decision`, { approve, reason: 'Seen.' });

/** Asked for, and approved. */
async function done(path: string): Promise<unknown> {
  const asked = await maker.post(path, REASON);
  expect(asked.json.result).toBe('approval');
  return (await decide(asked.json.approval_id)).json;
}

test('from a number to a default account, with two people', async () => {
  const id = await added('900000000002', 'Cv. Seller Satu');
  expect((await one(id)).account).toMatchObject({
    status: 'new',
    bank_name: 'BCA',
    number_tail: '0002',
    names_agree: null,
    may: ['inquire', 'close'],
  });
  const named = await maker.post(`${at}/${id}/inquiry`);
  expect(named.json.account).toMatchObject({
    status: 'inquired',
    inquired_name: 'CV SELLER SATU',
    names_agree: true,
    may: ['inquire', 'verify', 'close'],
  });
  expect(await done(`${at}/${id}/verification`)).toMatchObject({
    kind: 'bank_account',
    state: 'done',
    outcome: 'verified',
    asked: { what: 'verify', account_id: id, number_tail: '0002', names_agree: true },
  });
  const seen = await one(id);
  expect(seen.account).toMatchObject({ status: 'verified', is_default: true, may: [] });
  expect(seen.number).toBe('900000000002');
  expect(seen.history.map((event: any) => [event.event, event.by?.operator_id])).toEqual([
    ['added', maker.operatorId],
    ['named', maker.operatorId],
    ['verified', approver.operatorId],
  ]);
  expect(seen.history[1].bank).toMatchObject({ operation: 'beneficiary', code: '2001600' });

  const second = await added('900000000003', 'CV Seller Dua', '008');
  await maker.post(`${at}/${second}/inquiry`);
  await done(`${at}/${second}/verification`);
  expect(await done(`${at}/${second}/default`)).toMatchObject({
    outcome: 'made_default',
    asked: { former_default: id },
  });
  expect(await done(`${at}/${id}/closing`)).toMatchObject({ state: 'done', outcome: 'closed' });
  const { rows, banks } = (await maker.get(at)).json;
  expect(rows.map((row: any) => [row.account_id, row.status, row.is_default])).toEqual([
    [second, 'verified', true],
    [id, 'closed', false],
  ]);
  expect(banks).toContainEqual({ code: '022', name: 'CIMB Niaga' });
});

test('a name that differs is shown to who decides, who may refuse', async () => {
  const id = await added('6660001112', 'PT Orang Lain');
  const named = await maker.post(`${at}/${id}/inquiry`);
  expect(named.json.account).toMatchObject({
    inquired_name: 'SANDBOX HOLDER 1112',
    names_agree: false,
  });
  const asked = await maker.post(`${at}/${id}/verification`, REASON);
  const refused = await decide(asked.json.approval_id, false);
  expect(refused.json).toMatchObject({ state: 'rejected', asked: { names_agree: false } });
  expect((await one(id)).account.status).toBe('inquired');
});

test('an account that the bank does not have is refused, and closed without a second person', async () => {
  const id = await added('900000000005', 'PT Tidak Ada');
  const said = await maker.post(`${at}/${id}/inquiry`);
  expect(said.json.account).toMatchObject({ status: 'refused', may: ['inquire', 'close'] });
  const asked = await maker.post(`${at}/${id}/verification`, REASON);
  expect(asked.json.error).toMatchObject({ code: 'not_allowed_now' });
  expect((await maker.post(`${at}/${id}/closing`, REASON)).json).toEqual({ result: 'done' });
  expect((await maker.post(`${at}/${id}/inquiry`)).json.error.code).toBe('not_allowed_now');
});

test('what was asked for is not done when the bank has given another name since', async () => {
  const id = await added('6660001113', 'Sandbox Holder 1113');
  await maker.post(`${at}/${id}/inquiry`);
  const asked = await maker.post(`${at}/${id}/verification`, REASON);
  await maker.post(`${at}/${id}/inquiry`);
  expect((await decide(asked.json.approval_id)).json).toMatchObject({
    state: 'failed',
    outcome: 'changed_meanwhile',
  });
});

test('a bank that is away is said, and nothing has changed', async () => {
  const id = await added('6660001114', 'Sandbox Holder 1114');
  await affairs.sandbox('/sandbox/faults', { operation: 'beneficiary', fault: 'timeout_before' });
  expect((await maker.post(`${at}/${id}/inquiry`)).json.error.code).toBe('bank_away');
  expect((await one(id)).account.status).toBe('new');
});

test.each([
  ['bank_code', { bank_code: '999', number: '1234567', holder: 'A' }, 'field_invalid'],
  ['number', { bank_code: '014', number: '12345A7', holder: 'A' }, 'field_invalid'],
  ['holder', { bank_code: '014', number: '1234567', holder: ' ' }, 'field_invalid'],
  ['number', { bank_code: '014', number: '6660001112', holder: 'A' }, 'already_known'],
])('a wrong %s is named', async (field, body, code) => {
  expect((await maker.post(at, body)).json.error).toMatchObject({ code, field });
});

test('a bank that refuses to say is not one that is away', async () => {
  const id = await added('6660001117', 'Sandbox Holder 1117');
  const refused = {
    kind: 'declined',
    reason: 'other',
    bankCode: '4031615',
    evidence: evidence('4031615'),
  };
  const bank = affairs.ctx.banks.get('cimb')!;
  const { inquireBeneficiary } = bank;
  bank.inquireBeneficiary = async () => refused as never;
  try {
    const said = await maker.post(`${at}/${id}/inquiry`);
    expect(said).toMatchObject({ status: 422, json: { error: { code: 'bank_refuses' } } });
    expect(said.json.error.message).toContain('4031615');
  } finally {
    bank.inquireBeneficiary = inquireBeneficiary;
  }
  expect((await one(id)).account.status).toBe('new');
});

test('what waits for a second person is shown with the account, until it is decided', async () => {
  const id = await added('6660001118', 'Sandbox Holder 1118');
  await maker.post(`${at}/${id}/inquiry`);
  const asked = await maker.post(`${at}/${id}/verification`, REASON);
  expect((await one(id)).waiting).toEqual([
    { approval_id: asked.json.approval_id, what: 'verify' },
  ]);
  await decide(asked.json.approval_id);
  expect((await one(id)).waiting).toEqual([]);
});

test('what an account got lately is shown, and what others got is not', async () => {
  const { merchantId } = await affairs.merchantOf(affairs.one);
  const [mine, other] = [await added('6660001119', 'A'), await added('6660001120', 'B')];
  for (const [account, amount] of [
    [mine, '5000'],
    [other, '7000'],
  ]) {
    await affairs.db.rows({
      name: 'test-payout',
      text: `with batch as (
               insert into settlement_batches (merchant_id, batch_id, bank, day, state, began_at, booked_at)
               values ($1, gen_random_uuid(), 'cimb', '2026-11-01'::date + $3::int, 'booked', now(), now()) returning batch_id
             )
             insert into payouts (merchant_id, payout_id, batch_id, bank, account, amount, state, created_at, changed_at)
             select $1, gen_random_uuid(), batch_id, 'cimb', $2, $3, 'ready', now(), now() from batch`,
      values: [merchantId, account, amount],
    });
  }
  expect((await one(mine)).payouts).toMatchObject([{ amount: '5000', state: 'ready' }]);
});

describe('the list', () => {
  test('across merchants is for people of the gateway, page by page, and offers no act there', async () => {
    await affairs.person('finance_maker', affairs.three).then((theirs) =>
      theirs.post(`/${affairs.three.clientId}/bank-accounts`, {
        bank_code: '014',
        number: '6660009999',
        holder: 'Warung',
      }),
    );
    const gateway = await affairs.ofGateway('admin');
    const all: any[] = [];
    for (let after = ''; ;) {
      const { json } = await gateway.get(`/all/bank-accounts?limit=3${after}`);
      all.push(...json.rows);
      if (json.next === null) break;
      after = `&after=${json.next}`;
    }
    const both = new Set(all.map((row) => row.client_id));
    expect(both).toEqual(new Set([affairs.one.clientId, affairs.three.clientId]));
    expect(new Set(all.map((row) => `${row.client_id} ${row.account_id}`)).size).toBe(all.length);
    const times = all.map((row) => Date.parse(row.created_at));
    expect(times).toEqual(times.toSorted((one, other) => other - one));
    expect(all.every((row) => row.may.length === 0)).toBe(true);
    const closed = (await gateway.get('/all/bank-accounts?status=closed,refused')).json.rows;
    expect(closed.map((row: any) => row.status)).toContain('closed');
    expect(closed.every((row: any) => ['closed', 'refused'].includes(row.status))).toBe(true);
    expect((await maker.get('/all/bank-accounts')).status).toBe(404);
    const own = (await maker.get(at)).json.rows;
    expect(own.every((row: any) => row.client_id === affairs.one.clientId)).toBe(true);
    expect((await maker.get(`${at}?after=x`)).json.error).toMatchObject({ field: 'after' });
  });
});

test('the checks find nothing amiss in what two people have done', async () => {
  const options = { only: ['bank_accounts'], full: true, remember: false };
  const [looked] = await runChecks(affairs.db, affairs.clock, options);
  expect(looked!.rows).toBeGreaterThan(0);
  // The payouts above were never ordered by a settlement.
  const ofAccounts = looked!.findings.filter(({ subject }) => subject.startsWith('SBA-'));
  expect(ofAccounts).toEqual([]);
  expect(looked!.findings).toHaveLength(2);
});

describe('who may what', () => {
  test('nobody decides alone, and who looks does not change', async () => {
    const id = await added('6660001115', 'Sandbox Holder 1115');
    await maker.post(`${at}/${id}/inquiry`);
    const asked = await maker.post(`${at}/${id}/verification`, REASON);
    const path = `/${affairs.one.clientId}/approvals/${asked.json.approval_id}/decision`;
    const own = await maker.post(path, { approve: true, reason: 'Me.' });
    expect(own.json.error.code).toMatch(/forbidden|own_request/);
    expect((await approver.get(`${at}/${id}`)).json.account.may).toEqual([]);
    expect((await approver.post(`${at}/${id}/inquiry`)).json.error.code).toBe('forbidden');
    const admin = await affairs.person('admin', affairs.one);
    expect((await admin.get(at)).status).toBe(200);
    const developer = await affairs.person('developer', affairs.one);
    expect((await developer.get(at)).json.error.code).toBe('forbidden');
  });

  test('of another merchant nothing is there', async () => {
    const id = await added('6660001116', 'Sandbox Holder 1116');
    const stranger = await affairs.person('admin', affairs.two);
    const theirs = `/${affairs.two.clientId}/bank-accounts`;
    expect((await stranger.get(`${theirs}/${id}`)).json.error.code).toBe('not_found');
    for (const path of ['inquiry', 'verification', 'default', 'closing']) {
      const said = await stranger.post(`${theirs}/${id}/${path}`, REASON);
      expect([path, said.json.error.code]).toEqual([path, 'not_found']);
    }
    expect((await stranger.get(theirs)).json.rows).toEqual([]);
  });
});

test('a sandbox’s merchants have theirs from the start, and keep what people change', async () => {
  await seedMerchants(affairs.ctx, null, null);
  await seedBankAccounts(affairs.ctx);
  await seedBankAccounts(affairs.ctx);
  for (const [n, clientId] of ['MCH-0001-10791114622547', 'MCH-0002-20791114622548'].entries()) {
    const merchant = await findMerchantByClientId(affairs.db, clientId);
    const accounts = await findBankAccounts(affairs.db, merchant!.merchant_id, null);
    expect(accounts.map(({ accountId }) => accountId).toSorted()).toEqual(
      SANDBOX_BANK_ACCOUNTS[n]!.map(({ accountId }) => accountId),
    );
    expect(accounts.every(({ status }) => status === 'verified')).toBe(true);
    const defaults = accounts.filter(({ isDefault }) => isDefault);
    expect(defaults.map(({ accountId }) => accountId)).toEqual([
      SANDBOX_BANK_ACCOUNTS[n]![0]!.accountId,
    ]);
  }
});

test('what a payment would come to is previewed: its fee, its shares and its day', async () => {
  const path = `/${affairs.one.clientId}/settlement-preview`;
  const { rows } = (await maker.get(at)).json;
  const byDefault = rows.find((row: any) => row.is_default).account_id as string;
  const other = rows.find((row: any) => row.status === 'verified' && !row.is_default);
  const lines =
    other === undefined ? null : [{ account: other.account_id, type: 'FIX', value: '1000' }];
  const said = await maker.post(path, { bank: 'cimb', amount: '90000', lines });
  expect(said.status).toBe(200);
  expect(said.json).toMatchObject({ fee: '0', net: '90000' });
  expect(said.json.shares).toContainEqual({
    account: byDefault,
    amount: lines === null ? '90000' : '89000',
  });
  expect(said.json.due_day).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  const unknown = [{ account: 'SBA-0001-000000000', type: 'PERCENTAGE', value: '10' }];
  expect(await maker.post(path, { bank: 'cimb', amount: '90000', lines: unknown })).toMatchObject({
    status: 400,
    json: { error: { code: 'field_invalid', field: 'lines[0].account' } },
  });
  expect((await maker.post(path, { bank: 'bri', amount: '90000', lines: null })).status).toBe(400);
});
