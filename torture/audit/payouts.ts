// Payouts: P5, what the bank has paid out is what we ordered, each at most once, and booked by its word; P6, an account whose payout was
// refused or came back is not paid again before somebody has released it, and no account is paid more than is its own.
import { stayedAway, wibDayOf } from './bank-money.ts';
import type { BankBook, BankPayout } from './bank-book.ts';
import type { Findings } from './findings.ts';
import { bookedFor, type Rows } from './rows.ts';
import type { PayoutRow, SettledRows } from './settled-rows.ts';

export interface PaidOut {
  /** Payouts that have left the bank. */
  made: number;
  /** Beyond the first of each, and what left for nothing of ours. */
  doubles: number;
  /** Σ |bank − books|, whole rupiah. */
  drift: bigint;
  /** What left the bank and stayed away, whole rupiah. */
  away: bigint;
}

export interface PayoutJudge {
  rows: Rows;
  settled: SettledRows;
  book: BankBook;
  findings: Findings;
  atRest: boolean;
  partners: ReadonlyMap<string, string>;
}

export function judgePayouts(judge: PayoutJudge): PaidOut {
  const { settled, book } = judge;
  const all: PaidOut = { made: 0, doubles: 0, drift: 0n, away: 0n };
  for (const bank of book.payouts.values()) judgeAtBank(judge, bank, all);
  for (const payout of settled.payouts.values()) judgeOurs(judge, payout, all);
  judgeHeld(judge);
  judgeShare(judge);
  return all;
}

/** The worst that can happen: money that left twice, or for nothing that we ordered. */
function judgeAtBank(
  { settled, findings, partners, atRest }: PayoutJudge,
  bank: BankPayout,
  all: PaidOut,
): void {
  const { ourReference: ref, left, again } = bank;
  findings.look('P5');
  all.made += left;
  all.away += stayedAway(bank);
  if (left > 1) {
    all.doubles += left - 1;
    findings.wrong('P5', ref, `was paid out ${left} times`);
  }
  if (again > 0)
    findings.wrong('P5', ref, `was ordered from the bank ${again} times more after it had left`);
  const ours = settled.payouts.get(ref);
  if (ours === undefined) {
    // The journal is read after the snapshot.
    if (!atRest) return;
    all.doubles += left;
    all.drift += stayedAway(bank);
    findings.wrong('P5', ref, `the bank paid ${bank.amount} out for nothing that we ordered`);
    return;
  }
  if (ours.amount !== bank.amount) {
    findings.wrong('P5', ref, `is of ${ours.amount}, the bank paid ${bank.amount}`);
  }
  const partner = partners.get(ours.clientId);
  if (partner !== undefined && partner !== bank.partner) {
    findings.wrong('P5', ref, `is ${ours.clientId}'s, the bank paid it for ${bank.partner}`);
  }
}

/** What we say of a payout is what the bank did, and what is booked is what we say. */
function judgeOurs(
  { rows, settled, book, findings, atRest }: PayoutJudge,
  payout: PayoutRow,
  all: PaidOut,
): void {
  const { ref, bank, account, amount, state } = payout;
  const there = book.payouts.get(ref);
  findings.look('P5');
  const wrong = (detail: string): void => findings.wrong('P5', ref, detail);
  const isFound = settled.exceptions.some(
    (one) => one.subject === ref && one.resolution === 'owed_again' && one.isDecided,
  );
  if (payout.paidAt !== null && (there?.left ?? 0) === 0 && !isFound)
    wrong(`is ${state}, and the bank has not paid it`);
  if (state === 'returned' && (there?.returned ?? 0) === 0 && !isFound)
    wrong('is returned, and the bank has not brought it back');
  if (state === 'refused' && (there?.left ?? 0) > 0) wrong('is refused, and the bank has paid it');
  if (atRest && there !== undefined) {
    if (there.left > 0 && payout.paidAt === null) wrong(`the bank has paid it, and it is ${state}`);
    if (there.refused > 0 && there.left === 0 && state !== 'refused')
      wrong(`the bank has refused it, and it is ${state}`);
    if (there.returned > 0 && state !== 'returned' && isTold(settled, book, ref)) {
      wrong(`the bank has brought it back, and it is ${state}`);
    }
  }
  const sum = (template: string, way: string): bigint => {
    const booked = bookedFor(rows, template, ref);
    const found = booked.get(way) ?? 0n;
    booked.delete(way);
    if (booked.size > 0) wrong(`${template} is booked as ${[...booked.keys()].join(', ')}`);
    return found;
  };
  const [payable, clearing, cash] = [
    `split_payable:${bank}:${account}`,
    `payout_clearing:${bank}`,
    `cash:${bank}`,
  ];
  const sent = sum('payoutSent', `${payable}>${clearing}`);
  const paid = sum('payoutPaid', `${clearing}>${cash}`);
  const refused = sum('payoutRefused', `${clearing}>${payable}`);
  const returned = sum('payoutReturned', `${cash}>${payable}`);
  const due = (is: boolean): bigint => (is ? amount : 0n);
  if (
    sent !== amount ||
    paid !== due(payout.paidAt !== null) ||
    refused !== due(state === 'refused') ||
    returned !== due(state === 'returned')
  ) {
    wrong(
      `is a ${state} payout of ${amount}, booked are ${sent}, ${paid} paid, ${refused} refused, ${returned} returned`,
    );
  }
  const gap = paid - returned - (there === undefined ? 0n : stayedAway(there));
  if (gap > 0n || (atRest && isTold(settled, book, ref))) all.drift += gap < 0n ? -gap : gap;
}

/** Whether the last that the bank did about a payout is on a day whose statement is matched. */
function isTold({ statements }: SettledRows, book: BankBook, ref: string): boolean {
  const last = lastMoves(book).get(ref);
  if (last === undefined) return true;
  return statements.some(({ isMatched, day }) => isMatched && day >= wibDayOf(last));
}

const moves = new WeakMap<BankBook, Map<string, number>>();

function lastMoves(book: BankBook): Map<string, number> {
  const known = moves.get(book) ?? new Map<string, number>();
  if (moves.has(book)) return known;
  for (const { type, ourReference, at } of book.lines)
    if (type.startsWith('payout')) known.set(ourReference, at);
  moves.set(book, known);
  return known;
}

/** P6: nothing is ordered for an account while one of its payouts lies there refused or returned. */
function judgeHeld({ rows, settled, findings }: PayoutJudge): void {
  const byAccount = Map.groupBy(
    settled.payouts.values(),
    (one) => `${one.clientId} ${one.bank} ${one.account}`,
  );
  for (const [account, own] of byAccount) {
    const ended = own.filter(({ state }) => state === 'refused' || state === 'returned');
    for (const payout of own) {
      findings.look('P6');
      const barred = ended.find(
        (one) =>
          one.ref !== payout.ref &&
          isBefore(rows, one, payout) &&
          (one.releasedAt === null || one.releasedAt > payout.createdAt),
      );
      if (barred === undefined) continue;
      findings.wrong('P6', payout.ref, `is ordered for ${account}, which ${barred.ref} holds`);
    }
  }
}

/** Whether a payout had ended when another one was ordered: by the chain, since of two at once either clock may be read first. */
function isBefore({ booked }: Rows, ended: PayoutRow, ordered: PayoutRow): boolean {
  const sent = booked.get(`payoutSent ${ordered.ref}`);
  const back =
    booked.get(`payoutReturned ${ended.ref}`) ?? booked.get(`payoutRefused ${ended.ref}`);
  if (sent !== undefined && back !== undefined) return back.no < sent.no;
  return ended.endedAt !== null && ended.endedAt < ordered.createdAt;
}

/** P6: what has left for an account of a merchant and stayed away is no more than all that batches gave it. */
function judgeShare({ settled, book, findings }: PayoutJudge): void {
  const given = new Map<string, bigint>();
  for (const { batch, account, amount } of settled.shares) {
    const of = settled.batches.get(batch);
    const name = `${of?.clientId} ${of?.bank} ${account}`;
    given.set(name, (given.get(name) ?? 0n) + amount);
  }
  const away = new Map<string, bigint>();
  for (const bank of book.payouts.values()) {
    const ours = settled.payouts.get(bank.ourReference);
    if (ours === undefined) continue;
    const name = `${ours.clientId} ${ours.bank} ${ours.account}`;
    away.set(name, (away.get(name) ?? 0n) + stayedAway(bank));
  }
  for (const [account, amount] of away) {
    findings.look('P6');
    const most = given.get(account) ?? 0n;
    // A refund that came after may have made it less; it is carried, and was paid rightly.
    if (amount > most && amount > mostEver(settled, account)) {
      findings.wrong('P6', account, `was paid ${amount}, and ${most} are its own`);
    }
  }
}

/** The most that an account was ever given, in the order of its batches. */
function mostEver(settled: SettledRows, account: string): bigint {
  const days = new Map<string, bigint>();
  for (const line of settled.shares) {
    const of = settled.batches.get(line.batch);
    if (of === undefined || `${of.clientId} ${of.bank} ${line.account}` !== account) continue;
    days.set(of.day, (days.get(of.day) ?? 0n) + line.amount);
  }
  let [sum, most] = [0n, 0n];
  for (const day of [...days.keys()].toSorted()) {
    sum += days.get(day) ?? 0n;
    if (sum > most) most = sum;
  }
  return most;
}
