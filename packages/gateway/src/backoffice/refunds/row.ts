// A refund as a row of a list.
import type { z } from 'zod';
import type { listRefunds } from '../contract/nouns.ts';
import { iso } from '../paging/iso.ts';
import type { RefundListRow } from './store.ts';

export type RefundWords = z.input<typeof listRefunds.answer>['rows'][number];

/** Words a row. */
export function refundWords(row: RefundListRow): RefundWords {
  return {
    client_id: row.client_id,
    merchant_name: row.merchant_name,
    refund_id: row.refund_id,
    payment_id: row.payment_id,
    invoice_number: row.invoice_number,
    kind: row.kind,
    state: row.state,
    amount: `${row.amount}`,
    request_id: row.request_id,
    bank: row.bank,
    bank_code: row.bank_code,
    bank_refund_id: row.bank_refund_id,
    reason: row.reason,
    created_at: iso(row.created_at),
    finished_at: iso(row.finished_at),
    due_at: iso(row.due_at),
  };
}
