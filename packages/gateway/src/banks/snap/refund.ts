// Giving money back (58), wholly or in part. The same refund reference is never booked twice by the
// bank.
import { formatSnapAmount } from '@tarik/wire/amount';
import { RefundAnswer } from '@tarik/wire/snap/messages';
import type { BankConnection, RefundOutcome } from '../bank.ts';
import { noted, otherwise, unclear } from './reply.ts';
import type { Speaker } from './speaker.ts';

/**
 * Asks for a refund. 4045818 is unclear: a refund of this reference exists, perhaps with another
 * amount.
 */
export async function refund(
  { line, call }: Speaker,
  connection: BankConnection,
  input: {
    reference: string;
    bankPaymentId: string | null;
    refundReference: string;
    amount: bigint;
    reason?: string;
  },
): Promise<RefundOutcome> {
  const reply = await call({
    operation: 'refund',
    connection,
    body: {
      originalPartnerReferenceNo: input.reference,
      originalReferenceNo: input.bankPaymentId ?? undefined,
      partnerRefundNo: input.refundReference,
      refundAmount: formatSnapAmount(input.amount),
      reason: input.reason,
      merchantId: connection.clientId,
    },
    expected: {
      texts: {
        originalPartnerReferenceNo: input.reference,
        partnerRefundNo: input.refundReference,
      },
      amounts: { refundAmount: input.amount },
    },
  });
  if (reply.verdict !== 'done') return otherwise(line, reply);
  const { success, data: answer } = RefundAnswer.safeParse(reply.fields);
  if (!success) return unclear(reply, 'a malformed answer');
  return {
    kind: 'refunded',
    bankRefundId: answer.refundNo,
    evidence: noted(reply, answer.refundNo),
  };
}
