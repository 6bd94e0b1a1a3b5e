// News in DOKU's words: the bodies of notifications (DOKU, "HTTP Notification", non-SNAP). `event`, `customer`, `payment`,
// and everything about refunds and tokens are ours; DOKU publishes no sample for direct debit.
import { formatTimestamp } from '@tarik/wire/doku/headers';
import type {
  NewsHead,
  PaymentNews,
  RefundNews,
  Renderer,
  TokenNews,
} from '../../notifications/renderer.ts';
import { accountWord, tokenWord } from './account.ts';
import { amountWord } from './amount.ts';
import { namedCustomer } from './customer.ts';

const STATUS = { succeeded: 'SUCCESS', failed: 'FAILED', expired: 'FAILED' } as const;
const TOKEN_STATUS = {
  active: 'SUCCESS',
  failed: 'FAILED',
  expired: 'FAILED',
  deleted: 'DELETED',
} as const;

export function dokuRenderer(): Renderer {
  return { payment: paymentNews, refund: refundNews, token: tokenNews };
}

function paymentNews(news: PaymentNews): { type: string; body: Buffer } {
  const type = `payment.${news.state}`;
  return written(type, {
    ...channel(news),
    transaction: {
      status: STATUS[news.state],
      date: formatTimestamp(news.at),
      original_request_id: news.requestId,
      reason: news.state === 'succeeded' ? undefined : (news.reason ?? news.state),
    },
    order: {
      invoice_number: news.invoiceNumber,
      amount: amountWord(news.merchant)(news.amount),
    },
    customer: namedCustomer(news.customer),
    payment: bankId(news.bankPaymentId),
    additional_info: news.additionalInfo,
    event: eventOf(news, type),
  });
}

function refundNews(news: RefundNews): { type: string; body: Buffer } {
  const type = `refund.${news.state}`;
  const amount = amountWord(news.merchant)(news.amount);
  const status = STATUS[news.state];
  return written(type, {
    ...channel(news),
    transaction: {
      status,
      date: formatTimestamp(news.at),
      original_request_id: news.originalRequestId,
      type: 'REFUND',
    },
    order: { invoice_number: news.invoiceNumber },
    payment: bankId(news.bankPaymentId),
    refund: {
      request_id: news.requestId,
      amount,
      reason: news.refundReason ?? undefined,
      status,
    },
    event: eventOf(news, type),
  });
}

function tokenNews(news: TokenNews): { type: string; body: Buffer } {
  const type = `token.${news.state}`;
  return written(type, {
    ...channel(news),
    customer: namedCustomer(news.customer),
    debit_card: {
      token_id: tokenWord(news),
      account_no: news.accountTail === null ? undefined : accountWord(news.accountTail),
      status: TOKEN_STATUS[news.state],
    },
    event: eventOf(news, type),
  });
}

function channel({ bank }: NewsHead): object {
  return {
    service: { id: 'DIRECT_DEBIT' },
    acquirer: { id: bank.code },
    channel: { id: `DIRECT_DEBIT_${bank.code}` },
  };
}

function eventOf({ notificationId, sequence }: NewsHead, type: string): object {
  return { id: notificationId, sequence, type };
}

function bankId(bankPaymentId: string | null): object | undefined {
  return bankPaymentId === null ? undefined : { payment_id: bankPaymentId };
}

// Absent fields stay absent: JSON drops undefined.
function written(type: string, body: object): { type: string; body: Buffer } {
  return { type, body: Buffer.from(JSON.stringify(body)) };
}
