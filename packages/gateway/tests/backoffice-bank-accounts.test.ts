// A merchant's own bank accounts in the Back Office: named by the simulated bank, verified by a second person, and who may
// what.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SANDBOX_BANK_ACCOUNTS, seedBankAccounts } from '../src/sandbox/bank-accounts.ts';
import { seedMerchants } from '../src/sandbox/merchants.ts';
import { findBankAccounts } from '../src/bank-accounts/store.ts';
import { findMerchantByClientId } from '../src/merchants/store.ts';
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
    [id, 'closed', false],
    [second, 'verified', true],
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
