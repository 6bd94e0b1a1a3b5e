// Brings a scenario about: real signed calls to the gateway, the customer's part at the bank, a word on every step.
import { setTimeout as delay } from 'node:timers/promises';
import { systemRandom } from '../../base/random.ts';
import { call, type Exchange, type Walker } from '../../sandbox/walk/call.ts';
import { EXIT, Ended } from '../exit.ts';
import { askSandbox } from '../running-sandbox.ts';
import type { Outcome, Scenario, Step } from './scenarios.ts';

export interface Stage {
  walker: Walker;
  /** The bank's address. */
  bank: string;
  /** Whole rupiah as digits. */
  amount: string;
  invoice: string;
  /** Says what a step has done. */
  tell(words: string): void;
}

/** What a run leaves behind. */
export interface Result {
  customer_id: string;
  token_id?: string;
  invoice_number?: string;
  /** Of the call that made the payment. */
  request_id?: string;
  payment_id?: string;
  refund_request_id?: string;
  refund_status?: string;
  /** Of the payment, or of the registration where there is no payment. */
  status: string;
}

interface Run extends Stage {
  result: Result;
  account: string;
  phone: string;
  /** The bank's id of the registration. */
  registration: string;
  challenge: string;
}

const BANK = '/cimb-direct-debit/v1';
/** How long something may take that the gateway does by itself, ms. */
const PATIENCE_MS = 20_000;
const LOOK_MS = 100;

/** Invoice numbers that nobody has had before. */
export function drawInvoice(): string {
  return `INV-${digits(9)}`;
}

/** Runs the steps in order; ends the command at the first that comes to something else. */
export async function drive(scenario: Scenario, stage: Stage): Promise<Result> {
  const id = digits(9);
  const run: Run = {
    ...stage,
    account: `81${digits(10)}`,
    phone: `628${id}`,
    registration: '',
    challenge: '',
    result: { customer_id: `CUST-${id}`, status: '' },
  };
  for (const step of scenario.steps) await STEPS[step.do](run, step as never);
  return run.result;
}

type Doing = { [D in Step['do']]: (run: Run, step: Extract<Step, { do: D }>) => Promise<void> };

const STEPS: Doing = {
  async open_registration(run) {
    await openRegistration(run);
  },

  async register(run, { account, comesTo }) {
    if (account !== 'own') run.account = account;
    await openRegistration(run);
    const { status } = await askSandbox<{ status: string }>(
      `${run.bank}/sandbox/registrations/${run.registration}/complete`,
      { body: { account_no: run.account } },
    );
    run.result.status = status;
    const wanted = comesTo ?? 'SUCCESS';
    if (status !== wanted) throw surprise('the registration', status, wanted);
    run.tell(`the customer gives the account ${run.account} on the bank's page: ${status}`);
    if (comesTo === 'FAILED') return;
    const exchange = await call(run.walker, `${BANK}/tokens`, {
      customer: { id: run.result.customer_id },
    });
    const [first] = (Array.isArray(exchange.answer) ? exchange.answer : []) as unknown[];
    run.result.token_id = text(first, 'debit_card', 'token_id');
    told(run, exchange, `the token is ${run.result.token_id}`);
  },

  async pay(run, { comesTo }) {
    const exchange = await call(run.walker, `${BANK}/payment`, {
      customer: { id: run.result.customer_id },
      order: {
        invoice_number: run.invoice,
        line_items: [{ name: 'Trigger', price: run.amount, quantity: 1 }],
        amount: run.amount,
      },
      payment: { token_id: run.result.token_id },
    });
    run.result.invoice_number = run.invoice;
    run.result.request_id = exchange.requestId;
    run.challenge = text(exchange.answer, 'payment', 'token');
    judged(run, exchange, 'payment', comesTo, `${run.invoice} over Rp ${grouped(run.amount)}`);
  },

  async give_otp(run, { otp, comesTo }) {
    const payment = { token: run.challenge, otp };
    const exchange = await call(run.walker, `${BANK}/payment/validate`, { payment });
    judged(run, exchange, 'payment', comesTo, `the customer gives the OTP ${otp}`);
  },

  async ask_for_otp(run) {
    const payment = { token: run.challenge };
    const exchange = await call(run.walker, `${BANK}/payment-otp`, { payment });
    judged(run, exchange, 'payment', 'PENDING', 'another OTP is asked for');
  },

  async refund(run, { comesTo }) {
    const { request_id: original } = run.result;
    const amount = String((BigInt(run.amount) + 1n) / 2n);
    const exchange = await call(run.walker, `${BANK}/payment-refund`, {
      order: { invoice_number: run.invoice },
      payment: { original_request_id: original },
      refund: { amount, reason: 'tarik trigger' },
    });
    run.result.refund_request_id = exchange.requestId;
    const before = run.result.status;
    judged(run, exchange, 'refund', comesTo, `Rp ${grouped(amount)} are to be given back`);
    run.result = { ...run.result, refund_status: run.result.status, status: before };
  },

  async delete_token(run) {
    const exchange = await call(run.walker, `${BANK}/token-delete`, {
      customer: { id: run.result.customer_id },
      debit_card: { token_id: run.result.token_id },
    });
    judged(run, exchange, 'debit_card', 'SUCCESS', 'the token is deleted');
  },

  async break(run, { operation, fault }) {
    const body = { operation, fault, count: 1, account_no: run.account };
    await askSandbox(`${run.bank}/sandbox/faults`, { body });
    run.tell(`the bank will fail at its next ${operation}: ${fault}`);
  },

  async come_too_late(run) {
    const url = `${run.bank}/sandbox/registrations/${run.registration}/complete`;
    const gone = await askSandbox(url, { body: { account_no: run.account } }).catch(
      (error: unknown) => error,
    );
    if (!(gone instanceof Ended)) throw surprise('the registration', 'an end', 'EXPIRED');
    run.result.status = 'EXPIRED';
    run.tell("the customer comes back to the bank's page, and it is too late");
  },

  async let_pass(run, { seconds }) {
    await letPass(run, seconds);
    run.tell(`${seconds} s pass for ${run.walker.clientId}`);
  },

  async settle(run, { as }) {
    let status = '';
    for (let waited = 0; waited < PATIENCE_MS; waited += LOOK_MS) {
      // What is unclear is asked about after 5 s, and then less and less often.
      if (waited % 1000 === 0 && waited > 0) {
        await letPass(run, 10);
        run.tell(`the gateway asks the bank again: 10 s pass for ${run.walker.clientId}`);
      }
      const exchange = await call(run.walker, `/orders/v1/status/${run.invoice}`);
      status = text(exchange.answer, 'transaction', 'status');
      if (status === as) {
        run.result.status = status;
        const paymentId = text(exchange.answer, 'payment', 'payment_id');
        if (paymentId !== '') run.result.payment_id = paymentId;
        told(run, exchange, `the status of ${run.invoice} is ${status}`);
        return;
      }
      if (status !== 'PENDING') break;
      await delay(LOOK_MS);
    }
    throw surprise(`the payment ${run.invoice}`, status, as);
  },

  async notify_again(run) {
    await delay(1000); // the first one is on its way
    const body = { client_id: run.walker.clientId, invoice_number: run.invoice };
    const url = `${run.walker.gateway}/sandbox/notifications/resend`;
    const { resent } = await askSandbox<{ resent: number }>(url, { body });
    run.tell(`the notification of ${run.invoice} is sent again (${resent})`);
  },
};

async function openRegistration(run: Run): Promise<void> {
  const exchange = await call(run.walker, `${BANK}/token`, {
    customer: { id: run.result.customer_id, name: 'Robby', email: 'robby@example.com' },
    debit_card: { account_mobile_phone: run.phone },
  });
  judged(run, exchange, 'debit_card', 'PENDING', `${run.result.customer_id} is to bind an account`);
  const url = text(exchange.answer, 'debit_card', 'cimb_registration_url');
  run.registration = new URL(url).pathname.split('/').at(-1) ?? '';
}

async function letPass(run: Run, seconds: number): Promise<void> {
  const body = { advance_seconds: seconds, client_id: run.walker.clientId };
  await askSandbox(`${run.bank}/sandbox/clock`, { body });
}

/** Keeps what an answer says, and ends the command where it says something else than the scenario. */
function judged(run: Run, exchange: Exchange, part: string, wanted: Outcome, about: string): void {
  const { answer, status } = exchange;
  const said = status >= 400 ? 'refused' : text(answer, part, 'status') || 'PENDING';
  const { code = '', message = '' } = (at(answer, 'error') ?? {}) as Record<string, string>;
  const why = said === 'refused' ? `${code}: ${message}` : said;
  told(run, exchange, `${about}: ${why}`);
  if (said !== wanted) throw surprise(about, why, wanted);
  if (said !== 'refused') run.result.status = said;
  else if (wanted === 'refused' && run.result.status === 'SUCCESS') run.result.status = 'FAILED';
  const paymentId = part === 'payment' ? text(answer, part, 'payment_id') : '';
  if (paymentId !== '') run.result.payment_id = paymentId;
}

function told(run: Run, { method, path, status, verified }: Exchange, words: string): void {
  if (!verified) {
    throw new Ended(
      EXIT.signature,
      `${method} ${path} answered ${status} without a right signature: is the Secret Key the one of ${run.walker.clientId}?`,
    );
  }
  run.tell(`${words}  (${method} ${path} ${status})`);
}

function surprise(what: string, was: string, wanted: string): Ended {
  return new Ended(EXIT.failed, `${what} came to ${was || 'nothing'}, and not to ${wanted}`);
}

function at(value: unknown, name: string): unknown {
  return (value as Record<string, unknown> | null | undefined)?.[name];
}

function text(value: unknown, part: string, name: string): string {
  const found = at(at(value, part), name);
  return typeof found === 'string' ? found : '';
}

function digits(count: number): string {
  const drawn = systemRandom().bytes(6).readUIntBE(0, 6);
  return String(drawn).padStart(count, '0').slice(-count);
}

function grouped(amount: string): string {
  return amount.replace(/\B(?=(\d{3})+$)/g, '.');
}
