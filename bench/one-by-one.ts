// The one-by-one side: the same SQL functions, one payment per statement, by pgbench or by a loop of the same shape. It
// has a database of its own on the same server, so that the gateway does not deliver its notifications.
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { migrate } from '../packages/gateway/src/base/migrate.ts';

/** Who pays: a merchant and its one token; the customer's fingerprint is the same for all. */
interface Payer {
  merchantId: string;
  tokenId: string;
}

const CUSTOMER_KEY = '7a'.repeat(32);

export interface OneByOne {
  /** `pgbench 15.18` or `loop`. */
  name: string;
  /** Payments per second with so many clients for so many seconds. */
  run(clients: number, seconds: number): Promise<number>;
  close(): void;
}

// Sizes of what the gateway seals for the bench's payment, measured there: details, notification body, answer.
const DETAILS = 230;
const BODY = 560;
const ANSWER = 400;

const NULLS = (type: string) => `array[null]::${type}[]`;

// A colon before a word is a variable to pgbench, also inside a text: hence chr(58).
/** Both statements of one payment; `$payer`, `$request` and `$payment` stand for what differs. */
function statements(payers: readonly Payer[], payer: string, begun: string): [string, string] {
  const pick = (list: readonly string[]) => `(array[${list.join(', ')}])[${payer}]`;
  const merchant = pick(payers.map((one) => `'${one.merchantId}'::uuid`));
  const token = pick(payers.map((one) => `'${one.tokenId}'::uuid`));
  const fresh = `(lpad(to_hex((extract(epoch from clock_timestamp()) * 1000)::bigint), 12, '0') ||
    substr(replace(gen_random_uuid()::text, '-', ''), 13))::uuid`;
  const bytes = (length: number) => `decode(repeat('5a', ${length}), 'hex')`;
  const begin = `select claim_id as payment, r.request_id as request from
    (select ${fresh} as id, gen_random_uuid()::text as request_id) r,
    lateral begin_payments(${merchant}, now(), now() + interval '40 s', now() + interval '30 s',
      array[${merchant}], array[r.request_id], array['cimb/payment'], array[${bytes(32)}], array[r.id],
      array['cimb'], array[${token}], array[decode('${CUSTOMER_KEY}', 'hex')], array[90000::bigint], array['INV-' || r.request_id],
      array[${bytes(DETAILS)}], array[null::text], array[0::bigint], array[null::jsonb]) b`;
  const [payment, request] = begun.split(' ');
  const finish = `select applied from finish_payments(${merchant}, now(), array[${merchant}],
    array[${payment}::uuid], array[1], array[gen_random_uuid()], array['bank_paid'], array['succeeded'],
    array['bank'], array[jsonb_build_object('operation', 'pay', 'code', '2005400')], array['001194654652'],
    ${NULLS('text')}, ${NULLS('text')}, ${NULLS('timestamptz')}, ${NULLS('timestamptz')}, array[0]::smallint[],
    array[0]::smallint[], array[0]::smallint[], ${NULLS('timestamptz')}, array[now()], ${NULLS('timestamptz')},
    array[1], array['paymentSucceeded'], array['bank_receivable' || chr(58) || 'cimb'], array['merchant_payable'],
    array[90000::bigint], array[gen_random_uuid()], array['payment.succeeded'], array['cimb'],
    array['https://merchant.example/notifications'], array[${bytes(BODY)}], array[${request}::text],
    array[201]::smallint[], array[${bytes(ANSWER)}])`;
  return [begin, finish];
}

/** The best one-by-one runner that this machine has, with so many merchants in its own database on the server. */
export async function oneByOne(serverUrl: string, merchants: number): Promise<OneByOne> {
  const url = await ownDatabase(serverUrl);
  const payers = await seed(url, merchants);
  const program = findPgbench();
  return program === null ? loop(url, payers) : await pgbench(program, url, payers);
}

async function ownDatabase(serverUrl: string): Promise<string> {
  await statement(serverUrl, 'create database one_by_one');
  const url = new URL(serverUrl);
  url.pathname = '/one_by_one';
  await migrate(url.href);
  return url.href;
}

async function seed(url: string, merchants: number): Promise<Payer[]> {
  const payers = Array.from({ length: merchants }, () => ({
    merchantId: randomUUID(),
    tokenId: randomUUID(),
  }));
  for (const { merchantId, tokenId } of payers) {
    await statement(
      url,
      `insert into merchants (merchant_id, client_id, name, created_at)
         values ('${merchantId}', 'MCH-${merchantId}', 'bench', now());
       insert into ledger_heads values ('${merchantId}', 0, decode(repeat('00', 32), 'hex'));
       insert into tokens (merchant_id, token_id, bank, state, version, last_move, customer_key, sealed_details,
                           sealed_access, account_tail, created_at, changed_at)
         values ('${merchantId}', '${tokenId}', 'cimb', 'active', 1, '${tokenId}',
                 decode('${CUSTOMER_KEY}', 'hex'), '', decode(repeat('5a', 500), 'hex'), '0003', now(), now())`,
    );
  }
  return payers;
}

async function statement(url: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}

function findPgbench(): string | null {
  const versions = '/usr/lib/postgresql';
  const installed = existsSync(versions)
    ? readdirSync(versions).map((version) => path.join(versions, version, 'bin/pgbench'))
    : [];
  const onPath = (process.env.PATH ?? '')
    .split(path.delimiter)
    .map((dir) => path.join(dir, 'pgbench'));
  return [...installed, ...onPath].find((file) => existsSync(file)) ?? null;
}

async function pgbench(program: string, url: string, payers: readonly Payer[]): Promise<OneByOne> {
  const run = promisify(execFile);
  const folder = mkdtempSync(path.join(os.tmpdir(), 'tarik-bench-'));
  const script = path.join(folder, 'payment.sql');
  const [begin, finish] = statements(payers, ':payer', ':payment :request');
  const text = [`\\set payer :client_id % ${payers.length} + 1`, `${begin} \\gset`, `${finish};`];
  writeFileSync(script, text.map((one) => one.replaceAll(/\s*\n\s*/g, ' ')).join('\n'));
  const { stdout } = await run(program, ['--version']);
  return {
    name: `pgbench ${/\d+(\.\d+)*/.exec(stdout)?.[0] ?? ''}`,
    async run(clients, seconds) {
      const args = [
        '-n',
        '-M',
        'prepared',
        '-c',
        `${clients}`,
        '-j',
        '2',
        '-T',
        `${seconds}`,
        '-f',
        script,
        url,
      ];
      const done = await run(program, args);
      const rate = /tps = ([\d.]+)/.exec(done.stdout)?.[1];
      if (rate === undefined) throw new Error(`pgbench said: ${done.stderr}${done.stdout}`);
      return Number(rate);
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function loop(url: string, payers: readonly Payer[]): OneByOne {
  return {
    name: 'loop',
    async run(clients, seconds) {
      const end = performance.now() + seconds * 1000;
      const began = performance.now();
      const counts = await Promise.all(
        Array.from({ length: clients }, async (_, n) => {
          const client = new pg.Client({ connectionString: url });
          await client.connect();
          const [begin] = statements(payers, '$1::int', '$2 $3');
          const [, finish] = statements(payers, '$1::int', '$2 $3');
          const payer = (n % payers.length) + 1;
          let count = 0;
          while (performance.now() < end) {
            const { rows } = await client.query<{ payment: string; request: string }>({
              name: 'begin',
              text: begin,
              values: [payer],
            });
            const values = [payer, rows[0]?.payment, rows[0]?.request];
            await client.query({ name: 'finish', text: finish, values });
            count += 1;
          }
          await client.end();
          return count;
        }),
      );
      const total = counts.reduce((sum, one) => sum + one, 0);
      return total / ((performance.now() - began) / 1000);
    },
    close: () => undefined,
  };
}
