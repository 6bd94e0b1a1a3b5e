// SQL of payout files: the gateway's own, stored before they are sent.
import { instant, type Tx } from '../base/db.ts';
import type { Day } from './calendar.ts';

export type FileState = 'ready' | 'sent' | 'refused';

export interface PayoutFile {
  fileId: string;
  bank: string;
  day: Day;
  messageId: string;
  state: FileState;
  payouts: number;
  /** Whole rupiah. */
  amount: bigint;
  sealedContent: Buffer;
  reason: string | null;
  /** Epoch ms. */
  createdAt: number;
  sentAt: number | null;
}

interface FileRow {
  file_id: string;
  bank: string;
  day: Day;
  message_id: string;
  state: FileState;
  payouts: number;
  amount: string;
  sealed_content: Buffer;
  reason: string | null;
  created_at: number;
  sent_at: number | null;
}

const COLUMNS = `f.file_id, f.bank, f.day::text as day, f.message_id, f.state, f.payouts, f.amount, f.sealed_content, f.reason,
                 f.created_at, f.sent_at`;

/** Stores a new file; it is due at once. */
export async function insertFile(
  tx: Tx,
  file: Omit<PayoutFile, 'state' | 'reason' | 'sentAt'>,
): Promise<void> {
  await tx.rows({
    name: 'payout-files-insert',
    text: `insert into payout_files
             (file_id, bank, day, message_id, state, payouts, amount, sealed_content, created_at, due_at)
           values ($1, $2, $3, $4, 'ready', $5, $6, $7, $8, $8)`,
    values: [
      file.fileId,
      file.bank,
      file.day,
      file.messageId,
      file.payouts,
      file.amount,
      file.sealedContent,
      instant(file.createdAt),
    ],
  });
}

/** A file by its id, or null. */
export async function findFile(on: Tx, fileId: string): Promise<PayoutFile | null> {
  return await findOne(on, 'payout-files-find', 'f.file_id = $1', fileId);
}

/** The file that a bank's report speaks of, or null. */
export async function findFileByMessage(on: Tx, messageId: string): Promise<PayoutFile | null> {
  return await findOne(on, 'payout-files-by-message', 'f.message_id = $1', messageId);
}

async function findOne(
  on: Tx,
  name: string,
  where: string,
  value: string,
): Promise<PayoutFile | null> {
  const [row] = await on.rows<FileRow>({
    name,
    text: `select ${COLUMNS} from payout_files f where ${where}`,
    values: [value],
  });
  return row === undefined ? null : readFile(row);
}

/** Files, newest first. */
export async function listFiles(on: Tx, limit: number): Promise<PayoutFile[]> {
  const rows = await on.rows<FileRow>({
    name: 'payout-files-list',
    text: `select ${COLUMNS} from payout_files f order by f.created_at desc, f.file_id desc limit $1`,
    values: [limit],
  });
  return rows.map(readFile);
}

/** Files that were not handed over yet, by id, the oldest first: each has a megabyte. */
export async function listReady(on: Tx): Promise<string[]> {
  const rows = await on.rows<{ file_id: string }>({
    name: 'payout-files-ready',
    text: `select f.file_id from payout_files f where f.state = 'ready' order by f.created_at, f.file_id`,
    values: [],
  });
  return rows.map((row) => row.file_id);
}

/** The file of a payout, where nobody has said yet that it was handed over; otherwise null. */
export async function findFileNotSent(
  on: Tx,
  merchantId: string,
  payoutId: string,
): Promise<string | null> {
  const [row] = await on.rows<{ file_id: string }>({
    name: 'payout-files-not-sent',
    text: `select f.file_id from payouts p
             join payout_files f on f.file_id = p.file_id and f.state = 'ready'
            where p.merchant_id = $1 and p.payout_id = $2`,
    values: [merchantId, payoutId],
  });
  return row?.file_id ?? null;
}

/** Takes files that are due, each for one process until `leaseUntil`. */
export async function leaseFiles(
  on: Tx,
  at: number,
  leaseUntil: number,
  limit: number,
): Promise<PayoutFile[]> {
  const rows = await on.rows<FileRow>({
    name: 'payout-files-lease',
    text: `update payout_files f set lease_until = $2
            where f.file_id in (
              select d.file_id from payout_files d
               where d.due_at <= $1 and (d.lease_until is null or d.lease_until <= $1)
               order by d.due_at limit $3 for update skip locked
            )
           returning ${COLUMNS}`,
    values: [instant(at), instant(leaseUntil), limit],
  });
  return rows.map(readFile);
}

/** The file has left; false when that is known already. */
export async function markSent(
  on: Tx,
  fileId: string,
  at: number,
  dueAt: number | null,
): Promise<boolean> {
  const rows = await on.rows({
    name: 'payout-files-sent',
    text: `update payout_files f set state = 'sent', sent_at = $2, due_at = $3, lease_until = null, reason = null
            where f.file_id = $1 and f.state = 'ready' returning 1`,
    values: [fileId, instant(at), instant(dueAt)],
  });
  return rows.length > 0;
}

/** When the file is looked at again; null for no more. A reason is what stands in its way. */
export async function postponeFile(
  on: Tx,
  fileId: string,
  dueAt: number | null,
  reason: string | null = null,
): Promise<void> {
  await on.rows({
    name: 'payout-files-postpone',
    text: `update payout_files f set due_at = $2, lease_until = null, reason = coalesce($3, f.reason)
            where f.file_id = $1`,
    values: [fileId, instant(dueAt), reason],
  });
}

/** The bank has refused the whole file. */
export async function markRefused(tx: Tx, fileId: string, reason: string | null): Promise<void> {
  await tx.rows({
    name: 'payout-files-refused',
    text: `update payout_files f set state = 'refused', due_at = null, lease_until = null, reason = $2
            where f.file_id = $1`,
    values: [fileId, reason],
  });
}

function readFile(row: FileRow): PayoutFile {
  return {
    fileId: row.file_id,
    bank: row.bank,
    day: row.day,
    messageId: row.message_id,
    state: row.state,
    payouts: row.payouts,
    amount: BigInt(row.amount),
    sealedContent: row.sealed_content,
    reason: row.reason,
    createdAt: row.created_at,
    sentAt: row.sent_at,
  };
}
