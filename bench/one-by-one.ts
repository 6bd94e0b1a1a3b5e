// The one-by-one side: the same SQL functions, one payment per statement, by pgbench or by a loop of the same shape.
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';

/** Who pays in the bench: a merchant, one of its tokens and the customer's fingerprint. */
export interface Payer {
  merchantId: string;
  tokenId: string;
  customerKey: Buffer;
}

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

/** Both statements of one payment; `$payer`, `$request` and `$payment` stand for what differs. */
function statements(payers: readonly Payer[], payer: string, begun: string): [string, string] {
  const pick = (list: readonly string[]) => `(array[${list.join(', ')}])[${payer}]`;
  const merchant = pick(payers.map((one) => `'${one.merchantId}'::uuid`));
  const token = pick(payers.map((one) => `'${one.tokenId}'::uuid`));
  const key = pick(payers.map((one) => `'\\x${one.customerKey.toString('hex')}'::bytea`));
  const fresh = `(lpad(to_hex((extract(epoch from clock_timestamp()) * 1000)::bigint), 12, '0') ||
    substr(replace(gen_random_uuid()::text, '-', ''), 13))::uuid`;
  const bytes = (length: number) => `decode(repeat('5a', ${length}), 'hex')`;
  const begin = `select claim_id as payment, r.request_id as request from
    (select ${fresh} as id, gen_random_uuid()::text as request_id) r,
    lateral begin_payments(${merchant}, now(), now() + interval '40 s', now() + interval '30 s',
      array[${merchant}], array[r.request_id], array['cimb/payment'], array[${bytes(32)}], array[r.id],
      array['cimb'], array[${token}], array[${key}], array[90000::bigint], array['INV-' || r.request_id],
      array[${bytes(DETAILS)}], array[null::text]) b`;
  const [payment, request] = begun.split(' ');
  const finish = `select applied from finish_payments(${merchant}, now(), array[${merchant}],
    array[${payment}::uuid], array[1], array[gen_random_uuid()], array['bank_paid'], array['succeeded'],
    array['bank'], array['{"operation":"pay","http":200,"code":"2005400"}']::jsonb[], array['001194654652'],
    ${NULLS('text')}, ${NULLS('text')}, ${NULLS('timestamptz')}, ${NULLS('timestamptz')}, array[0]::smallint[],
    array[0]::smallint[], array[0]::smallint[], ${NULLS('timestamptz')}, array[now()], ${NULLS('timestamptz')},
    array[1], array['paymentSucceeded'], array['bank_receivable:cimb'], array['merchant_payable'],
    array[90000::bigint], array[gen_random_uuid()], array['payment.succeeded'], array['cimb'],
    array['http://127.0.0.1:1/notifications'], array[${bytes(BODY)}], array[${request}::text],
    array[201]::smallint[], array[${bytes(ANSWER)}])`;
  return [begin, finish];
}

/** The best one-by-one runner that this machine has. */
export async function oneByOne(url: string, payers: readonly Payer[]): Promise<OneByOne> {
  const program = findPgbench();
  return program === null ? loop(url, payers) : await pgbench(program, url, payers);
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
  const [begin, finish] = statements(payers, ':payer', ":'payment' :'request'");
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
