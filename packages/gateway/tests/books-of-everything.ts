// A world in which everything has happened that checks look at, and transactions in which it can be spoilt.
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { Db } from '../src/base/db.ts';
import { runChecks, type CheckOptions } from '../src/checks/check.ts';
import { sumLedger } from '../src/ledger/sum.ts';
import { appendAudit } from '../src/operators/append-audit.ts';
import type { AuditNote } from '../src/operators/audit.ts';
import { bookBatch } from '../src/settlement/book.ts';
import { claimBatch } from '../src/settlement/claim.ts';
import { collectPage } from '../src/settlement/collect.ts';
import { addItems } from '../src/settlement/items.ts';
import { giveBankAccount } from '../src/sandbox/bank-accounts.ts';
import { listHolidays } from '../src/settlement/store-calendar.ts';
import { sql } from './database.ts';
import { startFaultyWorld, WITH_OTP, WITHOUT_OTP, type FaultyWorld } from './faulty-world.ts';
import { quiet } from './quiet.ts';
import { BANK, paymentBody, type World } from './world.ts';

/** What stands in the world, by what became of it. */
export interface Everything {
  merchant: string;
  token: string;
  /** A payment without OTP, one with, one of which a part went back, and one that the bank took after its FAILED. */
  paid: string;
  withOtp: string;
  refunded: string;
  late: string;
  refund: string;
  /** In which the first payment was settled, and the payout that it ordered. */
  batch: string;
  payout: string;
}

/** Lets everything happen once, in the books of the first merchant. */
export async function letEverythingHappen(faulty: FaultyWorld): Promise<Everything> {
  const { world, merchant } = faulty;
  const bound = await world.token(world.one, WITHOUT_OTP);
  const paid = await merchant.post(`${BANK}/payment`, paymentBody(bound));
  const body = paymentBody(bound);
  const refunded = await merchant.post(`${BANK}/payment`, body);
  await merchant.post(`${BANK}/payment-refund`, {
    order: { invoice_number: body['order'].invoice_number },
    payment: { original_request_id: refunded.requestId },
    refund: { amount: 25_000 },
  });
  const other = await world.token(world.one, WITH_OTP);
  const withOtp = await merchant.post(`${BANK}/payment`, paymentBody(other));
  await faulty.validate(withOtp, await world.otp(other.phone));
  await faulty.order('pay', 'timeout_late', { after_ms: 30 * 60_000 });
  const late = await merchant.post(`${BANK}/payment`, paymentBody(bound));
  await quiet(world);
  const found = await world.ctx.merchants.find(world.one.clientId);
  const [refund] = await world.db.rows<{ refund_id: string }>({
    name: 'test-refund',
    text: `select refund_id from refunds where kind = 'merchant'`,
    values: [],
  });
  await world.db.transaction((tx) =>
    appendAudit(
      tx,
      ['first', 'second'].map((subject) => acted(found!.merchantId, subject)),
      world.clock.now(),
    ),
  );
  const paidId = await paymentOf(world, paid.requestId);
  const settled = await settle(world, found!.merchantId, paidId);
  await sumLedger(world.ctx);
  return {
    merchant: found!.merchantId,
    token: bound.tokenId,
    paid: paidId,
    ...settled,
    withOtp: await paymentOf(world, withOtp.requestId),
    refunded: await paymentOf(world, refunded.requestId),
    late: await paymentOf(world, late.requestId),
    refund: refund!.refund_id,
  };
}

function acted(merchantId: string, subject: string): AuditNote {
  return {
    merchantId,
    operatorId: null,
    by: 'cli',
    role: null,
    address: null,
    act: 'merchant.tested',
    subject,
    reason: null,
    before: { amount: '1', nested: [1, null, { b: 2, a: 'é' }] },
    after: null,
  };
}

/** Settles a payment, whatever day it is: by the steps of a run. */
async function settle(
  { ctx, databaseUrl }: World,
  merchantId: string,
  paymentId: string,
): Promise<{ batch: string; payout: string }> {
  const owner = { merchantId, clientId: '' };
  const entered = { bankCode: '014', number: '900000000001', holder: 'PT TOKO TARIK' };
  await giveBankAccount(ctx, owner, { accountId: 'SBA-0001-999999999', ...entered });
  const pair = { merchantId, bank: 'cimb' };
  const shown = {
    ...pair,
    chunkId: randomUUID(),
    at: ctx.clock.now(),
    payments: [paymentId],
    refunds: [],
  };
  await ctx.db.transaction((tx) => addItems(tx, shown));
  const held = await claimBatch(ctx, pair, '2099-12-31', await listHolidays(ctx.db));
  await collectPage(ctx, held!);
  await bookBatch(ctx, held!);
  const [payout] = await sql<{ payout_id: string }>(
    databaseUrl,
    'select payout_id from payouts where batch_id = $1',
    [held!.batchId],
  );
  return { batch: held!.batchId, payout: payout!.payout_id };
}

async function paymentOf(world: World, requestId: string): Promise<string> {
  const [row] = await world.db.rows<{ payment_id: string }>({
    name: 'test-payment-of',
    text: 'select payment_id from payments where request_id = $1',
    values: [requestId],
  });
  return row!.payment_id;
}

/** Starts the world and lets everything happen; `beforehand` runs while there is nothing but merchants. */
export async function startWorldOfEverything(
  beforehand: (world: World) => Promise<unknown> = async () => undefined,
): Promise<{ faulty: FaultyWorld; happened: Everything }> {
  const faulty = await startFaultyWorld();
  await beforehand(faulty.world);
  return { faulty, happened: await letEverythingHappen(faulty) };
}

/** Works in a transaction that is rolled back, on a connection of its own: whatever is spoilt is whole again afterwards. */
export async function rolledBack<T>(
  databaseUrl: string,
  work: (db: Db, client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString: databaseUrl, options: '-c timezone=UTC' });
  await client.connect();
  await client.query('begin');
  try {
    const rows = async <R>({ text, values }: { text: string; values: readonly unknown[] }) =>
      (await client.query(text, [...values])).rows as R[];
    const db: Db = {
      rows,
      transaction: (inside) => inside({ rows }),
      close: async () => undefined,
    };
    return await work(db, client);
  } finally {
    await client.query('rollback');
    await client.end();
  }
}

/** Names of the checks that find something. */
export async function finders(
  world: World,
  db: Db,
  options: CheckOptions & { aheadMs?: number } = {},
): Promise<string[]> {
  const { aheadMs = 0, ...rest } = options;
  const clock = {
    now: () => world.clock.now() + aheadMs,
    steady: () => world.clock.steady(),
  };
  const outcomes = await runChecks(db, clock, rest);
  return outcomes.filter((one) => one.findings.length > 0).map((one) => one.check);
}
