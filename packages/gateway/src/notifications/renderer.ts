// What a flavour must provide so that its merchants can be told: the words of each piece of news, as body bytes.
import type { Merchant } from '../merchants/merchant.ts';
import type { Bank } from '../banks/bank.ts';

export interface NewsHead {
  merchant: Merchant;
  bank: Bank;
  /** Id of the event; the same on every attempt. */
  notificationId: string;
  /** Counts up per payment, refund or token. */
  sequence: number;
  /** Business time of the event, epoch ms. */
  at: number;
}

export interface PaymentNews extends NewsHead {
  state: 'succeeded' | 'failed' | 'expired';
  /** Request-Id of the call that made the payment. */
  requestId: string;
  invoiceNumber: string;
  /** Whole rupiah. */
  amount: bigint;
  customer: { id: string; name?: string };
  bankPaymentId: string | null;
  reason: string | null;
  additionalInfo: unknown;
}

export interface RefundNews extends NewsHead {
  state: 'succeeded' | 'failed';
  requestId: string;
  originalRequestId: string;
  invoiceNumber: string;
  /** Whole rupiah given back. */
  amount: bigint;
  refundReason: string | null;
  bankPaymentId: string | null;
}

export interface TokenNews extends NewsHead {
  state: 'active' | 'failed' | 'expired' | 'deleted';
  tokenId: string;
  accountTail: string | null;
  customer: { id: string; name?: string };
}

export interface Renderer {
  payment(news: PaymentNews): { type: string; body: Buffer };
  refund(news: RefundNews): { type: string; body: Buffer };
  token(news: TokenNews): { type: string; body: Buffer };
}
