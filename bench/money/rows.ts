// The statements that load a day of payments with everything that tells of them, so that every check holds: rows in the order of
// time, their books by the ledger's own writer.

/** Every so many payments something of the bank's statement is wrong: a line is missing, an amount or a reference is another. */
export const WRONG = 1000;

/** An id in the order of time, as the gateway makes them; `kind` keeps those of one payment apart. */
const id = (kind: string) =>
  `(lpad(to_hex((extract(epoch from t.at) * 1000)::bigint), 12, '0') || '7' || '${kind}' || '8' || lpad(to_hex(g.n), 15, '0'))::uuid`;

/** The merchants in the order of their partners at the bank, and the payments that are being written. */
export const TABLES = `
create table bench_parties (n int primary key, merchant_id uuid not null);
create unlogged table bench_chunk (
  n bigint, party int, merchant_id uuid, payment_id uuid, refund_id uuid, notification_id uuid, at timestamptz, amount bigint,
  fee bigint)`;

/** What every merchant has: $1 when it was there. */
export const ACCOUNTS = `
insert into tokens (merchant_id, token_id, bank, state, version, last_move, customer_key, sealed_details, sealed_access,
                    account_tail, created_at, changed_at)
select p.merchant_id, p.merchant_id, 'cimb', 'active', 2, p.merchant_id, '\\x00', decode(repeat('5a', 200), 'hex'),
       decode(repeat('5a', 300), 'hex'), '0001', $1, $1
  from bench_parties p`;
export const TOKEN_EVENTS = `
insert into token_events (merchant_id, token_id, version, move_id, event, state, actor, evidence, at)
select t.merchant_id, t.token_id, e.version, t.token_id, e.event, e.state, e.actor,
       case e.version when 2 then '{"operation": "account", "http": 200, "code": "2000800"}'::jsonb end, t.created_at
  from tokens t
  join (values (1, 'created', 'pending', 'merchant'), (2, 'bound', 'active', 'bank')) as e (version, event, state, actor) on true`;
export const BANK_ACCOUNTS = `
insert into bank_accounts (merchant_id, account_id, bank_code, bank_name, sealed_details, number_tail, number_key, status,
                           is_default, created_at, verified_at)
select p.merchant_id, 'SBA-0001-00000000' || a, '014', 'BCA', '\\x00', '000' || a, decode('0' || a, 'hex'), 'verified', a = 1,
       $1, $1
  from bench_parties p cross join generate_series(1, 3) a`;
/** How each came to be verified: added, named by the bank, approved by a second person. $1 is when. */
export const BANK_ACCOUNT_HISTORY: readonly string[] = [
  `insert into approvals (merchant_id, approval_id, kind, state, subject, asked, reason, asked_by, asked_at, expires_at, decided_by,
                          decided_at)
   select a.merchant_id, md5(a.merchant_id || a.account_id)::uuid, 'bank_account', 'done', a.account_id, '{"what":"verify"}', 'load',
          md5('one')::uuid, $1::timestamptz, $1::timestamptz, md5('other')::uuid, $1::timestamptz
     from bank_accounts a`,
  `insert into bank_account_events (merchant_id, account_id, version, event, status, is_default, operator_id, approval_id, at)
   select a.merchant_id, a.account_id, v.version, v.event, v.status, a.is_default and v.version = 3,
          case v.version when 3 then md5('other')::uuid end,
          case v.version when 3 then md5(a.merchant_id || a.account_id)::uuid end, $1::timestamptz
     from bank_accounts a
    cross join (values (1, 'added', 'new'), (2, 'named', 'inquired'), (3, 'verified', 'verified')) v (version, event, status)`,
  `update bank_accounts a set version = 3 where a.created_at = $1::timestamptz`,
];

/**
 * Draws payments: $1 the first, $2 the one after the last, $3 how many there are in all, $4 when their day begins, $5 how many
 * merchants. They are spread over the day; every tenth is given back in part.
 */
export const FILL_CHUNK = `
insert into bench_chunk
select g.n, p.n, p.merchant_id, ${id('001')}, case when g.n % 10 = 0 then ${id('002')} end, ${id('003')}, t.at,
       10000 + (g.n * 7919) % 990000, 2500
  from generate_series($1::bigint, $2::bigint - 1) as g (n)
  cross join lateral (select $4::timestamptz + g.n::float8 / $3::bigint * interval '86300 seconds' as at) t
  join bench_parties p on p.n = g.n % $5::int`;

const SAID = (operation: string, code: string) =>
  `jsonb_build_object('operation', '${operation}', 'http', 200, 'code', '${code}', 'message', null, 'note', null, 'tookMs', 80)`;

/** What is written of each chunk. Every third payment is split. */
export const FROM_CHUNK: readonly string[] = [
  `insert into requests (merchant_id, request_id, endpoint, body_hash, claim_id, lease_until, status, answer, created_at)
   select c.merchant_id, 'REQ-' || c.n, 'cimb/payment', decode(repeat('5a', 32), 'hex'), c.payment_id, c.at, 200, '\\x00'::bytea, c.at
     from bench_chunk c
   union all
   select c.merchant_id, 'RFD-' || c.n, 'cimb/payment/refund', decode(repeat('5a', 32), 'hex'), c.refund_id, c.at, 200, '\\x00'::bytea,
          c.at
     from bench_chunk c where c.refund_id is not null`,
  `insert into payments (merchant_id, payment_id, bank, token_id, state, version, last_move, amount, fee, splits, refunded,
                         invoice_number, request_id, customer_key, sealed_details, bank_payment_id, bank_code, asked_at, notified,
                         created_at, finished_at)
   select c.merchant_id, c.payment_id, 'cimb', c.merchant_id, 'succeeded', 2, c.payment_id, c.amount, c.fee,
          case when c.n % 3 = 0 then jsonb_build_object('net', (c.amount - c.fee)::text, 'lines', jsonb_build_array(
            jsonb_build_object('account', 'SBA-0001-000000002', 'type', 'FIX', 'value', '1000', 'amount', '1000'),
            jsonb_build_object('account', 'SBA-0001-000000003', 'type', 'PERCENTAGE', 'value', '33',
                               'amount', ((c.amount - c.fee) * 33 / 100)::text))) end,
          case when c.refund_id is null then 0 else 1000 end, 'INV-' || c.n, 'REQ-' || c.n, '\\x00',
          decode(repeat('5a', 200), 'hex'), 'B' || c.n, '2005400', c.at, 1, c.at, c.at + interval '1 second'
     from bench_chunk c order by c.n`,
  `insert into payment_events (merchant_id, payment_id, version, move_id, event, state, actor, evidence, at)
   select c.merchant_id, c.payment_id, e.version, c.payment_id, e.event, e.state, e.actor,
          case e.version when 2 then ${SAID('pay', '2005400')} end, c.at + (e.version - 1) * interval '1 second'
     from bench_chunk c
     join (values (1, 'created', 'created', 'merchant'), (2, 'bank_paid', 'succeeded', 'bank'))
       as e (version, event, state, actor) on true
    order by c.n, e.version`,
  `insert into notifications (merchant_id, notification_id, subject_id, bank, type, sequence, url, body, state, attempts,
                              created_at, done_at)
   select c.merchant_id, c.notification_id, c.payment_id, 'cimb', 'payment.succeeded', 1, 'https://shop.example/notify',
          decode(repeat('5a', 40), 'hex'), 'delivered', 1, c.at + interval '1 second', c.at + interval '1 second'
     from bench_chunk c order by c.n`,
  `insert into notification_attempts (merchant_id, notification_id, attempt, at, status, duration_ms)
   select c.merchant_id, c.notification_id, 1, c.at + interval '1 second', 200, 20 from bench_chunk c order by c.n`,
  `insert into refunds (merchant_id, refund_id, payment_id, kind, state, version, last_move, amount, request_id, bank_refund_id,
                        bank_code, asked_at, created_at, finished_at)
   select c.merchant_id, c.refund_id, c.payment_id, 'merchant', 'succeeded', 2, c.refund_id, 1000, 'RFD-' || c.n, 'R' || c.n,
          '2005800', c.at + interval '60 seconds', c.at + interval '60 seconds', c.at + interval '61 seconds'
     from bench_chunk c where c.refund_id is not null order by c.n`,
  `insert into refund_events (merchant_id, refund_id, version, move_id, event, state, actor, evidence, at)
   select c.merchant_id, c.refund_id, e.version, c.refund_id, e.event, e.state, e.actor,
          case e.version when 2 then ${SAID('refund', '2005800')} end, c.at + (59 + e.version) * interval '1 second'
     from bench_chunk c
     join (values (1, 'created', 'requested', 'merchant'), (2, 'bank_refunded', 'succeeded', 'bank'))
       as e (version, event, state, actor) on c.refund_id is not null
    order by c.n, e.version`,
];

/** The chunk as the bank writes it in its statement, and what its lines come to: $1 whether something of it is wrong. */
export const LINES = `
select coalesce(string_agg(to_char(l.at + interval '7 hours', 'YYYY-MM-DD"T"HH24:MI:SS') || '+07:00,KEY-' || l.party || ',' ||
                           l.type || ',B' || l.n || ',' || l.reference || ',' || l.amount || E'.00,IDR\\r\\n', ''
                           order by l.n, l.type), '') as text,
       count(*) as lines, coalesce(sum(l.amount) filter (where l.type = 'DEBIT'), 0)::bigint as debits,
       coalesce(sum(l.amount) filter (where l.type = 'REFUND'), 0)::bigint as refunds
  from (
    select c.n, c.at, c.party, 'DEBIT' as type, c.amount + (case when $1::boolean and c.n % ${WRONG} = 2 then 1 else 0 end) as amount,
           case when $1::boolean and c.n % ${WRONG} = 3 then upper(replace(c.payment_id::text, '-', ''))
                else replace(c.payment_id::text, '-', '') end as reference
      from bench_chunk c where not ($1::boolean and c.n % ${WRONG} = 1)
    union all
    select c.n, c.at + interval '60 seconds', c.party, 'REFUND', 1000, replace(c.refund_id::text, '-', '')
      from bench_chunk c where c.refund_id is not null
  ) l`;

/**
 * Books the next payments of a merchant and their refunds: $1 merchant, $2 the payment before, $3 when, $4 how many payments.
 * Answers the last one; nothing when there is none.
 */
export const BOOK = `
with chosen as (
  select p.payment_id, p.amount, p.fee from payments p
   where p.merchant_id = $1::uuid and p.payment_id > $2::uuid order by p.payment_id limit $4::int
), said as (
  select s.payment_id as o, 1 as k, s.payment_id as subject, 'paymentSucceeded' as template, 'bank_receivable:cimb' as debit,
         'merchant_payable' as credit, s.amount from chosen s
  union all
  select s.payment_id, 2, s.payment_id, 'feeCharged', 'merchant_payable', 'fee_revenue', s.fee from chosen s
  union all
  select s.payment_id, x.k, r.refund_id, x.template, x.debit, x.credit, r.amount
    from chosen s
    join refunds r on r.merchant_id = $1::uuid and r.payment_id = s.payment_id
    join (values (3, 'refundRequested', 'merchant_payable', 'refund_in_transit'),
                 (4, 'refundSucceeded', 'refund_in_transit', 'bank_receivable:cimb')) as x (k, template, debit, credit) on true
), numbered as (
  select s.*, (row_number() over (order by s.o, s.k))::int as n from said s
)
select post_journals($1::uuid, $3::timestamptz, array_agg($1::uuid order by j.n), array_agg(j.template order by j.n),
                     array_agg(j.subject order by j.n), array_agg(j.n order by j.n), array_agg(j.debit order by j.n),
                     array_agg(j.credit order by j.n), array_agg(j.amount order by j.n)),
       (array_agg(j.o order by j.n desc))[1] as last
  from numbered j having count(*) > 0`;
