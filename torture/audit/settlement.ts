// Settlement: P1, an item is once what a statement has shown; P2, a batch is its items, divided exactly, and booked; P3, on the right
// working day; P4, what is owed to each account is what batches gave it less what was paid out.
import { dayAfter, wibDayOf } from './bank-money.ts';
import type { Findings } from './findings.ts';
import type { Balances } from './ledger.ts';
import { splitOf } from './prices.ts';
import { bookedFor, type PaymentRow, type Rows } from './rows.ts';
import type { BatchRow, ItemRow, SettledRows, ShareLine } from './settled-rows.ts';
import type { Matched } from './statements.ts';

export interface SettlementJudge {
  rows: Rows;
  settled: SettledRows;
  matched: Matched;
  balances: Balances;
  findings: Findings;
}

const SATURDAY = 6;
const SUNDAY = 0;

export function judgeSettlement(judge: SettlementJudge): void {
  const { settled } = judge;
  const lines = Map.groupBy(settled.shares, ({ batch, item }) => `${batch} ${item}`);
  for (const item of settled.items.values()) {
    judgeItem(judge, item);
    judgeDay(judge, item);
  }
  judgeRefunds(judge);
  judgeUnsettled(judge);
  for (const item of settled.items.values()) {
    if (item.batch !== null) judgeShares(judge, item, lines.get(`${item.batch} ${item.ref}`) ?? []);
  }
  for (const batch of settled.batches.values()) judgeBatch(judge, batch);
  judgeOwed(judge);
}

/** P1: of a payment or refund that has succeeded, of its amount, and shown by a line or by two people. */
function judgeItem({ rows, settled, matched, findings }: SettlementJudge, item: ItemRow): void {
  findings.look('P1');
  const wrong = (detail: string): void => findings.wrong('P1', item.ref, detail);
  const payment = rows.payments.get(item.ref);
  const refund = rows.refunds.get(item.ref);
  const of = item.kind === 'payment' ? payment : refund;
  if (of === undefined || of.state !== 'succeeded')
    return wrong(`is a ${item.kind} that is ${of?.state}`);
  if (of.amount !== item.amount) wrong(`is of ${of.amount}, and settled as ${item.amount}`);
  if (item.fee !== (payment?.fee ?? 0n))
    wrong(`costs ${payment?.fee ?? 0n}, and ${item.fee} are taken`);
  const line = matched.get(`${item.kind === 'payment' ? 'debit' : 'refund'} ${item.ref}`);
  const decided = settled.exceptions.find(({ ref }) => ref === item.chunk);
  if (line?.chunk !== item.chunk && decided?.isDecided !== true) {
    wrong('was shown by no line of the bank, and nobody has decided that it was');
  }
}

/** P1, the other way round: what a line has shown of a merchant's money is to be settled. */
function judgeUnsettled({ rows, settled, matched, findings }: SettlementJudge): void {
  for (const { type, subject } of matched.values()) {
    const ref = subject ?? '';
    const isOwn =
      type === 'debit'
        ? rows.payments.get(ref)?.state === 'succeeded'
        : type === 'refund' && rows.refunds.get(ref)?.kind === 'merchant';
    if (!isOwn) continue;
    findings.look('P1');
    if (!settled.items.has(ref)) findings.wrong('P1', ref, 'was shown, and will never be settled');
  }
}

/** P3: so many working days after it succeeded, in a batch of a working day that is not before. */
function judgeDay({ rows, settled, findings }: SettlementJudge, item: ItemRow): void {
  const { holidays, batches } = settled;
  const finishedAt =
    (rows.payments.get(item.ref) ?? rows.refunds.get(item.ref))?.finishedAt ?? null;
  findings.look('P3');
  if (finishedAt !== null && wibDayOf(finishedAt) !== item.succeededDay) {
    findings.wrong(
      'P3',
      item.ref,
      `succeeded on ${wibDayOf(finishedAt)}, not on ${item.succeededDay}`,
    );
  }
  const due = dueDayOf(item.succeededDay, item.workingDays, holidays);
  const batch = item.batch === null ? undefined : batches.get(item.batch);
  if (batch === undefined) return;
  if (batch.day < due || isRest(batch.day, holidays)) {
    findings.wrong('P3', item.ref, `is due on ${due}, and settled on ${batch.day}`);
  }
  if (batch.bookedAt !== null && wibDayOf(batch.bookedAt) < batch.day) {
    findings.wrong('P3', batch.ref, `of ${batch.day} was booked before that day`);
  }
}

function dueDayOf(day: string, workingDays: number, holidays: ReadonlySet<string>): string {
  let due = day;
  for (let left = workingDays; left > 0;) {
    due = dayAfter(due);
    if (!isRest(due, holidays)) left -= 1;
  }
  while (isRest(due, holidays)) due = dayAfter(due);
  return due;
}

function isRest(day: string, holidays: ReadonlySet<string>): boolean {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return weekday === SATURDAY || weekday === SUNDAY || holidays.has(day);
}

/** P2: refunds of one payment follow one another without a gap, whatever their batches. */
function judgeRefunds({ settled, findings }: SettlementJudge): void {
  const refunds = [...settled.items.values()].filter(
    (one) => one.kind === 'refund' && one.batch !== null,
  );
  for (const [payment, own] of Map.groupBy(refunds, (one) => one.payment)) {
    let before = 0n;
    findings.look('P2');
    for (const one of own.toSorted((a, b) =>
      (a.refundedBefore ?? 0n) < (b.refundedBefore ?? 0n) ? -1 : 1,
    )) {
      if (one.refundedBefore !== before) {
        const detail = `a refund counts ${one.refundedBefore} before it, and there were ${before}`;
        findings.wrong('P2', payment, detail);
      }
      before += one.amount;
    }
  }
}

/** P2: the lines of an item are what each account is to have of it, to the rupiah. */
function judgeShares(judge: SettlementJudge, item: ItemRow, lines: readonly ShareLine[]): void {
  const { rows, settled, findings } = judge;
  const payment = rows.payments.get(item.payment);
  if (payment === undefined || payment.amount < 1n) return;
  findings.look('P2');
  const byDefault = settled.defaults.get(item.clientId) ?? '';
  const left = sharesOf(item, payment, byDefault);
  for (const { account, amount, insteadOf } of lines) {
    if (insteadOf !== null && account !== byDefault) {
      findings.wrong('P2', item.ref, `what was for ${insteadOf} is given to ${account}`);
    }
    const meant = insteadOf ?? account;
    left.set(meant, (left.get(meant) ?? 0n) - amount);
  }
  for (const [account, amount] of left) {
    if (amount === 0n) continue;
    findings.wrong(
      'P2',
      item.ref,
      `${account} is given ${-amount} rupiah more of it than is its own`,
    );
  }
}

/** What each account has of an item: of a payment its part, of a refund, counted from the first one, what it had, less than 0. */
function sharesOf(item: ItemRow, payment: PaymentRow, byDefault: string): Map<string, bigint> {
  const shares = new Map<string, bigint>();
  const give = (account: string, amount: bigint): void =>
    void shares.set(account, (shares.get(account) ?? 0n) + amount);
  let rest = item.kind === 'payment' ? item.amount - item.fee : -item.amount;
  for (const { account, amount } of splitOf(payment)) {
    const before = item.refundedBefore ?? 0n;
    const back = (until: bigint): bigint =>
      (amount * until - ((amount * until) % payment.amount)) / payment.amount;
    const part = item.kind === 'payment' ? amount : back(before) - back(before + item.amount);
    give(account, part);
    rest -= part;
  }
  give(byDefault, rest);
  return shares;
}

/** P2: a batch is the sum of its items, and its journal the sum of its lines. */
function judgeBatch({ rows, settled, findings }: SettlementJudge, batch: BatchRow): void {
  findings.look('P2');
  const wrong = (detail: string): void => findings.wrong('P2', batch.ref, detail);
  const items = itemsOf(settled).get(batch.ref) ?? [];
  const sum = (kind: string, of: 'amount' | 'fee'): bigint =>
    items.reduce((total, one) => (one.kind === kind ? total + one[of] : total), 0n);
  const [gross, fees, refunds] = [
    sum('payment', 'amount'),
    sum('payment', 'fee'),
    sum('refund', 'amount'),
  ];
  if (batch.gross !== gross || batch.fees !== fees || batch.refunds !== refunds) {
    const said = `${batch.gross} less ${batch.fees} less ${batch.refunds}`;
    wrong(`says ${said}, its items ${gross} less ${fees} less ${refunds}`);
  }
  if (batch.net !== gross - fees - refunds) wrong(`nets ${batch.net}`);
  if (batch.items !== BigInt(items.length)) wrong(`counts ${batch.items} items of ${items.length}`);
  const booked = bookedFor(rows, 'settlementBatched', batch.ref);
  const shares = new Map<string, bigint>();
  for (const { account, amount } of linesOf(settled).get(batch.ref) ?? []) {
    shares.set(account, (shares.get(account) ?? 0n) + amount);
  }
  for (const [account, amount] of shares) {
    const payable = `split_payable:${batch.bank}:${account}`;
    const given = booked.get(`merchant_payable>${payable}`) ?? 0n;
    const taken = booked.get(`${payable}>merchant_payable`) ?? 0n;
    booked.delete(`merchant_payable>${payable}`);
    booked.delete(`${payable}>merchant_payable`);
    if (given - taken !== (batch.isBooked ? amount : 0n)) {
      wrong(`gives ${account} ${amount}, booked are ${given - taken}`);
    }
  }
  for (const way of booked.keys()) wrong(`books ${way} without a line`);
}

const grouped = new WeakMap<
  SettledRows,
  { items: Map<string, ItemRow[]>; lines: Map<string, ShareLine[]> }
>();

function groupsOf(settled: SettledRows) {
  const known = grouped.get(settled);
  if (known !== undefined) return known;
  const made = {
    items: Map.groupBy(settled.items.values(), ({ batch }) => batch ?? ''),
    lines: Map.groupBy(settled.shares, ({ batch }) => batch),
  };
  grouped.set(settled, made);
  return made;
}

const itemsOf = (settled: SettledRows): Map<string, ItemRow[]> => groupsOf(settled).items;
const linesOf = (settled: SettledRows): Map<string, ShareLine[]> => groupsOf(settled).lines;

/** P4: the books owe each account what booked batches gave it and no payout has taken, or has brought back. */
function judgeOwed({ settled, balances, findings }: SettlementJudge): void {
  const owed = new Map<string, bigint>();
  const add = (clientId: string, bank: string, account: string, amount: bigint): void => {
    const name = `${settled.merchantIds.get(clientId)} split_payable:${bank}:${account}`;
    owed.set(name, (owed.get(name) ?? 0n) + amount);
  };
  for (const { batch, account, amount } of settled.shares) {
    const of = settled.batches.get(batch);
    if (of?.isBooked === true) add(of.clientId, of.bank, account, amount);
  }
  for (const { clientId, bank, account, amount, state } of settled.payouts.values()) {
    if (state !== 'refused' && state !== 'returned') add(clientId, bank, account, -amount);
  }
  for (const [name, { debits, credits }] of balances) {
    if (!name.includes(' split_payable:')) continue;
    findings.look('P4');
    const due = owed.get(name) ?? 0n;
    owed.delete(name);
    if (credits - debits !== due)
      findings.wrong('P4', name, `the books owe ${credits - debits}, due are ${due}`);
  }
  for (const [name, due] of owed) {
    if (due !== 0n)
      findings.wrong('P4', name, `${due} are due, and the books have no such account`);
  }
}
