// A batch, its accounts and its lines as the answers say them.
import type { StatementAccount, StatementLine } from '../../settlement/store-statement.ts';
import { iso } from '../paging/iso.ts';
import type { BatchListRow } from './store-batches.ts';
import { sumWords } from './words.ts';

export function batchWords(row: BatchListRow) {
  return {
    client_id: row.client_id,
    merchant_name: row.merchant_name,
    batch_id: row.batch_id,
    bank: row.bank,
    day: row.day,
    state: row.state,
    ...sumWords(row),
    began_at: iso(row.began_at),
    booked_at: iso(row.booked_at),
    ordered: `${row.ordered}`,
    payout_states: row.payout_states,
  };
}

export function accountWords({ account, bankName, numberTail, ...of }: StatementAccount) {
  const { payout } = of;
  return {
    account,
    bank_name: bankName,
    number_tail: numberTail,
    carried: `${of.carried}`,
    share: `${of.share}`,
    balance: `${of.balance}`,
    payout:
      payout === null
        ? null
        : {
            payout_id: payout.payoutId,
            amount: `${payout.amount}`,
            state: payout.state,
            reason: payout.reason,
          },
  };
}

export function lineWords(line: StatementLine) {
  const isFirst = line.lineNo === 1;
  return {
    kind: line.kind,
    item_id: line.itemId,
    line_no: line.lineNo,
    payment_id: line.paymentId,
    invoice_number: line.invoiceNumber,
    succeeded_at: iso(line.succeededAt),
    amount: isFirst ? digits(line.amount) : null,
    fee: isFirst && line.kind === 'payment' ? digits(line.fee) : null,
    account: line.account,
    share: `${line.share}`,
    instead_of: line.insteadOf,
  };
}

function digits(amount: bigint | null): string | null {
  return amount === null ? null : `${amount}`;
}
