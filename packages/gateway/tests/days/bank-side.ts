// The bank's side of a month: what it has moved, by its own file of each day, and what is made wrong about the file that is taken
// in. Whoever makes something wrong writes down what must be reported for it.
import { randomBytes } from 'node:crypto';
import type { ExceptionReason } from '../../src/reconciliation/exception.ts';
import type { LineType } from '../../src/banks/statement-profile.ts';
import type { Month } from './month.ts';

/** A line of the bank's file, read by nobody else. */
export interface BankLine {
  partner: string;
  type: LineType;
  bankReference: string;
  reference: string;
  amount: bigint;
}

/** What must be reported, and nothing else. */
export interface Expected {
  partner: string;
  reason: ExceptionReason;
  type: LineType;
  /** What the line says; null where it is missing. */
  amount: bigint | null;
  /** What we say; null where we know of nothing. */
  expected: bigint | null;
  /** Of what we know. */
  reference: string | null;
}

/** A day of the bank: what it has moved, and what the file that was taken in shows. */
export interface BankDay {
  day: string;
  truth: BankLine[];
  shown: BankLine[];
}

/** A movement into the collecting account, or out of it. */
export function signed({ type, amount }: Pick<BankLine, 'type' | 'amount'>): bigint {
  return type === 'debit' || type === 'payout_return' ? amount : -amount;
}

async function readFile(month: Month, day: string): Promise<BankLine[]> {
  const answer = await fetch(`${month.world.bank.url}/sandbox/statements/${day}`);
  if (!answer.ok) throw new Error(`${day}: ${answer.status}`);
  const [, ...lines] = (await answer.text()).trimEnd().split('\r\n');
  if (!lines.pop()?.startsWith('TOTAL,'))
    throw new Error('the file of a day that is over is whole');
  return lines.map((line) => {
    const [, partner, type, bankReference, reference, amount] = line.split(',');
    return {
      partner: partner!,
      type: type!.toLowerCase() as LineType,
      bankReference: bankReference!,
      reference: reference!,
      amount: BigInt(amount!.split('.')[0]!),
    };
  });
}

/** Breaks the file of a day as a whole; it is put right by {@link prepareDay}. */
export async function breakFile(month: Month, day: string): Promise<void> {
  const broken = month.chance.pick(['half', 'encoding', 'columns']);
  await month.world.sandbox(`/sandbox/statements/${day}/differences`, { broken });
}

/**
 * Puts a day's file right, then makes so many things wrong about single lines of which we know, and about as many of which nobody
 * does. Lines that the bank has added before, for what was ordered by {@link addLine}, are made again.
 */
export async function prepareDay(month: Month, day: string, wrong: number): Promise<void> {
  const { world, chance } = month;
  const where = `/sandbox/statements/${day}/differences`;
  await fetch(world.bank.url + where, { method: 'DELETE' });
  // What was put off from the day before is no movement of this one.
  const before = new Set(month.bankDays.at(-1)?.truth.map((line) => line.bankReference));
  const file = await readFile(month, day);
  const truth = file.filter(({ bankReference }) => !before.has(bankReference));
  const known = await knownReferences(month);
  const whole = truth.filter(({ type, reference }) => known.has(`${type} ${reference}`));
  const plant = (body: Record<string, unknown>) => world.sandbox(where, body);
  for (const line of month.added.get(day) ?? []) await plant(line);
  for (let n = 0; n < wrong; n += 1) {
    const kind = chance.pick(['missing', 'amount', 'duplicate', 'other day', 'garbled', 'extra']);
    if (kind === 'extra') {
      const denied = chance.is(0.4) ? await deniedHere(month) : null;
      await plant(denied ?? strange(month, chance.pick(month.shops).partner));
      continue;
    }
    if (whole.length === 0) continue;
    // Payouts are few, and have ways of their own to go wrong.
    const payout = whole.findIndex(({ type }) => type === 'payout');
    const place = payout >= 0 && chance.is(0.4) ? payout : chance.whole(0, whole.length - 1);
    const [line] = whole.splice(place, 1);
    await spoil(month, plant, line!, kind);
  }
  const shown = await readFile(month, day);
  month.bankDays.push({ day, truth, shown });
}

async function spoil(
  month: Month,
  plant: (body: Record<string, unknown>) => Promise<unknown>,
  line: BankLine,
  kind: string,
): Promise<void> {
  const { partner, type, amount, reference } = line;
  const about = { reference: line.bankReference };
  const missing: Expected = {
    partner,
    reason: 'missing_at_bank',
    type,
    amount: null,
    expected: amount,
    reference,
  };
  switch (kind) {
    case 'other day':
      await plant({ ...about, kind: 'other_day' });
      return;
    case 'duplicate':
      await plant({ ...about, kind });
      month.expected.push({ ...missing, reason: 'duplicate', amount });
      return;
    case 'amount': {
      const other = month.chance.pick([amount + 1n, amount - 1n, amount + 700n, amount / 2n + 1n]);
      if (other < 1n || other === amount) return;
      await plant({ ...about, kind: 'wrong_amount', amount: Number(other) });
      month.expected.push({ ...missing, reason: 'amount_differs', amount: other });
      return;
    }
    case 'garbled': {
      const stranger = strange(month, partner, { type, amount });
      await plant(stranger);
      month.garbled.set(`${type} ${reference}`, stranger.reference);
    }
  }
  await plant({ ...about, kind: 'missing_line' });
  month.expected.push(missing);
}

type Extra = {
  kind: 'extra_line';
  partner_key: string;
  type: string;
  amount: number;
  reference: string;
};

/** A line of which nobody here knows, written down as one that must be reported. */
function strange(
  { chance, expected }: Month,
  partner: string,
  {
    type = chance.pick(['debit', 'debit', 'refund', 'payout', 'payout_return'] as const),
    amount = BigInt(chance.whole(1, 60_000)),
  }: Partial<Pick<BankLine, 'type' | 'amount'>> = {},
): Extra {
  const reference = randomBytes(16).toString('hex');
  expected.push({ partner, reason: 'missing_here', type, amount, expected: null, reference: null });
  return extra(partner, type, amount, reference);
}

function extra(partner: string, type: LineType, amount: bigint, reference: string): Extra {
  return {
    kind: 'extra_line',
    partner_key: partner,
    type: type.toUpperCase(),
    amount: Number(amount),
    reference,
  };
}

/** A refund or payout that the bank has refused and shows nevertheless; each once, null where there is none. */
async function deniedHere({ rows, shops, chance, expected }: Month): Promise<Extra | null> {
  const denied = await rows<{
    merchant_id: string;
    type: 'refund' | 'payout';
    reference: string;
    amount: bigint;
  }>(
    `select merchant_id, 'refund' as type, replace(refund_id::text, '-', '') as reference, amount
       from refunds where state = 'failed'
     union all
     select merchant_id, 'payout', replace(payout_id::text, '-', ''), amount from payouts where state = 'refused'
      order by reference`,
  );
  const told = new Set(expected.map(({ reference }) => reference));
  const rest = denied.filter(({ reference }) => !told.has(reference));
  if (rest.length === 0) return null;
  const { merchant_id: id, type, reference, amount } = chance.pick(rest);
  const { partner } = shops.find(({ merchantId }) => merchantId === id)!;
  expected.push({ partner, reason: 'missing_here', type, amount, expected: amount, reference });
  return extra(partner, type, amount, reference);
}

/**
 * The bank will show one more line on the file of today: to give back, or to ask for, what it had shown too much or too little. By
 * the reference of something that is missing it is that; otherwise nobody knows it by itself. Answers its reference.
 */
export function addLine(
  month: Month,
  partner: string,
  type: LineType,
  amount: bigint,
  reference: string | null = null,
): string {
  const line =
    reference === null
      ? strange(month, partner, { type, amount })
      : extra(partner, type, amount, reference);
  const day = month.today();
  month.added.set(day, [...(month.added.get(day) ?? []), line]);
  return line.reference;
}

/** What we know to have happened: as the lines of a file name it. */
async function knownReferences({ rows }: Month): Promise<Set<string>> {
  const found = await rows<{ known: string }>(
    `select 'debit ' || replace(payment_id::text, '-', '') as known from payments where state = 'succeeded'
     union all select 'debit ' || replace(payment_id::text, '-', '') from late_money
     union all select 'refund ' || replace(refund_id::text, '-', '') from refunds where state = 'succeeded'
     union all select 'payout ' || replace(payout_id::text, '-', '') from payouts where state in ('paid', 'returned')
     union all select 'payout_return ' || replace(payout_id::text, '-', '') from payouts where state = 'returned'`,
  );
  return new Set(found.map(({ known }) => known));
}
