// refunds: give a payment back, wholly or in part (guide, "Refund").
import type { CallOptions } from './call-options.ts';
import type { Line } from './line.ts';
import { reading } from './reading.ts';
import { resultOf } from './result.ts';
import { optionalText, record, rupiah, text } from './words.ts';
import type { Answered, Rupiah } from './words.ts';

export interface RefundInput {
  invoiceNumber: string;
  /** The `requestId` of the payment: both must name the same one. */
  originalRequestId: string;
  amount: Rupiah;
  reason?: string;
}

export interface Refund extends Answered {
  /** PENDING: the bank has not said what became of it; ask `payments.status({ requestId })`. */
  status: 'PENDING' | 'SUCCESS' | 'FAILED';
  invoiceNumber: string;
  originalRequestId: string;
  amount: bigint;
  /** The bank's id of the payment. */
  paymentId: string | undefined;
  message: string | undefined;
}

export interface Refunds {
  /**
   * Gives money back. Throws `RefundError` when more is asked for than is left or the payment cannot
   * be refunded, `NotFoundError` when there is no such payment.
   */
  create(input: RefundInput, options?: CallOptions): Promise<Refund>;
}

/** @internal */
export function refundsOf(line: Line): Refunds {
  return {
    async create(input, options) {
      const given = record('input', input);
      const body = {
        order: { invoice_number: text('invoiceNumber', given['invoiceNumber']) },
        payment: { original_request_id: text('originalRequestId', given['originalRequestId']) },
        refund: {
          amount: rupiah('amount', given['amount']),
          reason: optionalText('reason', given['reason']),
        },
      };
      const path = `/${line.settings.bank}-direct-debit/v1/payment-refund`;
      const answer = await line.call({ method: 'POST', path, body, acts: true }, options);
      return resultOf(answer, (json) => {
        const payment = reading(json).object('payment');
        const refund = reading(json).object('refund');
        return {
          status: refund.oneOf('status', ['PENDING', 'SUCCESS', 'FAILED']),
          invoiceNumber: reading(json).object('order').text('invoice_number'),
          originalRequestId: payment.text('original_request_id'),
          amount: refund.rupiah('amount'),
          paymentId: payment.optionalText('payment_id'),
          message: refund.optionalText('message'),
        };
      });
    },
  };
}
