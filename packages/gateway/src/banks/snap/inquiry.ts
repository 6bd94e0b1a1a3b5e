// What the bank's book says about a payment and about one refund of it (55). Asking is always safe.
import { formatSnapAmount, parseSnapAmount } from '@tarik/wire/amount';
import { SERVICE, TRANSACTION_STATUS } from '@tarik/wire/snap/codes';
import { StatusAnswer } from '@tarik/wire/snap/messages';
import type { BankConnection, InquiryOutcome, RefundInquiryOutcome } from '../bank.ts';
import { noted, otherwise, unclear } from './reply.ts';
import type { Reply } from './reply.ts';
import type { Speaker } from './speaker.ts';

interface Payment {
  reference: string;
  bankPaymentId: string | null;
  amount: bigint;
}

interface Book {
  status: keyof typeof TRANSACTION_STATUS;
  bankPaymentId: string | null;
  /** What the bank has as the payment's amount; undefined when it does not say. */
  amount: bigint | undefined;
  originalCode: string | undefined;
  refunds: readonly { partnerRefundNo: string; refundNo: string; status: string; amount: bigint }[];
}

/** What became of a payment: only statuses 00 and 04 mean paid, only 05 and 06 mean failed. */
export async function inquire(
  speaker: Speaker,
  connection: BankConnection,
  input: Payment,
): Promise<InquiryOutcome> {
  const { reply, book } = await look(speaker, connection, input);
  if (reply.verdict === 'not_found') return { kind: 'not_found', evidence: reply.evidence };
  if (book === undefined) return noWord(speaker, reply);
  const evidence = noted(reply, `${book.status} ${TRANSACTION_STATUS[book.status]}`);
  const { bankPaymentId } = book;
  switch (book.status) {
    case '00':
    case '04':
      if (book.amount === undefined) return unclear(reply, 'the bank names no amount');
      return { kind: 'paid', bankPaymentId, evidence };
    case '05':
    case '06': {
      const bankCode = book.originalCode ?? book.status;
      const reason = speaker.line.profile.reasonFor('pay', bankCode);
      return { kind: 'failed', reason, bankCode, evidence };
    }
    case '01':
      return { kind: 'awaiting_otp', bankPaymentId, evidence };
    case '07':
      return { kind: 'not_found', evidence };
    case '02':
    case '03':
      return unclear(reply, `the bank says ${TRANSACTION_STATUS[book.status]}`);
  }
}

/** What became of one refund, read from the payment's refund history by our own reference. */
export async function inquireRefund(
  speaker: Speaker,
  connection: BankConnection,
  input: {
    reference: string;
    bankPaymentId: string | null;
    paid: bigint;
    refundReference: string;
  },
): Promise<RefundInquiryOutcome> {
  const { reply, book } = await look(speaker, connection, { ...input, amount: input.paid });
  if (book === undefined) return noWord(speaker, reply);
  const found = book.refunds.filter((one) => one.partnerRefundNo === input.refundReference);
  const [refund, another] = found;
  if (another !== undefined) return unclear(reply, 'the bank has the refund twice');
  if (refund === undefined) {
    const isPaid = book.status === '00' || book.status === '04';
    if (!isPaid) return unclear(reply, `the bank says ${TRANSACTION_STATUS[book.status]}`);
    return { kind: 'not_found', evidence: noted(reply, 'no such refund') };
  }
  const evidence = noted(reply, `refund ${refund.status}`);
  switch (refund.status) {
    case '00':
      if (refund.refundNo === '') return unclear(reply, 'the refund has no number');
      return { kind: 'refunded', bankRefundId: refund.refundNo, amount: refund.amount, evidence };
    case '06':
      return { kind: 'failed', reason: 'refund_refused', bankCode: refund.status, evidence };
    default:
      return unclear(reply, `the refund is ${refund.status}`);
  }
}

async function look(
  { call }: Speaker,
  connection: BankConnection,
  payment: Payment,
): Promise<{ reply: Reply; book: Book | undefined }> {
  const { reference, bankPaymentId, amount } = payment;
  const reply = await call({
    operation: 'inquire',
    connection,
    body: {
      originalPartnerReferenceNo: reference,
      originalReferenceNo: bankPaymentId ?? undefined,
      serviceCode: SERVICE.pay,
      merchantId: connection.clientId,
      amount: formatSnapAmount(amount),
    },
    expected: { texts: { originalPartnerReferenceNo: reference } },
  });
  if (reply.verdict !== 'done') return { reply, book: undefined };
  const { success, data: answer } = StatusAnswer.safeParse(reply.fields);
  if (!success) return { reply: doubted(reply, 'a malformed answer'), book: undefined };
  const book: Book = {
    status: answer.latestTransactionStatus,
    bankPaymentId: answer.originalReferenceNo ?? null,
    amount: parseSnapAmount(answer.transAmount),
    originalCode: answer.originalResponseCode,
    refunds: (answer.refundHistory ?? []).map((one) => ({
      partnerRefundNo: one.partnerRefundNo,
      refundNo: one.refundNo ?? '',
      status: one.refundStatus,
      amount: parseSnapAmount(one.refundAmount) ?? 0n,
    })),
  };
  const doubt = doubtAbout(book, answer.serviceCode, payment);
  return doubt === undefined ? { reply, book } : { reply: doubted(reply, doubt), book: undefined };
}

function doubtAbout(book: Book, service: string, payment: Payment): string | undefined {
  if (service !== SERVICE.pay) return 'the answer is about another operation';
  if (book.amount !== undefined && book.amount !== payment.amount) return 'another amount';
  const isOther = payment.bankPaymentId !== null && book.bankPaymentId !== null;
  if (isOther && book.bankPaymentId !== payment.bankPaymentId) return 'another payment of the bank';
  return undefined;
}

function doubted(reply: Reply, why: string): Reply {
  return { ...reply, verdict: 'unclear', why };
}

// Refusing an inquiry says nothing about the payment, so nothing is ever "declined" here.
function noWord({ line }: Speaker, reply: Reply): InquiryOutcome & RefundInquiryOutcome {
  const outcome = otherwise(line, reply);
  if (outcome.kind !== 'declined') return outcome;
  return unclear(reply, `the bank refused the inquiry: ${outcome.bankCode}`);
}
