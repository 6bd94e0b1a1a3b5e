// SQL of booking a batch: the balances before it, its journals, and the payouts that follow from it.
import { instant, pivot, type Tx } from '../base/db.ts';
import { splitPayable, type Template, type Transfer } from '../ledger/postings.ts';
import type { Held } from './batch.ts';
import type { Balances, Position } from './payable.ts';
import type { Pair } from './store-batches.ts';
import type { Line } from './shares.ts';

/** What a batch is booked from. */
export interface Standing extends Balances {
  /** Accounts whose last payout was refused or came back, and that nobody has released since, or of which a statement says otherwise. */
  barred: Set<string>;
  /** Null where nothing was agreed. */
  minimum: bigint | null;
}

/**
 * Holds the merchant's books until the transaction ends, so that what is read of them now is what a journal adds to, and reads what
 * the batch is booked from; see `book.sql`.
 */
export async function holdBalances(tx: Tx, { merchantId, batchId, bank }: Held): Promise<Standing> {
  const rows = await tx.rows<{
    account: string;
    carried: bigint;
    share: bigint;
    barred: boolean;
    minimum: bigint | null;
  }>({
    name: 'settlement-hold-balances',
    text: `select h.account, h.carried, h.share, h.barred, h.minimum
             from hold_settlement_balances($1, $2, $3, $4) h`,
    values: [merchantId, batchId, bank, splitPayable(bank, '')],
  });
  return {
    carried: new Map(rows.map((row) => [row.account, row.carried])),
    shares: new Map(rows.map((row) => [row.account, row.share])),
    barred: new Set(rows.flatMap((row) => (row.barred ? [row.account] : []))),
    minimum: rows[0]?.minimum ?? null,
  };
}

/** What each of the merchant's accounts is owed of a bank's money, whole rupiah; negative where it owes. */
export async function findCarried(
  on: Tx,
  { merchantId, bank }: Pair,
): Promise<Map<string, bigint>> {
  const prefix = splitPayable(bank, '');
  const rows = await on.rows<{ account: string; balance: bigint }>({
    name: 'settlement-carried',
    text: `select substr(a.account, length($2) + 1) as account, a.credits - a.debits as balance
             from ledger_accounts a
            where a.merchant_id = $1 and starts_with(a.account, $2) and a.credits <> a.debits`,
    values: [merchantId, prefix],
  });
  return new Map(rows.map((row) => [row.account, row.balance]));
}

/** What a batch's lines add to each account. */
export async function findShares(
  on: Tx,
  { merchantId, batchId }: Pick<Held, 'merchantId' | 'batchId'>,
): Promise<Map<string, bigint>> {
  const rows = await on.rows<{ account: string; amount: bigint }>({
    name: 'settlement-shares',
    text: `select s.account, s.amount from settlement_shares s
            where s.merchant_id = $1 and s.batch_id = $2`,
    values: [merchantId, batchId],
  });
  return new Map(rows.map((row) => [row.account, row.amount]));
}

/**
 * Accounts whose last payout was refused or came back, and that nobody has released since or of which a statement says otherwise.
 * `disputed` are the latter: the money may be gone, so that it is moved nowhere.
 */
export async function findHeldAccounts(
  on: Tx,
  { merchantId, bank }: Pair,
): Promise<{ held: Set<string>; disputed: Set<string> }> {
  const rows = await on.rows<{ account: string; disputed: boolean }>({
    name: 'settlement-held',
    text: `select p.account, bool_or(d.disputed) as disputed
             from payouts p
             cross join lateral (
               select exists (select from exceptions e
                               where e.merchant_id = p.merchant_id and e.subject_id = p.payout_id
                                 and e.state = 'open') as disputed) d
            where p.merchant_id = $1 and p.bank = $2 and p.state in ('refused', 'returned')
              and (p.released_at is null or d.disputed)
            group by p.account`,
    values: [merchantId, bank],
  });
  return {
    held: new Set(rows.map(({ account }) => account)),
    disputed: new Set(rows.flatMap((row) => (row.disputed ? [row.account] : []))),
  };
}

/** Moves balances on to the default account, by lines of the batch itself. */
export async function insertMoves(tx: Tx, held: Held, moves: readonly Line[]): Promise<void> {
  await tx.rows({
    name: 'settlement-moves',
    text: `insert into settlement_lines (merchant_id, batch_id, item_id, line_no, account, amount, instead_of)
           select $1, $2, $2, m.n, m.account, m.amount, m.instead_of
             from unnest($3::text[], $4::bigint[], $5::text[]) with ordinality
               as m (account, amount, instead_of, n)`,
    values: [
      held.merchantId,
      held.batchId,
      ...pivot(moves, [(m) => m.account, (m) => m.amount, (m) => m.insteadOf]),
    ],
  });
}

/** A payout that a batch orders. */
export interface NewPayout {
  payoutId: string;
  account: string;
  amount: bigint;
}

/** Ends a batch: what became of each account, the payouts with their first event, and the batch as booked; see `book.sql`. */
export async function endBatch(
  tx: Tx,
  held: Held,
  positions: readonly Position[],
  payouts: readonly NewPayout[],
  at: number,
): Promise<void> {
  await tx.rows({
    name: 'settlement-end',
    text: 'select end_settlement_batch($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)',
    values: [
      held.merchantId,
      held.batchId,
      held.bank,
      instant(at),
      ...pivot(positions, [
        (p) => p.account,
        (p) => p.share,
        (p) => p.carried,
        (p) => p.carried + p.share - (p.payout ?? 0n),
      ]),
      ...pivot(payouts, [(p) => p.payoutId, (p) => p.account, (p) => p.amount]),
    ],
  });
}

/** A journal to be booked. */
export interface NewJournal {
  template: Template;
  subjectId: string;
  transfers: readonly Transfer[];
}

/** Books journals of one merchant by the ledger's only writer; one that moves nothing is left out. */
export async function postJournals(
  tx: Tx,
  merchantId: string,
  at: number,
  journals: readonly NewJournal[],
): Promise<void> {
  const real = journals.filter(({ transfers }) => transfers.length > 0);
  if (real.length === 0) return;
  const lines = real.flatMap(({ transfers }, n) =>
    transfers.map((transfer) => ({ ...transfer, journal: n + 1 })),
  );
  await tx.rows({
    name: 'settlement-post',
    text: 'select post_journals($1, $2, $3, $4, $5, $6, $7, $8, $9)',
    values: [
      merchantId,
      instant(at),
      real.map(() => merchantId),
      real.map(({ template }) => template),
      real.map(({ subjectId }) => subjectId),
      ...pivot(lines, [
        (line) => line.journal,
        (line) => line.debit,
        (line) => line.credit,
        (line) => line.amount,
      ]),
    ],
  });
}
