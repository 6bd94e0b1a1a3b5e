// What a check works with: calls by name, a customer with a bound account, payments, and what outside helpers can do.
// It knows the wire and nothing else of the implementation.
import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Absence, CALLS, HELPS, Untried, isHelp, type Call, type Help, type Need } from './check.ts';
import { NoAnswer, type Answer, type CallOptions, type Client } from './client.ts';
import type { Account, Completed } from './customer.ts';
import { at, summary, textAt, wholeAt } from './expect.ts';
import type { Heard } from './news.ts';
import { isUnrouted, knowsTheGuide } from './presence.ts';
import type { Bound, Surroundings } from './surroundings.ts';

/** No payment of the kit is larger, rupiah; so plain integers will do here. */
export const LARGEST = 1000;
const WRONG_OTP = '000000';

export interface Registration {
  answer: Answer;
  body: Body;
  url: string;
  customerId: string;
  phone: string;
}

export interface Payment {
  bound: Bound;
  answer: Answer;
  requestId: string;
  invoice: string;
  amount: number;
  token: string;
}

interface Made {
  invoice: string;
  left: number;
  /** False while nobody has said that it succeeded. */
  paid: boolean;
}

export type Body = Record<string, unknown>;

export class Kit {
  readonly client: Client;
  readonly #around: Surroundings;
  readonly #bound = new Map<Account, Promise<Bound>>();
  /** Customers of the kit who may have a bound account. */
  readonly #customers = new Set<string>();
  readonly #presence = new Map<Call, Promise<string | undefined>>();
  /** What may have been paid and is still to be given back, by Request-Id. */
  readonly #made = new Map<string, Made>();
  #told: Promise<{ payment: Payment; heard: Heard }> | undefined;

  constructor(around: Surroundings) {
    this.client = around.client;
    this.#around = around;
  }

  path(call: Call): string {
    return call === 'status'
      ? '/orders/v1/status/'
      : `/${this.#around.bank}-direct-debit/v1/${CALLS[call]}`;
  }

  get bank(): string {
    return this.#around.bank;
  }

  get patience(): number {
    return this.#around.patience;
  }

  async post(call: Exclude<Call, 'status'>, body: unknown, options?: CallOptions): Promise<Answer> {
    const answer = await this.client.call('POST', this.path(call), body, options);
    this.#remember(call, body, answer);
    return answer;
  }

  status(reference: string, options?: CallOptions): Promise<Answer> {
    const target = this.path('status') + encodeURIComponent(reference);
    return this.client.call('GET', target, undefined, options);
  }

  /** Whether any of the bank's calls is answered by something that knows the guide, however wrongly; `first` was asked already. */
  async isKnown(first: Answer): Promise<boolean> {
    if (knowsTheGuide(first)) return true;
    for (const call of Object.keys(CALLS) as Call[]) {
      // The status call has no bank in its path: it answers for a bank that is not there too.
      if (call !== 'status' && knowsTheGuide(await this.#ask(call))) return true;
    }
    return false;
  }

  /** Why a need is not met, and whether that is the implementation's doing; undefined where it is met. */
  async missing(need: Need): Promise<Absence | Untried | undefined> {
    const { customer, bound, phone, news, accounts, advance } = this.#around;
    const helped: Readonly<Record<Help, boolean>> = {
      customer: customer !== undefined || bound !== undefined,
      registration: customer !== undefined,
      otp: phone !== undefined,
      inbox: phone?.reads === true,
      news: news !== undefined,
      accounts: accounts.poor !== undefined,
      clock: advance !== undefined,
    };
    if (isHelp(need)) return helped[need] ? undefined : new Untried(`needs ${HELPS[need]}`);
    const why = await this.#whyAbsent(need);
    return why === undefined ? undefined : new Absence(why);
  }

  /** Registers an account of a new customer; the bank's page is still to be visited. */
  async register(change: { customer?: Body; debit_card?: Body } = {}): Promise<Registration> {
    const customerId = `kit-${randomUUID()}`;
    const phone = `62819${randomDigits(8)}`;
    const body = {
      customer: { id: customerId, name: 'Robby', ...change.customer },
      debit_card: { account_mobile_phone: phone, ...change.debit_card },
    };
    const answer = await this.post('register', body);
    const url = textAt(answer.json, `debit_card.${this.bank}_registration_url`);
    return { answer, body, url, customerId, phone };
  }

  /** Does the customer's part of a registration. */
  async complete(registration: Registration, account: Account = 'ordinary'): Promise<Completed> {
    const { customer, accounts } = this.#around;
    if (customer === undefined) throw new Untried('needs --complete');
    const { url, answer } = registration;
    if (!URL.canParse(url)) throw new Untried(`no account could be registered: ${summary(answer)}`);
    this.#customers.add(registration.customerId);
    return await customer.complete(url, accounts[account] ?? '');
  }

  /** A newly bound account of a new customer. */
  async bind(account: Account = 'ordinary'): Promise<Bound> {
    const registration = await this.register();
    await this.complete(registration, account);
    const { customerId, phone } = registration;
    const listed = await this.tokens(customerId);
    const tokenId = textAt(listed.json, '0.debit_card.token_id');
    if (tokenId === '') throw new Untried(`no account could be bound: ${summary(listed)}`);
    return { tokenId, customerId, phone };
  }

  /** The bound account that checks share, one for each behaviour. */
  bound(account: Account = 'ordinary'): Promise<Bound> {
    const given = account === 'ordinary' ? this.#around.bound : undefined;
    if (given !== undefined) return Promise.resolve(given);
    const known = this.#bound.get(account) ?? this.bind(account);
    this.#bound.set(account, known);
    return known;
  }

  tokens(customerId: string): Promise<Answer> {
    return this.post('list', { customer: { id: customerId } });
  }

  /** A payment's body; `change` is laid over its order. */
  order(bound: Bound, change: Body = {}): Body & { order: Body } {
    return {
      customer: { id: bound.customerId, name: 'Robby' },
      order: { invoice_number: newInvoice(), amount: LARGEST, ...change },
      payment: { token_id: bound.tokenId },
    };
  }

  /** A payment that waits for its OTP. */
  async pending(change?: Body): Promise<Payment> {
    const payment = await this.#create(await this.bound(), change);
    if (at(payment.answer.json, 'payment.status') === 'PENDING') return payment;
    throw new Untried('the account pays without an OTP');
  }

  /** A payment that succeeded, with an OTP where one is asked for. */
  async paid(change?: Body, account?: Account): Promise<Payment> {
    const payment = await this.#create(await this.bound(account), change);
    if (at(payment.answer.json, 'payment.status') === 'SUCCESS') return payment;
    const answer = await this.validate(payment);
    if (at(answer.json, 'payment.status') === 'SUCCESS') return payment;
    throw new Untried(`no payment could be made: ${summary(answer)}`);
  }

  /** Sends an OTP, by default the right one. */
  async validate(payment: Payment, otp?: string, options?: CallOptions): Promise<Answer> {
    const right = otp ?? (await this.otp(payment.bound));
    const body = { payment: { token: payment.token, otp: right } };
    const answer = await this.post('validate', body, options);
    const made = this.#made.get(payment.requestId);
    if (made && at(answer.json, 'payment.status') === 'SUCCESS') made.paid = true;
    return answer;
  }

  /** The newest OTP of a customer. */
  async otp(bound: Bound): Promise<string> {
    if (this.#around.phone === undefined) throw new Untried('needs --otp');
    return await this.#around.phone.otp(bound.phone);
  }

  get wrongOtp(): string {
    return WRONG_OTP;
  }

  /** How far the implementation's clock was moved ahead of ours on purpose, seconds. */
  async ahead(): Promise<number> {
    return (await this.#around.ahead?.()) ?? 0;
  }

  /** Gives back `amount` of a payment. */
  refund(payment: Payment, refund: Body, options?: CallOptions): Promise<Answer> {
    const body = {
      order: { invoice_number: payment.invoice },
      payment: { original_request_id: payment.requestId },
      refund,
    };
    return this.post('refund', body, options);
  }

  unbind(bound: Bound, options?: CallOptions): Promise<Answer> {
    const { customerId, tokenId } = bound;
    const body = { customer: { id: customerId }, debit_card: { token_id: tokenId } };
    return this.post('delete', body, options);
  }

  /** What a payment's status call says. */
  async stateOf(payment: Payment): Promise<unknown> {
    return at((await this.status(payment.requestId)).json, 'transaction.status');
  }

  /** The notifications of a payment, once there is one; empty when none comes. */
  async news(payment: Payment): Promise<Heard[]> {
    const { news } = this.#around;
    if (news === undefined) throw new Untried('needs --notifications');
    return await this.until(
      () => news.of(payment.requestId),
      (heard) => heard.length > 0,
    );
  }

  /** A payment that succeeded and its notification, which checks share. */
  told(): Promise<{ payment: Payment; heard: Heard }> {
    this.#told ??= this.#hear();
    return this.#told;
  }

  async #hear(): Promise<{ payment: Payment; heard: Heard }> {
    const body = { ...this.order(await this.bound()), additional_info: { message: 'kit' } };
    const payment = await this.#create(await this.bound(), body.order, body);
    if (at(payment.answer.json, 'payment.status') !== 'SUCCESS') await this.validate(payment);
    const [heard] = await this.news(payment);
    if (heard === undefined) throw new Untried('no notification came');
    return { payment, heard };
  }

  /** Asks again and again until `good` says so or patience ends; the last value. */
  async until<T>(ask: () => Promise<T>, good: (value: T) => boolean): Promise<T> {
    const end = performance.now() + this.#around.patience * 1000;
    for (;;) {
      const value = await ask();
      if (good(value) || performance.now() > end) return value;
      await this.#pause(100);
    }
  }

  /** Lets time pass: on a clock that can be moved at once, else for real. */
  async wait(seconds: number): Promise<void> {
    await (this.#around.advance?.(seconds) ?? this.#pause(seconds * 1000));
  }

  async #pause(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.#around.signal }).catch(() => {
      throw new Untried('was stopped');
    });
  }

  /** Leaves a payment as it is: its bank refuses refunds. */
  writeOff(payment: Payment): void {
    this.#made.delete(payment.requestId);
  }

  /** Gives back what checks have paid and unbinds what they have bound; what could not be given back, in words. */
  async tidyUp(): Promise<string[]> {
    const left: string[] = [];
    for (const [requestId, made] of this.#made) {
      if (made.left <= 0 || !(await this.#wasPaid(requestId, made))) continue;
      const body = {
        order: { invoice_number: made.invoice },
        payment: { original_request_id: requestId },
        refund: { amount: made.left, reason: 'conformance kit' },
      };
      const answer = await unlessSilent(this.post('refund', body));
      const done = at(answer?.json, 'refund.status') === 'SUCCESS';
      if (!done) left.push(`${made.invoice} (${made.left} rupiah)`);
    }
    for (const customerId of this.#customers) await unlessSilent(this.#unbindAll(customerId));
    return left;
  }

  async #unbindAll(customerId: string): Promise<void> {
    const { json } = await this.tokens(customerId);
    for (const entry of Array.isArray(json) ? json : []) {
      const tokenId = textAt(entry, 'debit_card.token_id');
      await this.unbind({ tokenId, customerId, phone: '' });
    }
  }

  /** A payment that was left pending may have been paid since. */
  async #wasPaid(requestId: string, { paid }: Made): Promise<boolean> {
    if (paid) return true;
    const answer = await unlessSilent(this.status(requestId));
    return at(answer?.json, 'transaction.status') === 'SUCCESS';
  }

  async #create(bound: Bound, change?: Body, whole?: Body): Promise<Payment> {
    const body = whole ?? this.order(bound, change);
    const answer = await this.post('pay', body);
    const payment: Payment = {
      bound,
      answer,
      requestId: answer.requestId,
      invoice: textAt(body, 'order.invoice_number'),
      amount: wholeAt(body, 'order.amount') ?? 0,
      token: textAt(answer.json, 'payment.token'),
    };
    if (answer.status < 200 || answer.status > 299) {
      throw new Untried(`no payment could be created: ${summary(answer)}`);
    }
    return payment;
  }

  /** Keeps account of what has to be given back. */
  #remember(call: Call, body: unknown, answer: Answer): void {
    const status = at(answer.json, 'payment.status');
    if (call === 'pay' && (status === 'SUCCESS' || status === 'PENDING')) {
      if (this.#made.has(answer.requestId)) return;
      const invoice = textAt(answer.json, 'order.invoice_number');
      const left = wholeAt(answer.json, 'order.amount') ?? 0;
      this.#made.set(answer.requestId, { invoice, left, paid: status === 'SUCCESS' });
    }
    const isNew = answer.status === 201; // a replay is a 409 and gives nothing back
    if (call === 'refund' && isNew && at(answer.json, 'refund.status') === 'SUCCESS') {
      const made = this.#made.get(textAt(body, 'payment.original_request_id'));
      if (made !== undefined) made.left -= wholeAt(body, 'refund.amount') ?? 0;
    }
  }

  /** A call that asks for nothing. */
  #ask(call: Call): Promise<Answer> {
    return call === 'status'
      ? this.status(randomUUID())
      : this.client.call('POST', this.path(call), {});
  }

  #whyAbsent(call: Call): Promise<string | undefined> {
    const known = this.#presence.get(call) ?? this.#probe(call);
    this.#presence.set(call, known);
    return known;
  }

  /** A call is absent where its path is answered like a path that nobody serves. */
  async #probe(call: Call): Promise<string | undefined> {
    const answer = await this.#ask(call);
    const { method } = answer.sent;
    if (!isUnrouted(answer) && answer.status !== 405 && answer.status !== 501) return undefined;
    return `${method} ${this.path(call)} answers ${answer.status}`;
  }
}

/** An invoice number that nobody has used. */
export function newInvoice(): string {
  return `KIT-${randomUUID().slice(0, 18)}`;
}

function randomDigits(count: number): string {
  return [...randomBytes(count)].map((byte) => byte % 10).join('');
}

/** What a call comes to; undefined where no answer comes. */
async function unlessSilent<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof NoAnswer) return undefined;
    throw error;
  }
}
