// The guide from its beginning to its end, as steps: what is done, and what must hold afterwards.
import { setTimeout as delay } from 'node:timers/promises';
import { systemRandom } from '../../base/random.ts';
import { ask, call, type Exchange, type Walker } from './call.ts';

export interface Places {
  gateway: string;
  bank: string;
  shop: string;
}

/** What a step shows and claims. */
export interface Step {
  title: string;
  /** One sentence for a reader who sees this for the first time. */
  about: string;
  run(trail: Trail): Promise<Shown>;
}

export interface Shown {
  exchange?: Exchange;
  /** What was done at the bank, on the phone or at the shop. */
  beside?: { did: string; saw: unknown };
  /** Each claim with whether it holds. */
  holds: readonly [claim: string, held: boolean][];
}

/** What earlier steps have left for later ones. */
export interface Trail {
  places: Places;
  walker: Walker;
  customerId: string;
  phone: string;
  invoice: string;
  registrationUrl: string;
  tokenId: string;
  challenge: string;
  paymentRequestId: string;
  firstOtp: string;
  otp: string;
  /** The bank's reference of the payment. */
  bankReference: string;
}

const BANK = '/cimb-direct-debit/v1';
const AMOUNT = 90_000;
const REFUND = 2_000;

/** A trail of its own: customer, phone and invoice that nobody had before. */
export function beginTrail(places: Places, walker: Walker): Trail {
  const drawn = systemRandom().bytes(6).readUIntBE(0, 6).toString().padStart(15, '0').slice(-9);
  return {
    places,
    walker,
    customerId: `WALK-${drawn}`,
    phone: `628${drawn}`,
    invoice: `INV-WALK-${drawn}`,
    registrationUrl: '',
    tokenId: '',
    challenge: '',
    paymentRequestId: '',
    firstOtp: '',
    otp: '',
    bankReference: '',
  };
}

export const GUIDE: readonly Step[] = [
  {
    title: 'Register an account',
    about: "The merchant names its customer; the gateway answers with the bank's page.",
    async run(trail) {
      const exchange = await call(trail.walker, `${BANK}/token`, {
        customer: { id: trail.customerId, name: 'Robby', email: 'robby@example.com' },
        debit_card: { account_mobile_phone: trail.phone },
      });
      const card = at(exchange.answer, 'debit_card');
      trail.registrationUrl = text(card, 'cimb_registration_url');
      return {
        exchange,
        holds: [
          ...answered(exchange, 201),
          ['the registration is PENDING', text(card, 'status') === 'PENDING'],
          [
            "the link leads to the bank's page",
            trail.registrationUrl.startsWith(trail.places.bank),
          ],
        ],
      };
    },
  },
  {
    title: 'The customer gives the account at the bank',
    about:
      'On the page: account number, the OTP from the SMS, back to the shop. Here a program does it.',
    async run({ places, registrationUrl }) {
      const id = new URL(registrationUrl).pathname.split('/').at(-1) ?? '';
      const url = `${places.bank}/sandbox/registrations/${id}/complete`;
      const saw = await ask(url, { account_no: '800000000001' });
      return {
        beside: { did: `POST ${url} {"account_no":"800000000001"}`, saw },
        holds: [['the bank has bound the account', text(saw, 'status') === 'SUCCESS']],
      };
    },
  },
  {
    title: "List the customer's tokens",
    about: 'The bound account is a token now; of its number only the last four digits are known.',
    async run(trail) {
      const exchange = await call(trail.walker, `${BANK}/tokens`, {
        customer: { id: trail.customerId, name: 'Robby' },
      });
      const list = Array.isArray(exchange.answer) ? (exchange.answer as unknown[]) : [];
      const card = at(list[0], 'debit_card');
      trail.tokenId = text(card, 'token_id');
      return {
        exchange,
        holds: [
          ...answered(exchange, 200),
          ['there is one token', list.length === 1],
          ['the account number is masked', text(card, 'account_no') === 'XXXXXXXX0001'],
        ],
      };
    },
  },
  {
    title: 'Pay',
    about: 'The bank sends the customer an OTP; nothing has moved yet.',
    async run(trail) {
      const exchange = await call(trail.walker, `${BANK}/payment`, {
        customer: { id: trail.customerId, name: 'Robby' },
        order: {
          invoice_number: trail.invoice,
          line_items: [
            { name: 'Vitamin C', price: 40_000, quantity: 1 },
            { name: 'Pensil Warna', price: 50_000, quantity: 1 },
          ],
          amount: AMOUNT,
          session_id: 'SESSION-ID-001',
        },
        payment: { token_id: trail.tokenId, otp_expiration_timestamp: 5 },
      });
      const payment = at(exchange.answer, 'payment');
      trail.challenge = text(payment, 'token');
      trail.paymentRequestId = exchange.requestId;
      trail.firstOtp = await newestOtp(trail, '');
      return {
        exchange,
        beside: { did: `SMS to ${trail.phone}`, saw: { otp: trail.firstOtp } },
        holds: [
          ...answered(exchange, 201),
          ['the payment is PENDING', text(payment, 'status') === 'PENDING'],
          ['an OTP reached the phone', /^\d{6}$/.test(trail.firstOtp)],
        ],
      };
    },
  },
  {
    title: 'Send the OTP again',
    about: 'A resend is allowed after 30 s: the sandbox moves its clock, nobody waits.',
    async run(trail) {
      const { bank } = trail.places;
      const moved = await ask(`${bank}/sandbox/clock`, { advance_seconds: 31 });
      const exchange = await call(trail.walker, `${BANK}/payment-otp`, {
        payment: { token: trail.challenge },
      });
      trail.otp = await newestOtp(trail, trail.firstOtp);
      const token = text(at(exchange.answer, 'payment'), 'token');
      return {
        exchange,
        beside: {
          did: `POST ${bank}/sandbox/clock {"advance_seconds":31}, then an SMS to ${trail.phone}`,
          saw: { clock: moved, otp: trail.otp },
        },
        holds: [
          ...answered(exchange, 200),
          ['the token of the payment is the same', token === trail.challenge],
          ['another OTP reached the phone', trail.otp !== trail.firstOtp],
        ],
      };
    },
  },
  {
    title: 'Validate the OTP',
    about: 'With the right OTP the bank moves the money.',
    async run(trail) {
      const exchange = await call(trail.walker, `${BANK}/payment/validate`, {
        payment: { token: trail.challenge, otp: trail.otp },
      });
      const payment = at(exchange.answer, 'payment');
      trail.bankReference = text(payment, 'payment_id');
      return {
        exchange,
        holds: [
          ...answered(exchange, 200),
          ['the payment is SUCCESS', text(payment, 'status') === 'SUCCESS'],
          ["the bank's reference is there", /^\d{12}$/.test(trail.bankReference)],
        ],
      };
    },
  },
  {
    title: 'The shop is notified',
    about: 'The same news, pushed and signed: the shop verified the signature over the raw bytes.',
    async run(trail) {
      const notification = await awaited(() => findNotification(trail));
      return {
        beside: { did: `POST ${trail.places.shop}/notifications`, saw: notification },
        holds: [
          ['the notification came', notification !== undefined],
          ['its signature is right', at(notification, 'verified') === true],
          [
            'it says SUCCESS',
            text(at(at(notification, 'body'), 'transaction'), 'status') === 'SUCCESS',
          ],
        ],
      };
    },
  },
  {
    title: 'Refund a part',
    about: 'Money goes back; the payment stays what it is.',
    async run(trail) {
      const exchange = await call(trail.walker, `${BANK}/payment-refund`, {
        order: { invoice_number: trail.invoice },
        payment: { original_request_id: trail.paymentRequestId },
        refund: { amount: REFUND, reason: 'Cancel Order' },
      });
      const status = text(at(exchange.answer, 'refund'), 'status');
      return {
        exchange,
        holds: [...answered(exchange, 201), ['the refund is SUCCESS', status === 'SUCCESS']],
      };
    },
  },
  {
    title: 'Check the status',
    about: 'The answer to every doubt: what became of this invoice.',
    async run(trail) {
      const exchange = await call(trail.walker, `/orders/v1/status/${trail.invoice}`);
      const status = text(at(exchange.answer, 'transaction'), 'status');
      const { order } = exchange.answer as { order?: { amount?: unknown } };
      return {
        exchange,
        holds: [
          ...answered(exchange, 200),
          ['the payment is SUCCESS', status === 'SUCCESS'],
          ['the amount is what was paid', Number(order?.amount) === AMOUNT],
        ],
      };
    },
  },
  {
    title: 'Delete the token',
    about: 'The bank forgets the binding; the token pays nothing more.',
    async run(trail) {
      const exchange = await call(trail.walker, `${BANK}/token-delete`, {
        customer: { id: trail.customerId, name: 'Robby' },
        debit_card: { token_id: trail.tokenId },
      });
      const status = text(at(exchange.answer, 'debit_card'), 'status');
      const left = await call(trail.walker, `${BANK}/tokens`, {
        customer: { id: trail.customerId },
      });
      return {
        exchange,
        holds: [
          ...answered(exchange, 200),
          ['the unbinding is SUCCESS', status === 'SUCCESS'],
          ['the list is empty', Array.isArray(left.answer) && left.answer.length === 0],
        ],
      };
    },
  },
  {
    title: "The bank's book agrees",
    about:
      'What the bank wrote down itself: one debit under the reference that we were told, one refund.',
    async run(trail) {
      const book = await ask<unknown[]>(`${trail.places.bank}/sandbox/book`);
      const debits = book.filter((one) => text(one, 'reference') === trail.bankReference);
      const later = book.slice(book.indexOf(debits[0]) + 1);
      const refund = later.find((one) => says(one, 'REFUND', REFUND));
      return {
        beside: { did: `GET ${trail.places.bank}/sandbox/book`, saw: [...debits, refund] },
        holds: [
          ['it debited once', debits.length === 1],
          [`it debited ${AMOUNT}`, says(debits[0], 'DEBIT', AMOUNT)],
          [`it gave ${REFUND} back`, refund !== undefined],
        ],
      };
    },
  },
];

function answered(exchange: Exchange, status: number): [string, boolean][] {
  return [
    [`HTTP ${status}`, exchange.status === status],
    ["the answer's signature is right", exchange.verified],
  ];
}

async function newestOtp(trail: Trail, not: string): Promise<string> {
  const url = `${trail.places.bank}/sandbox/sms?phone=${trail.phone}`;
  const otp = await awaited(async () => {
    const [newest] = await ask<{ otp: string }[]>(url);
    return newest === undefined || newest.otp === not ? undefined : newest.otp;
  });
  return otp ?? not;
}

async function findNotification({ places, invoice }: Trail): Promise<unknown> {
  const list = await ask<unknown[]>(`${places.shop}/notifications`);
  return list.find((one) => text(at(at(one, 'body'), 'order'), 'invoice_number') === invoice);
}

/** Looks again until there is something, for ten seconds. */
async function awaited<T>(look: () => Promise<T | undefined>): Promise<T | undefined> {
  for (let tries = 0; tries < 200; tries += 1) {
    const found = await look();
    if (found !== undefined) return found;
    await delay(50);
  }
  return undefined;
}

function says(entry: unknown, type: string, amount: number): boolean {
  return text(entry, 'type') === type && Number(at(entry, 'amount')) === amount;
}

function at(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? (value as Record<string, unknown>)[name]
    : undefined;
}

function text(value: unknown, name: string): string {
  const found = at(value, name);
  return typeof found === 'string' ? found : '';
}
