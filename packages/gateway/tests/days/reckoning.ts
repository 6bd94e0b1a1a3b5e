// The reckoning at the end of a month: what the bank has in its book, what its files have shown, what the ledger says and what was
// paid out, each from its own source, and what the reference says that it must come to.
import { idOfReference } from '../../src/base/reference.ts';
import { signed } from './bank-side.ts';
import { dayOf, type Month } from './month.ts';
import {
  feeOf,
  partsOf,
  settleAll,
  type Dispute,
  type Item,
  type Setback,
  type Settled,
} from './reference.ts';
import { inForce, type Shop } from './shops.ts';

/** What must be the same, by name: what is there, and what must be. */
export interface Reckoning {
  is: Record<string, unknown>;
  must: Record<string, unknown>;
}

/** Every exception that there was, and every one that was planted, in words. */
export async function reckonExceptions({ rows, shops, expected }: Month): Promise<Reckoning> {
  const names = new Map(shops.map(({ merchantId, partner }) => [merchantId, partner]));
  const found = await rows<Record<string, string | bigint | null>>(
    `select merchant_id, reason, type, amount, expected, subject_id from exceptions`,
  );
  const is = found.map((one) =>
    [
      names.get(one['merchant_id'] as string),
      one['reason'],
      one['type'],
      one['amount'],
      one['expected'],
      one['subject_id'],
    ].join(' '),
  );
  const must = expected.map((one) =>
    [
      one.partner,
      one.reason,
      one.type,
      one.amount,
      one.expected,
      one.reference === null ? null : idOfReference(one.reference),
    ].join(' '),
  );
  return { is: { exceptions: is.toSorted() }, must: { exceptions: must.toSorted() } };
}

interface SoldRow {
  payment_id: string;
  request_id: string;
  state: string;
  fee: bigint;
  splits: { lines: { account: string; amount: string }[] } | null;
  created_at: number;
  finished_at: number;
  is_late: boolean;
}

interface GivenRow {
  refund_id: string;
  payment_id: string;
  kind: string;
  state: string;
  finished_at: number | null;
}

interface OpenRow {
  reason: string;
  type: 'debit' | 'refund' | 'payout' | 'payout_return';
  subject_id: string | null;
  expected: bigint | null;
  booked: bigint;
}

/** All that is to be said of one merchant. */
export async function reckonShop(month: Month, shop: Shop): Promise<Reckoning> {
  const facts = await factsOf(month, shop);
  const settled = settleAll(
    facts.items,
    month.runs.get(shop) ?? [],
    facts.setbacks,
    facts.disputes,
  );
  const books = reckonBooks(month, shop, facts, settled);
  const payouts = await payoutsOf(month, shop);
  const inBook = payoutsInBook(month, shop);
  return {
    is: {
      ...books.is,
      splits: facts.sold.map(({ payment_id: id, splits }) => [
        id,
        (splits?.lines ?? []).map(({ account, amount }) => [account, BigInt(amount)]),
      ]),
      items: facts.shown.toSorted(),
      batches: facts.batches,
      payouts: payouts.map(({ day, account, amount }) => `${day} ${account} ${amount}`).toSorted(),
      'payouts of the bank': inBook.toSorted(),
    },
    must: {
      ...books.must,
      splits: facts.sold
        .map(facts.paymentOf)
        .map(({ id, amount, fee, lines }) => [id, partsOf(amount - fee, lines)]),
      items: facts.items.map(({ id }) => id).toSorted(),
      batches: settled.batches,
      payouts: settled.payouts.toSorted(),
      'payouts of the bank': payouts
        .flatMap(({ state, id, amount }) => [
          ...(state === 'paid' || state === 'returned' ? [`payout ${id} ${amount}`] : []),
          ...(state === 'returned' && !month.decisions.reversed.has(id)
            ? [`payout_return ${id} ${amount}`]
            : []),
        ])
        .toSorted(),
    },
  };
}

type Facts = Awaited<ReturnType<typeof factsOf>>;

/** What is known of a merchant: from the bank's book and what people decided; from ours only when something was learnt. */
async function factsOf(month: Month, shop: Shop) {
  const { rows, decisions, sales } = month;
  const of = [shop.merchantId];
  const sold = await rows<SoldRow>(
    `select p.payment_id, p.request_id, p.state, p.fee, p.splits, p.created_at, p.finished_at, n.payment_id is not null as is_late
       from payments p left join late_money n using (merchant_id, payment_id) where p.merchant_id = $1`,
    of,
  );
  const given = await rows<GivenRow>(
    'select refund_id, payment_id, kind, state, finished_at from refunds where merchant_id = $1',
    of,
  );
  const open = await rows<OpenRow>(
    `select reason, type, subject_id, expected, booked from exceptions where merchant_id = $1 and state = 'open'`,
    of,
  );
  const rests = await rows<{ item_id: string; reconciled_at: number; day: string | null }>(
    `select i.item_id, i.reconciled_at, b.day::text as day from settlement_items i
       left join settlement_batches b using (merchant_id, batch_id) where i.merchant_id = $1`,
    of,
  );
  const setbacks = await rows<Setback>(
    `select e.at, p.account, p.amount from payout_events e join payouts p using (merchant_id, payout_id)
      where p.merchant_id = $1 and e.state in ('refused', 'returned')
     union all
     select p.released_at, p.account, null from payouts p where p.merchant_id = $1 and p.released_at is not null`,
    of,
  );
  const disputes = await rows<Omit<Dispute, 'until'> & { until: number | null }>(
    `select p.account, greatest(e.opened_at, v.at) as from, e.resolved_at as until
       from payouts p
       join payout_events v on v.merchant_id = p.merchant_id and v.payout_id = p.payout_id and v.state in ('refused', 'returned')
       join exceptions e on e.merchant_id = p.merchant_id and e.subject_id = p.payout_id
      where p.merchant_id = $1`,
    of,
  );
  const shortPaid = decisions.shortPaid.filter(({ merchantId }) => merchantId === shop.merchantId);
  const truth = month.bankDays.flatMap((day) => day.truth).filter(isOf(shop));
  const waits = new Set(
    open
      .filter(({ reason }) => reason === 'missing_at_bank' || reason === 'amount_differs')
      .map(({ subject_id: id }) => id),
  );
  const shownAt = new Map(rests.map((one) => [one.item_id, one.reconciled_at]));
  const paymentOf = (row: SoldRow) => {
    const { amount, lines } = sales.get(row.request_id)!;
    return { id: row.payment_id, amount, fee: feeOf(shop.tariffs, row.created_at, amount), lines };
  };
  const items = truth.flatMap(({ type, reference, amount }): Item[] => {
    const id = idOfReference(reference)!;
    if (waits.has(id) || decisions.reversed.has(id)) return [];
    const refund = given.find((one) => one.refund_id === id);
    const payment = sold.find((one) => one.payment_id === (refund?.payment_id ?? id));
    if (payment === undefined || payment.state !== 'succeeded') return [];
    if (type === 'refund' && (refund?.kind !== 'merchant' || refund.state !== 'succeeded'))
      return [];
    if (type !== 'refund' && type !== 'debit') return [];
    const at = shownAt.get(id) ?? Infinity;
    const { workingDays } = inForce(shop.terms, at);
    const day = dayOf(refund?.finished_at ?? payment.finished_at);
    const refunds = refund === undefined ? null : amount;
    return [{ id, refunds, payment: paymentOf(payment), day, shownAt: at, workingDays }];
  });
  return {
    sold,
    given,
    open,
    items,
    setbacks: [...setbacks, ...shortPaid.map((one) => ({ ...one, isShort: true }))],
    disputes: disputes.map((one) => ({ ...one, until: one.until ?? Infinity })),
    shortPaid,
    truth,
    paymentOf,
    shown: rests.map(({ item_id: id }) => id),
    batches: new Map(rests.map(({ item_id: id, day }) => [id, day])),
    balances: await balancesOf(month, shop),
  };
}

const isOf =
  ({ partner }: Shop) =>
  (line: { partner: string }): boolean =>
    line.partner === partner;

/** Debits less credits of each account, from the transfers themselves. */
async function balancesOf({ rows }: Month, { merchantId }: Shop): Promise<Map<string, bigint>> {
  const found = await rows<{ account: string; balance: bigint }>(
    `select account, sum(amount)::bigint as balance
       from (select debit as account, amount from ledger_transfers where merchant_id = $1
             union all select credit, -amount from ledger_transfers where merchant_id = $1) t
      group by account`,
    [merchantId],
  );
  return new Map(found.map(({ account, balance }) => [account, balance]));
}

/** The accounts against the bank's book, its files, and the exceptions that are open. */
function reckonBooks(month: Month, shop: Shop, facts: Facts, settled: Settled): Reckoning {
  const { open, truth, balances, sold, given, shortPaid } = facts;
  const { reversed, losses } = month.decisions;
  const shown = month.bankDays.flatMap((day) => day.shown).filter(isOf(shop));
  const total = (amounts: Iterable<bigint>): bigint =>
    [...amounts].reduce((sum, amount) => sum + amount, 0n);
  const on = (account: string): bigint => balances.get(account) ?? 0n;
  const expectedOf = (types: readonly string[], reasons: readonly string[]): bigint =>
    total(
      open
        .filter(({ type, reason }) => types.includes(type) && reasons.includes(reason))
        .map(({ type, expected }) => signed({ type, amount: expected! })),
    );
  const payments = sold.filter(({ state }) => state === 'succeeded').map(facts.paymentOf);
  const standing = payments.filter(({ id }) => !reversed.has(id));
  const backs = truth.filter(({ type, reference }) => {
    const refund = given.find((one) => one.refund_id === idOfReference(reference));
    return type === 'refund' && refund?.kind === 'merchant' && refund.state === 'succeeded';
  });
  const standingBacks = backs.filter(({ reference }) => !reversed.has(idOfReference(reference)!));
  const fees = total(standing.map(({ fee }) => fee));
  const batched = total(
    facts.items
      .filter(({ id }) => settled.batches.has(id))
      .map(({ refunds, payment }) => (refunds === null ? payment.amount - payment.fee : -refunds)),
  );
  const undone = total(
    truth
      .filter(({ reference }) => reversed.has(idOfReference(reference)!))
      .map((line) => -signed(line)),
  );
  const short = total(shortPaid.map(({ amount }) => amount));
  const loss = losses.get(shop.merchantId) ?? 0n;
  const owed = [...settled.owed].filter(([, amount]) => amount !== 0n);
  return {
    is: {
      'all debits less all credits': total(balances.values()),
      cash: on('cash:cimb'),
      bank_receivable: on('bank_receivable:cimb'),
      suspense: -on('suspense'),
      refund_in_transit: on('refund_in_transit'),
      payout_clearing: on('payout_clearing:cimb'),
      'what the bank has moved': on('cash:cimb') + on('bank_receivable:cimb') + on('suspense'),
      fee_revenue: -on('fee_revenue'),
      write_off: on('write_off'),
      merchant_payable: -on('merchant_payable'),
      owed: [...balances]
        .filter(([account, amount]) => account.startsWith('split_payable:cimb:') && amount !== 0n)
        .map(([account, amount]) => `${account.split(':')[2]} ${-amount}`)
        .toSorted(),
    },
    must: {
      'all debits less all credits': 0n,
      cash: total(shown.map(signed)) + expectedOf(['payout', 'payout_return'], ['missing_at_bank']),
      bank_receivable: expectedOf(['debit', 'refund'], ['missing_at_bank', 'amount_differs']),
      suspense: total(open.map(({ booked }) => booked)),
      refund_in_transit: 0n,
      payout_clearing: 0n,
      'what the bank has moved': total(truth.map(signed)) + undone + short - loss,
      fee_revenue: fees,
      write_off: loss,
      merchant_payable:
        total(standing.map(({ amount }) => amount)) -
        fees -
        total(standingBacks.map(({ amount }) => amount)) -
        batched,
      owed: owed.map(([account, amount]) => `${account} ${amount}`).toSorted(),
    },
  };
}

interface PaidOut {
  id: string;
  day: string;
  account: string;
  amount: bigint;
  state: string;
}

async function payoutsOf({ rows }: Month, { merchantId }: Shop): Promise<PaidOut[]> {
  return await rows<PaidOut>(
    `select p.payout_id as id, b.day::text as day, p.account, p.amount, p.state
       from payouts p join settlement_batches b using (merchant_id, batch_id) where p.merchant_id = $1`,
    [merchantId],
  );
}

function payoutsInBook({ bankDays }: Month, shop: Shop): string[] {
  return bankDays
    .flatMap(({ truth }) => truth)
    .filter(isOf(shop))
    .filter(({ type }) => type.startsWith('payout'))
    .map(({ type, reference, amount }) => `${type} ${idOfReference(reference)} ${amount}`);
}
