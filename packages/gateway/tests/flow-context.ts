// A context for the flows of one room: a real database, a clock that the test moves, and a bank that is an object and
// answers what the test tells it. No HTTP; the edges have tests of their own.
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Bank, CustomerAccess, Evidence } from '../src/banks/bank.ts';
import { CIMB_STATEMENTS } from '../src/banks/cimb/statement-profile.ts';
import { systemClock, type MovableClock } from '../src/base/clock.ts';
import type { Db } from '../src/base/db.ts';
import { createLog } from '../src/base/log.ts';
import { createMetrics } from '../src/base/metrics.ts';
import { systemRandom } from '../src/base/random.ts';
import { Refusal } from '../src/base/refusal.ts';
import { createSealer } from '../src/base/secrets.ts';
import { createWake } from '../src/base/wake.ts';
import type { Context } from '../src/context.ts';
import { activateBank } from '../src/merchants/activate-bank.ts';
import { createMerchant } from '../src/merchants/create.ts';
import { createDirectory } from '../src/merchants/directory.ts';
import type { Merchant } from '../src/merchants/merchant.ts';
import type { ChangedSettings } from '../src/merchants/settings.ts';
import { createMerchantDoor } from '../src/notifications/door.ts';
import type { Renderer } from '../src/notifications/renderer.ts';
import type { Call } from '../src/requests/call.ts';
import { freshDatabase, openTestDb, sql } from './database.ts';

const MINUTE = 60_000;

/** The operations of a bank that a test may script. */
type Operation = Exclude<
  keyof Bank,
  'slug' | 'name' | 'code' | 'policy' | 'statements' | 'readCallback'
>;
type Outcome<O extends Operation> = Awaited<ReturnType<Bank[O]>>;
type Script<O extends Operation> =
  | Outcome<O>
  | ((...args: Parameters<Bank[O]>) => Outcome<O> | Promise<Outcome<O>>);

export interface MemoryBank extends Bank {
  /** What the next calls are answered, in order; afterwards all is well again. A function may throw. */
  next<O extends Operation>(operation: O, ...scripts: Script<O>[]): void;
  /** What was asked, in order; `input` is the second argument. */
  asked(operation: Operation): any[];
  /** Answers well from here on, whatever was scripted. */
  forget(): void;
}

export interface FlowContext {
  ctx: Context;
  db: Db;
  databaseUrl: string;
  /** Of the sealer, for a command that works on the same database. */
  keys: { master: Buffer; index: Buffer };
  clock: MovableClock;
  bank: MemoryBank;
  /** A merchant with the bank active, unless `bank` is false. */
  merchant(settings?: ChangedSettings, bank?: boolean): Promise<Merchant>;
  /** Every line that was logged. */
  logged(): string;
  /** Moves business time forward. */
  advance(ms: number): void;
  /** Plain SQL on the same database. */
  sql<R extends object>(text: string, values?: unknown[]): Promise<R[]>;
  /** Lets the next test begin without what this one left behind: nothing is due, the bank is well. */
  forget(): Promise<void>;
  close(): Promise<void>;
}

/** Makes one; close it after the tests of the file. */
export async function flowContext(): Promise<FlowContext> {
  const database = await freshDatabase();
  const db = openTestDb(database.url, 8);
  const clock = systemClock();
  const random = systemRandom();
  const keys = { master: randomBytes(32), index: randomBytes(32) };
  const sealer = createSealer([keys.master], keys.index);
  const bank = memoryBank(clock);
  const lines: string[] = [];
  const merchants = createDirectory({ db, clock, sealer });
  const door = createMerchantDoor({ clock, sandbox: true, allow: [] });
  const ctx: Context = {
    db,
    clock,
    random,
    sealer,
    merchants,
    log: createLog('debug', { write: (line) => void lines.push(line) }),
    metrics: createMetrics(false),
    banks: new Map([[bank.slug, bank]]),
    collecting: new Map([[bank.slug, { number: '700000000001', name: 'PT TARIK' }]]),
    door,
    renderer: plainRenderer,
    wake: createWake(),
    publicUrl: 'https://gateway.example',
    sandbox: true,
  };
  return {
    ctx,
    db,
    databaseUrl: database.url,
    keys,
    clock,
    bank,
    async merchant(settings = {}, active = true) {
      const doors = { db, clock, random, sealer };
      const { merchantId } = await createMerchant(doors, { name: 'Merchant', settings });
      const notificationUrl = 'https://shop.example/notifications';
      const input = { bank: bank.slug, key: 'key', secret: 'secret', notificationUrl };
      if (active) await activateBank(doors, merchantId, input);
      const merchant = await merchants.byId(merchantId);
      if (merchant === null) throw new Error('a merchant that was made is there');
      return merchant;
    },
    logged: () => lines.join(''),
    advance: (ms) => clock.setOffset(clock.offset() + ms),
    sql: (text, values) => sql(database.url, text, values),
    async forget() {
      bank.forget();
      for (const table of ['payments', 'tokens', 'refunds', 'late_money']) {
        await sql(
          database.url,
          `update ${table} set due_at = due_at + interval '100 years' where due_at is not null`,
        );
      }
    },
    async close() {
      await door.close();
      await db.close();
      await database.drop();
    },
  };
}

/** A call whose answers are JSON: `word` of the result, or the refusal's code and detail. */
export function callOf<R>(
  { ctx }: FlowContext,
  merchant: Merchant,
  endpoint: string,
  word: (result: R) => unknown,
  requestId: string = randomUUID(),
): Call<R> {
  return {
    merchant,
    requestId,
    endpoint,
    bodyHash: createHash('sha256').update(endpoint).digest(),
    deadline: ctx.clock.steady() + 20_000,
    render: (result) => ({ status: 200, body: Buffer.from(JSON.stringify(word(result))) }),
    refuse: ({ code, detail }) => ({
      status: 400,
      body: Buffer.from(JSON.stringify({ refused: code, ...detail })),
    }),
  };
}

/** The code of the refusal that a call throws; an error of another kind flies on. */
export async function refusalOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
  return 'no refusal';
}

/** Evidence as a bank's answer leaves it. */
export function evidence(code: string | null = '2000000'): Evidence {
  const http = code === null ? null : Number(code.slice(0, 3));
  return { operation: 'test', http, code, message: null, note: null, externalId: null };
}

export const NOT_SENT = { kind: 'not_sent', why: 'refused', evidence: evidence(null) } as const;
export const UNCLEAR = { kind: 'unclear', why: 'no answer', evidence: evidence(null) } as const;

/** The bank's explicit no. */
export function declined(reason: 'bank_refused' | 'refund_refused' | 'binding_invalid') {
  return { kind: 'declined', reason, bankCode: '4050001', evidence: evidence('4050001') } as const;
}

function memoryBank(clock: MovableClock): MemoryBank {
  const scripts = new Map<Operation, Script<Operation>[]>();
  const asked = new Map<Operation, unknown[]>();
  const say = evidence();

  function run<O extends Operation>(
    operation: O,
    well: (...args: Parameters<Bank[O]>) => Outcome<O>,
  ): (...args: Parameters<Bank[O]>) => Promise<Outcome<O>> {
    async function answer(...args: Parameters<Bank[O]>): Promise<Outcome<O>> {
      asked.set(operation, [...(asked.get(operation) ?? []), args[1]]);
      const script = scripts.get(operation)?.shift() as Script<O> | undefined;
      await clock.sleep(1);
      if (script === undefined) return well(...args);
      return typeof script === 'function' ? await script(...args) : script;
    }
    return answer;
  }

  return {
    slug: 'cimb',
    name: 'CIMB Niaga',
    code: 'CIMB',
    policy: {
      otp: {
        lifeMs: 5 * MINUTE,
        resendWithinMs: 2.5 * MINUTE,
        resendPauseMs: MINUTE / 2,
        maxResends: 3,
        maxTries: 3,
      },
      registrationLifeMs: 15 * MINUTE,
      maxProcessingMs: 15 * MINUTE,
      refundWindowMs: 90 * 24 * 60 * MINUTE,
    },
    statements: CIMB_STATEMENTS,
    next(operation, ...more) {
      const waiting = scripts.get(operation) ?? [];
      scripts.set(operation, [...waiting, ...(more as Script<Operation>[])]);
    },
    asked: (operation) => asked.get(operation) ?? [],
    forget: () => scripts.clear(),
    bind: run('bind', (_connection, { reference }) => ({
      kind: 'registration_open',
      url: `https://bank.example/register/${reference}`,
      linkId: `link-${reference}`,
      evidence: say,
    })),
    grantAccess: run('grantAccess', (_connection, input) => ({
      kind: 'access_granted',
      access: accessOf(clock, input),
      evidence: say,
    })),
    renewAccess: run('renewAccess', (_connection, access) => ({
      kind: 'access_granted',
      access: accessOf(clock, access),
      evidence: say,
    })),
    account: run('account', () => ({
      kind: 'account',
      lastFour: '0001',
      linked: true,
      evidence: say,
    })),
    pay: run('pay', (_connection, { reference }) => ({
      kind: 'paid',
      bankPaymentId: reference.slice(0, 12),
      evidence: say,
    })),
    verifyOtp: run('verifyOtp', () => UNCLEAR),
    resendOtp: run('resendOtp', () => UNCLEAR),
    inquire: run('inquire', () => ({ kind: 'not_found', evidence: say })),
    refund: run('refund', (_connection, { refundReference }) => ({
      kind: 'refunded',
      bankRefundId: refundReference.slice(-12),
      evidence: say,
    })),
    inquireRefund: run('inquireRefund', () => ({ kind: 'not_found', evidence: say })),
    inquireBeneficiary: run('inquireBeneficiary', () => ({
      kind: 'beneficiary',
      holder: 'PT TOKO TARIK',
      evidence: say,
    })),
    unbind: run('unbind', () => ({ kind: 'unbound', evidence: say })),
    tryCredentials: run('tryCredentials', () => ({ kind: 'works', evidence: say })),
    readCallback: () => null,
  };
}

function accessOf(
  clock: MovableClock,
  { linkId, bindingReference }: { linkId: string; bindingReference: string },
): CustomerAccess {
  const day = 24 * 60 * MINUTE;
  return {
    accessToken: `access-${randomUUID()}`,
    accessExpiresAt: clock.now() + 15 * day,
    refreshToken: `refresh-${randomUUID()}`,
    refreshExpiresAt: clock.now() + 60 * day,
    linkId,
    bindingReference,
  };
}

const plainRenderer: Renderer = {
  payment: ({ state }) => ({ type: `payment.${state}`, body: Buffer.from(state) }),
  refund: ({ state, requestId, originalRequestId, refundReason }) => ({
    type: `refund.${state}`,
    body: Buffer.from(JSON.stringify({ requestId, originalRequestId, refundReason })),
  }),
  token: ({ state }) => ({ type: `token.${state}`, body: Buffer.from(state) }),
};
