// What a single answer must be, by what was asked: I9, M10, O7, S10, T1, T2, T4, T5.
import type { CallName } from '../logs.ts';
import type { BankBook } from './bank-book.ts';
import { echoOf } from './echo.ts';
import type { Findings } from './findings.ts';
import { at, rupiah, textAt } from './json.ts';
import type { ClientRequest, Variant } from './requests.ts';
import { requestKey, type Rows } from './rows.ts';
import type { Words } from './words.ts';

/** One attempt that the client has asked and not heard of yet. */
export interface Attempt {
  call: CallName;
  clientId: string;
  requestId: string;
  about: string | null;
  sound: boolean;
  line: number;
  variant: Variant | null;
  /** Of a status: what its path asks about. */
  reference: string;
}

/** What is gathered while the client's log is read. */
export interface Reading {
  rows: Rows;
  book: BankBook;
  words: Words;
  findings: Findings;
  requests: Map<string, ClientRequest>;
  /** Which payment a challenge belongs to, and of whom: `Client-Id \n Request-Id`. */
  challenges: Map<string, string>;
  /** The customer that a token was listed for. */
  customers: Map<string, string>;
  /** The line in which a token's deletion was heard to have succeeded. */
  deleted: Map<string, number>;
}

/** Judges an answer that says that its call was carried out, by what the call was. */
export function judgeSuccess(
  reading: Reading,
  attempt: Attempt,
  variant: Variant,
  json: unknown,
  number: number,
): void {
  switch (attempt.call) {
    case 'payment':
      judgeCreated(reading, attempt, variant, json);
      return;
    case 'payment-refund': {
      reading.findings.look('M10');
      const amount = rupiah(at(json, 'refund', 'amount'));
      if (amount === variant.amount) return;
      const detail = `asked ${variant.amount ?? '?'} back, answered ${amount ?? '?'}`;
      reading.findings.wrong('M10', attempt.requestId, detail);
      return;
    }
    case 'payment/validate':
    case 'payment-otp':
      judgeStep(reading, attempt, variant, json);
      return;
    case 'tokens':
      judgeList(reading, attempt, variant, json);
      return;
    case 'token-delete':
      if (at(json, 'debit_card', 'status') === 'SUCCESS' && variant.subject !== null) {
        if (!reading.deleted.has(variant.subject)) reading.deleted.set(variant.subject, number);
      }
      return;
    default:
  }
}

function judgeCreated(reading: Reading, attempt: Attempt, variant: Variant, json: unknown): void {
  const { findings, rows, challenges } = reading;
  const { clientId, requestId } = attempt;
  const challenge = textAt(json, 'payment', 'token');
  if (challenge !== undefined) challenges.set(challenge, requestKey(clientId, requestId));
  findings.look('I9');
  if (echoOf(json) !== variant.echo) {
    findings.wrong('I9', requestId, 'payment: what is repeated is not what was asked');
  }
  findings.look('M10');
  const amount = rupiah(at(json, 'order', 'amount'));
  if (amount !== variant.amount) {
    findings.wrong('M10', requestId, `asked ${variant.amount ?? '?'}, answered ${amount ?? '?'}`);
  }
  if (!variant.sumsUp) {
    findings.wrong('M10', requestId, 'the amount is not the sum of the items, and was accepted');
  }
  const token = variant.token === null ? undefined : rows.tokens.get(variant.token);
  findings.look('T1');
  if (token !== undefined && token.clientId !== clientId) {
    findings.wrong('T1', requestId, `paid with ${token.clientId}'s token`);
  }
  const deletedIn = reading.deleted.get(variant.token ?? '');
  if (deletedIn !== undefined) findings.look('S10');
  if (deletedIn !== undefined && deletedIn < variant.firstLine) {
    findings.wrong(
      'S10',
      requestId,
      `paid with a token whose deletion was heard in line ${deletedIn}`,
    );
  }
  const customer = reading.customers.get(variant.token ?? '');
  if (customer === undefined) return;
  findings.look('T2');
  if (customer !== variant.customer) {
    findings.wrong('T2', requestId, `${variant.customer ?? '?'} paid with ${customer}'s token`);
  }
}

/** O7 and T1: an OTP step is about the payment that its challenge belongs to. */
function judgeStep(reading: Reading, attempt: Attempt, variant: Variant, json: unknown): void {
  const { findings, challenges, requests } = reading;
  const owner = variant.subject === null ? undefined : challenges.get(variant.subject);
  if (owner === undefined) return;
  findings.look('O7');
  const [clientId] = owner.split('\n', 1);
  if (clientId !== attempt.clientId) {
    findings.wrong('T1', attempt.requestId, `${attempt.call} on a payment of ${clientId ?? '?'}`);
  }
  if (attempt.call === 'payment-otp') {
    const same = textAt(json, 'payment', 'token') === variant.subject;
    if (!same) findings.wrong('O7', attempt.requestId, 'the answer names another payment');
    return;
  }
  const payment = requests.get(owner)?.variants.find(({ succeeded }) => succeeded > 0);
  if (payment === undefined) return;
  findings.look('I9');
  if (echoOf(json) !== payment.echo) {
    findings.wrong('I9', attempt.requestId, 'validate: what is repeated is not what was asked');
  }
}

/** T4 and T5: a list shows the customer's own active tokens, and four digits of each account. */
function judgeList(reading: Reading, attempt: Attempt, variant: Variant, json: unknown): void {
  const { findings, rows } = reading;
  findings.look('T4');
  for (const entry of Array.isArray(json) ? json : []) {
    const ref = textAt(entry, 'debit_card', 'token_id') ?? '';
    const token = rows.tokens.get(ref);
    if (token === undefined || token.clientId !== attempt.clientId || !token.wasActive) {
      findings.wrong('T4', attempt.requestId, `${ref} is no active token of this merchant`);
    }
    const deletedIn = reading.deleted.get(ref);
    if (deletedIn !== undefined && deletedIn < variant.firstLine) {
      findings.wrong('T4', attempt.requestId, `${ref} was deleted in line ${deletedIn}`);
    }
    const customer = reading.customers.get(ref);
    if (customer !== undefined && customer !== variant.subject) {
      findings.wrong('T4', attempt.requestId, `${ref} is another customer's token`);
    }
    if (variant.subject !== null) reading.customers.set(ref, variant.subject);
    findings.look('T5');
    const account = textAt(entry, 'debit_card', 'account_no') ?? '';
    if (!/^X{8}\d{4}$/.test(account)) {
      findings.wrong('T5', attempt.requestId, `the account is shown as ${account}`);
    }
  }
}

/** T1 and M10: a status is told to the payment's own merchant alone, and names its amount. */
export function judgeStatusOwner(
  { rows, findings }: Reading,
  attempt: Attempt,
  json: unknown,
): void {
  const requestId = textAt(json, 'transaction', 'original_request_id') ?? '';
  findings.look('T1');
  const own = rows.ofRequest.get(requestKey(attempt.clientId, requestId));
  if (own === undefined) {
    findings.wrong(
      'T1',
      attempt.requestId,
      `a status of ${requestId}, no payment of this merchant`,
    );
    return;
  }
  findings.look('M10');
  const amount = rupiah(at(json, 'order', 'amount'));
  const invoice = textAt(json, 'order', 'invoice_number');
  if (own.some((row) => row.amount === amount && row.invoice === invoice)) return;
  const detail = `status names ${amount ?? '?'} for ${invoice ?? '?'}`;
  findings.wrong('M10', attempt.requestId, detail);
}

/** T5: no answer shows a whole account number. */
export function searchAccounts({ book, findings }: Reading, subject: string, text: string): void {
  findings.look('T5');
  for (const [digits] of text.matchAll(/(?<!\d)\d{12}(?!\d)/g)) {
    if (book.accounts.has(digits)) findings.wrong('T5', subject, 'shows a whole account number');
  }
}
