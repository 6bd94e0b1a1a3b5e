// What the table of bad input stands on: a world, somebody who counts what the bank is asked, a bank key to sign callbacks
// with, and a picture of every table before and after.
import { generateKeyPairSync, hash, randomUUID, type KeyObject } from 'node:crypto';
import { createBanks } from '../../src/banks/registry.ts';
import type { Bank } from '../../src/banks/bank.ts';
import { createMerchant } from '../../src/merchants/create.ts';
import type { ChangedSettings } from '../../src/merchants/settings.ts';
import type { MerchantIdentity } from '../merchant-client.ts';
import { rawCall, type Change, type Told } from '../raw-call.ts';
import { BANK, paymentBody, startWorld, type Bound, type World } from '../world.ts';

/** One request and what must come of it. */
export interface Case {
  what: string;
  send(): Promise<Told>;
  /** HTTP status, and the error's code where it is an error. */
  answer: readonly [status: number, code?: string];
  check?(told: Told): void | Promise<void>;
  /** What may have changed in the database: nothing, the kept answer of the request, or what the call is for. */
  leaves?: 'nothing' | 'answer' | 'work';
  /** Operations that the bank may have been asked for; none when absent. */
  asks?: readonly string[];
}

/** A row of the catalogue. */
export interface Row {
  n: number;
  says: string;
  /** Why the row is not, or not wholly, this door's; said in the test's name. */
  elsewhere?: string;
  cases(stage: Stage): Promise<Case[]> | Case[];
}

export interface Stage {
  world: World;
  port: number;
  one: MerchantIdentity;
  two: MerchantIdentity;
  /** A signed call of merchant one, or of another; it is right but for the change. */
  call(target: string, change?: Change, who?: MerchantIdentity): Promise<Told>;
  /** A signed POST of JSON below the bank's prefix. */
  post(path: string, body: unknown, change?: Change, who?: MerchantIdentity): Promise<Told>;
  /** A merchant of its own, without a bank. */
  merchant(settings?: ChangedSettings): Promise<MerchantIdentity & { merchantId: string }>;
  /** A payment of merchant one with its request and answer. */
  pay(account: string, order?: Record<string, unknown>): Promise<Paid>;
  /** Orders misbehaviour of the bank's next call of an operation. */
  misbehave(operation: string, fault: string, more?: Record<string, unknown>): Promise<void>;
  /** Operations that the bank has been asked for so far. */
  asked: string[];
  /** Signs callbacks as the bank. */
  bankKey: KeyObject;
  /** A picture of every table: its rows as one hash. */
  picture(): Promise<Map<string, string>>;
  rows(text: string, values?: unknown[]): Promise<any[]>;
  /** Lets time pass until nothing is unclear any more. */
  rest(): Promise<void>;
  close(): Promise<void>;
}

export interface Paid {
  bound: Bound;
  requestId: string;
  invoiceNumber: string;
  /** `payment.token`. */
  token: string;
  amount: number;
  told: Told;
}

const OPERATIONS = [
  'bind',
  'grantAccess',
  'renewAccess',
  'account',
  'pay',
  'verifyOtp',
  'resendOtp',
  'inquire',
  'refund',
  'inquireRefund',
  'unbind',
] as const;

export async function startStage(): Promise<Stage> {
  const world = await startWorld();
  const port = Number(new URL(world.url).port);
  const bank = world.ctx.banks.get('cimb');
  if (bank === undefined) throw new Error('the world has CIMB');
  const asked: string[] = [];
  for (const operation of OPERATIONS) listen(bank, operation, asked);
  const bankKey = ownBankKey(world, bank);
  const { one, two } = world;

  const call: Stage['call'] = async (target, change = {}, who = one) =>
    await rawCall(port, who, { target, ...change });
  const post: Stage['post'] = async (path, body, change = {}, who = one) =>
    await call(`${BANK}/${path}`, { body: JSON.stringify(body), ...change }, who);
  const rows: Stage['rows'] = (text, values = []) =>
    world.db.rows({ name: `test-${hash('md5', text)}`, text, values });
  const pictureSql = await writePictureSql(rows);

  return {
    world,
    port,
    one,
    two,
    call,
    post,
    asked,
    bankKey,
    rows,
    async merchant(settings = { rate: null }) {
      const made = await createMerchant(world.ctx, { name: 'Made for a row', settings });
      const { merchantId, clientId } = made;
      return { merchantId, clientId, secret: made.secret.reveal() };
    },
    async pay(account, order = {}) {
      const bound = await world.token(one, account);
      const body = paymentBody(bound, order);
      const told = await post('payment', body);
      return {
        bound,
        requestId: told.requestId,
        invoiceNumber: body['order'].invoice_number as string,
        token: told.json?.payment?.token as string,
        amount: body['order'].amount as number,
        told,
      };
    },
    misbehave: async (operation, fault, more = {}) => {
      await world.sandbox('/sandbox/faults', { operation, fault, ...more });
    },
    async picture() {
      const hashes = await rows(pictureSql);
      return new Map(hashes.map(({ name, hash }) => [name as string, hash as string]));
    },
    async rest() {
      const unclear = `select 1 from payments where state in ('created', 'confirming', 'unclear')
        union all select 1 from refunds where state in ('requested', 'unclear')
        union all select 1 from tokens where state = 'deleting'`;
      for (let rounds = 0; rounds < 60; rounds += 1) {
        await world.settle();
        if ((await rows(unclear)).length === 0) return;
        world.advance(60);
      }
      throw new Error('something stays unclear for an hour');
    },
    close: () => world.close(),
  };
}

/** A body with one field changed, or left out when the value is undefined. */
export function changed(body: unknown, path: string, value: unknown): any {
  const copy = structuredClone(body) as any;
  const steps = path.split('.');
  const last = steps.pop() ?? '';
  let inside = copy;
  for (const step of steps) inside = inside[step] ??= {};
  if (value === undefined) delete inside[last];
  else inside[last] = value;
  return copy;
}

/** JSON text in which the value of one field is written as it is given: `1e400`, `20000.00`. */
export function withLexeme(body: unknown, path: string, lexeme: string): string {
  const mark = `mark-${randomUUID()}`;
  return JSON.stringify(changed(body, path, mark)).replace(`"${mark}"`, lexeme);
}

/** Expects the message of an error to name a field. */
export function naming(field: string): (told: Told) => void {
  return ({ json }) => {
    const message = json.error.message as string;
    if (!message.startsWith(`${field} `)) throw new Error(`${field} is not named: ${message}`);
  };
}

function listen(bank: Bank, operation: (typeof OPERATIONS)[number], asked: string[]): void {
  const plain = bank[operation] as (...input: unknown[]) => Promise<unknown>;
  const counted = (...input: unknown[]): Promise<unknown> => {
    asked.push(operation);
    return plain.apply(bank, input);
  };
  Object.assign(bank, { [operation]: counted });
}

// The simulator keeps its private key to itself, so the callbacks of this table are verified with a key of our own.
function ownBankKey(world: World, bank: Bank): KeyObject {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const { clock, random } = world.ctx;
  const nobody = (): never => {
    throw new Error('this bank only reads callbacks');
  };
  const reader = createBanks(() => ({
    clock,
    random,
    http: { exchange: nobody, inFlight: () => 0, close: async () => undefined },
    baseUrl: 'http://127.0.0.1:9/bank',
    signedAnswers: true,
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    bankPublicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    observer: () => undefined,
  })).get('cimb');
  if (reader === undefined) throw new Error('the registry has CIMB');
  Object.assign(bank, { readCallback: reader.readCallback.bind(reader) });
  return privateKey;
}

async function writePictureSql(rows: Stage['rows']): Promise<string> {
  const tables = await rows(
    `select tablename as name from pg_tables where schemaname = 'public' order by 1`,
  );
  return tables
    .map(
      ({ name }) =>
        `select '${name}' as name, count(*) || ' ' ||
                coalesce(md5(string_agg(md5(t::text), '' order by md5(t::text))), '') as hash
           from ${name} t`,
    )
    .join(' union all ');
}
