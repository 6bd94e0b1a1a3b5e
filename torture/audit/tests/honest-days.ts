// The bank's days after the honest history: its statements, with a few things made wrong on purpose, batches, payouts that are paid,
// refused and brought back, and a day that is closed.
import { addTariff } from '../../../packages/gateway/src/fees/change.ts';
import { closeDay } from '../../../packages/gateway/src/reconciliation/close-day.ts';
import { judgeRipeDay } from '../../../packages/gateway/src/reconciliation/judge-day.ts';
import { matchWaiting } from '../../../packages/gateway/src/reconciliation/match.ts';
import { giveBankAccount } from '../../../packages/gateway/src/sandbox/bank-accounts.ts';
import { openPayoutDoor } from '../../../packages/gateway/src/sandbox/payout-door.ts';
import { fetchStatements } from '../../../packages/gateway/src/sandbox/statements.ts';
import { plusDays, startOf, wibDay } from '../../../packages/gateway/src/settlement/calendar.ts';
import { settleDue } from '../../../packages/gateway/src/settlement/run.ts';
import { sendPayouts } from '../../../packages/gateway/src/settlement/send-files.ts';
import type { World } from '../../../packages/gateway/tests/world.ts';
import type { ClosedDay } from '../closed-days.ts';

const BANK = 'cimb';
const HOUR_MS = 3_600_000;
/** Over an end of week, two days to the settlement, one until a payout is back, and one until a statement shows it. */
const DAYS = 8;

/** Paid; brought back after a day; refused. */
const NUMBERS = ['900000000001', '900000000009', '900000000007'];

/** Gives the first merchant a fee and bank accounts; answers how a payment is divided among them. */
export async function agree({ ctx, db, one, two }: World): Promise<object[]> {
  const merchants = await db.rows<{ merchant_id: string; client_id: string }>({
    name: 'test-merchants',
    text: 'select merchant_id, client_id from merchants where client_id = any($1)',
    values: [[one.clientId, two.clientId]],
  });
  for (const { merchant_id: merchantId, client_id: clientId } of merchants) {
    const tariff = {
      bank: BANK,
      fixed: 1_000n,
      basisPoints: 37n,
      minimum: 0n,
      maximum: null,
      validFrom: null,
    };
    await addTariff(ctx, merchantId, tariff, { by: null });
    for (const [n, number] of NUMBERS.entries()) {
      const accountId = `SBA-0001-00000000${n}`;
      const entered = { bankCode: '022', number, holder: 'PENJUAL', accountId };
      await giveBankAccount(ctx, { merchantId, clientId }, entered);
    }
  }
  // A process remembers a merchant for a second.
  await ctx.clock.sleep(1_100);
  return [
    { bank_account_settlement_id: 'SBA-0001-000000001', value: 33, type: 'PERCENTAGE' },
    { bank_account_settlement_id: 'SBA-0001-000000002', value: '9001', type: 'FIX' },
  ];
}

/** Lets the days go by until everything is settled; answers the days that were closed. */
export async function liveDays(world: World): Promise<ClosedDay[]> {
  const { ctx } = world;
  await makeWrong(world);
  const fetching = fetchStatements(BANK, new URL(world.bank.url).origin);
  const door = openPayoutDoor(new Map([[BANK, world.bank.url]]));
  const first = wibDay(await firstPayment(world));
  for (let day = 0; day < DAYS; day += 1) {
    to(world, startOf(plusDays(wibDay(world.clock.now()), 1)) + 60_000);
    while ((await fetching.run(ctx)) > 0);
    while ((await matchWaiting(ctx)) > 0);
    while ((await judgeRipeDay(ctx)) > 0);
    to(world, startOf(wibDay(world.clock.now())) + 12 * HOUR_MS + 60_000);
    await settleDue(ctx);
    for (let n = 0; n < 3; n += 1) {
      await sendPayouts(ctx, door);
      world.advance(61);
    }
  }
  const about = { bank: BANK, day: first, by: 'cli', operatorId: null } as const;
  const { headsHash } = await closeDay(ctx, about);
  return [{ day: first, headsHash: headsHash ?? '' }];
}

function to({ clock, advance }: World, at: number): void {
  advance(Math.max(0, at - clock.now()) / 1000);
}

async function firstPayment({ db }: World): Promise<number> {
  const [row] = await db.rows<{ at: number }>({
    name: 'test-first-payment',
    text: 'select min(created_at) as at from payments',
    values: [],
  });
  return row?.at ?? 0;
}

/** One line twice, one missing, one of another amount, and one that is nobody's. */
async function makeWrong({ sandbox, partners }: World): Promise<void> {
  const book = await sandbox<{ type: string; reference: string; at: string }[]>('/sandbox/book');
  const debits = book.filter(({ type }) => type === 'DEBIT');
  const kinds = ['duplicate', 'missing_line', 'wrong_amount'];
  for (const [n, kind] of kinds.entries()) {
    const { reference, at } = debits[n + 1] ?? { reference: '', at: '' };
    await sandbox(`/sandbox/statements/${wibDay(Date.parse(at))}/differences`, { kind, reference });
  }
  const day = wibDay(Date.parse(debits[0]?.at ?? ''));
  const key = partners[0]?.key;
  await sandbox(`/sandbox/statements/${day}/differences`, { kind: 'extra_line', partner_key: key });
}
