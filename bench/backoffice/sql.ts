// The statements of the loading: a chunk of drawn payments becomes rows of every table that tells of them.

/** Bytes of one payment in the chunk's blob before its sealed details: payment, token, customer, hash, refund, hash. */
export const HEAD_BYTES = 16 + 16 + 32 + 32 + 16 + 32;

/** The chunk as it comes from the program, and what the tables are filled from. */
export const CHUNK_TABLE = `
create temporary table chunk (
  n bigint, merchant_id uuid, payment_id uuid, token_id uuid, customer_key bytea, hash bytea, refund_id uuid,
  refund_hash bytea, sealed bytea, kind smallint, created_at timestamptz, last_at timestamptz, amount bigint, took int,
  reason smallint, journal_no bigint, refund bigint, refund_no bigint, notification text)`;

const at = (offset: number, length: number) =>
  `substr($3::bytea, (i.n - 1)::int * $4::int + ${offset + 1}, ${length})`;
const uuid = (offset: number) => `encode(${at(offset, 16)}, 'hex')::uuid`;
const time = (column: string) => `to_timestamp(0) + ${column} * interval '1 millisecond'`;

/** $1 merchant, $2 number of the first payment, $3 blob, $4 bytes of one payment, $5 whether notified; then the columns. */
export const FILL_CHUNK = `
insert into chunk
select $2::bigint + i.n, $1::uuid, ${uuid(0)}, ${uuid(16)}, ${at(32, 32)}, ${at(64, 32)}, ${uuid(96)}, ${at(112, 32)},
       substr($3::bytea, (i.n - 1)::int * $4::int + ${HEAD_BYTES + 1}, $4::int - ${HEAD_BYTES}), i.kind, ${time('i.created')}, ${time('i.last')},
       i.amount, i.took, i.reason, i.journal_no, i.refund, i.refund_no,
       case when not $5::boolean or i.kind > 3 then null
            when ($2::bigint + i.n) % 1000 = 0 then 'undeliverable' when ($2::bigint + i.n) % 500 = 1 then 'exhausted'
            else 'delivered' end
  from unnest($6::smallint[], $7::bigint[], $8::bigint[], $9::bigint[], $10::int[], $11::smallint[], $12::bigint[],
              $13::bigint[], $14::bigint[]) with ordinality
    as i (kind, created, last, amount, took, reason, journal_no, refund, refund_no, n)`;

const STATE = `(array['succeeded', 'succeeded', 'failed', 'expired', 'unclear', 'awaiting_otp'])[c.kind + 1]`;
const REASON = `(array['insufficient_funds', 'limit_exceeded', 'account_blocked', 'bank_refused'])[c.reason + 1]`;
const CODE = `(array['4035414', '4035402', '4035405', '4055400'])[c.reason + 1]`;
const INVOICE = `'INV-' || lpad(c.n::text, 9, '0')`;
const BANK_ID = `lpad((c.n * 7919 % 1000000000000)::text, 12, '0')`;
const NOTIFICATION_ID = `(left(c.payment_id::text, 24) || reverse(right(c.payment_id::text, 12)))::uuid`;
const SAID = (operation: string, http: string, code: string) =>
  `jsonb_build_object('operation', '${operation}', 'http', ${http}, 'code', ${code}, 'message', null, 'note', null,
     'tookMs', c.took)`;

/** Who asked for refunds above the limit, and who decided. Nobody of that id is in the team any more. */
const ASKS = '00000000-0000-7000-8000-0000000000a1';
const DECIDES = '00000000-0000-7000-8000-0000000000d1';

/** Everything that follows from the chunk, in the order in which it would have been written. */
export const FROM_CHUNK = `
insert into requests (merchant_id, request_id, endpoint, body_hash, claim_id, lease_until, status, answer, created_at)
select c.merchant_id, 'REQ-' || lpad(c.n::text, 9, '0'), 'cimb/payment', '\\x00'::bytea, c.payment_id, c.created_at, 200, '\\x00'::bytea,
       c.created_at
  from chunk c
union all
select c.merchant_id, 'RFD-' || lpad(c.n::text, 9, '0'), 'cimb/payment/refund', '\\x00'::bytea, c.refund_id, c.last_at, 200, '\\x00'::bytea,
       c.last_at
  from chunk c where c.refund > 0;

insert into payments
  (merchant_id, payment_id, bank, token_id, state, version, last_move, amount, refunded, invoice_number, request_id,
   customer_key, sealed_details, bank_payment_id, reason, bank_code, otp_sent_at, otp_expires_at, otp_tries, asked_at,
   notified, due_at, created_at, finished_at)
select c.merchant_id, c.payment_id, 'cimb', c.token_id, ${STATE}, (array[2, 4, 2, 3, 2, 2])[c.kind + 1], c.payment_id, c.amount,
       c.refund, ${INVOICE}, 'REQ-' || lpad(c.n::text, 9, '0'), c.customer_key, c.sealed,
       case when c.kind in (0, 1, 5) then ${BANK_ID} end, case when c.kind = 2 then ${REASON} end,
       case when c.kind = 2 then ${CODE} when c.kind < 2 then '2005400' end,
       case when c.kind in (1, 3, 5) then c.created_at end,
       case when c.kind in (1, 3, 5) then c.created_at + interval '5 minutes' end, case when c.kind = 1 then 1 else 0 end,
       c.created_at, case when c.notification is null then 0 else 1 end,
       case when c.kind > 3 then now() + interval '2 days' end, c.created_at, case when c.kind <= 3 then c.last_at end
  from chunk c order by c.n;

insert into payment_events (merchant_id, payment_id, version, move_id, event, state, actor, evidence, at)
select c.merchant_id, c.payment_id, e.version, c.payment_id, e.event, e.state, e.actor,
       case e.said when 'yes' then ${SAID('pay', '200', "'2005400'")} when 'otp' then ${SAID('verify_otp', '200', "'2005400'")}
                   when 'no' then ${SAID('pay', '403', CODE)} when 'silence' then ${SAID('pay', '504', 'null')}
                   when 'closed' then ${SAID('inquire', '200', "'2005500'")} end,
       case when e.version = 1 then c.created_at
            when e.version = 2 and c.kind in (1, 3) then c.created_at + c.took * interval '1 millisecond'
            when e.version = 3 and c.kind = 1 then c.last_at - c.took * interval '1 millisecond' else c.last_at end
  from chunk c
  join (values (0, 1, 'created', 'created', 'merchant', null), (0, 2, 'bank_paid', 'succeeded', 'bank', 'yes'),
               (1, 1, 'created', 'created', 'merchant', null), (1, 2, 'otp_required', 'awaiting_otp', 'bank', 'yes'),
               (1, 3, 'otp_submitted', 'confirming', 'merchant', null), (1, 4, 'bank_paid', 'succeeded', 'bank', 'otp'),
               (2, 1, 'created', 'created', 'merchant', null), (2, 2, 'bank_declined', 'failed', 'bank', 'no'),
               (3, 1, 'created', 'created', 'merchant', null), (3, 2, 'otp_required', 'awaiting_otp', 'bank', 'yes'),
               (3, 3, 'otp_window_closed', 'expired', 'clock', 'closed'),
               (4, 1, 'created', 'created', 'merchant', null), (4, 2, 'bank_unclear', 'unclear', 'bank', 'silence'),
               (5, 1, 'created', 'created', 'merchant', null), (5, 2, 'otp_required', 'awaiting_otp', 'bank', 'yes'))
    as e (kind, version, event, state, actor, said) on e.kind = c.kind
 order by c.n, e.version;

insert into notifications
  (merchant_id, notification_id, subject_id, bank, type, sequence, url, body, state, attempts, created_at, done_at)
select c.merchant_id, ${NOTIFICATION_ID}, c.payment_id, 'cimb', 'payment.' || ${STATE}, 1, 'https://shop.example/notify',
       decode(repeat('5a', 40), 'hex'), c.notification, 1, c.last_at, c.last_at + interval '50 milliseconds'
  from chunk c where c.notification is not null order by c.n;

insert into notification_attempts (merchant_id, notification_id, attempt, at, status, error, duration_ms)
select c.merchant_id, ${NOTIFICATION_ID}, 1, c.last_at + interval '20 milliseconds',
       case when c.notification = 'delivered' then 200 else 503 end, null, 20 + c.took % 40
  from chunk c where c.notification is not null order by c.n;

insert into refunds
  (merchant_id, refund_id, payment_id, kind, state, version, last_move, amount, request_id, bank_refund_id, bank_code, asked_at,
   created_at, finished_at)
select c.merchant_id, c.refund_id, c.payment_id, 'merchant', 'succeeded', 2, c.refund_id, c.refund,
       'RFD-' || lpad(c.n::text, 9, '0'), 'R' || ${BANK_ID}, '2005800', c.last_at + interval '1 minute',
       c.last_at + interval '1 minute', c.last_at + interval '61 seconds'
  from chunk c where c.refund > 0 order by c.n;

insert into refund_events (merchant_id, refund_id, version, move_id, event, state, actor, evidence, at)
select c.merchant_id, c.refund_id, e.version, c.refund_id, e.event, e.state, e.actor,
       case when e.version = 2 then ${SAID('refund', '200', "'2005800'")} end,
       c.last_at + interval '59 seconds' + e.version * interval '1 second'
  from chunk c
  join (values (1, 'created', 'requested', 'merchant'), (2, 'bank_refunded', 'succeeded', 'bank'))
    as e (version, event, state, actor) on c.refund > 0
 order by c.n, e.version;

insert into approvals
  (merchant_id, approval_id, kind, state, version, subject, asked, reason, asked_by, asked_at, expires_at, decided_by, decided_at,
   decision_reason, outcome)
select c.merchant_id, c.refund_id, 'refund', 'done', 3, c.payment_id::text, jsonb_build_object('amount', c.refund::text, 'request_id', 'RFD-' || lpad(c.n::text, 9, '0')),
       'Barang dikembalikan', '${ASKS}', c.last_at, c.last_at + interval '72 hours', '${DECIDES}',
       c.last_at + interval '1 minute', 'Sesuai', 'refunded'
  from chunk c where c.refund > 0 and c.refund = c.amount;

insert into ledger_journals (merchant_id, journal_no, template, subject_id, made_at, hash)
select c.merchant_id, c.journal_no, 'paymentSucceeded', c.payment_id, c.last_at, c.hash from chunk c where c.journal_no > 0
union all
select c.merchant_id, c.refund_no, 'refundSucceeded', c.refund_id, c.last_at, c.refund_hash from chunk c where c.refund > 0;

insert into ledger_transfers (merchant_id, journal_no, line, debit, credit, amount)
select c.merchant_id, c.journal_no, 1, 'bank_receivable:cimb', 'merchant_payable', c.amount from chunk c where c.journal_no > 0
union all
select c.merchant_id, c.refund_no, 1, 'merchant_payable', 'bank_receivable:cimb', c.refund from chunk c where c.refund > 0;

insert into api_calls
  (merchant_id, call_id, at, method, path, endpoint, request_id, status, code, signature, replayed, took_ms, address,
   subject_kind, subject_id)
select c.merchant_id, c.payment_id, c.created_at, 'POST', '/cimb-direct-debit/v1/payment', 'payment',
       'REQ-' || lpad(c.n::text, 9, '0'), case when c.kind = 2 then 400 else 200 end, case when c.kind = 2 then ${REASON} end,
       'right', false, c.took + 8, '203.0.113.7', 'payments', c.payment_id
  from chunk c where c.created_at > now() - interval '7 days' order by c.n;

truncate chunk`;

/** Tokens of a merchant: $1 merchant; then id, customer's key, sealed details, last four, time, phone's key. */
export const INSERT_TOKENS = `
insert into tokens (merchant_id, token_id, bank, state, version, last_move, customer_key, sealed_details, sealed_access,
                    account_tail, created_at, changed_at, phone_key)
select $1, i.id, 'cimb', 'active', 2, i.id, i.key, i.sealed, decode(repeat('5a', 300), 'hex'), i.tail, ${time('$6::bigint')},
       ${time('$6::bigint')}, i.phone
  from unnest($2::uuid[], $3::bytea[], $4::bytea[], $5::text[], $7::bytea[]) as i (id, key, sealed, tail, phone)`;

export const INSERT_TOKEN_EVENTS = `
insert into token_events (merchant_id, token_id, version, move_id, event, state, actor, evidence, at)
select t.merchant_id, t.token_id, e.version, t.token_id, e.event, e.state, e.actor,
       case when e.version = 2 then jsonb_build_object('operation', 'account', 'http', 200, 'code', '2000800', 'tookMs', 80) end,
       t.created_at
  from tokens t
  join (values (1, 'created', 'pending', 'merchant'), (2, 'bound', 'active', 'bank')) as e (version, event, state, actor) on true
 where t.merchant_id = $1`;
