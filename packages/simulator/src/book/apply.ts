// How each record of the journal changes the book in memory: the one way in which it changes.
import { maskAccountNo } from '../accounts.ts';
import { rupiah } from '../rupiah.ts';
import { agePartner } from './age.ts';
import { returnPayout, takePayouts } from './payouts.ts';
import type { Link, Payment, Refund, Registration } from './entries.ts';
import type {
  BookRecord,
  CustomerTokenIssued,
  Debited,
  DifferencePlanted,
  PaymentOpened,
  Refunded,
  RegistrationOpened,
  RegistrationSucceeded,
} from './records.ts';
import { balanceOf, partnerBook, takeReference, useExternalId } from './state.ts';
import type { BookState } from './state.ts';

/** Adds one record to the state. The record must fit it: the deciding is done before. */
export function apply(state: BookState, record: BookRecord): void {
  switch (record.kind) {
    case 'clock_moved':
      state.offsetMs = record.offsetMs;
      return;
    case 'partner_aged':
      return agePartner(state, record);
    case 'partner_registered':
      state.registered.set(record.key, record);
      return;
    case 'partner_token_issued': {
      const { partner, token, expiresAt } = record;
      state.partnerTokens.set(token, { partner, expiresAt });
      return;
    }
    case 'registration_opened':
      return openRegistration(state, record);
    case 'registration_otp_sent': {
      const registration = registrationOf(state, record.id);
      const { accountNo, phone, otp } = record;
      Object.assign(registration, { state: 'otp_sent', accountNo, phone, otp });
      registration.otpExpiresAt = record.expiresAt;
      registration.otpsSent += 1;
      const what = `to link account ${maskAccountNo(accountNo)} to ${registration.merchantName}`;
      state.sms.add(phone, otp, what, record.at);
      return;
    }
    case 'registration_otp_wrong':
      registrationOf(state, record.id).wrongOtps += 1;
      return;
    case 'registration_succeeded':
      return succeedRegistration(state, record);
    case 'registration_failed':
      Object.assign(registrationOf(state, record.id), { state: 'failed', reason: record.reason });
      return;
    case 'customer_token_issued':
      return issueCustomerToken(state, record);
    case 'unlinked':
      linkOf(state, record.linkId).active = false;
      return;
    case 'payment_opened':
      return openPayment(state, record);
    case 'payment_otp_sent': {
      const payment = paymentOf(state, record.reference);
      const { phone, otp, expiresAt } = record;
      Object.assign(payment, { phone, otp, otpExpiresAt: expiresAt });
      const from = maskAccountNo(payment.accountNo);
      const what = `to pay ${rupiah(payment.amount)} from account ${from}`;
      state.sms.add(phone, otp, what, record.at);
      return;
    }
    case 'payment_otp_wrong':
      paymentOf(state, record.reference).wrongOtps += 1;
      return;
    case 'debited':
      return debit(state, record);
    case 'payment_failed':
      Object.assign(paymentOf(state, record.reference), {
        state: 'failed',
        failureCode: record.code,
        finishedAt: record.at,
      });
      return;
    case 'payment_cancelled':
      Object.assign(paymentOf(state, record.reference), {
        state: 'cancelled',
        finishedAt: record.at,
      });
      return;
    case 'refunded':
      return refund(state, record);
    case 'payouts_taken':
      return takePayouts(state, record);
    case 'payout_returned':
      return returnPayout(state, record);
    case 'difference_planted':
      return plantDifference(state, record);
    case 'differences_cleared':
      state.differences = state.differences.filter(({ day }) => day !== record.day);
      return;
    case 'call_deferred':
      state.deferred.set(record.id, record);
      useExternalId(partnerBook(state, record.partner), record.externalId, record.at);
      return;
    case 'deferred_call_run':
      state.deferred.delete(record.id);
      return;
    default:
      throw new Error(`unknown record ${JSON.stringify(record satisfies never)}`);
  }
}

function openRegistration(state: BookState, record: RegistrationOpened): void {
  const { kind: _, at, ...opened } = record;
  const registration: Registration = {
    ...opened,
    openedAt: at,
    state: 'opened',
    accountNo: null,
    otp: '',
    otpExpiresAt: 0,
    otpsSent: 0,
    wrongOtps: 0,
    authCode: null,
    authCodeExpiresAt: 0,
    authCodeUsed: false,
    reason: null,
  };
  state.registrations.set(record.id, registration);
  partnerBook(state, record.partner).registrations.set(record.partnerReference, registration);
  takeReference(state, record.reference);
}

function succeedRegistration(state: BookState, record: RegistrationSucceeded): void {
  const registration = registrationOf(state, record.id);
  const { accountNo, linkId, partner, phone, partnerReference, reference } = registration;
  if (accountNo === null) throw new Error('a registration cannot succeed without an account');
  registration.state = 'succeeded';
  registration.authCode = record.authCode;
  registration.authCodeExpiresAt = record.authCodeExpiresAt;
  state.authCodes.set(record.authCode, registration);
  const link = { linkId, partner, accountNo, phone, reference, active: true };
  state.links.set(linkId, { ...link, bindingReference: partnerReference });
}

function issueCustomerToken(state: BookState, record: CustomerTokenIssued): void {
  const link = linkOf(state, record.linkId);
  if (record.authCode !== null) {
    const registration = state.authCodes.get(record.authCode);
    if (registration !== undefined) registration.authCodeUsed = true;
  }
  state.customerTokens.set(record.token, { link, expiresAt: record.expiresAt });
  state.refreshTokens.set(record.refreshToken, { link, expiresAt: record.refreshExpiresAt });
}

function openPayment(state: BookState, record: PaymentOpened): void {
  const { kind: _, at, externalId, amount, ...opened } = record;
  const payment: Payment = {
    ...opened,
    amount: BigInt(amount),
    openedAt: at,
    state: 'awaiting_otp',
    phone: '',
    otp: '',
    otpExpiresAt: 0,
    wrongOtps: 0,
    failureCode: null,
    finishedAt: null,
    refunds: [],
    refunded: 0n,
  };
  state.payments.set(record.reference, payment);
  const book = partnerBook(state, record.partner);
  book.payments.set(record.partnerReference, payment);
  useExternalId(book, externalId, at);
  takeReference(state, record.reference);
}

function debit(state: BookState, record: Debited): void {
  const payment = paymentOf(state, record.reference);
  const { partner, accountNo, amount, reference, partnerReference } = payment;
  payment.state = 'paid';
  payment.finishedAt = record.at;
  state.balances.set(accountNo, balanceOf(state, accountNo) - amount);
  const at = record.at;
  state.movements.push({
    type: 'DEBIT',
    partner,
    reference,
    partnerReference,
    accountNo,
    amount,
    at,
  });
}

function refund(state: BookState, record: Refunded): void {
  const payment = paymentOf(state, record.reference);
  const amount = BigInt(record.amount);
  const { refundNo, partnerRefundNo, reason, at } = record;
  const given: Refund = { refundNo, partnerRefundNo, amount, reason, at };
  payment.refunds.push(given);
  payment.refunded += amount;
  partnerBook(state, payment.partner).refunds.set(partnerRefundNo, { payment, refund: given });
  const { accountNo } = payment;
  state.balances.set(accountNo, balanceOf(state, accountNo) + amount);
  state.movements.push({
    type: 'REFUND',
    partner: payment.partner,
    reference: refundNo,
    partnerReference: partnerRefundNo,
    accountNo,
    amount,
    at,
  });
  takeReference(state, refundNo);
}

function plantDifference(state: BookState, record: DifferencePlanted): void {
  const { day, what, reference, line } = record;
  const planted = line && { ...line, amount: BigInt(line.amount), accountNo: '' };
  state.differences.push({ day, kind: what, reference, line: planted });
  if (what === 'extra_line' && line !== null) takeReference(state, line.reference);
}

function paymentOf(state: BookState, reference: string): Payment {
  return found(state.payments.get(reference), `payment ${reference}`);
}

function registrationOf(state: BookState, id: string): Registration {
  return found(state.registrations.get(id), `registration ${id}`);
}

function linkOf(state: BookState, linkId: string): Link {
  const known = state.links.get(linkId);
  return found(known, `link ${linkId}`);
}

function found<T>(entry: T | undefined, what: string): T {
  if (entry === undefined) throw new Error(`the book has no ${what}`);
  return entry;
}
