// The stage of the bench: a durable PostgreSQL, the bank, the gateway and a merchant's receiver, each a process.
import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { formatTimestamp } from '@tarik/wire/doku/headers';
import { importKey, signRequest } from '@tarik/wire/doku/signature';
import { openDb, type Db } from '../packages/gateway/src/base/db.ts';
import { migrate } from '../packages/gateway/src/base/migrate.ts';
import { systemClock } from '../packages/gateway/src/base/clock.ts';
import { systemRandom } from '../packages/gateway/src/base/random.ts';
import { createSealer } from '../packages/gateway/src/base/secrets.ts';
import { activateBank } from '../packages/gateway/src/merchants/activate-bank.ts';
import { createMerchant } from '../packages/gateway/src/merchants/create.ts';
import { startPostgres } from '../packages/gateway/src/sandbox/embedded-postgres.ts';
import { startChild } from './child.ts';
import type { Request } from './load.ts';
import type { Options } from './options.ts';

const BANK = '/cimb-direct-debit/v1';

/** An account that needs no OTP: one call is one payment. */
const ACCOUNT = '800000000003';

export interface Stage {
  databaseUrl: string;
  db: Db;
  gateways: readonly string[];
  bareRoute: string;
  /** The next signed payment, merchants in turn. */
  nextPayment(): Request;
  close(): Promise<void>;
}

/** Builds everything; what was started is ended again when something fails. */
export async function setUpStage(options: Options): Promise<Stage> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'tarik-bench-'));
  const undo: (() => Promise<void> | void)[] = [
    () => rmSync(folder, { recursive: true, force: true }),
  ];
  const close = async (): Promise<void> => {
    for (const step of undo.toReversed()) await step();
  };
  try {
    return await build(options, folder, undo, close);
  } catch (error) {
    await close();
    throw error;
  }
}

async function build(
  options: Options,
  folder: string,
  undo: (() => Promise<void> | void)[],
  close: () => Promise<void>,
): Promise<Stage> {
  const postgres = await startPostgres({ folder, password: randomUUID(), durable: true });
  undo.push(() => postgres.stop());
  await migrate(postgres.url);
  const db = openDb({
    url: postgres.url,
    connections: 4,
    statementTimeoutMs: 60_000,
    acquireTimeoutMs: 10_000,
    onError: () => undefined,
  });
  undo.push(() => db.close());
  for (const name of options.withoutIndexes) await dropIndex(db, name);

  const gatewayKeys = rsa();
  const masterKey = randomBytes(32);
  const indexKey = randomBytes(32);
  const partners = Array.from({ length: options.merchants }, (_, n) => ({
    key: `KEY-${n}`,
    secret: `secret-${randomUUID()}`,
    publicKey: gatewayKeys.publicKey,
  }));
  const partnersFile = path.join(folder, 'partners.json');
  writeFileSync(partnersFile, JSON.stringify(partners));
  const start = async (args: readonly string[], env: Record<string, string> = {}) => {
    const child = await startChild(args, env);
    undo.push(() => child.stop());
    return child.url;
  };
  const bank = await start(['packages/simulator/src/main.ts'], {
    TARIK_BANK_PORT: '0',
    TARIK_BANK_DATA: path.join(folder, 'bank'),
    TARIK_BANK_PARTNERS: partnersFile,
    TARIK_BANK_FSYNC: 'off',
  });
  const bankKey = await (await fetch(`${bank}/sandbox/public-key`)).text();
  const receiver = await start(['bench/receiver.ts']);
  const gateways = await Promise.all(
    Array.from({ length: options.workers }, () =>
      start(['bench/gateway.ts'], {
        ...gatewayEnvironment(postgres.url, { masterKey, indexKey }, bank),
        TARIK_SNAP_PRIVATE_KEY: gatewayKeys.privateKey,
        TARIK_CIMB_PUBLIC_KEY: bankKey,
      }),
    ),
  );
  const bareRoute = await start(['bench/bare-route.ts']);

  const doors = {
    db,
    clock: systemClock(),
    random: systemRandom(),
    sealer: createSealer([masterKey], indexKey),
  };
  const callers: Caller[] = [];
  for (const partner of partners) {
    const made = await createMerchant(doors, { name: partner.key, settings: { rate: null } });
    const { key, secret } = partner;
    const notificationUrl = `${receiver}/notifications`;
    await activateBank(doors, made.merchantId, { bank: 'cimb', key, secret, notificationUrl });
    const caller: Caller = {
      merchantId: made.merchantId,
      clientId: made.clientId,
      key: importKey(made.secret.reveal()),
      customerId: `C-${randomUUID()}`,
      tokenId: '',
    };
    caller.tokenId = await bindAccount(gateways[0] ?? '', bank, caller);
    callers.push(caller);
  }
  let turn = 0;
  return {
    databaseUrl: postgres.url,
    db,
    gateways,
    bareRoute,
    nextPayment() {
      turn += 1;
      const caller = callers[turn % callers.length];
      if (caller === undefined) throw new Error('there is a caller for every merchant');
      return signed(caller, `${BANK}/payment`, paymentOf(caller));
    },
    close,
  };
}

/** Takes an index away that only makes reading faster. Throws for a name that is none, or that a constraint needs. */
async function dropIndex(db: Db, name: string): Promise<void> {
  const found = await db.rows({
    name: 'bench-index',
    text: `select 1 from pg_index i where i.indexrelid = to_regclass($1) and not i.indisunique`,
    values: [name],
  });
  if (found.length === 0) throw new Error(`--without-index ${name}: there is no such index`);
  await db.rows({ name: '', text: `drop index ${name}`, values: [] });
}

/** The settings of a gateway process on a database; a bank that nobody asks needs no keys but made-up ones. */
export function gatewayEnvironment(
  databaseUrl: string,
  { masterKey, indexKey }: { masterKey: Buffer; indexKey: Buffer },
  bank: string,
): Record<string, string> {
  const { privateKey, publicKey } = rsa();
  return {
    TARIK_MODE: 'sandbox',
    TARIK_PORT: '0',
    TARIK_LOG_LEVEL: 'warn',
    TARIK_DB_CONNECTIONS: '8',
    TARIK_MAX_IN_FLIGHT: '4096',
    DATABASE_URL: databaseUrl,
    TARIK_MASTER_KEYS: masterKey.toString('base64'),
    TARIK_INDEX_KEY: indexKey.toString('base64'),
    TARIK_SNAP_PRIVATE_KEY: privateKey,
    TARIK_CIMB_URL: `${bank}/api-manager-external/sandbox`,
    TARIK_CIMB_PUBLIC_KEY: publicKey,
    TARIK_CIMB_SIGNED_ANSWERS: 'on',
  };
}

interface Caller {
  merchantId: string;
  clientId: string;
  key: ReturnType<typeof importKey>;
  customerId: string;
  tokenId: string;
}

function rsa(): { privateKey: string; publicKey: string } {
  const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    privateKey: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicKey: pair.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  };
}

function paymentOf(caller: Caller): unknown {
  return {
    customer: {
      id: caller.customerId,
      name: 'Robby',
      phone: '628817219910',
      email: 'wtd@mail.com',
    },
    additional_info: { message: 'no additional info' },
    order: {
      invoice_number: `INV-${randomUUID()}`,
      line_items: [
        { name: 'Vitamin C', price: 40_000, quantity: 1 },
        { name: 'Pensil Warna', price: 50_000, quantity: 1 },
      ],
      amount: 90_000,
      session_id: 'SESSION-ID-001',
    },
    payment: { token_id: caller.tokenId, otp_expiration_timestamp: 10 },
  };
}

function signed(caller: Caller, target: string, content: unknown): Request {
  const body = JSON.stringify(content);
  const requestId = randomUUID();
  const timestamp = formatTimestamp(Date.now());
  const { clientId } = caller;
  const signature = signRequest({ clientId, requestId, timestamp, target, body }, caller.key);
  return {
    method: 'POST',
    path: target,
    headers: {
      'Client-Id': clientId,
      'Request-Id': requestId,
      'Request-Timestamp': timestamp,
      Signature: signature,
      'Content-Type': 'application/json',
    },
    body,
  };
}

/** Binds the account without OTP to the caller's customer, at the bank and here. */
async function bindAccount(gateway: string, bank: string, caller: Caller): Promise<string> {
  const customer = { id: caller.customerId };
  const registered = (await post(gateway, caller, 'token', {
    customer,
    debit_card: { account_mobile_phone: '628817219910' },
  })) as { debit_card: { cimb_registration_url: string } };
  const id = new URL(registered.debit_card.cimb_registration_url).pathname.split('/').at(-1);
  await fetch(`${bank}/sandbox/registrations/${id}/complete`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ account_no: ACCOUNT }),
  });
  const [token] = (await post(gateway, caller, 'tokens', { customer })) as {
    debit_card: { token_id: string };
  }[];
  if (token === undefined) throw new Error('the bank bound no account');
  return token.debit_card.token_id;
}

async function post(
  gateway: string,
  caller: Caller,
  call: string,
  content: unknown,
): Promise<unknown> {
  const { path: target, headers, body } = signed(caller, `${BANK}/${call}`, content);
  const answer = await fetch(gateway + target, { method: 'POST', headers, body: body ?? '' });
  if (!answer.ok) throw new Error(`${call}: ${answer.status} ${await answer.text()}`);
  return await answer.json();
}
