// POST /{bank}-direct-debit/v1/payment-refund (DOKU guide, additional features 3): money back to the customer.
import { RefundRequest, RefundResponse } from '@tarik/wire/doku/messages';
import type { Payment } from '../../payments/payment.ts';
import { createRefund } from '../../refunds/create.ts';
import type { Refund } from '../../refunds/refund.ts';
import { amountWord } from './amount.ts';
import { callOf, endpoint } from './endpoint.ts';
import { reasonWords } from './reasons.ts';
import { refundStatus } from './states.ts';

const shape = {
  path: 'payment-refund',
  summary: 'Refund a payment',
  request: RefundRequest,
  response: RefundResponse,
  status: 201,
  refusals: [
    'refund_amount_exceeded',
    'payment_not_refundable',
    'refund_window_closed',
    'payment_not_found',
    'bank_unavailable',
  ],
} as const;

interface Refunded {
  refund: Refund;
  payment: Payment;
  /** As the merchant gave it. */
  reason: string | null;
}

export const paymentRefund = endpoint(shape, async (ctx, asked, body) => {
  const { merchant, bank } = asked;
  const amount = amountWord(merchant);
  const call = callOf(asked, shape, ({ refund, payment, reason }: Refunded) => ({
    order: { invoice_number: payment.invoiceNumber },
    payment: {
      original_request_id: payment.requestId,
      payment_id: payment.bankPaymentId ?? undefined,
    },
    refund: {
      amount: amount(refund.amount),
      reason: reason ?? undefined,
      status: refundStatus(refund.state),
      message: messageOf(refund),
    },
  }));
  return await createRefund(ctx, call, {
    bank,
    invoiceNumber: body.order.invoice_number,
    originalRequestId: body.payment.original_request_id,
    amount: body.refund.amount,
    ...(body.refund.reason === undefined ? {} : { reason: body.refund.reason }),
  });
});

function messageOf(refund: Refund): string {
  switch (refundStatus(refund.state)) {
    case 'SUCCESS':
      return 'SUCCESS';
    case 'PENDING':
      return 'The bank has not confirmed the refund yet; ask for its status by this Request-Id';
    case 'FAILED':
      return `The bank refused the refund: ${reasonWords(refund.reason)}`;
  }
}
