// payments: pull money from a bound account, confirmed by the customer's OTP (guide 3), and ask
// where it stands.
import type { CallOptions } from './call-options.ts';
import type { Line } from './line.ts';
import { reading, Unexpected, type Reading } from './reading.ts';
import { resultOf } from './result.ts';
import { refuse } from './settings.ts';
import { customerWords, itemWords, optionalText, record, rupiah, text } from './words.ts';
import type { Answered, Customer, LineItem, Rupiah } from './words.ts';

export interface PaymentInput {
  customer: Customer;
  /** The token of the account to debit. */
  tokenId: string;
  /** The merchant's number of the order: one payment that is pending or paid per number. */
  invoiceNumber: string;
  amount: Rupiah;
  /** Where every item has price and quantity, they must add up to the amount. */
  lineItems?: readonly LineItem[] | undefined;
  sessionId?: string | undefined;
  /** How long the OTP is good for, in minutes; the bank's own limit (CIMB: 5) is not exceeded. */
  otpMinutes?: number | undefined;
  /** Echoed in answers and notifications: JSON of at most 4 KB. */
  additionalInfo?: Readonly<Record<string, unknown>> | undefined;
  /** To whom the money is settled, where it is split. */
  settlement?: readonly SplitLine[] | undefined;
  /** Sends this payment's notifications elsewhere: other host, same path as the configured URL. */
  notificationUrl?: string | undefined;
}

/** One part of a split settlement. */
export interface SplitLine {
  /** The bank account's settlement id, `SBA-…`. */
  bankAccountId: string;
  type: 'FIX' | 'PERCENTAGE';
  /** Whole rupiah, or percent of the net amount. */
  value: number;
}

interface Common extends Answered {
  invoiceNumber: string;
  amount: bigint;
}

/**
 * The money has not moved as far as anybody knows: the OTP is awaited, or, after `validate`, the bank
 * has not said what became of it. The notification tells the end.
 */
export interface PendingPayment extends Common {
  status: 'PENDING';
  /** Names this payment's OTP step in `validate` and `resendOtp`. */
  challenge: string;
}

/** The money has moved. */
export interface SucceededPayment extends Common {
  status: 'SUCCESS';
  /** The bank's id of the payment; '' where an implementation of the guide leaves it out. */
  paymentId: string;
}

/** No money has moved, and none will. */
export interface FailedPayment extends Common {
  status: 'FAILED';
}

export type Payment = PendingPayment | SucceededPayment | FailedPayment;

export interface OtpResent extends Answered {
  /** The same challenge; the OTP that the customer had before is dead. */
  challenge: string;
}

export type StatusInput = { invoiceNumber: string } | { requestId: string };

export interface PaymentStatus extends Answered {
  /** REFUNDED: the whole amount has been given back. */
  status: 'PENDING' | 'SUCCESS' | 'FAILED' | 'EXPIRED' | 'REFUNDED';
  invoiceNumber: string;
  amount: bigint;
  /** The Request-Id of the payment; a refund names it. */
  originalRequestId: string;
  /** When it came to this, as the gateway says. */
  date: Date | undefined;
  paymentId: string | undefined;
  /** Where a refund was asked for by its Request-Id, or the last one of the payment. */
  refund: { amount: bigint; status: string | undefined } | undefined;
}

export interface Payments {
  /**
   * Pulls a payment. PENDING: the bank has sent the customer an OTP. Throws `DeclinedError` when the
   * bank refuses, `ConflictError` when the invoice number is taken.
   */
  create(input: PaymentInput, options?: CallOptions): Promise<Payment>;
  /**
   * Gives the customer's OTP to the bank. Throws `OtpError` for a wrong or late one, with the tries
   * that are left. PENDING: wait for the notification, or ask `status`.
   */
  validate(input: { challenge: string; otp: string }, options?: CallOptions): Promise<Payment>;
  /** Has a new OTP sent. Throws `RateLimitError` when it is too soon or too often. */
  resendOtp(input: { challenge: string }, options?: CallOptions): Promise<OtpResent>;
  /** Where a payment stands, by invoice number or by Request-Id (of a payment or of a refund). */
  status(input: StatusInput, options?: CallOptions): Promise<PaymentStatus>;
}

const STATUS = ['PENDING', 'SUCCESS', 'FAILED'] as const;
const LONG_STATUS = [...STATUS, 'EXPIRED', 'REFUNDED'] as const;

/** @internal */
export function paymentsOf(line: Line): Payments {
  const path = (end: string): string => `/${line.settings.bank}-direct-debit/v1/${end}`;
  return {
    async create(input, options) {
      const body = paymentWords(record('input', input));
      const answer = await line.call(
        { method: 'POST', path: path('payment'), body, acts: true },
        options,
      );
      return resultOf(answer, (json) => readPayment(reading(json)));
    },
    async validate(input, options) {
      const given = record('input', input);
      const otp = text('otp', given['otp']);
      if (!/^\d{6}$/.test(otp)) throw refuse('otp', 'must be text of exactly 6 digits');
      const body = { payment: { token: text('challenge', given['challenge']), otp } };
      const ask = { method: 'POST', path: path('payment/validate'), body, acts: true } as const;
      return resultOf(await line.call(ask, options), (json) => readPayment(reading(json)));
    },
    async resendOtp(input, options) {
      const token = text('challenge', record('input', input)['challenge']);
      const ask = {
        method: 'POST',
        path: path('payment-otp'),
        body: { payment: { token } },
        acts: true,
      } as const;
      return resultOf(await line.call(ask, options), (json) => ({
        challenge: reading(json).object('payment').text('token'),
      }));
    },
    async status(input, options) {
      const { field, reference } = referenceIn(input);
      const target = `/orders/v1/status/${encodeURIComponent(reference)}`;
      const answer = await line.call({ method: 'GET', path: target, acts: false }, options);
      return resultOf(answer, (json) => {
        const status = readStatus(reading(json));
        // One path asks for both: an invoice number may be the Request-Id of another payment.
        if (field === 'invoiceNumber' && status.invoiceNumber !== reference) {
          throw new Unexpected('order.invoice_number', 'is not the one that was asked for');
        }
        return status;
      });
    },
  };
}

function paymentWords(input: Record<string, unknown>): unknown {
  const { lineItems, otpMinutes } = input;
  if (otpMinutes !== undefined && !(Number.isSafeInteger(otpMinutes) && Number(otpMinutes) > 0)) {
    throw refuse('otpMinutes', 'must be a whole number of minutes, at least 1');
  }
  return {
    customer: customerWords(input['customer']),
    additional_info: infoWords(input),
    order: {
      invoice_number: text('invoiceNumber', input['invoiceNumber']),
      line_items: lineItems === undefined ? undefined : itemWords(lineItems),
      amount: rupiah('amount', input['amount']),
      session_id: optionalText('sessionId', input['sessionId']),
    },
    payment: {
      token_id: text('tokenId', input['tokenId']),
      otp_expiration_timestamp: otpMinutes,
    },
  };
}

function infoWords(input: Record<string, unknown>): unknown {
  const { additionalInfo, settlement } = input;
  const url = optionalText('notificationUrl', input['notificationUrl']);
  if (additionalInfo === undefined && settlement === undefined && url === undefined)
    return undefined;
  const info = additionalInfo === undefined ? {} : record('additionalInfo', additionalInfo);
  return {
    ...plain(info),
    ...(settlement === undefined ? {} : { settlement: splitWords(settlement) }),
    ...(url === undefined ? {} : { override_notification_url: url }),
  };
}

/** Throws an `InputError` for what JSON cannot hold: a bigint, a circle. */
function plain(info: Record<string, unknown>): Record<string, unknown> {
  try {
    return JSON.parse(JSON.stringify(info)) as Record<string, unknown>;
  } catch {
    throw refuse('additionalInfo', 'must be plain JSON: no bigint, no circle');
  }
}

function splitWords(value: unknown): unknown {
  if (!Array.isArray(value)) throw refuse('settlement', 'must be a list');
  return value.map((entry: unknown, n) => {
    const field = `settlement[${n}]`;
    const split = record(field, entry);
    if (split['type'] !== 'FIX' && split['type'] !== 'PERCENTAGE') {
      throw refuse(`${field}.type`, 'must be FIX or PERCENTAGE');
    }
    if (typeof split['value'] !== 'number' || !Number.isFinite(split['value'])) {
      throw refuse(`${field}.value`, 'must be a number');
    }
    return {
      bank_account_settlement_id: text(`${field}.bankAccountId`, split['bankAccountId']),
      value: split['value'],
      type: split['type'],
    };
  });
}

function referenceIn(input: StatusInput) {
  const given = record('input', input);
  if (given['invoiceNumber'] === undefined && given['requestId'] === undefined) {
    throw refuse('input', 'must have an invoiceNumber or a requestId');
  }
  const field = given['invoiceNumber'] === undefined ? 'requestId' : 'invoiceNumber';
  const reference = text(field, given[field]);
  // In a URL they mean the folder and the one above, however they are encoded.
  if (/^\.\.?$/.test(reference)) throw refuse(field, 'cannot be asked for when it is . or ..');
  return { field, reference };
}

type Bare<T> = T extends unknown ? Omit<T, keyof Answered> : never;

function readPayment(answer: Reading): Bare<Payment> {
  const order = answer.object('order');
  const payment = answer.object('payment');
  const status = payment.oneOf('status', STATUS);
  const common = { invoiceNumber: order.text('invoice_number'), amount: order.rupiah('amount') };
  if (status === 'PENDING') return { ...common, status, challenge: payment.text('token') };
  if (status === 'FAILED') return { ...common, status };
  return { ...common, status, paymentId: payment.optionalText('payment_id') ?? '' };
}

function readStatus(answer: Reading): Bare<PaymentStatus> {
  const order = answer.object('order');
  const transaction = answer.object('transaction');
  const refund = answer.optionalObject('refund');
  const ms = Date.parse(transaction.optionalText('date') ?? '');
  return {
    status: transaction.oneOf('status', LONG_STATUS),
    invoiceNumber: order.text('invoice_number'),
    amount: order.rupiah('amount'),
    originalRequestId: transaction.text('original_request_id'),
    date: Number.isNaN(ms) ? undefined : new Date(ms),
    paymentId: answer.optionalObject('payment')?.optionalText('payment_id'),
    refund:
      refund === undefined
        ? undefined
        : { amount: refund.rupiah('amount'), status: refund.optionalText('status') },
  };
}
