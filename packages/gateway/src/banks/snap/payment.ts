// A payment: ask for it (54), carry the customer's OTP (04), have a new OTP sent (81). 54 and 04
// move money.
import { formatSnapAmount } from '@tarik/wire/amount';
import { SERVICE } from '@tarik/wire/snap/codes';
import { OtpAnswer, PayAnswer, VerifyOtpAnswer } from '@tarik/wire/snap/messages';
import { formatSnapTimestamp } from '@tarik/wire/snap/timestamp';
import type {
  BankConnection,
  CustomerAccess,
  PayInput,
  PayOutcome,
  ResendOutcome,
  VerifyOutcome,
} from '../bank.ts';
import { noted, otherwise, unclear } from './reply.ts';
import type { Speaker } from './speaker.ts';

/** Asks for the money. The bank either moves it at once or sends the customer an OTP. */
export async function pay(
  { line, call }: Speaker,
  connection: BankConnection,
  input: PayInput,
): Promise<PayOutcome> {
  const reply = await call({
    operation: 'pay',
    connection,
    body: {
      partnerReferenceNo: input.reference,
      merchantId: connection.clientId,
      amount: formatSnapAmount(input.amount),
      urlParams: [{ url: input.notifyUrl, type: 'PAY_NOTIFY', isDeeplink: 'N' }],
      validUpTo: formatSnapTimestamp(input.validUntil),
      additionalInfo: { remarks: input.remark },
    },
    customerToken: input.access.accessToken,
    expected: {
      texts: { partnerReferenceNo: input.reference },
      amounts: { amount: input.amount },
    },
  });
  const sent = reply.verdict === 'otp_sent'; // 4035413, a refusal in form only
  if (reply.verdict !== 'done' && !sent) return otherwise(line, reply);
  const bankPaymentId = reply.fields['referenceNo'];
  if (sent && typeof bankPaymentId === 'string' && bankPaymentId !== '') {
    return { kind: 'otp_required', bankPaymentId, evidence: noted(reply, bankPaymentId) };
  }
  const { success, data: answer } = PayAnswer.safeParse(reply.fields);
  if (!success) return unclear(reply, 'the answer does not say whether money has moved');
  return {
    kind: answer.additionalInfo.otpStatus === 'YES' ? 'otp_required' : 'paid',
    bankPaymentId: answer.referenceNo,
    evidence: noted(reply, answer.referenceNo),
  };
}

/** Gives the bank the customer's OTP. On success the money has moved; it is never given twice. */
export async function verifyOtp(
  { line, call }: Speaker,
  connection: BankConnection,
  input: {
    reference: string;
    bankPaymentId: string;
    amount: bigint;
    otp: string;
    access: CustomerAccess;
  },
): Promise<VerifyOutcome> {
  const reply = await call({
    operation: 'verify_otp',
    connection,
    body: {
      originalPartnerReferenceNo: input.reference,
      originalReferenceNo: input.bankPaymentId,
      action: 'otpPayment',
      merchantId: connection.clientId,
      otp: input.otp,
    },
    customerToken: input.access.accessToken,
    expected: {
      texts: {
        originalPartnerReferenceNo: input.reference,
        originalReferenceNo: input.bankPaymentId,
      },
      amounts: { amount: input.amount },
    },
  });
  if (reply.verdict === 'otp_wrong' || reply.verdict === 'otp_too_old') {
    return { kind: reply.verdict, evidence: reply.evidence };
  }
  if (reply.verdict !== 'done') return otherwise(line, reply);
  const { success, data: answer } = VerifyOtpAnswer.safeParse(reply.fields);
  if (!success) return unclear(reply, 'a malformed answer');
  const bankPaymentId = answer.originalReferenceNo;
  return { kind: 'paid', bankPaymentId, evidence: noted(reply, bankPaymentId) };
}

/** Has a new OTP sent; the old one is dead. The journey of a payment is named by its reference. */
export async function resendOtp(
  { line, call }: Speaker,
  connection: BankConnection,
  input: { reference: string; access: CustomerAccess },
): Promise<ResendOutcome> {
  const reply = await call({
    operation: 'resend_otp',
    connection,
    body: {
      partnerReferenceNo: input.reference,
      journeyId: input.reference,
      merchantId: connection.clientId,
      otpTrxCode: SERVICE.pay,
    },
    customerToken: input.access.accessToken,
    expected: { texts: { partnerReferenceNo: input.reference } },
  });
  if (reply.verdict !== 'done') return otherwise(line, reply);
  const answer = OtpAnswer.safeParse(reply.fields);
  const note = answer.success ? answer.data.referenceNo : 'sent';
  return { kind: 'otp_sent', evidence: noted(reply, note) };
}
