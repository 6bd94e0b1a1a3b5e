// SQL of statements: what a batch settled, line by line, and what became of each account.
import type { Tx } from '../base/db.ts';
import type { ItemKind } from './store.ts';
import type { PayoutState } from './payout.ts';

/** One line of a statement: a part of an item that went to an account, or a balance that was moved on. */
export interface StatementLine {
  itemId: string;
  lineNo: number;
  /** Null for a balance that was moved on. */
  kind: ItemKind | null;
  paymentId: string | null;
  invoiceNumber: string | null;
  /** Epoch ms. */
  succeededAt: number | null;
  amount: bigint | null;
  fee: bigint | null;
  account: string;
  share: bigint;
  insteadOf: string | null;
}

interface LineRow {
  item_id: string;
  line_no: number;
  kind: ItemKind | null;
  payment_id: string | null;
  invoice_number: string | null;
  succeeded_at: number | null;
  amount: bigint | null;
  fee: bigint | null;
  account: string;
  share: bigint;
  instead_of: string | null;
}

const NIL = '00000000-0000-0000-0000-000000000000';

/** The lines of a batch after one of them, in the order of the items' ids, which is that of their making. */
export async function findStatementLines(
  on: Tx,
  { merchantId, batchId }: { merchantId: string; batchId: string },
  after: { itemId: string; lineNo: number } | null,
  limit: number,
): Promise<StatementLine[]> {
  const rows = await on.rows<LineRow>({
    name: 'settlement-statement-lines',
    text: `select l.item_id, l.line_no, i.kind, i.payment_id, p.invoice_number,
                  coalesce(r.finished_at, p.finished_at) as succeeded_at, i.amount, i.fee, l.account, l.amount as share, l.instead_of
             from settlement_lines l
             left join settlement_items i on i.merchant_id = l.merchant_id and i.item_id = l.item_id
             left join payments p on p.merchant_id = i.merchant_id and p.payment_id = i.payment_id
             left join refunds r on r.merchant_id = i.merchant_id and r.refund_id = i.item_id and i.kind = 'refund'
            where l.merchant_id = $1 and l.batch_id = $2 and (l.item_id, l.line_no) > ($3, $4)
            order by l.item_id, l.line_no limit $5`,
    values: [merchantId, batchId, after?.itemId ?? NIL, after?.lineNo ?? 0, limit],
  });
  return rows.map((row) => ({
    itemId: row.item_id,
    lineNo: row.line_no,
    kind: row.kind,
    paymentId: row.payment_id,
    invoiceNumber: row.invoice_number,
    succeededAt: row.succeeded_at,
    amount: row.amount,
    fee: row.fee,
    account: row.account,
    share: row.share,
    insteadOf: row.instead_of,
  }));
}

/** What a batch came to for one account: carried + share − payout = balance. */
export interface StatementAccount {
  account: string;
  /** The bank and the last digits of the number; null where the account is not known. */
  bankName: string | null;
  numberTail: string | null;
  carried: bigint;
  share: bigint;
  balance: bigint;
  payout: { payoutId: string; amount: bigint; state: PayoutState; reason: string | null } | null;
}

/** The accounts of a booked batch. */
export async function findStatementAccounts(
  on: Tx,
  { merchantId, batchId }: { merchantId: string; batchId: string },
): Promise<StatementAccount[]> {
  const rows = await on.rows<{
    account: string;
    bank_name: string | null;
    number_tail: string | null;
    carried: bigint;
    share: bigint;
    balance: bigint;
    payout_id: string | null;
    payout: bigint | null;
    state: PayoutState | null;
    reason: string | null;
  }>({
    name: 'settlement-statement-accounts',
    text: `select s.account, a.bank_name, a.number_tail, s.carried, s.amount as share, s.balance, p.payout_id,
                  p.amount as payout, p.state, p.reason
             from settlement_shares s
             left join bank_accounts a on a.merchant_id = s.merchant_id and a.account_id = s.account
             left join payouts p on p.merchant_id = s.merchant_id and p.batch_id = s.batch_id and p.account = s.account
            where s.merchant_id = $1 and s.batch_id = $2 and s.balance is not null
            order by s.account`,
    values: [merchantId, batchId],
  });
  return rows.map(({ payout_id: payoutId, payout, state, reason, ...row }) => ({
    account: row.account,
    bankName: row.bank_name,
    numberTail: row.number_tail,
    carried: row.carried,
    share: row.share,
    balance: row.balance,
    payout:
      payoutId === null || payout === null || state === null
        ? null
        : { payoutId, amount: payout, state, reason },
  }));
}
