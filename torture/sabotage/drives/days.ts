// The drive over the bank's days: payments that are divided, statements with differences, a holiday, batches, and payouts that are
// paid, refused and brought back.
import { ACCOUNTS, type Bound, type Play } from '../play.ts';

const WORK_MS = 10_000;
const MONDAY = 1;
const HOUR_S = 3_600;

export async function bankDays(play: Play): Promise<void> {
  const { one, stage } = play;
  const { days } = stage;
  while (new Date(`${days.today()}T00:00:00Z`).getUTCDay() !== MONDAY) await days.toMidnight();
  const monday = days.today();
  await stage.act('gateway-1', { what: 'add a holiday', day: dayAfter(monday) });
  const bound = await play.bind(one, ACCOUNTS.pays);
  await payOnMonday(play, bound);
  await makeWrong(play, monday);

  // Tuesday, on which the banks rest.
  await days.toMidnight();
  await days.work(WORK_MS);
  await days.toNoon();
  await days.work(WORK_MS);
  await play.pay(bound, { amount: 33_300, settlement: shares(play) });

  // Wednesday: Monday is settled, and what was missing on it is known.
  await days.toMidnight();
  await days.work(WORK_MS);
  await stage.act('gateway-1', { what: 'close day', day: monday });
  await days.toNoon();
  await days.work(WORK_MS);
  await play.pay(bound, { amount: 250_003, settlement: shares(play) });

  // Thursday: a payout comes back; on Friday its account, and the one that refuses, are owed again and not paid.
  await days.toMidnight();
  await days.work(WORK_MS);
  await days.toNoon();
  await stage.advance(HOUR_S);
  await days.work(WORK_MS);
  await play.pay(bound, { amount: 77_777, settlement: shares(play) });
  await days.toMidnight();
  await days.work(WORK_MS);
  await days.toNoon();
  await days.work(WORK_MS);
}

/** Plain, divided, and given back in parts. */
async function payOnMonday(play: Play, bound: Bound): Promise<void> {
  const { one } = play;
  await play.pay(bound, { amount: 33_300 });
  await play.pay(bound, { amount: 41_235 });
  await play.pay(bound, { amount: 52_311 });
  await play.pay(bound, { amount: 61_701 });
  const divided = await play.pay(bound, { amount: 100_033, settlement: shares(play) });
  await play.refund(one, divided, 10_001);
  await play.refund(one, divided, 20_002);
}

/** The default account has the rest: it is named by nobody. */
function shares({ one }: Play): object[] {
  const [, paid, returned, refused] = one.merchant.accounts;
  return [
    { bank_account_settlement_id: paid, value: 33, type: 'PERCENTAGE' },
    { bank_account_settlement_id: returned, value: 9_001, type: 'FIX' },
    { bank_account_settlement_id: refused, value: '7', type: 'PERCENTAGE' },
  ];
}

/** One line is there twice, one is missing, one is of another amount, one is on the next day, and one is nobody's. */
async function makeWrong({ stage, rows, one }: Play, day: string): Promise<void> {
  const paid = await rows<{ reference: string }>(
    `select replace(p.payment_id::text, '-', '') as reference from payments p
      where p.merchant_id = $1 and p.amount < 100000 order by p.amount`,
    [one.merchant.merchantId],
  );
  const [twice, missing, wrong, other] = paid.map(({ reference }) => reference);
  const where = `/sandbox/statements/${day}/differences`;
  await stage.sandbox(where, { kind: 'duplicate', reference: twice });
  await stage.sandbox(where, { kind: 'missing_line', reference: missing });
  await stage.sandbox(where, { kind: 'wrong_amount', reference: wrong });
  await stage.sandbox(where, { kind: 'other_day', reference: other });
  await stage.sandbox(where, { kind: 'extra_line', partner_key: one.merchant.partnerKey });
}

function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}
