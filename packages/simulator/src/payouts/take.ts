// Takes a payout file: decides what becomes of each payout, and brings back later what is to come back. A file is taken
// once, and so is a payout.
import { createHash } from 'node:crypto';
import type { Bank } from '../bank.ts';
import { beneficiaryOf, RETURNED_AFTER_MS } from '../beneficiaries.ts';
import type { Payout, PayoutFile } from '../book/entries.ts';
import type { PayoutsTaken } from '../book/records.ts';
import { SandboxRefusal } from '../sandbox/refusal.ts';
import { readPain001 } from './pain001.ts';
import type { CreditTransfer } from './pain001.ts';

/** ISO 20022's code of a payout that has left already. */
const DUPLICATE = 'AM05';

/**
 * Takes the bytes of a file; the same file again is answered as the first time. Throws a refusal that names the element, and
 * 409 for another file under the same MsgId: nothing of it is done then.
 */
export function takePayoutFile(bank: Bank, bytes: Buffer): PayoutFile {
  const order = readPain001(bytes);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const known = bank.book.state.payoutFiles.get(order.messageId);
  if (known !== undefined) {
    if (known.sha256 === sha256) return known;
    const message = `GrpHdr.MsgId: another file has come under ${order.messageId} before`;
    throw new SandboxRefusal(409, 'message_id_used', message);
  }
  for (const { partner, endToEndId } of order.transfers) {
    if (bank.partners.has(partner)) continue;
    const message = `${endToEndId}: ${partner} is the Key of no partner of this bank`;
    throw new SandboxRefusal(400, 'partner_unknown', message);
  }
  const at = bank.clock.now();
  bank.book.write({
    kind: 'payouts_taken',
    messageId: order.messageId,
    paymentId: order.paymentId,
    sha256,
    at,
    payouts: order.transfers.map((transfer) => decided(bank, transfer, at)),
  });
  const file = payoutFile(bank, order.messageId);
  for (const payout of file.payouts) waitForReturn(bank, payout);
  return file;
}

/** A file that was taken. Throws a 404. */
export function payoutFile(bank: Bank, messageId: string): PayoutFile {
  const file = bank.book.state.payoutFiles.get(messageId);
  if (file !== undefined) return file;
  throw new SandboxRefusal(404, 'message_not_found', `message_id: no file ${messageId} has come`);
}

/** Waits again, after a restart, for what is to come back. */
export function resumeReturns(bank: Bank): void {
  for (const payout of bank.book.state.payouts.values()) waitForReturn(bank, payout);
}

function decided(
  bank: Bank,
  { amount, ...transfer }: CreditTransfer,
  at: number,
): PayoutsTaken['payouts'][number] {
  const { payout, reason } = beneficiaryOf(transfer.accountNo);
  const isTwice = bank.book.state.payouts.has(transfer.endToEndId);
  const leaves = !isTwice && payout !== 'refused';
  return {
    ...transfer,
    amount: String(amount),
    reference: leaves ? bank.book.nextReference() : null,
    reason: isTwice ? DUPLICATE : reason,
    returnsAt: leaves && payout === 'returned' ? at + RETURNED_AFTER_MS : null,
  };
}

function waitForReturn(bank: Bank, { endToEndId, partner, returnsAt }: Payout): void {
  if (returnsAt === null) return;
  bank.due.add(returnsAt, partner, () => {
    const reference = bank.book.nextReference();
    bank.book.write({ kind: 'payout_returned', endToEndId, reference, at: bank.clock.now() });
  });
}
