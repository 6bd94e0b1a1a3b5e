// What a scenario plays in: a stage, one merchant of it, and the merchant's program, which does what an engineer who has
// read the guide would do when an answer is lost or says "later".
import { randomInt, randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Answer } from '../load/client.ts';
import type { CallName } from '../logs.ts';
import type { Stage, StageMerchant } from '../stage/types.ts';

/** One call as it goes out; the same Request-Id and body make it a repeat. */
export interface Sent {
  call: CallName;
  requestId: string;
  /** Undefined for a status. */
  body?: object;
  /** The Request-Id of the payment that it is about. */
  about: string | null;
}

/** The merchant's line, which logs what it asks and hears. */
export interface Line {
  /** Null when no whole answer came. */
  send(sent: Sent): Promise<Answer | null>;
}

export interface Scene {
  stage: Stage;
  merchant: StageMerchant;
  line: Line;
  /** Tells a scenario that is under way that its time is over: it gives up at the next step. */
  over: AbortSignal;
}

/** A call that came to an answer, or null when the merchant gave up. */
export type Outcome = (Answer & { requestId: string }) | null;

/** A merchant's patience: so many attempts of one call. */
const ATTEMPTS = 12;

/** A repeat that is still without an answer after so long waits for a twin: the twin's lease must run out, real ms. */
const PATIENCE_MS = 150;

/** How long a merchant waits after an answer that says "later", business seconds. */
const LATER_S = 6;

/** A call's lease and a little, business seconds. */
const LEASE_S = 41;

/**
 * Sends a call and repeats it under its Request-Id while its answer is lost or says "later". Business time goes on
 * meanwhile, by a lease when a repeat hears nothing.
 */
export async function insist(
  scene: Scene,
  call: CallName,
  body: object,
  { requestId = fresh(), about = null }: { requestId?: string; about?: string | null } = {},
): Promise<Outcome> {
  for (let attempt = 1; attempt <= ATTEMPTS && !scene.over.aborted; attempt += 1) {
    const sending = scene.line.send({ call, requestId, body, about });
    const answer = attempt === 1 ? await sending : await patiently(scene, sending);
    if (answer === null) await delay(20);
    else if (!answer.retryAfter) return { ...answer, requestId };
    else await scene.stage.advance(LATER_S);
  }
  return null;
}

function fresh(): string {
  return randomUUID();
}

async function patiently(scene: Scene, sending: Promise<Answer | null>): Promise<Answer | null> {
  const enough = new AbortController();
  const waiting = delay(PATIENCE_MS, 'waits' as const, { signal: enough.signal }).catch(() => null);
  const first = await Promise.race([sending.then(() => null), waiting]);
  enough.abort();
  if (first === 'waits') await scene.stage.advance(LEASE_S);
  return await sending;
}

/** A status that was asked for until it was heard; null when it was not, or is not known. */
export async function statusOf(scene: Scene, requestId: string): Promise<string | null> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const sent = { call: 'status', requestId, about: requestId } as const;
    const answer = await scene.line.send(sent);
    if (answer?.retryAfter === false) return statusIn(answer.text);
    await delay(20);
  }
  return null;
}

function statusIn(text: string): string | null {
  const said = JSON.parse(text) as { transaction?: { status?: string } };
  return said.transaction?.status ?? null;
}

/** An account that a customer has bound. */
export interface Bound {
  customerId: string;
  tokenId: string;
  phone: string;
}

/** A customer who has nothing yet. */
export function newCustomer(): { customerId: string; phone: string } {
  return { customerId: `C-${randomUUID()}`, phone: `6281${randomInt(1e9, 1e10)}` };
}

/** Opens a registration; answers the id of the bank's page, or null when none was opened. */
export async function openPage(
  scene: Scene,
  customer: { customerId: string; phone: string },
): Promise<string | null> {
  const opened = await insist(scene, 'token', {
    customer: { id: customer.customerId, name: 'Robby' },
    debit_card: {
      account_mobile_phone: customer.phone,
      success_registration_url: 'https://shop.example/bound',
      failed_registration_url: 'https://shop.example/not-bound',
    },
  });
  const page = opened?.json.debit_card?.cimb_registration_url;
  return page === undefined ? null : (new URL(page).pathname.split('/').at(-1) ?? null);
}

/** Does what the customer does on the bank's page; a customer whose way back breaks off does it no second time. */
export async function completePage(scene: Scene, page: string, account: string): Promise<void> {
  const where = `/sandbox/registrations/${page}/complete`;
  await scene.stage.sandbox(where, { account_no: account }).catch(() => undefined);
}

/** The accounts of a customer, as the gateway lists them. */
export async function accountsOf(scene: Scene, customerId: string): Promise<string[]> {
  const listed = await insist(scene, 'tokens', { customer: { id: customerId } });
  return (listed?.list ?? []).flatMap(({ debit_card: card }) => card?.token_id ?? []);
}

/** Binds an account to a new customer; a registration that came to nothing is begun once more. */
export async function bind(scene: Scene, account: string): Promise<Bound | null> {
  const customer = newCustomer();
  for (let attempt = 1; attempt <= 2; attempt += 1) {
    const page = await openPage(scene, customer);
    if (page !== null) await completePage(scene, page, account);
    const tokenId = (await accountsOf(scene, customer.customerId)).at(-1);
    if (tokenId !== undefined) return { ...customer, tokenId };
  }
  return null;
}

/** What a merchant keeps of a payment. */
export interface Paying {
  requestId: string;
  invoice: string;
  amount: number;
  bound: Bound;
  /** `SUCCESS`, `PENDING`, `FAILED`, or an error's code; null when no answer was had. */
  said: string | null;
  /** The wire's `payment.token`. */
  challenge: string | null;
}

export const AMOUNT = 90_000;

/** The body of a payment. */
export function paymentBody(bound: Bound, invoice: string): object {
  return {
    customer: { id: bound.customerId, name: 'Robby' },
    order: { invoice_number: invoice, amount: AMOUNT },
    payment: { token_id: bound.tokenId },
  };
}

/** Pulls a payment. */
export async function pay(scene: Scene, bound: Bound): Promise<Paying> {
  const requestId = randomUUID();
  const invoice = `INV-${randomUUID().slice(0, 18)}`;
  const body = paymentBody(bound, invoice);
  const answer = await insist(scene, 'payment', body, { requestId, about: requestId });
  const challenge = answer?.json.payment?.token ?? null;
  return { requestId, invoice, amount: AMOUNT, bound, said: saidBy(answer), challenge };
}

/** An answer in one word: an error's code or a status. */
export function saidBy(answer: Outcome): string | null {
  const json = answer?.json;
  return json?.error?.code ?? json?.payment?.status ?? json?.refund?.status ?? null;
}

/** The newest OTP that the bank has sent to a customer; null when it has sent none. */
export async function readOtp(scene: Scene, { phone }: Bound): Promise<string | null> {
  const texts = await askBank<{ otp: string }[]>(scene, `/sandbox/sms?phone=${phone}`);
  return texts?.[0]?.otp ?? null;
}

/** Carries an OTP to the gateway; answers its word. */
export async function validate(
  scene: Scene,
  paying: Paying,
  otp: string | null,
): Promise<string | null> {
  if (paying.challenge === null || otp === null) return null;
  const body = { payment: { token: paying.challenge, otp } };
  return saidBy(await insist(scene, 'payment/validate', body, { about: paying.requestId }));
}

/** A six-digit OTP that is not the given one. */
export function wrongOtp(right: string | null): string {
  return right === '111111' ? '222222' : '111111';
}

/** Asks for money back; answers the word. */
export async function refund(scene: Scene, paying: Paying, amount: number): Promise<string | null> {
  const body = {
    order: { invoice_number: paying.invoice },
    payment: { original_request_id: paying.requestId },
    refund: { amount },
  };
  return saidBy(await insist(scene, 'payment-refund', body, { about: paying.requestId }));
}

/** Lets the bank misbehave once in an operation. */
export async function order(
  scene: Scene,
  operation: string,
  fault: string,
  more: object = {},
): Promise<void> {
  await askBank(scene, '/sandbox/faults', { operation, fault, count: 1, ...more });
}

/** Asks the bank's sandbox, again when the bank dies over it; null when it did so each time. */
async function askBank<T>(scene: Scene, where: string, body?: object): Promise<T | null> {
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    try {
      return await scene.stage.sandbox<T>(where, body);
    } catch {
      await delay(20);
    }
  }
  return null;
}
