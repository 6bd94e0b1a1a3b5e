// What a drive has in its hands: a stage, two merchants' clients, and the handles of the bank and of time.
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { chanceOf } from '../../packages/gateway/tests/chance.ts';
import { openClient } from '../load/client.ts';
import { openLineLog } from '../load/line-log.ts';
import { openSender } from '../load/send.ts';
import type { Armed, Stage } from '../stage/types.ts';
import { clientOf, type Answered, type Client } from './client.ts';

/** Personal data of our customers that must be found nowhere in plain. */
export const EMAIL = 'robby.canary@example.test';

/** Accounts of the bank (packages/simulator/src/accounts.ts). */
export const ACCOUNTS = {
  asksForOtp: '800000000001',
  poor: '800000000002',
  pays: '800000000003',
  refusesRefunds: '800000000008',
} as const;

/** A customer's account as a merchant knows it. */
export interface Bound {
  owner: Client;
  tokenId: string;
  customerId: string;
  phone: string;
}

export interface Order {
  amount?: number;
  invoice?: string;
  requestId?: string;
  customerId?: string;
  /** Who shares it. */
  settlement?: readonly object[];
}

export interface Play {
  readonly stage: Stage;
  readonly one: Client;
  readonly another: Client;
  readonly clientLog: string;
  bind(owner: Client, account: string): Promise<Bound>;
  pay(bound: Bound, order?: Order): Promise<Answered>;
  /** Orders a misbehaviour of the bank. */
  fault(operation: string, fault: string, more?: object): Promise<void>;
  /** The code that the customer was sent last. */
  code(bound: Bound): Promise<string>;
  /** Validates the code of a payment that was asked for. */
  validate(owner: Client, payment: Answered, otp: string, requestId?: string): Promise<Answered>;
  refund(owner: Client, payment: Answered, amount: number): Promise<Answered>;
  /** Waits until nothing is due any more, nor being looked at; some seconds of real time at most. */
  quiet(): Promise<void>;
  /** Moves time and waits until what became due has been looked at. */
  later(seconds: number): Promise<void>;
  /** Runs `call` with a point of gateway-1 armed. */
  armed<T>(at: Armed, onReached: () => Promise<void>, call: () => Promise<T>): Promise<T>;
  rows<R extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<R[]>;
  /** Ends what the play itself has opened. */
  end(): Promise<void>;
}

const LONGEST_QUIET_MS = 10_000;

// Whether or not somebody is just looking at it.
const DUE = `
  select 1 from (select due_at from payments union all
                 select due_at from refunds union all
                 select due_at from tokens union all
                 select due_at from late_money) d
   where due_at <= $1 limit 1`;

/** The play on a stage; its client's log is in the stage's folder. */
export async function openPlay(stage: Stage): Promise<Play> {
  const clientLog = path.join(stage.folder, 'client.jsonl');
  const log = await openLineLog(clientLog);
  const pool = new pg.Pool({ connectionString: stage.databaseUrl, max: 2 });
  pool.on('error', () => undefined);
  const sender = openSender(stage.gatewayUrl);
  const logged = openClient({
    sender,
    log,
    chance: chanceOf(1),
    firstAttempt: 1,
    hasty: 0,
    onBroken(error) {
      throw error;
    },
  });
  const [one, another] = stage.merchants.map((merchant) => clientOf(logged, merchant));
  if (one === undefined || another === undefined) throw new Error('a play has two merchants');
  let phones = 0;

  async function code({ phone }: Bound): Promise<string> {
    const [newest] = await stage.sandbox<{ otp: string }[]>(`/sandbox/sms?phone=${phone}`);
    if (newest === undefined) throw new Error(`no code came to ${phone}`);
    return newest.otp;
  }

  async function quiet(): Promise<void> {
    const until = Date.now() + LONGEST_QUIET_MS;
    while (Date.now() < until) {
      const due = await pool.query(DUE, [new Date(stage.now()).toISOString()]);
      if (due.rows.length === 0) return;
      await delay(20);
    }
  }

  return {
    stage,
    one,
    another,
    clientLog,
    code,
    quiet,
    async bind(owner, account) {
      phones += 1;
      const phone = `62812${String(phones).padStart(8, '0')}`;
      const customerId = `C-${randomUUID()}`;
      const opened = await owner.call('token', {
        customer: { id: customerId, name: 'Robby' },
        debit_card: {
          account_mobile_phone: phone,
          success_registration_url: 'https://shop.example/bound',
          failed_registration_url: 'https://shop.example/not-bound',
        },
      });
      const page = opened.json.debit_card?.cimb_registration_url;
      if (page === undefined) throw new Error(`no registration: ${opened.text}`);
      const id = new URL(page).pathname.split('/').at(-1);
      await stage.sandbox(`/sandbox/registrations/${id}/complete`, { account_no: account });
      const listed = await owner.call('tokens', { customer: { id: customerId } });
      const tokenId = listed.list.at(-1)?.debit_card?.token_id;
      if (tokenId === undefined) throw new Error(`no token: ${listed.text}`);
      return { owner, tokenId, customerId, phone };
    },
    pay: (bound, order = {}) => {
      const { requestId } = order;
      return bound.owner.call(
        'payment',
        paymentOf(bound, order),
        requestId === undefined ? {} : { requestId },
      );
    },
    async fault(operation, fault, more = {}) {
      await stage.sandbox('/sandbox/faults', { operation, fault, ...more });
    },
    validate: (owner, payment, otp, requestId) =>
      owner.call(
        'payment/validate',
        { payment: { token: payment.json.payment?.token ?? 'none', otp } },
        { about: payment.requestId, ...(requestId === undefined ? {} : { requestId }) },
      ),
    refund: (owner, payment, amount) =>
      owner.call(
        'payment-refund',
        {
          order: { invoice_number: payment.json.order?.invoice_number ?? 'none' },
          payment: { original_request_id: payment.requestId },
          refund: { amount: String(amount), reason: 'sold out' },
        },
        { about: payment.requestId },
      ),
    async later(seconds) {
      await stage.advance(seconds);
      await quiet();
    },
    async armed(at, onReached, call) {
      const { disarm } = await stage.arm('gateway-1', at, onReached);
      const done = await call();
      await disarm();
      return done;
    },
    rows: async <R extends pg.QueryResultRow>(text: string, values: unknown[] = []) =>
      (await pool.query<R>(text, values)).rows,
    async end() {
      await Promise.all([pool.end(), sender.close()]);
      await log.close();
    },
  };
}

/** The body of a payment, with every field that is to be repeated and none whose digits a float would keep. */
export function paymentOf(bound: Bound, order: Order = {}): object {
  const { amount = 123_457, invoice = `INV-${randomUUID().slice(0, 18)}` } = order;
  return {
    customer: { id: order.customerId ?? bound.customerId, name: 'Robby', email: EMAIL },
    order: {
      invoice_number: invoice,
      amount,
      line_items: [{ name: 'one piece', price: amount, quantity: 1 }],
      session_id: 'S-1',
    },
    payment: { token_id: bound.tokenId, otp_expiration_timestamp: 10 },
    ...(order.settlement === undefined
      ? {}
      : { additional_info: { settlement: order.settlement } }),
  };
}
