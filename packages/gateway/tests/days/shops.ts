// The merchants of a month, and what is agreed with each of them, since when: tariffs, terms, bank accounts.
import type { Acting } from '../../src/bank-accounts/acting.ts';
import { carryOutDecision, type Decision } from '../../src/bank-accounts/decide.ts';
import { findBankAccounts } from '../../src/bank-accounts/store.ts';
import { addTariff, withdrawTariff } from '../../src/fees/change.ts';
import { activateBank } from '../../src/merchants/activate-bank.ts';
import { giveBankAccount } from '../../src/sandbox/bank-accounts.ts';
import { plusDays, startOf } from '../../src/settlement/calendar.ts';
import {
  addHoliday,
  changeTerms,
  dropHoliday,
  EditRefused,
} from '../../src/settlement/edit-calendar.ts';
import { merchantClient, type MerchantClient } from '../merchant-client.ts';
import type { Bound } from '../world.ts';
import type { Month } from './month.ts';
import type { Tariff } from './reference.ts';

/** What holds from a moment on, epoch ms. */
export interface Since<T> {
  at: number;
  is: T;
}

/** Who may be paid; null while there is no default account. */
export type Payees = { byDefault: string; payable: ReadonlySet<string> } | null;

export interface Shop {
  name: 'one' | 'two' | 'three';
  merchantId: string;
  clientId: string;
  /** What the bank calls it. */
  partner: string;
  client: MerchantClient;
  /** By what their accounts at the bank do. */
  tokens: { plain: Bound; otp: Bound; poor: Bound } | null;
  /** Every bank account that it ever had: id and number. */
  accounts: Map<string, string>;
  tariffs: Tariff[];
  payees: Since<Payees>[];
  terms: Since<{ workingDays: number; minimum: bigint }>[];
}

/** What holds at a moment: the last that began before it. */
export function inForce<T>(history: readonly Since<T>[], at: number): T {
  const found = history.findLast((one) => one.at <= at);
  if (found === undefined) throw new Error('nothing held yet');
  return found.is;
}

const BY = { operatorId: null, by: 'cli', role: null, address: null } as const;

/** The account from which money comes back after a day. */
export const COMES_BACK = '900000000009';

/** Ordinary numbers, closed (refused), and one from which money comes back. */
const NUMBERS = ['900000000001', '900000000002', '900000000007', COMES_BACK, '900000000004'];

export async function openShop(month: Month, name: Shop['name']): Promise<Shop> {
  const { world, lives } = month;
  const identity = world[name];
  const found = await world.ctx.merchants.find(identity.clientId);
  if (found === null) throw new Error('a merchant of the world');
  return {
    name,
    merchantId: found.merchantId,
    clientId: identity.clientId,
    partner: `KEY-${name}`,
    client: merchantClient(() => lives.url, identity),
    tokens: null,
    accounts: new Map(),
    tariffs: [],
    payees: [{ at: 0, is: null }],
    terms: [{ at: 0, is: { workingDays: 2, minimum: 0n } }],
  };
}

/** The bank is active for it from now on, and customers have registered. */
export async function startSelling(month: Month, shop: Shop): Promise<void> {
  const { world } = month;
  const known = world.partners.find(({ key }) => key === shop.partner);
  if (shop.name === 'three' && known !== undefined) {
    const { key, secret } = known;
    const input = { bank: 'cimb', key, secret, notificationUrl: world.receiver.url };
    await activateBank(world.ctx, shop.merchantId, input);
    world.ctx.merchants.forget(shop.clientId);
  }
  const who = world[shop.name];
  shop.tokens = {
    plain: await world.token(who, '800000000003'),
    otp: await world.token(who, '800000000001'),
    poor: await world.token(who, '800000000002'),
  };
}

/** One more verified account; the first one is the default. */
export async function openAccount(month: Month, shop: Shop): Promise<void> {
  const n = shop.accounts.size;
  const number = NUMBERS[n];
  if (number === undefined) return;
  const accountId = `SBA-0001-${String(n + 1).padStart(9, '0')}`;
  const entered = { accountId, bankCode: '014', number, holder: 'PT TOKO' };
  await month.lives.untilDone((ctx) => giveBankAccount(ctx, shop, entered));
  shop.accounts.set(accountId, number);
  await notePayees(month, shop);
}

/** Closes an account that is not the default, or makes another one the default. */
async function decide(month: Month, shop: Shop, what: Exclude<Decision, 'verify'>): Promise<void> {
  const payees = inForce(shop.payees, Infinity);
  const others = [...(payees?.payable ?? [])].filter((id) => id !== payees?.byDefault);
  if (others.length < (what === 'close' ? 3 : 1)) return;
  const accountId = month.chance.pick(others);
  const [looked] = await findBankAccounts(month.world.db, shop.merchantId, [accountId]);
  await month.lives.untilDone((ctx) => carryOutDecision(ctx, looked!, what, acting(shop)));
  await notePayees(month, shop);
}

async function notePayees(month: Month, shop: Shop): Promise<void> {
  const accounts = await findBankAccounts(month.world.db, shop.merchantId, null);
  const verified = accounts.filter(({ status }) => status === 'verified');
  const byDefault = verified.find(({ isDefault }) => isDefault)?.accountId;
  const payable = new Set(verified.map(({ accountId }) => accountId));
  const is = byDefault === undefined ? null : { byDefault, payable };
  shop.payees.push({ at: month.world.clock.now(), is });
}

/** A tariff that begins some midnight soon; now and then it is withdrawn before it does. */
export async function agreeTariff(month: Month, shop: Shop): Promise<void> {
  const { chance, lives, today } = month;
  const from = startOf(plusDays(today(), chance.whole(1, 3)));
  const minimum = BigInt(chance.whole(0, 1_500));
  const wanted = {
    bank: 'cimb',
    validFrom: from,
    fixed: BigInt(chance.whole(0, 4_000)),
    basisPoints: BigInt(chance.whole(0, 250)),
    minimum,
    maximum: chance.is(0.4) ? minimum + BigInt(chance.whole(0, 9_000)) : null,
  };
  await lives.untilDone((ctx) => addTariff(ctx, shop.merchantId, wanted, { by: null }));
  if (chance.is(0.2)) {
    // Whoever died over it may have made it twice.
    const made = await month.rows<{ fee_id: string }>(
      'select fee_id from fees where merchant_id = $1 and valid_from = $2 and fixed = $3 and withdrawn_at is null',
      [shop.merchantId, new Date(from).toISOString(), wanted.fixed],
    );
    for (const { fee_id: id } of made) {
      await withdrawTariff(month.world.ctx, shop.merchantId, 'cimb', id);
    }
    return;
  }
  shop.tariffs.push({ ...wanted, from });
}

async function agreeTerms(month: Month, shop: Shop): Promise<void> {
  const { chance, lives, world } = month;
  const is = {
    workingDays: chance.whole(0, 3),
    minimum: chance.is(0.5) ? 0n : BigInt(chance.whole(1, 150_000)),
  };
  const pair = { merchantId: shop.merchantId, bank: 'cimb' };
  await lives.untilDone((ctx) => changeTerms(ctx, pair, is, BY));
  shop.terms.push({ at: world.clock.now(), is });
}

/** A holiday comes, or goes, some days ahead: what waits is due anew. */
async function changeCalendar(month: Month): Promise<void> {
  const { chance, lives, world } = month;
  const day = plusDays(month.today(), chance.whole(1, 6));
  const isOne = month.holidays().has(day);
  await lives.untilDone(async (ctx) => {
    try {
      if (isOne) await dropHoliday(ctx, day, BY);
      else
        await addHoliday(ctx, { day, name: 'Cuti', kind: 'joint_leave', provisional: false }, BY);
    } catch (error) {
      // It was taken out by the process that died over it.
      if (!(error instanceof EditRefused)) throw error;
    }
  });
  await month.noteHolidays(world.clock.now());
}

/** Something that is agreed changes. */
export async function changeSomething(month: Month, shop: Shop): Promise<void> {
  const what = month.chance.pick(['tariff', 'terms', 'calendar', 'close', 'default', 'account']);
  if (what === 'tariff') await agreeTariff(month, shop);
  else if (what === 'terms') await agreeTerms(month, shop);
  else if (what === 'calendar') await changeCalendar(month);
  else if (what === 'close') await decide(month, shop, 'close');
  else if (what === 'default') await decide(month, shop, 'make_default');
  else if (shop.accounts.size > 0) await openAccount(month, shop);
}

function acting({ merchantId }: Shop): Acting {
  return {
    operatorId: null,
    approvalId: null,
    note: (act, subject, { before = null, after = null } = {}) => ({
      ...BY,
      merchantId,
      act,
      subject,
      reason: null,
      before,
      after,
    }),
  };
}
