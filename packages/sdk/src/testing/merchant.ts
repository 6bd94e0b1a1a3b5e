// A merchant of a test's own: its keys, its time, its faults, its notifications. Nothing that is done to it reaches another.
import { randomInt, randomUUID } from 'node:crypto';
import { Tarik } from '../client.ts';
import type { Notification } from '../notifications/notification.ts';
import type { Payment, PaymentInput } from '../payments.ts';
import { refuse } from '../settings.ts';
import type { Customer } from '../words.ts';
import { ACCOUNTS } from './accounts.ts';
import { ask, readAnswer, type Program } from './ask.ts';
import { advanceClock, completeRegistration, orderFault, readSms, type Fault } from './bank.ts';
import type { Deliveries, Delivery } from './deliveries.ts';
import { secondsOf, type Duration } from './duration.ts';
import { openReceiver, postingTo, type NotificationHandler } from './receiver.ts';
import { sandboxError } from './sandbox-error.ts';

export interface MerchantOptions {
  name?: string;
  /** The gateway's settings of this merchant: `{ notifyRefunds: true, notifyTokens: true, … }`. */
  settings?: Readonly<Record<string, unknown>>;
  /** The path of the notification URL, which is signed. Default `/notifications`. */
  notificationPath?: string;
}

/** What the app under test needs to be this merchant: the options of `new Tarik(…)`. */
export interface Credentials {
  clientId: string;
  secretKey: string;
  baseUrl: string;
}

export interface BoundAccount {
  account: string;
  tokenId: string;
  customer: Customer;
  /** Where the bank's SMS go. */
  phone: string;
}

export interface BindInput {
  /** Default {@link ACCOUNTS}.pays. */
  account?: string;
  /** A new one when absent. */
  customer?: Customer;
  phone?: string;
}

export interface PayInput extends Omit<PaymentInput, 'customer' | 'tokenId' | 'invoiceNumber'> {
  /** An account number, which is bound the first time, or what `bind` gave. Default ACCOUNTS.pays. */
  account?: string | BoundAccount;
  /** Drawn when absent. */
  invoiceNumber?: string;
  /** In place of the one that the bank has sent: `OTP.neverRight`. */
  otp?: string;
}

export interface TestMerchant {
  readonly credentials: Credentials;
  /** A client with these credentials. */
  readonly tarik: Tarik;
  /** Binds an account as a customer would on the bank's page. Throws where the bank refuses. */
  bind(input?: BindInput): Promise<BoundAccount>;
  /** The newest OTP that the bank has sent: to a bound account, to an account bound before, to a phone. */
  otp(of: BoundAccount | string): Promise<string>;
  /** Creates a payment and confirms it with its OTP. Throws as `payments.create` and `validate` do. */
  pay(input: PayInput): Promise<Payment>;
  /** This merchant's next calls at the bank misbehave. */
  fault(fault: Fault): Promise<void>;
  /** Lets time pass for this merchant, `{ minutes: 15 }`; what falls due happens. */
  advance(duration: Duration): Promise<void>;
  /**
   * Waits for a verified notification; resolves once the app under test has answered it. Each
   * delivery is given once: a repeat is another one. Throws an error that lists what came instead.
   */
  readonly notification: Deliveries['next'];
  /** Every verified notification so far, repeats included. */
  readonly notifications: readonly Notification[];
  /** Everything that came to the notification URL so far, with its bytes and what it was answered. */
  readonly deliveries: readonly Delivery[];
  /**
   * Hands every notification on to the app under test, bytes and headers unchanged, and answers what
   * that answers. With a URL, the gateway signs the path of that URL from now on.
   */
  forwardTo(app: string | URL | NotificationHandler): Promise<void>;
  /** Answers the next deliveries with these statuses; they do not reach the app. */
  answerNotifications(statuses: readonly number[]): void;
  /** Has the gateway send an invoice's notifications once more, as an operator can. */
  resendNotifications(of: { invoiceNumber: string }): Promise<void>;
  /** Closes the notification URL. */
  close(): Promise<void>;
}

const SHORTEST_SECONDS = 0.001;

/** Makes a merchant with a Key of its own at the bank, and opens its notification URL. */
export async function makeMerchant(
  gateway: Program,
  bank: Program,
  options: MerchantOptions = {},
): Promise<TestMerchant> {
  const { name = 'Test merchant', settings, notificationPath = '/notifications' } = options;
  if (!notificationPath.startsWith('/')) throw refuse('notificationPath', 'must begin with /');
  const credentials = {
    clientId: `MCH-test-${randomUUID()}`,
    secretKey: `SK-${randomUUID()}-do-not-use-in-production`,
    baseUrl: gateway.url,
  };
  const partner = { key: `T-${randomUUID().replaceAll('-', '')}`, secret: randomUUID() };
  const tarik = new Tarik(credentials);
  const receiver = await openReceiver(tarik.notifications);
  try {
    await ask(bank, { method: 'POST', path: '/sandbox/partners', body: { ...partner, name } });
    const { clientId: client_id, secretKey: secret_key } = credentials;
    const url = receiver.url + notificationPath;
    const asked = { name, client_id, secret_key, notification_url: url, bank: partner, settings };
    const made = await ask(gateway, { method: 'POST', path: '/sandbox/merchants', body: asked });
    readAnswer(gateway, made, (answer) => answer.text('client_id'));
  } catch (error) {
    await receiver.close();
    throw error;
  }

  const { clientId } = credentials;
  const bound = new Map<string, BoundAccount>();
  const merchant: TestMerchant = {
    credentials,
    tarik,
    async bind(input = {}) {
      const { account = ACCOUNTS.pays, customer = drawCustomer(), phone = drawPhone() } = input;
      const before = new Set((await tarik.tokens.list({ customer })).map((one) => one.tokenId));
      const { registrationUrl } = await tarik.tokens.register({ customer, phone });
      const status = await completeRegistration(bank, registrationUrl, account);
      const tokens = await tarik.tokens.list({ customer });
      const token = tokens.find((one) => !before.has(one.tokenId)) ?? tokens.at(-1);
      if (status === 'FAILED' || token === undefined) {
        throw sandboxError('registration_failed', `the bank refused to bind account ${account}`);
      }
      const made = { account, tokenId: token.tokenId, customer, phone };
      bound.set(account, made);
      return made;
    },
    async otp(of) {
      const phone = typeof of === 'string' ? (bound.get(of)?.phone ?? of) : of.phone;
      const [newest] = await readSms(bank, phone);
      if (newest !== undefined) return newest.otp;
      throw sandboxError(
        'otp_missing',
        'the bank has sent no SMS there: name what bind() gave, its account or its phone',
      );
    },
    async pay({ account = ACCOUNTS.pays, invoiceNumber = drawInvoice(), otp, ...order }) {
      const known = typeof account === 'string' ? bound.get(account) : account;
      const from = known ?? (await merchant.bind({ account: account as string }));
      const { customer, tokenId, phone } = from;
      const before = await readSms(bank, phone);
      const input = { ...order, customer, tokenId, invoiceNumber };
      const payment = await tarik.payments.create(input);
      if (payment.status !== 'PENDING') return payment;
      const [newest, ...others] = await readSms(bank, phone);
      // No new SMS: there is no OTP to give, the bank just has not said what became of it.
      if (newest === undefined || others.length < before.length) return payment;
      const { challenge } = payment;
      return {
        ...(await tarik.payments.validate({ challenge, otp: otp ?? newest.otp })),
        requestId: payment.requestId,
      };
    },
    fault: (fault) => orderFault(bank, partner.key, fault),
    advance: async (duration) => advanceClock(bank, secondsOf(duration), clientId),
    notification: receiver.deliveries.next,
    get notifications() {
      return receiver.deliveries.all.flatMap(({ notification }) => notification ?? []);
    },
    get deliveries() {
      return receiver.deliveries.all;
    },
    async forwardTo(app) {
      if (typeof app === 'function') {
        receiver.forward = app;
        return;
      }
      const url = String(app);
      if (!URL.canParse(url))
        throw refuse('app', 'must be a URL or a function that takes a Request');
      const { href, pathname, search } = new URL(url);
      await ask(gateway, {
        method: 'PUT',
        path: `/sandbox/merchants/${clientId}/notification-url`,
        body: { url: receiver.url + pathname + search },
      });
      receiver.forward = postingTo(href);
    },
    answerNotifications(statuses) {
      for (const status of statuses) {
        if (Number.isInteger(status) && status >= 200 && status <= 599) continue;
        throw refuse('statuses', 'must be HTTP statuses from 200 to 599');
      }
      receiver.answers.push(...statuses);
    },
    async resendNotifications({ invoiceNumber }) {
      // Time that passes waits for what is under way: an order in the same millisecond as the last
      // delivery would be taken for a part of it.
      await advanceClock(bank, SHORTEST_SECONDS, clientId);
      const body = { client_id: clientId, invoice_number: invoiceNumber };
      await ask(gateway, { method: 'POST', path: '/sandbox/notifications/resend', body });
    },
    close: () => receiver.close(),
  };
  return merchant;
}

function drawCustomer(): Customer {
  return { id: `C-${randomUUID()}`, name: 'Test Customer' };
}

function drawPhone(): string {
  return `628${randomInt(1e10, 1e11)}`;
}

function drawInvoice(): string {
  return `INV-${randomUUID()}`;
}
