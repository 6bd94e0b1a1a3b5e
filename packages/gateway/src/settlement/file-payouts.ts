// Flow: payouts that are ready become a file for their bank, stored before anything of it leaves.
import { openBankAccount } from '../bank-accounts/details.ts';
import type { BankAccount } from '../bank-accounts/bank-account.ts';
import { findBankAccounts } from '../bank-accounts/store.ts';
import type { CollectingAccount } from '../base/collecting.ts';
import { invariant } from '../base/invariant.ts';
import { referenceOf } from '../base/reference.ts';
import type { Place } from '../base/secrets.ts';
import type { Context } from '../context.ts';
import { OF_GATEWAY } from '../operators/doors.ts';
import { isWorkingDay, plusDays, wibDay, type Day, type Holidays } from './calendar.ts';
import { applyHeard } from './move-payouts.ts';
import { buildPaymentFile, type Order } from './payment-file.ts';
import type { Payout } from './payout.ts';
import { listHolidays } from './store-calendar.ts';
import { insertFile, type PayoutFile } from './store-files.ts';
import { filePayouts, findBanksToPay, findUnfiled, holdPayouts } from './store-payouts.ts';

export type FileDoors = Pick<
  Context,
  'db' | 'clock' | 'random' | 'sealer' | 'merchants' | 'collecting'
> & { banks: ReadonlyMap<string, { name: string }> };

/** Payouts in one file: below a megabyte. */
const MOST = 1000;

/** Where a file's content is sealed. */
export function contentPlace(fileId: string): Place {
  return { table: 'payout_files', column: 'sealed_content', merchantId: OF_GATEWAY, row: fileId };
}

/**
 * Makes files of everything that is ready, for banks at which we have an account to pay out of; answers those that were made.
 * Several processes may do so at once.
 */
export async function filePayoutsReady(ctx: FileDoors): Promise<PayoutFile[]> {
  const made: PayoutFile[] = [];
  for (const bank of await findBanksToPay(ctx.db)) {
    const account = ctx.collecting.get(bank);
    if (account === undefined) continue;
    for (;;) {
      const file = await makeFile(ctx, bank, account);
      if (file === null) break;
      made.push(file);
    }
  }
  return made;
}

async function makeFile(
  ctx: FileDoors,
  bank: string,
  account: CollectingAccount,
): Promise<PayoutFile | null> {
  const { paid, orders } = await ordersOf(ctx, bank, await findUnfiled(ctx.db, bank, MOST));
  if (paid.length === 0) return null;
  const createdAt = ctx.clock.now();
  const fileId = ctx.random.id();
  const day = payingDay(await listHolidays(ctx.db), createdAt);
  const content = buildPaymentFile({
    messageId: referenceOf(fileId),
    createdAt,
    day,
    collecting: account,
    bankName: ctx.banks.get(bank)?.name ?? bank,
    orders,
  });
  const file: PayoutFile = {
    fileId,
    bank,
    day,
    messageId: referenceOf(fileId),
    state: 'ready',
    payouts: paid.length,
    amount: paid.reduce((sum, { amount }) => sum + amount, 0n),
    sealedContent: ctx.sealer.seal(contentPlace(fileId), content),
    reason: null,
    createdAt,
    sentAt: null,
  };
  return (await storeFile(ctx, file, paid)) ? file : null;
}

/** False when another process has put some of the payouts into its own file, or an account was closed: nothing is stored then. */
async function storeFile(
  { db }: FileDoors,
  file: PayoutFile,
  paid: readonly Payout[],
): Promise<boolean> {
  try {
    await db.transaction(async (tx) => {
      await insertFile(tx, file);
      if ((await filePayouts(tx, file.fileId, paid)) !== paid.length) throw new TakenMeanwhile();
    });
    return true;
  } catch (error) {
    if (error instanceof TakenMeanwhile) return false;
    throw error;
  }
}

class TakenMeanwhile extends Error {
  override name = 'TakenMeanwhile';
}

interface Ordered {
  paid: Payout[];
  orders: Order[];
}

/** The orders of payouts. What may not be paid any more goes back to what is owed, and the next batch moves it on. */
async function ordersOf(
  ctx: FileDoors,
  bank: string,
  payouts: readonly Payout[],
): Promise<Ordered> {
  const ordered: Ordered = { paid: [], orders: [] };
  for (const [merchantId, own] of Map.groupBy(payouts, (payout) => payout.merchantId)) {
    const merchant = await ctx.merchants.byId(merchantId);
    const partner = merchant?.banks.get(bank)?.credentials.key;
    invariant(merchant !== null && partner !== undefined, 'a payout has a merchant with that bank');
    const ids = own.map(({ account }) => account);
    const accounts = await findBankAccounts(ctx.db, merchantId, ids);
    const byId = new Map(accounts.map((account) => [account.accountId, account]));
    const stopped: Payout[] = [];
    for (const payout of own) {
      const account = byId.get(payout.account);
      if (account?.status !== 'verified') {
        stopped.push(payout);
        continue;
      }
      ordered.paid.push(payout);
      ordered.orders.push({ ...orderOf(ctx, payout, account), merchant: merchant.name, partner });
    }
    if (stopped.length > 0) await takeBack(ctx, merchantId, stopped);
  }
  return ordered;
}

/** Only what is in no file yet: what is in one may be paid any moment. */
async function takeBack(
  { db, clock }: FileDoors,
  merchantId: string,
  payouts: readonly Payout[],
): Promise<void> {
  const ids = payouts.map(({ payoutId }) => payoutId);
  await db.transaction(async (tx) => {
    const now = await holdPayouts(tx, merchantId, ids);
    const heard = now
      .filter(({ state, fileId }) => state === 'ready' && fileId === null)
      .map(({ payoutId }) => ({
        payoutId,
        word: 'refused' as const,
        reason: 'the account is not verified any more',
        evidence: null,
      }));
    await applyHeard(tx, merchantId, heard, { actor: 'settlement', at: clock.now() });
  });
}

function orderOf(
  { sealer }: FileDoors,
  { payoutId, amount, batchId }: Payout,
  account: BankAccount,
): Omit<Order, 'merchant' | 'partner'> {
  const { number, holder, inquiredName } = openBankAccount(sealer, account);
  return {
    reference: referenceOf(payoutId),
    amount,
    holder: inquiredName ?? holder,
    number,
    bankCode: account.bankCode,
    bankName: account.bankName,
    remark: `Settlement ${referenceOf(batchId)}`,
  };
}

/** Today, or the next day on which banks settle. */
function payingDay(holidays: Holidays, now: number): Day {
  let day = wibDay(now);
  while (!isWorkingDay(holidays, day)) day = plusDays(day, 1);
  return day;
}
