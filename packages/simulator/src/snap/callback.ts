// Service 56: tells the partner what became of a payment, signed with the bank's private key,
// and tries again if it is not taken.
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { formatSnapAmount } from '@tarik/wire/amount';
import { TRANSACTION_STATUS } from '@tarik/wire/snap/codes';
import { signNotify } from '@tarik/wire/snap/signature';
import { formatSnapTimestamp } from '@tarik/wire/snap/timestamp';
import { Agent, request } from 'undici';
import { accountOf } from '../accounts.ts';
import type { Bank } from '../bank.ts';
import type { Payment } from '../book/entries.ts';
import type { Fault, FaultKind } from '../faults.ts';
import type { Answer } from './answer.ts';
import { paymentStatus } from './payment-status.ts';

/** What is to become of the callbacks of one payment. */
export interface CallbackPlan {
  what: NonNullable<FaultKind['callback']>;
  afterMs: number;
}

export interface CallbackTwist {
  wrongAmount?: boolean;
  badSignature?: boolean;
}

export interface CallbackSender {
  /**
   * Sends one callback, up to three times; resolves when it was taken or given up. Never rejects.
   */
  send(bank: Bank, payment: Payment, twist?: CallbackTwist): Promise<void>;
  close(): Promise<void>;
}

const TIMEOUT_MS = 10_000;
const PAUSES_MS = [500, 2000];
/** So that the answer is out before the callback that follows it. */
const AFTER_ANSWER_MS = 50;

export function callbackSender(): CallbackSender {
  const agent = new Agent({ connections: 64, headersTimeout: TIMEOUT_MS, bodyTimeout: TIMEOUT_MS });
  const stop = new AbortController();
  const underWay = new Set<Promise<void>>();

  async function sendUntilTaken(bank: Bank, payment: Payment, twist: CallbackTwist): Promise<void> {
    for (const pause of [...PAUSES_MS, null]) {
      if (await isTaken(bank, payment, twist)) return;
      if (pause === null || stop.signal.aborted) return;
      await delay(pause, undefined, { signal: stop.signal }).catch(() => undefined);
    }
  }

  async function isTaken(bank: Bank, payment: Payment, twist: CallbackTwist): Promise<boolean> {
    if (payment.notifyUrl === null || stop.signal.aborted) return true;
    const { headers, body } = callbackMessage(bank, payment, payment.notifyUrl, twist);
    try {
      const options = { method: 'POST', headers, body, dispatcher: agent } as const;
      const signal = AbortSignal.any([stop.signal, AbortSignal.timeout(TIMEOUT_MS)]);
      const answer = await request(payment.notifyUrl, { ...options, signal });
      await answer.body.dump();
      return answer.statusCode >= 200 && answer.statusCode < 300;
    } catch {
      return false;
    }
  }

  return {
    send(bank, payment, twist = {}) {
      const sending = sendUntilTaken(bank, payment, twist).finally(() => {
        underWay.delete(sending);
      });
      underWay.add(sending);
      return sending;
    },
    async close() {
      stop.abort();
      await Promise.all(underWay);
      await agent.destroy();
    },
  };
}

function callbackMessage(
  bank: Bank,
  payment: Payment,
  notifyUrl: string,
  twist: CallbackTwist,
): { headers: Record<string, string>; body: string } {
  const { code } = paymentStatus(payment, bank.clock.now());
  const amount = twist.wrongAmount === true ? payment.amount + 1n : payment.amount;
  const body = JSON.stringify({
    originalPartnerReferenceNo: payment.partnerReference,
    originalReferenceNo: payment.reference,
    merchantId: payment.merchantId,
    amount: formatSnapAmount(amount),
    latestTransactionStatus: code,
    transactionStatusDesc: TRANSACTION_STATUS[code],
    createdTime: formatSnapTimestamp(payment.openedAt),
    finishedTime: formatSnapTimestamp(payment.finishedAt ?? bank.clock.now()),
  });
  const { pathname, search } = new URL(notifyUrl);
  const timestamp = formatSnapTimestamp(bank.clock.wall());
  const signed = { path: pathname + search, body: Buffer.from(body), timestamp };
  if (twist.badSignature === true) signed.body = Buffer.from(`${body} forged`);
  const headers = {
    'content-type': 'application/json',
    'x-timestamp': timestamp,
    'x-signature': signNotify(signed, bank.privateKey),
    'x-partner-id': payment.partner,
    'x-external-id': randomUUID(),
    'channel-id': '95221',
  };
  return { headers, body };
}

/** The callbacks that must have been taken before the answer about a debit leaves. */
export async function callBackEarly(bank: Bank, answer: Answer): Promise<void> {
  const { payment, debited } = answer;
  if (payment === undefined || debited !== true) return;
  const plan = bank.callbackPlans.get(payment.reference);
  const times = plan?.what === 'early' ? 1 : accountOf(payment.accountNo).earlyCallbacks;
  for (let sent = 0; sent < times; sent++) await bank.callbacks.send(bank, payment);
}

/** The callbacks that follow the answer about a debit. */
export function callBack(bank: Bank, answer: Answer): void {
  const { payment, debited } = answer;
  if (payment === undefined || debited !== true || payment.notifyUrl === null) return;
  const plan = bank.callbackPlans.get(payment.reference);
  if (plan === undefined) {
    if (bank.settings.callbacks === 'always') sendSoon(bank, payment, {});
    return;
  }
  bank.callbackPlans.delete(payment.reference);
  if (plan.what === 'late') {
    const at = bank.clock.now() + plan.afterMs;
    bank.due.add(at, payment.partner, () => void bank.callbacks.send(bank, payment));
  } else if (plan.what === 'wrong_amount') {
    sendSoon(bank, payment, { wrongAmount: true });
  } else if (plan.what === 'bad_signature') {
    sendSoon(bank, payment, { badSignature: true });
  } else if (plan.what === 'duplicate') {
    sendSoon(bank, payment, {});
    sendSoon(bank, payment, {});
  }
}

/** Remembers what a fault wants for the callbacks of the payment that a call is about. */
export function planCallbacks(bank: Bank, answer: Answer, fault: Fault, kind: FaultKind): void {
  if (kind.callback === undefined || answer.payment === undefined) return;
  const plan = { what: kind.callback, afterMs: fault.afterMs };
  bank.callbackPlans.set(answer.payment.reference, plan);
}

function sendSoon(bank: Bank, payment: Payment, twist: CallbackTwist): void {
  setTimeout(() => void bank.callbacks.send(bank, payment, twist), AFTER_ANSWER_MS).unref();
}
