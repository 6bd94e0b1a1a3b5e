// What people decide in a month: two of them resolve some of the exceptions, as their evidence allows; days are closed; held
// accounts are released. What they decide is written down here too, since the books must say the same.
import { createHash, randomUUID } from 'node:crypto';
import { inspect } from 'node:util';
import { idOfReference, referenceOf } from '../../src/base/reference.ts';
import { closeDay, DayNotClosed } from '../../src/reconciliation/close-day.ts';
import type { ExceptionRow } from '../../src/reconciliation/exception.ts';
import { resolveException } from '../../src/reconciliation/resolve.ts';
import type { Ruling } from '../../src/reconciliation/ruling.ts';
import { listExceptions } from '../../src/reconciliation/store-exceptions.ts';
import { releaseAccount } from '../../src/settlement/release.ts';
import { addLine, signed } from './bank-side.ts';
import type { Month } from './month.ts';
import { later } from './reference.ts';
import { COMES_BACK, type Shop } from './shops.ts';

/** What was decided to be so, by merchant, whole rupiah. */
export interface Decisions {
  /** Payments, refunds and payouts that never were. */
  reversed: Set<string>;
  losses: Map<string, bigint>;
  /** What accounts are owed again of payouts that the bank has paid in part; minus where they have it after all. */
  shortPaid: { at: number; merchantId: string; account: string; amount: bigint }[];
}

/** A day at the desk: goes on with what was begun, and begins with this share of the rest. */
export async function resolveSome(month: Month, share: number): Promise<void> {
  for (const shop of month.shops) {
    const open = await openOf(month, shop);
    for (const one of open) {
      const plan = month.begun.get(one.exception_id);
      if (plan !== undefined) await goOn(month, shop, one, plan);
      else if (month.chance.is(share) && !isLineOf(month, one)) await begin(month, shop, one);
    }
  }
}

async function openOf({ world }: Month, { merchantId }: Shop): Promise<ExceptionRow[]> {
  const filter = { merchantId, bank: 'cimb', state: 'open', limit: 1000 } as const;
  return await listExceptions(world.db, filter);
}

/** What explains another exception is not taken up by itself. */
function isLineOf({ begun, lineReferences }: Month, one: ExceptionRow): boolean {
  const reference = lineReferences.get(`${one.statement_id} ${one.line_no}`);
  return [...begun.values()].some((plan) => plan !== 'by itself' && plan === reference);
}

/** How far people are with an exception: the reference of the line that will explain it, or that it ends by itself. */
export type Plan = string;

async function begin(month: Month, shop: Shop, one: ExceptionRow): Promise<void> {
  const { begun, chance, garbled } = month;
  const subject = one.subject_id === null ? null : referenceOf(one.subject_id);
  if (one.reason === 'missing_at_bank') {
    // It is there, under another reference: that line is what people look at.
    if (garbled.has(`${one.type} ${subject}`)) return;
    const way = chance.pick(['line', 'reversed', 'borne']);
    if (way !== 'line' && (await isStillAway(month, shop, one)))
      return await resolve(month, shop, one, { resolution: 'owed_again' });
    if (way === 'line' || (await isOnlyForTheBank(month, one))) {
      addLine(month, shop.partner, one.type, one.expected!, subject);
      begun.set(one.exception_id, 'by itself');
      return;
    }
    const isRefund = one.type === 'refund';
    if (way === 'borne' && !isRefund)
      return await resolve(month, shop, one, { resolution: 'loss_borne' });
    const resolution = isRefund ? 'refund_reversed' : 'payment_reversed';
    if (!isRefund && (await isRefunded(month, one))) return;
    return await resolve(month, shop, one, { resolution });
  }
  const original = originalOf(month, one);
  if (original !== undefined) {
    const isThere = await month.rows<{ id: string }>(
      `select exception_id as id from exceptions
        where subject_id = $1 and type = $2 and reason = 'missing_at_bank' and state = 'open'`,
      [idOfReference(original), one.type],
    );
    if (isThere.length === 0) return;
    const named = { resolution: 'matched_by_hand', subjectId: idOfReference(original) } as const;
    return await resolve(month, shop, one, named);
  }
  const rest = surplusOf(one);
  const isShort = one.type === 'payout' && one.reason === 'amount_differs' && rest > 0n;
  if (isShort && chance.is(0.7) && (await payoutOf(month, one)).state === 'paid')
    return await resolve(month, shop, one, { resolution: 'owed_again' });
  if (rest < 0n && chance.is(0.5)) {
    // What was paid out and is owed here all the same is no loss: its account has it.
    const isThere = one.subject_kind === 'payout' && one.reason === 'missing_here';
    const resolution = isThere ? 'booked_to_account' : 'loss_borne';
    return await resolve(month, shop, one, { resolution });
  }
  const type = rest > 0n ? 'refund' : 'debit';
  begun.set(one.exception_id, addLine(month, shop.partner, type, rest > 0n ? rest : -rest));
}

async function goOn(month: Month, shop: Shop, one: ExceptionRow, plan: Plan): Promise<void> {
  if (plan === 'by itself') return;
  const others = (await openOf(month, shop))
    .filter((other) => month.lineReferences.get(`${other.statement_id} ${other.line_no}`) === plan)
    .map(({ exception_id: id }) => id);
  if (others.length === 0) return;
  const resolution = surplusOf(one) > 0n ? 'returned_to_bank' : 'bank_corrected';
  await resolve(month, shop, one, { resolution, others });
}

/** Of a line whose reference the bank has garbled: what it is in truth. */
function originalOf({ garbled, lineReferences }: Month, one: ExceptionRow): string | undefined {
  const own = lineReferences.get(`${one.statement_id} ${one.line_no}`);
  return [...garbled].find(([, twin]) => twin === own)?.[0].split(' ')[1];
}

/** What lies in suspense beyond what it should have been. */
function surplusOf({ booked, reason, type, expected, subject_kind: kind }: ExceptionRow): bigint {
  if (reason !== 'amount_differs' || kind === 'payout') return booked;
  return booked - signed({ type, amount: expected! });
}

/** Payouts, and money that was late: people cannot say that it never was. */
async function isOnlyForTheBank({ rows }: Month, one: ExceptionRow): Promise<boolean> {
  if (one.subject_kind === 'payout') return true;
  const late = await rows(
    `select 1 from late_money where merchant_id = $1 and $2 in (payment_id, refund_id)`,
    [one.merchant_id, one.subject_id],
  );
  return late.length > 0;
}

/** Whether a payout that no statement shows has not come back, nor ever will: the bank may say that it never left. */
async function isStillAway(month: Month, shop: Shop, one: ExceptionRow): Promise<boolean> {
  if (one.type !== 'payout') return false;
  const { state, account } = await payoutOf(month, one);
  return state === 'paid' && shop.accounts.get(account) !== COMES_BACK;
}

async function payoutOf({ rows }: Month, one: ExceptionRow) {
  const [payout] = await rows<{ state: string; account: string; amount: bigint }>(
    'select state, account, amount from payouts where merchant_id = $1 and payout_id = $2',
    [one.merchant_id, one.subject_id],
  );
  return payout!;
}

async function isRefunded({ rows }: Month, one: ExceptionRow): Promise<boolean> {
  const refunds = await rows(
    `select 1 from refunds where merchant_id = $1 and payment_id = $2 and state <> 'failed'`,
    [one.merchant_id, one.subject_id],
  );
  return refunds.length > 0;
}

/** Two people who agree about something, and the request that says so. */
export async function fourEyes(
  { rows }: Month,
  { merchantId }: Shop,
  kind: 'exception' | 'split',
  subject: string,
) {
  const agreed = { approvalId: randomUUID(), askedBy: randomUUID(), decidedBy: randomUUID() };
  await rows(
    `insert into approvals (merchant_id, approval_id, kind, state, subject, asked, reason, asked_by, asked_at, expires_at,
                            decided_by, decided_at)
     values ($1, $2, $3, 'done', $4, '{}', 'why', $5, now(), now(), $6, now())`,
    [merchantId, agreed.approvalId, kind, subject, agreed.askedBy, agreed.decidedBy],
  );
  return agreed;
}

/** Resolves by two people; who dies over it decides the same once more. */
async function resolve(
  month: Month,
  shop: Shop,
  one: ExceptionRow,
  ruling: Partial<Ruling> & Pick<Ruling, 'resolution'>,
): Promise<void> {
  const { lives, decisions } = month;
  const { approvalId, ...people } = await fourEyes(month, shop, 'exception', one.exception_id);
  const decided = {
    proof: { source: 'bank_letter', reference: 'LETTER-1', day: month.today() } as const,
    others: [],
    subjectId: null,
    ...ruling,
    people,
    approvalId,
  };
  const came = await lives.untilDone((ctx) =>
    resolveException(ctx, shop.merchantId, one.exception_id, decided),
  );
  if (came?.kind !== 'resolved') {
    throw new Error(`${one.reason} ${one.type} by ${ruling.resolution}: ${inspect(came)}`);
  }
  month.resolved.set(ruling.resolution, (month.resolved.get(ruling.resolution) ?? 0) + 1);
  if (one.reason === 'missing_at_bank' && month.chance.is(0.3)) showAfterAll(month, shop, one);
  const isMissing = one.reason === 'missing_at_bank';
  const isOwed = ruling.resolution === 'owed_again';
  if (ruling.resolution.endsWith('_reversed') || (isOwed && isMissing))
    decisions.reversed.add(one.subject_id!);
  if (isOwed && !isMissing) await noteShort(month, shop, one);
  if (ruling.resolution === 'booked_to_account') await noteThere(month, shop, one);
  if (ruling.resolution === 'loss_borne') {
    const loss = isMissing ? one.expected! : -surplusOf(one);
    decisions.losses.set(shop.merchantId, (decisions.losses.get(shop.merchantId) ?? 0n) + loss);
  }
}

/** Of a payout that the bank has shown with too little, the rest is owed again: its own file of that day says how much. */
async function noteShort(month: Month, { merchantId }: Shop, one: ExceptionRow): Promise<void> {
  const { account, amount: ordered } = await payoutOf(month, one);
  const short = { at: month.world.clock.now(), merchantId, account };
  month.decisions.shortPaid.push({ ...short, amount: ordered - one.amount! });
}

/** Of a payout that the bank has paid to its account after all, its own file says how much that has. */
async function noteThere(month: Month, { merchantId }: Shop, one: ExceptionRow): Promise<void> {
  const { account } = await payoutOf(month, one);
  const there = { at: month.world.clock.now(), merchantId, account };
  month.decisions.shortPaid.push({ ...there, amount: -one.amount! });
}

/** The bank shows what two people have found that it would never show: that is reported anew. */
function showAfterAll(month: Month, { partner }: Shop, one: ExceptionRow): void {
  const { type, expected } = one;
  const reference = referenceOf(one.subject_id!);
  addLine(month, partner, type, expected!, reference);
  month.expected.push({
    partner,
    reason: 'missing_here',
    type,
    amount: expected,
    expected,
    reference,
  });
}

/** Accounts whose payout did not arrive are paid to again, some of them. */
export async function releaseSome(month: Month): Promise<void> {
  const { rows, chance, lives } = month;
  const held = await rows<{ merchant_id: string; payout_id: string; account: string }>(
    `select merchant_id, payout_id, account from payouts
      where state in ('refused', 'returned') and released_at is null order by payout_id`,
  );
  for (const { merchant_id: merchantId, payout_id: payoutId } of held) {
    if (!chance.is(0.3)) continue;
    const by = {
      operatorId: null,
      by: 'cli',
      role: null,
      address: null,
      reason: 'seen to',
    } as const;
    await lives.untilDone((ctx) => releaseAccount(ctx, merchantId, payoutId, by));
  }
}

/** Closes the next day if it may be closed, and keeps what it sealed. */
export async function closeNext(month: Month): Promise<void> {
  const { lives, rows, bankDays, seals } = month;
  const first = bankDays[0]?.day;
  const day = seals.size === 0 ? first : later([...seals.keys()].at(-1)!, 1);
  if (day === undefined) return;
  try {
    await lives.untilDone((ctx) =>
      closeDay(ctx, { bank: 'cimb', day, by: 'cli', operatorId: null }),
    );
  } catch (error) {
    if (!(error instanceof DayNotClosed)) throw error;
    const there = await rows(`select 1 from closed_days where bank = 'cimb' and day = $1`, [day]);
    if (there.length === 0) return;
  }
  seals.set(day, await sealOf(month, day));
}

/** One hash over all that a closed day has sealed: everything that was booked, and what counts on that day. */
export async function sealOf({ rows }: Month, day: string): Promise<string> {
  const sealed = await rows(
    `select c.heads_hash, h.merchant_id, h.journal_no, h.hash,
            (select string_agg(j.journal_no || j.template || j.subject_id || encode(j.hash, 'hex')
                               || t.line || t.debit || t.credit || t.amount, '' order by j.journal_no, t.line)
               from ledger_journals j join ledger_transfers t using (merchant_id, journal_no)
              where j.merchant_id = h.merchant_id and j.journal_no <= h.journal_no) as booked,
            (select string_agg(k.chunk_id || ' ' || k.taken || ' ' || k.given_back, ',' order by k.chunk_id)
               from reconciled_chunks k where k.merchant_id = h.merchant_id and k.day <= c.day) as chunks,
            (select string_agg(e.exception_id || e.reason || e.booked, ',' order by e.exception_id)
               from exceptions e where e.merchant_id = h.merchant_id and e.day <= c.day) as exceptions,
            (select string_agg(e.exception_id || e.resolution, ',' order by e.exception_id)
               from exceptions e where e.merchant_id = h.merchant_id and e.resolved_day <= c.day) as resolved
       from closed_days c join closed_heads h on h.bank = c.bank and h.day = c.day
      where c.bank = 'cimb' and c.day = $1 order by h.merchant_id`,
    [day],
  );
  const text = JSON.stringify(sealed, (_, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  );
  return createHash('sha256').update(text).digest('hex');
}
