// A notification as a merchant's code reads it, told apart by `kind`.
import { reading, type Reading } from '../reading.ts';
import type { NamedCustomer } from '../words.ts';

interface Common {
  /** The same on every try: what is stored under it already may be answered 200 and forgotten. */
  id: string;
  /** Counts up per payment, refund or token; undefined where an implementation does not count. */
  sequence: number | undefined;
  /** The body, parsed, in the wire's own words. Fields may be added at any time. */
  raw: unknown;
}

/** A payment has ended. */
export interface PaymentNotification extends Common {
  kind: 'payment';
  /** `payment.succeeded`, `payment.failed` or `payment.expired` */
  type: string;
  status: 'SUCCESS' | 'FAILED';
  invoiceNumber: string;
  amount: bigint;
  /** The `requestId` of `payments.create`. */
  originalRequestId: string;
  paymentId: string | undefined;
  /** Why it failed: `insufficient_funds`, `otp_expired`, … */
  reason: string | undefined;
  customer: NamedCustomer | undefined;
}

/** A refund has ended. Sent where the merchant's setting says so. */
export interface RefundNotification extends Common {
  kind: 'refund';
  type: string;
  status: 'SUCCESS' | 'FAILED';
  invoiceNumber: string;
  /** What was given back. */
  amount: bigint;
  /** The `requestId` of `refunds.create`. */
  requestId: string;
  originalRequestId: string;
  paymentId: string | undefined;
}

/** A token has become active, failed, expired or been deleted. Sent where the setting says so. */
export interface TokenNotification extends Common {
  kind: 'token';
  type: string;
  status: 'SUCCESS' | 'FAILED' | 'DELETED';
  tokenId: string;
  accountNo: string | undefined;
  customer: NamedCustomer | undefined;
}

export type Notification = PaymentNotification | RefundNotification | TokenNotification;

/**
 * Reads a verified body. Throws `Unexpected` for a body that is no notification.
 * @internal
 */
export function readNotification(json: unknown, requestId: string): Notification {
  const body = reading(json);
  const event = body.optionalObject('event');
  const common = {
    id: event?.optionalText('id') ?? requestId,
    sequence: event === undefined ? undefined : event.integer('sequence'),
    raw: json,
  };
  const type = event?.text('type');
  if (body.optionalObject('debit_card') !== undefined) return tokenIn(body, common, type);
  if (body.optionalObject('refund') !== undefined) return refundIn(body, common, type);
  const transaction = body.object('transaction');
  const status = transaction.oneOf('status', ['SUCCESS', 'FAILED']);
  const order = body.object('order');
  return {
    kind: 'payment',
    type: type ?? (status === 'SUCCESS' ? 'payment.succeeded' : 'payment.failed'),
    status,
    invoiceNumber: order.text('invoice_number'),
    amount: order.rupiah('amount'),
    originalRequestId: transaction.text('original_request_id'),
    paymentId: body.optionalObject('payment')?.optionalText('payment_id'),
    reason: transaction.optionalText('reason'),
    customer: customerIn(body),
    ...common,
  };
}

function refundIn(body: Reading, common: Common, type: string | undefined): RefundNotification {
  const refund = body.object('refund');
  const status = refund.oneOf('status', ['SUCCESS', 'FAILED']);
  return {
    kind: 'refund',
    type: type ?? (status === 'SUCCESS' ? 'refund.succeeded' : 'refund.failed'),
    status,
    invoiceNumber: body.object('order').text('invoice_number'),
    amount: refund.rupiah('amount'),
    requestId: refund.text('request_id'),
    originalRequestId: body.object('transaction').text('original_request_id'),
    paymentId: body.optionalObject('payment')?.optionalText('payment_id'),
    ...common,
  };
}

function tokenIn(body: Reading, common: Common, type: string | undefined): TokenNotification {
  const card = body.object('debit_card');
  const status = card.oneOf('status', ['SUCCESS', 'FAILED', 'DELETED']);
  return {
    kind: 'token',
    type: type ?? `token.${status.toLowerCase()}`,
    status,
    tokenId: card.text('token_id'),
    accountNo: card.optionalText('account_no'),
    customer: customerIn(body),
    ...common,
  };
}

function customerIn(body: Reading): NamedCustomer | undefined {
  const customer = body.optionalObject('customer');
  if (customer === undefined) return undefined;
  const name = customer.optionalText('name');
  return { id: customer.text('id'), ...(name === undefined ? {} : { name }) };
}
