// A payment's row as PostgreSQL answers it, and as the program reads it.
import { readSplit, type SplitJson } from '../splits/json.ts';
import type { Payment, PaymentState } from './payment.ts';

export interface PaymentRow {
  merchant_id: string;
  payment_id: string;
  bank: string;
  token_id: string;
  state: PaymentState;
  version: number;
  last_move: string;
  amount: bigint;
  fee: bigint;
  splits: SplitJson | null;
  refunded: bigint;
  invoice_number: string;
  request_id: string;
  customer_key: Buffer;
  sealed_details: Buffer;
  notification_url: string | null;
  bank_payment_id: string | null;
  reason: string | null;
  bank_code: string | null;
  otp_sent_at: number | null;
  otp_expires_at: number | null;
  otp_tries: number;
  otp_resends: number;
  inquiries: number;
  not_found_at: number | null;
  asked_at: number;
  notified: number;
  due_at: number | null;
  created_at: number;
  finished_at: number | null;
}

export function readPayment(row: PaymentRow): Payment {
  return {
    merchantId: row.merchant_id,
    paymentId: row.payment_id,
    bank: row.bank,
    tokenId: row.token_id,
    state: row.state,
    version: row.version,
    lastMove: row.last_move,
    amount: row.amount,
    fee: row.fee,
    split: row.splits === null ? null : readSplit(row.splits),
    refunded: row.refunded,
    invoiceNumber: row.invoice_number,
    requestId: row.request_id,
    customerKey: row.customer_key,
    sealedDetails: row.sealed_details,
    notificationUrl: row.notification_url,
    bankPaymentId: row.bank_payment_id,
    reason: row.reason,
    bankCode: row.bank_code,
    otpSentAt: row.otp_sent_at,
    otpExpiresAt: row.otp_expires_at,
    otpTries: row.otp_tries,
    otpResends: row.otp_resends,
    inquiries: row.inquiries,
    notFoundAt: row.not_found_at,
    askedAt: row.asked_at,
    notified: row.notified,
    dueAt: row.due_at,
    createdAt: row.created_at,
    finishedAt: row.finished_at,
  };
}
