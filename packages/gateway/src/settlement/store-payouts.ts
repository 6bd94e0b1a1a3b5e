// SQL of payouts: put into files, moved forward by compare-and-set with their history, released.
import { instant, pivot, type Tx } from '../base/db.ts';
import type { Payout, PayoutState } from './payout.ts';

interface PayoutRow {
  merchant_id: string;
  payout_id: string;
  batch_id: string;
  bank: string;
  account: string;
  amount: bigint;
  state: PayoutState;
  version: number;
  file_id: string | null;
  reason: string | null;
}

const COLUMNS = `p.merchant_id, p.payout_id, p.batch_id, p.bank, p.account, p.amount, p.state, p.version, p.file_id, p.reason`;

/** Payouts of a bank that are in no file yet, in order of their merchants; it names no merchant, since a file pays several. */
export async function findUnfiled(on: Tx, bank: string, limit: number): Promise<Payout[]> {
  const rows = await on.rows<PayoutRow>({
    name: 'payouts-unfiled',
    text: `select ${COLUMNS} from payouts p
            where p.bank = $1 and p.state = 'ready' and p.file_id is null
            order by p.merchant_id, p.payout_id limit $2`,
    values: [bank, limit],
  });
  return rows.map(readPayout);
}

/** Banks with payouts that are in no file yet. */
export async function findBanksToPay(on: Tx): Promise<string[]> {
  const rows = await on.rows<{ bank: string }>({
    name: 'payouts-banks',
    text: `select distinct p.bank from payouts p where p.state = 'ready' and p.file_id is null order by p.bank`,
    values: [],
  });
  return rows.map(({ bank }) => bank);
}

/** Puts payouts into a file; answers how many were still in none, to accounts that are still verified. */
export async function filePayouts(
  tx: Tx,
  fileId: string,
  payouts: readonly Payout[],
): Promise<number> {
  const rows = await tx.rows({
    name: 'payouts-file',
    text: `update payouts p set file_id = $1
             from unnest($2::uuid[], $3::uuid[]) as i (merchant_id, payout_id)
            where p.merchant_id = i.merchant_id and p.payout_id = i.payout_id and p.state = 'ready'
              and p.file_id is null
              and exists (select from bank_accounts a
                           where a.merchant_id = p.merchant_id and a.account_id = p.account and a.status = 'verified')
           returning 1`,
    values: [fileId, ...pivot(payouts, [(p) => p.merchantId, (p) => p.payoutId])],
  });
  return rows.length;
}

/** The payouts of a file, in order. */
export async function findPayoutsOfFile(on: Tx, fileId: string): Promise<Payout[]> {
  const rows = await on.rows<PayoutRow>({
    name: 'payouts-of-file',
    text: `select ${COLUMNS} from payouts p where p.file_id = $1 order by p.merchant_id, p.payout_id`,
    values: [fileId],
  });
  return rows.map(readPayout);
}

/** Payouts of one merchant by their ids, held until the transaction ends. */
export async function holdPayouts(
  tx: Tx,
  merchantId: string,
  payoutIds: readonly string[],
): Promise<Payout[]> {
  const rows = await tx.rows<PayoutRow>({
    name: 'payouts-hold',
    text: `select ${COLUMNS} from payouts p
            where p.merchant_id = $1 and p.payout_id = any($2::uuid[])
            order by p.payout_id for update`,
    values: [merchantId, payoutIds],
  });
  return rows.map(readPayout);
}

/** A payout of a merchant, or null. */
export async function findPayout(
  on: Tx,
  merchantId: string,
  payoutId: string,
): Promise<Payout | null> {
  const [row] = await on.rows<PayoutRow>({
    name: 'payouts-find',
    text: `select ${COLUMNS} from payouts p where p.merchant_id = $1 and p.payout_id = $2`,
    values: [merchantId, payoutId],
  });
  return row === undefined ? null : readPayout(row);
}

/** One step of a payout. */
export interface PayoutMove {
  payout: Payout;
  state: PayoutState;
  reason: string | null;
  evidence: string | null;
}

/** Moves payouts of one merchant one step on, from the version that was read, each with its event. */
export async function movePayouts(
  tx: Tx,
  merchantId: string,
  moves: readonly PayoutMove[],
  { actor, at }: { actor: string; at: number },
): Promise<void> {
  const rows = await tx.rows({
    name: 'payouts-move',
    text: `with moved as (
             update payouts p
                set state = i.state, version = p.version + 1, reason = coalesce(i.reason, p.reason), changed_at = $2
               from unnest($4::uuid[], $5::int[], $6::text[], $7::text[], $8::jsonb[])
                 as i (payout_id, version, state, reason, evidence)
              where p.merchant_id = $1 and p.payout_id = i.payout_id and p.version = i.version
             returning p.merchant_id, p.payout_id, p.version, p.state, i.evidence
           )
           insert into payout_events (merchant_id, payout_id, version, state, actor, evidence, at)
           select m.merchant_id, m.payout_id, m.version, m.state, $3, m.evidence, $2 from moved m
           returning 1`,
    values: [
      merchantId,
      instant(at),
      actor,
      ...pivot(moves, [
        (m) => m.payout.payoutId,
        (m) => m.payout.version,
        (m) => m.state,
        (m) => m.reason,
        (m) => m.evidence,
      ]),
    ],
  });
  if (rows.length !== moves.length) throw new Error('a payout was moved by somebody else');
}

/** What the bank's statement says otherwise of a payout is for people first: the money may be gone. */
const IS_UNDISPUTED = `not exists (select from exceptions e
                               where e.merchant_id = p.merchant_id and e.subject_id = p.payout_id and e.state = 'open')`;

/** Whether the account of a payout is held because of it, and may be released. */
export async function isHeld(on: Tx, merchantId: string, payoutId: string): Promise<boolean> {
  const rows = await on.rows({
    name: 'payouts-is-held',
    text: `select 1 from payouts p
            where p.merchant_id = $1 and p.payout_id = $2 and p.state in ('refused', 'returned')
              and p.released_at is null and ${IS_UNDISPUTED}`,
    values: [merchantId, payoutId],
  });
  return rows.length > 0;
}

/**
 * Lets an account be paid to again after this payout was refused or came back; false when there is nothing to release, or a
 * statement says that the money has moved otherwise.
 */
export async function releasePayout(
  tx: Tx,
  merchantId: string,
  payoutId: string,
  at: number,
): Promise<boolean> {
  const rows = await tx.rows({
    name: 'payouts-release',
    text: `update payouts p set released_at = $3
            where p.merchant_id = $1 and p.payout_id = $2 and p.state in ('refused', 'returned')
              and p.released_at is null and ${IS_UNDISPUTED}
           returning 1`,
    values: [merchantId, payoutId, instant(at)],
  });
  return rows.length > 0;
}

/** A payout of a file, and whether its account waits for a release because of it. */
export interface FiledPayout extends Payout {
  isReleased: boolean;
  /** A statement says otherwise of it, and nobody has said yet what that is. */
  isDisputed: boolean;
}

/** The payouts of a file in order, held until the transaction ends. It names no merchant, since a file pays several. */
export async function holdPayoutsOfFile(tx: Tx, fileId: string): Promise<FiledPayout[]> {
  const rows = await tx.rows<PayoutRow & { released: boolean; disputed: boolean }>({
    name: 'payouts-hold-file',
    text: `select ${COLUMNS}, p.released_at is not null as released, not ${IS_UNDISPUTED} as disputed
             from payouts p where p.file_id = $1 order by p.merchant_id, p.payout_id for update of p`,
    values: [fileId],
  });
  return rows.map((row) => ({
    ...readPayout(row),
    isReleased: row.released,
    isDisputed: row.disputed,
  }));
}

/** Lets the accounts of payouts be paid to again, which the transaction holds. */
export async function releasePayouts(
  tx: Tx,
  payouts: readonly Payout[],
  at: number,
): Promise<void> {
  await tx.rows({
    name: 'payouts-release-some',
    text: `update payouts p set released_at = $1
             from unnest($2::uuid[], $3::uuid[]) as i (merchant_id, payout_id)
            where p.merchant_id = i.merchant_id and p.payout_id = i.payout_id and p.released_at is null`,
    values: [instant(at), ...pivot(payouts, [(p) => p.merchantId, (p) => p.payoutId])],
  });
}

function readPayout(row: PayoutRow): Payout {
  return {
    merchantId: row.merchant_id,
    payoutId: row.payout_id,
    batchId: row.batch_id,
    bank: row.bank,
    account: row.account,
    amount: row.amount,
    state: row.state,
    version: row.version,
    fileId: row.file_id,
    reason: row.reason,
  };
}
