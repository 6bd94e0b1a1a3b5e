// A day of payments in a fresh database, and the bank's statement of it: rows by set-based SQL, the file as the bank writes it.
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Db } from '../../packages/gateway/src/base/db.ts';
import type { MerchantDoors } from '../../packages/gateway/src/merchants/create.ts';
import { createMerchant } from '../../packages/gateway/src/merchants/create.ts';
import { activateBank } from '../../packages/gateway/src/merchants/activate-bank.ts';
import { startOf } from '../../packages/gateway/src/settlement/calendar.ts';

const HEADER = 'date_time,partner_id,type,bank_reference,partner_reference,amount,currency';
/** Every so many lines something is wrong: another amount, a stranger, a line that is missing. */
const WRONG = 1000;

/** Merchants, each with a partner of its own. */
export async function loadMerchants(doors: MerchantDoors, merchants: number): Promise<void> {
  for (let n = 0; n < merchants; n += 1) {
    const name = `KEY-${n}`;
    const { merchantId } = await createMerchant(doors, { name, clientId: `MCH-BENCH-${n}` });
    const input = { bank: 'cimb', key: name, secret: 'secret', notificationUrl: null };
    await activateBank(doors, merchantId, input);
  }
}

/** Payments that succeeded on a day, spread over all merchants, with the events by which they are found. */
export async function loadPayments(db: Db, payments: number, day: string): Promise<void> {
  const noon = new Date(startOf(day) + 12 * 3_600_000).toISOString();
  const run = (name: string, text: string) => db.rows({ name, text, values: [payments, noon] });
  await run(
    'bench-tokens',
    `insert into tokens (merchant_id, token_id, bank, state, version, last_move, customer_key, sealed_details,
                         sealed_access, account_tail, notified, attempts, created_at, changed_at)
     select m.merchant_id, m.merchant_id, 'cimb', 'active', 1, m.merchant_id, '\\x00', '\\x00', '\\x00', '0001', 0, 0, $2, $2
       from merchants m where $1::int > 0`,
  );
  await run('bench-parties', PARTIES);
  await run('bench-payments', PAYMENTS);
  await run('bench-events', EVENTS);
  for (const table of ['payments', 'payment_events', 'tokens', 'merchants']) {
    await db.rows({ name: `bench-analyze-${table}`, text: `analyze ${table}`, values: [] });
  }
}

const PARTIES = `create table bench_parties as
  select merchant_id, row_number() over (order by client_id) - 1 as n from merchants
   where $1::int > 0 and $2::text <> ''`;

const PAYMENTS = `insert into payments
    (merchant_id, payment_id, bank, token_id, state, version, last_move, amount, invoice_number, request_id, customer_key,
     sealed_details, asked_at, created_at, finished_at)
  select p.merchant_id, md5('payment ' || g.n)::uuid, 'cimb', p.merchant_id, 'succeeded', 2, md5('move ' || g.n)::uuid,
         10000 + g.n % 90000, 'INV-' || g.n, 'REQ-' || g.n, '\\x00', '\\x00', $2, $2, $2
    from generate_series(1, $1::int) as g (n)
    join bench_parties p on p.n = g.n % (select count(*) from bench_parties)`;

const EVENTS = `insert into payment_events (merchant_id, payment_id, version, move_id, event, state, actor, at)
  select p.merchant_id, p.payment_id, 2, p.last_move, 'bank_paid', 'succeeded', 'bank', p.finished_at
    from payments p where $1::int > 0 and $2::text <> ''`;

/** Writes the statement of the day, in the order of the payments' ids, as a bank's own order is not ours. */
export async function writeStatement(
  db: Db,
  file: string,
  { payments, merchants, day }: { payments: number; merchants: number; day: string },
): Promise<void> {
  async function* lines(): AsyncGenerator<string> {
    yield `${HEADER}\r\n`;
    let sum = 0n;
    let count = 0;
    for (let from = 1; from <= payments; from += 20_000) {
      const rows = await db.rows<{ n: number; reference: string; amount: bigint }>({
        name: 'bench-lines',
        text: `select g.n, md5('payment ' || g.n) as reference, (10000 + g.n % 90000)::bigint as amount
                 from generate_series($1::int, $2::int) as g (n) order by md5('payment ' || g.n)`,
        values: [from, Math.min(from + 19_999, payments)],
      });
      let text = '';
      for (const row of rows) {
        const kind = row.n % WRONG;
        if (kind === 1) continue;
        const amount = kind === 2 ? row.amount + 1n : row.amount;
        const reference = kind === 3 ? row.reference.toUpperCase() : row.reference;
        text += `${day}T12:00:00+07:00,KEY-${keyOf(row.n, merchants)},DEBIT,B${row.n},${reference},${amount}.00,IDR\r\n`;
        sum += amount;
        count += 1;
      }
      yield text;
    }
    yield `TOTAL,${count},${sum}.00,0.00,0.00,0.00\r\n`;
  }
  await pipeline(Readable.from(lines()), createWriteStream(file));
}

/** Parties are numbered in the order of their Client-Ids as texts. */
function keyOf(n: number, merchants: number): string {
  keys ??= Array.from({ length: merchants }, (_, key) => `${key}`).toSorted((a, b) =>
    a < b ? -1 : 1,
  );
  return keys[n % merchants] ?? '';
}

let keys: readonly string[] | undefined;
