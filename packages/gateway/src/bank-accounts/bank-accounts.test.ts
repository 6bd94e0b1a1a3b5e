// A merchant's bank accounts: entered, named by a bank, approved by a second person, and the one that is the default.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  declined,
  flowContext,
  NOT_SENT,
  UNCLEAR,
  type FlowContext,
} from '../../tests/flow-context.ts';
import { barredBy, noteOf } from '../../tests/operator-world.ts';
import { ChangedMeanwhile } from '../merchants/not-done.ts';
import type { Merchant } from '../merchants/merchant.ts';
import { Barred } from '../operators/barred.ts';
import type { Acting } from './acting.ts';
import { addBankAccount, type EnteredAccount } from './add.ts';
import { namesAgree, type BankAccount } from './bank-account.ts';
import { carryOutDecision, whyNot } from './decide.ts';
import { openBankAccount } from './details.ts';
import { inquireBankAccount } from './inquire.ts';
import { defaultAccount, findBankAccounts, listBankAccountEvents } from './store.ts';

let flow: FlowContext;
let number = 1_000_000_000;

beforeAll(async () => {
  flow = await flowContext();
});

afterAll(() => flow.close());

const entered = (more: Partial<EnteredAccount> = {}): EnteredAccount => ({
  bankCode: '014',
  number: String((number += 1)),
  holder: 'PT Toko Tarik',
  ...more,
});

const actingFor = ({ merchantId }: Merchant): Acting => ({
  operatorId: null,
  approvalId: null,
  note: (act, subject, more = {}) => ({ ...noteOf(act, merchantId), subject, ...more }),
});

const add = (merchant: Merchant, more: Partial<EnteredAccount> = {}) =>
  addBankAccount(flow.ctx, merchant, entered(more), actingFor(merchant));

async function inquired(merchant: Merchant): Promise<BankAccount> {
  const { accountId } = await add(merchant);
  const said = await inquireBankAccount(flow.ctx, merchant, accountId, actingFor(merchant));
  if (said.kind !== 'answered') throw new Error(said.why);
  return said.account;
}

const decide = (
  merchant: Merchant,
  account: BankAccount,
  what: 'verify' | 'make_default' | 'close',
) => carryOutDecision(flow.ctx, account, what, actingFor(merchant));

async function verified(merchant: Merchant): Promise<BankAccount> {
  return await decide(merchant, await inquired(merchant), 'verify');
}

async function faultOf(work: Promise<unknown>): Promise<unknown> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  return error instanceof Barred ? [error.code, error.field, error.message] : error;
}

describe('an account that is added', () => {
  test('gets an id of the merchant’s number, rests sealed, and is not paid to', async () => {
    const merchant = await flow.merchant();
    const account = await add(merchant, { number: '7712345678' });
    const owner = merchant.clientId.split('-')[1];
    expect(account.accountId).toMatch(new RegExp(`^SBA-${owner}-\\d{9}$`));
    expect(account).toMatchObject({
      bankName: 'BCA',
      numberTail: '5678',
      status: 'new',
      isDefault: false,
      version: 1,
    });
    expect(openBankAccount(flow.ctx.sealer, account)).toEqual({
      number: '7712345678',
      holder: 'PT Toko Tarik',
      inquiredName: null,
    });
    const rows = await flow.sql(
      'select b::text, e::text from bank_accounts b join bank_account_events e using (merchant_id, account_id)',
    );
    expect(JSON.stringify(rows)).not.toMatch(/7712345678|Toko Tarik/);
    expect(await defaultAccount(flow.db, merchant.merchantId)).toBeNull();
  });

  test('has the owner 0000 where the Client-Id has no number', async () => {
    const merchant = { ...(await flow.merchant()), clientId: 'toko' };
    expect((await add(merchant)).accountId).toMatch(/^SBA-0000-\d{9}$/);
  });

  test.each<[string, Partial<EnteredAccount>, string, RegExp]>([
    ['a bank code that is none', { bankCode: '999' }, 'bank_code', /"999" is the code of no bank/],
    ['a bank’s name', { bankCode: 'BCA' }, 'bank_code', /code of no bank/],
    ['a word of JavaScript', { bankCode: 'toString' }, 'bank_code', /code of no bank/],
    ['a number with letters', { number: '77123A5678' }, 'number', /6 to 20 digits/],
    ['a number with hyphens', { number: '771-234-5678' }, 'number', /6 to 20 digits/],
    ['a short number', { number: '12345' }, 'number', /6 to 20 digits/],
    ['a long number', { number: '1'.repeat(21) }, 'number', /6 to 20 digits/],
    ['no holder', { holder: '   ' }, 'holder', /1 to 70/],
    ['a holder with a line break', { holder: 'PT\nToko' }, 'holder', /1 to 70/],
    ['a holder that no payment file carries', { holder: 'PT ‹Toko›' }, 'holder', /1 to 70/],
    ['a long holder', { holder: 'A'.repeat(71) }, 'holder', /1 to 70/],
  ])('with %s is refused, and the field is named', async (_what, more, field, rule) => {
    const merchant = await flow.merchant();
    expect(await faultOf(add(merchant, more))).toEqual([
      'field_invalid',
      field,
      expect.stringMatching(rule),
    ]);
    expect(await findBankAccounts(flow.db, merchant.merchantId, null)).toEqual([]);
  });

  test('twice is there already, at another bank or for another merchant it is another one', async () => {
    const [one, two] = [await flow.merchant(), await flow.merchant()];
    const again = { number: '5550001112' };
    const first = await add(one, again);
    expect(await faultOf(add(one, { ...again, holder: 'Somebody' }))).toEqual([
      'already_known',
      'number',
      expect.stringContaining('already'),
    ]);
    await add(one, { ...again, bankCode: '008' });
    await add(two, again);
    // Of two at the same moment one is added; a closed one may be added again.
    const both = await Promise.all([1, 2].map(() => barredBy(add(one, { number: '5550001113' }))));
    expect(both.toSorted()).toEqual(['already_known', 'done']);
    await decide(one, first, 'close');
    expect((await add(one, again)).accountId).not.toBe(first.accountId);
  });

  test('is not there for another merchant', async () => {
    const [one, two] = [await flow.merchant(), await flow.merchant()];
    const account = await inquired(one);
    const { accountId } = account;
    expect(await findBankAccounts(flow.db, two.merchantId, [accountId])).toEqual([]);
    const foreign = { ...account, merchantId: two.merchantId };
    expect(await barredBy(inquireBankAccount(flow.ctx, two, accountId, actingFor(two)))).toBe(
      'not_found',
    );
    expect(await barredBy(decide(two, foreign, 'verify'))).toBe('not_found');
    const [kept] = await findBankAccounts(flow.db, one.merchantId, [
      accountId,
      'SBA-0000-000000000',
    ]);
    expect(kept).toEqual(account);
  });
});

describe('the bank', () => {
  test('names the holder, and its word is kept with the account', async () => {
    const merchant = await flow.merchant();
    const account = await inquired(merchant);
    expect(account).toMatchObject({ status: 'inquired', version: 2 });
    expect(openBankAccount(flow.ctx.sealer, account).inquiredName).toBe('PT TOKO TARIK');
    const events = await listBankAccountEvents(flow.db, merchant.merchantId, account.accountId);
    expect(events.map(({ event, status, evidence }) => [event, status, evidence?.code])).toEqual([
      ['added', 'new', undefined],
      ['named', 'inquired', '2000000'],
    ]);
    expect(flow.bank.asked('inquireBeneficiary').at(-1)).toMatchObject({
      bankCode: '014',
      reference: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
  });

  test('may have no such account, and may find it later', async () => {
    const merchant = await flow.merchant();
    const { accountId } = await add(merchant);
    const ask = () => inquireBankAccount(flow.ctx, merchant, accountId, actingFor(merchant));
    const none = { ...declined('bank_refused'), reason: 'account_inactive' } as const;
    flow.bank.next('inquireBeneficiary', none);
    expect(await ask()).toMatchObject({ kind: 'answered', account: { status: 'refused' } });
    expect(await ask()).toMatchObject({ kind: 'answered', account: { status: 'inquired' } });
  });

  test.each([
    ['is away', UNCLEAR],
    ['cannot be reached', NOT_SENT],
    ['refuses the call', declined('bank_refused')],
  ])('that %s changes nothing', async (_what, outcome) => {
    const merchant = await flow.merchant();
    const added = await add(merchant);
    flow.bank.next('inquireBeneficiary', outcome);
    const said = await inquireBankAccount(flow.ctx, merchant, added.accountId, actingFor(merchant));
    expect(said).toMatchObject({ kind: 'no_word' });
    expect(await findBankAccounts(flow.db, merchant.merchantId, null)).toEqual([added]);
  });

  test('must be active for the merchant', async () => {
    const merchant = await flow.merchant({}, false);
    const { accountId } = await add(merchant);
    const asked = inquireBankAccount(flow.ctx, merchant, accountId, actingFor(merchant));
    expect(await faultOf(asked)).toEqual([
      'not_allowed_now',
      undefined,
      expect.stringMatching(/active/),
    ]);
  });

  test('is not asked about an account that is verified or closed', async () => {
    const merchant = await flow.merchant();
    const { accountId } = await verified(merchant);
    const before = flow.bank.asked('inquireBeneficiary').length;
    const asked = inquireBankAccount(flow.ctx, merchant, accountId, actingFor(merchant));
    expect(await barredBy(asked)).toBe('not_allowed_now');
    expect(flow.bank.asked('inquireBeneficiary')).toHaveLength(before);
  });
});

describe('a decision', () => {
  test('makes the first verified account the default, and no later one', async () => {
    const merchant = await flow.merchant();
    const first = await verified(merchant);
    const second = await verified(merchant);
    expect([first.isDefault, second.isDefault]).toEqual([true, false]);
    expect(await defaultAccount(flow.db, merchant.merchantId)).toEqual(first);
  });

  test('of two first ones at the same moment, one is the default', async () => {
    const merchant = await flow.merchant();
    const both = [await inquired(merchant), await inquired(merchant)];
    const done = await Promise.all(both.map((one) => decide(merchant, one, 'verify')));
    expect(done.filter(({ isDefault }) => isDefault)).toHaveLength(1);
  });

  test('moves the default, which is closed only when it is one no longer', async () => {
    const merchant = await flow.merchant();
    const first = await verified(merchant);
    const second = await verified(merchant);
    expect(whyNot('close', first)).toMatch(/default/);
    expect(await barredBy(decide(merchant, first, 'close'))).toBe('not_allowed_now');
    const made = await decide(merchant, second, 'make_default');
    expect(await defaultAccount(flow.db, merchant.merchantId)).toEqual(made);
    const [former] = await findBankAccounts(flow.db, merchant.merchantId, [first.accountId]);
    expect(former).toMatchObject({ isDefault: false, status: 'verified' });
    expect(await decide(merchant, former!, 'close')).toMatchObject({ status: 'closed' });
  });

  test('is done once however often it is carried out', async () => {
    const merchant = await flow.merchant();
    const account = await inquired(merchant);
    const first = await decide(merchant, account, 'verify');
    expect(await decide(merchant, account, 'verify')).toEqual(first);
    const events = await listBankAccountEvents(flow.db, merchant.merchantId, account.accountId);
    expect(events.map(({ event }) => event)).toEqual(['added', 'named', 'verified']);
  });

  test('is not done on an account that is no longer what people looked at', async () => {
    const merchant = await flow.merchant();
    const account = await inquired(merchant);
    flow.bank.next('inquireBeneficiary', {
      kind: 'beneficiary',
      holder: 'SOMEBODY ELSE',
      evidence: UNCLEAR.evidence,
    });
    await inquireBankAccount(flow.ctx, merchant, account.accountId, actingFor(merchant));
    expect(await faultOf(decide(merchant, account, 'verify'))).toBeInstanceOf(ChangedMeanwhile);
    const [first, second, third] = [
      await verified(merchant),
      await verified(merchant),
      await verified(merchant),
    ];
    await decide(merchant, second, 'make_default');
    const stale = { ...third, formerDefault: first.accountId };
    const overtaken = carryOutDecision(flow.ctx, stale, 'make_default', actingFor(merchant));
    expect(await faultOf(overtaken)).toBeInstanceOf(ChangedMeanwhile);
    expect((await defaultAccount(flow.db, merchant.merchantId))?.accountId).toBe(second.accountId);
  });

  test.each([
    ['verify', 'new', /holder first/],
    ['make_default', 'inquired', /only a verified one/],
  ] as const)('to %s is refused for one that is %s', async (what, status, rule) => {
    const merchant = await flow.merchant();
    const account = status === 'new' ? await add(merchant) : await inquired(merchant);
    const fault = await faultOf(decide(merchant, account, what));
    expect(fault).toEqual(['not_allowed_now', undefined, expect.stringMatching(rule)]);
  });

  test('leaves its audit, without a number or a name', async () => {
    const merchant = await flow.merchant();
    const account = await verified(merchant);
    const rows = await flow.sql<{ act: string }>(
      'select act, subject, before, after from audit_entries where merchant_id = $1 order by entry_no',
      [merchant.merchantId],
    );
    expect(rows.map(({ act }) => act)).toEqual([
      'bank_account.added',
      'bank_account.inquired',
      'bank_account.verified',
    ]);
    const { number: whole } = openBankAccount(flow.ctx.sealer, account);
    expect(JSON.stringify(rows)).not.toMatch(new RegExp(`${whole}|Toko`, 'i'));
  });
});

test.each([
  ['PT Toko Tarik', 'TOKO TARIK, PT', true],
  ['Budi Santoso', 'SANTOSO BUDI', true],
  ['CV. Seller-Satu', 'Seller Satu', true],
  ['Budi Santoso', 'Budi Santosa', false],
  ['PT', 'CV', false],
])('%s and %s: one name %s', (one, other, expected) => {
  expect(namesAgree(one, other)).toBe(expected);
});
