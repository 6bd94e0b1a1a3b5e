// Loads payments that are due to be settled, and nothing else of a gateway: rows by set-based SQL, a third of them split.
import pg from 'pg';
import { migrate } from '../../packages/gateway/src/base/migrate.ts';

/** The day on which all of it is due. */
export const DAY = '2026-11-30';

const ROWS = `
insert into merchants (merchant_id, client_id, name, created_at)
select ('00000000-0000-7000-8000-' || lpad(m::text, 12, '0'))::uuid, 'MCH-BENCH-' || m, 'Toko ' || m, now()
  from generate_series(1, $1::int) m;
insert into ledger_heads (merchant_id, journal_no, hash)
select merchant_id, 0, decode(repeat('00', 32), 'hex') from merchants;
insert into tokens (merchant_id, token_id, bank, state, version, last_move, customer_key, sealed_details, created_at, changed_at)
select merchant_id, merchant_id, 'cimb', 'expired', 1, merchant_id, '\\x00', '\\x00', now(), now() from merchants;
insert into bank_accounts (merchant_id, account_id, bank_code, bank_name, sealed_details, number_tail, number_key, status,
                           is_default, created_at, verified_at)
select m.merchant_id, 'SBA-0001-00000000' || a, '014', 'BCA', '\\x00', '000' || a, decode('0' || a, 'hex'), 'verified', a = 1,
       now(), now()
  from merchants m cross join generate_series(1, 3) a;
insert into approvals (merchant_id, approval_id, kind, state, subject, asked, reason, asked_by, asked_at, expires_at, decided_by,
                       decided_at)
select a.merchant_id, md5(a.merchant_id || a.account_id)::uuid, 'bank_account', 'done', a.account_id, '{"what":"verify"}', 'load',
       md5('one')::uuid, now(), now(), md5('other')::uuid, now()
  from bank_accounts a;
insert into bank_account_events (merchant_id, account_id, version, event, status, is_default, operator_id, approval_id, at)
select a.merchant_id, a.account_id, v.version, v.event, v.status, a.is_default and v.version = 3,
       case v.version when 3 then md5('other')::uuid end,
       case v.version when 3 then md5(a.merchant_id || a.account_id)::uuid end, '2026-11-01T00:00:00Z'
  from bank_accounts a
 cross join (values (1, 'added', 'new'), (2, 'named', 'inquired'), (3, 'verified', 'verified')) v (version, event, status);
update bank_accounts set version = 3`;

/** $1 of the first payment, $2 of the one after the last, $3 merchants. Every third one is split, every tenth given back in part. */
const PAYMENTS = `
with made as (
  select ('00000000-0000-7000-8000-' || lpad((n % $3::int + 1)::text, 12, '0'))::uuid as merchant_id,
         md5(n::text)::uuid as id, md5('r' || n)::uuid as refund, n, 10000 + (n * 7919) % 990000 as amount, 2500 as fee
    from generate_series($1::bigint, $2::bigint - 1) n
), paid as (
  insert into payments (merchant_id, payment_id, bank, token_id, state, version, last_move, amount, fee, splits, refunded,
                        invoice_number, request_id, customer_key, sealed_details, asked_at, created_at, finished_at)
  select merchant_id, id, 'cimb', merchant_id, 'succeeded', 1, id, amount, fee,
         case when n % 3 = 0 then jsonb_build_object('net', (amount - fee)::text, 'lines', jsonb_build_array(
           jsonb_build_object('account', 'SBA-0001-000000002', 'type', 'FIX', 'value', '1000', 'amount', '1000'),
           jsonb_build_object('account', 'SBA-0001-000000003', 'type', 'PERCENTAGE', 'value', '33',
                              'amount', ((amount - fee) * 33 / 100)::text))) end,
         case when n % 10 = 0 then 1000 else 0 end, 'INV-' || n, 'R-' || n, '\\x00', '\\x00',
         '2026-11-26T03:00:00Z', '2026-11-26T03:00:00Z', '2026-11-26T03:00:00Z'
    from made
), back as (
  insert into refunds (merchant_id, refund_id, payment_id, kind, state, version, last_move, amount, request_id, asked_at,
                       created_at, finished_at)
  select merchant_id, refund, id, 'merchant', 'succeeded', 1, refund, 1000, 'RR-' || n, '2026-11-26T04:00:00Z',
         '2026-11-26T04:00:00Z', '2026-11-26T04:00:00Z'
    from made where n % 10 = 0
)
insert into settlement_items (merchant_id, item_id, kind, payment_id, bank, amount, fee, succeeded_day, working_days, due_day,
                              reconciled_at, chunk_id)
select merchant_id, id, 'payment', id, 'cimb', amount, fee, '2026-11-26'::date, 2, '${DAY}'::date, now(), merchant_id from made
union all
select merchant_id, refund, 'refund', id, 'cimb', 1000, 0, '2026-11-26', 2, '${DAY}', now(), merchant_id
  from made where n % 10 = 0`;

/** Payments that are written by one statement. */
const CHUNK = 20_000;

/** Loads so many payments of so many merchants into a database that is fresh. */
export async function load(url: string, payments: number, merchants: number): Promise<void> {
  await migrate(url);
  const client = new pg.Client({ connectionString: url, options: '-c timezone=UTC' });
  await client.connect();
  try {
    for (const statement of ROWS.split(';')) {
      await client.query(statement.replace('$1::int', `${merchants}`));
    }
    // What is loaded is right by itself, and the constraints would look a million times.
    await client.query('set session_replication_role = replica');
    for (let n = 0; n < payments; n += CHUNK) {
      await client.query(PAYMENTS, [n, Math.min(n + CHUNK, payments), merchants]);
    }
    await client.query('vacuum analyze');
  } finally {
    await client.end();
  }
}
