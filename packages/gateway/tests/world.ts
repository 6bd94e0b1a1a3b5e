// The whole system for a test: the gateway over HTTP, a simulated bank over HTTP, merchants that receive notifications,
// a real database, and a clock that the test moves. Nothing happens by itself: `settle()` lets everything due happen.
import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {
  startSimulator,
  type Simulator,
  type SimulatorOptions,
} from '../../simulator/src/simulator.ts';
import { FLAVOURS } from '../src/api/flavours.ts';
import { buildServer } from '../src/api/server.ts';
import { CIMB } from '../src/banks/cimb/profile.ts';
import { createBanks } from '../src/banks/registry.ts';
import { createHttpDoor } from '../src/banks/http.ts';
import { createSnapBank } from '../src/banks/snap/direct-debit.ts';
import type { CallSeen, SnapProfile } from '../src/banks/snap/profile.ts';
import { assertNoTransaction, openDb, type Db } from '../src/base/db.ts';
import { systemClock, type MovableClock } from '../src/base/clock.ts';
import { createLog } from '../src/base/log.ts';
import { createMetrics } from '../src/base/metrics.ts';
import { systemRandom } from '../src/base/random.ts';
import { createSealer } from '../src/base/secrets.ts';
import { createWake } from '../src/base/wake.ts';
import { dokuRenderer } from '../src/api/doku/notification.ts';
import type { Context } from '../src/context.ts';
import { checkBooks } from '../src/checks/check.ts';
import { createCallRecord } from '../src/calls/record.ts';
import { activateBank } from '../src/merchants/activate-bank.ts';
import { createDirectory } from '../src/merchants/directory.ts';
import { createMerchant } from '../src/merchants/create.ts';
import { deliverDue } from '../src/notifications/deliver.ts';
import { createMerchantDoor } from '../src/notifications/door.ts';
import { openPrograms } from '../src/sandbox/programs/programs.ts';
import { settleDuePayments } from '../src/payments/settle-unclear.ts';
import { returnLateMoney } from '../src/refunds/return-late-money.ts';
import { settleDueRefunds } from '../src/refunds/settle-unclear.ts';
import { settleDueTokens } from '../src/tokens/chores.ts';
import { freshDatabase } from './database.ts';
import { merchantClient, type MerchantClient } from './merchant-client.ts';
import { startReceiver, type Receiver } from './receiver.ts';

export const BANK = '/cimb-direct-debit/v1';

export interface World {
  url: string;
  ctx: Context;
  db: Db;
  databaseUrl: string;
  bank: Simulator;
  clock: MovableClock;
  receiver: Receiver;
  /** Two merchants with CIMB active, and one without a bank. */
  one: MerchantClient;
  two: MerchantClient;
  three: MerchantClient;
  /** What the bank gave each of them, the third too. */
  partners: readonly { key: string; secret: string }[];
  /** Every line that the gateway logged. */
  logged(): string;
  /** Writes down the calls that merchants have made so far, as a process does four times a second. */
  recordCalls(): Promise<void>;
  /** Every call that the gateway made to the bank, without its contents. */
  asked: CallSeen[];
  /** Moves business time of gateway and bank forward, for everybody. */
  advance(seconds: number): void;
  /** Lets everything that is due happen, until nothing is. */
  settle(): Promise<void>;
  /** Registers an account for a customer and answers the token id. */
  token(merchant: MerchantClient, account: string, customerId?: string): Promise<Bound>;
  /** The newest OTP that the bank sent to a phone. */
  otp(phone: string): Promise<string>;
  sandbox<T = any>(path: string, body?: unknown): Promise<T>;
  close(): Promise<void>;
}

export interface Bound {
  tokenId: string;
  customerId: string;
  phone: string;
}

const bankKey = generateKeyPairSync('rsa', { modulusLength: 2048 });
const gatewayPrivate = bankKey.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const gatewayPublic = bankKey.publicKey.export({ type: 'spki', format: 'pem' }).toString();

/** Starts a world of its own; close it after the test. `patienceMs` is how long the gateway waits for the bank. */
export async function startWorld(
  settings: SimulatorOptions['settings'] = {},
  patienceMs?: number,
): Promise<World> {
  const database = await freshDatabase();
  const lines: string[] = [];
  const asked: CallSeen[] = [];
  const clock = systemClock();
  const dataFolder = mkdtempSync(path.join(os.tmpdir(), 'tarik-world-'));
  const partners = ['one', 'two', 'three'].map((name) => ({
    key: `KEY-${name}`,
    secret: `bank-secret-of-${name}-${randomUUID()}`,
    publicKey: gatewayPublic,
  }));
  const bank = await startSimulator({
    port: 0,
    dataFolder,
    partners,
    clock,
    settings: { fsync: false, ...settings },
  });
  const db = openDb({
    url: database.url,
    connections: 8,
    statementTimeoutMs: 10_000,
    acquireTimeoutMs: 5_000,
    onError: () => undefined,
  });
  const random = systemRandom();
  const sealer = createSealer([randomBytes(32)], randomBytes(32));
  const http = createHttpDoor({
    clock,
    connections: 64,
    inFlightPerBank: 512,
    mustNotBeInTransaction: assertNoTransaction,
  });
  const merchants = createDirectory({ db, clock, sealer });
  const door = createMerchantDoor({ clock, sandbox: true, allow: [] });
  const cimb = {
    clock,
    random,
    http,
    baseUrl: bank.baseUrl,
    signedAnswers: true,
    privateKey: gatewayPrivate,
    bankPublicKey: bank.publicKey,
    observer: (seen: CallSeen) => void asked.push(seen),
  };
  const ctx: Context = {
    db,
    clock,
    random,
    sealer,
    merchants,
    log: createLog('debug', { write: (line) => void lines.push(line) }),
    metrics: createMetrics(false),
    banks:
      patienceMs === undefined
        ? createBanks(() => cimb)
        : new Map([[CIMB.slug, createSnapBank(hasty(patienceMs), cimb)]]),
    collecting: new Map([[CIMB.slug, { number: '700000000001', name: 'PT TARIK' }]]),
    door,
    renderer: dokuRenderer(),
    wake: createWake(),
    publicUrl: '',
    sandbox: true,
  };
  const secrets = new Map<string, string>();
  const receiver = await startReceiver((clientId) => secrets.get(clientId));
  const sandbox = await openPrograms(ctx, clock);
  const calls = createCallRecord(ctx);
  const server = buildServer(ctx, { flavours: FLAVOURS, sandbox, calls });
  ctx.publicUrl = await server.listen({ port: 0, host: '127.0.0.1' });
  bank.leadGateway(ctx.publicUrl);

  async function merchant(name: string): Promise<MerchantClient> {
    const settingsOfSandbox = { rate: null, notifyTokens: false };
    const made = await createMerchant(
      { db, clock, random, sealer },
      { name, settings: settingsOfSandbox },
    );
    const secret = made.secret.reveal();
    secrets.set(made.clientId, secret);
    const partner = partners.find((one) => one.key === `KEY-${name}`);
    if (partner !== undefined && name !== 'three') {
      const { key, secret: bankSecret } = partner;
      const input = { bank: 'cimb', key, secret: bankSecret, notificationUrl: receiver.url };
      await activateBank({ db, clock, random, sealer }, made.merchantId, input);
    }
    return merchantClient(() => ctx.publicUrl, { clientId: made.clientId, secret });
  }

  const chores = [
    () => settleDuePayments(ctx),
    () => settleDueRefunds(ctx),
    () => returnLateMoney(ctx),
    () => settleDueTokens(ctx),
    () => deliverDue(ctx, door),
  ];

  const world: World = {
    url: ctx.publicUrl,
    ctx,
    db,
    databaseUrl: database.url,
    bank,
    clock,
    receiver,
    one: await merchant('one'),
    two: await merchant('two'),
    three: await merchant('three'),
    partners,
    logged: () => lines.join(''),
    recordCalls: () => calls.writeAll(),
    asked,
    advance: (seconds) => clock.setOffset(clock.offset() + seconds * 1000),
    async settle() {
      for (let rounds = 0, done = 1; done > 0; rounds += 1) {
        if (rounds > 200) throw new Error('the chores do not come to rest');
        done = 0;
        for (const chore of chores) done += await chore();
      }
    },
    token: (who, account, customerId) => bindAccount(world, who, account, customerId),
    async otp(phone) {
      const [newest] = await world.sandbox<{ otp: string }[]>(`/sandbox/sms?phone=${phone}`);
      if (newest === undefined) throw new Error(`the bank sent nothing to ${phone}`);
      return newest.otp;
    },
    sandbox: (where, body) => askSandbox(bank, where, body),
    async close() {
      await server.close();
      await Promise.all([http.close(), door.close(), receiver.close(), bank.close()]);
      await db.close();
      await database.drop();
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
  return world;
}

/** CIMB as it is, but for the time that the gateway waits for each of its answers. */
function hasty(ms: number): SnapProfile {
  const operations = Object.keys(CIMB.timeouts) as (keyof SnapProfile['timeouts'])[];
  const timeouts = Object.fromEntries(operations.map((one) => [one, ms]));
  return { ...CIMB, timeouts: timeouts as SnapProfile['timeouts'] };
}

let phones = 0;

/** Asks the simulated bank what programs may ask it. */
export async function askSandbox<T>(bank: Simulator, where: string, body?: unknown): Promise<T> {
  const response = await fetch(bank.url + where, {
    method: body === undefined ? 'GET' : 'POST',
    ...(body === undefined
      ? {}
      : { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${where}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}

/** Registers an account as {@link World.token} does, in any world that has a bank. */
export async function bindAccount(
  world: Pick<World, 'sandbox'>,
  who: MerchantClient,
  account: string,
  customerId = `C-${randomUUID()}`,
): Promise<Bound> {
  phones += 1;
  const phone = `6281${String(phones).padStart(9, '0')}`;
  const registered = await who.post(`${BANK}/token`, {
    customer: { id: customerId, name: 'Robby' },
    debit_card: {
      account_mobile_phone: phone,
      success_registration_url: 'https://shop.example/bound',
      failed_registration_url: 'https://shop.example/not-bound',
    },
  });
  if (registered.status !== 201) throw new Error(`registration: ${registered.text}`);
  const page = new URL(registered.json.debit_card.cimb_registration_url as string);
  const id = page.pathname.split('/').at(-1);
  const done = await world.sandbox(`/sandbox/registrations/${id}/complete`, {
    account_no: account,
  });
  if (done.status !== 'SUCCESS') throw new Error(`registration ended ${done.status}`);
  const listed = await who.post(`${BANK}/tokens`, { customer: { id: customerId } });
  const tokenId = listed.json.at(-1)?.debit_card.token_id as string | undefined;
  if (tokenId === undefined) throw new Error(`no token after registration: ${listed.text}`);
  return { tokenId, customerId, phone };
}

/** The body of a payment; `change` is laid over its order. */
export function paymentBody(
  bound: Bound,
  order: Record<string, unknown> = {},
): Record<string, any> {
  return {
    customer: { id: bound.customerId, name: 'Robby' },
    order: { invoice_number: `INV-${randomUUID().slice(0, 18)}`, amount: 90_000, ...order },
    payment: { token_id: bound.tokenId },
  };
}

/** What must hold after every test: the books balance, and the bank's book says what our payments say. */
export async function booksOf(
  world: Pick<World, 'db' | 'sandbox'>,
): Promise<{ findings: unknown[]; differences: string[] }> {
  const findings = await checkBooks(world.db);
  const book = await world.sandbox<BookEntry[]>('/sandbox/book');
  const paid = await world.db.rows<{ reference: string; amount: bigint }>({
    name: 'test-succeeded',
    text: `select replace(p.payment_id::text, '-', '') as reference, p.amount from payments p
            where p.state = 'succeeded'
           union all
           select replace(l.payment_id::text, '-', ''), l.amount from late_money l`,
    values: [],
  });
  const refunded = await world.db.rows<{ reference: string; amount: bigint }>({
    name: 'test-refunded',
    text: `select replace(r.refund_id::text, '-', '') as reference, r.amount from refunds r
            where r.state = 'succeeded'`,
    values: [],
  });
  const ours = [
    ...paid.map((row) => line('DEBIT', row)),
    ...refunded.map((row) => line('REFUND', row)),
  ];
  const theirs = book.map((entry) =>
    line(entry.type, { reference: entry.partner_reference, amount: BigInt(entry.amount) }),
  );
  const differences = [
    ...ours.filter((one) => !theirs.includes(one)).map((one) => `only ours: ${one}`),
    ...theirs.filter((one) => !ours.includes(one)).map((one) => `only the bank's: ${one}`),
    ...theirs.filter((one, n) => theirs.indexOf(one) !== n).map((one) => `twice: ${one}`),
  ];
  return { findings, differences };
}

interface BookEntry {
  type: 'DEBIT' | 'REFUND';
  partner_reference: string;
  amount: number;
}

function line(type: string, entry: { reference: string; amount: bigint }): string {
  return `${type} ${entry.reference} ${entry.amount}`;
}
