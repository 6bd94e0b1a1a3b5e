// SQL of the search: whatever has exactly this reference. Every branch is a look at an index for each merchant, never a scan.
import type { Query } from '../../base/db.ts';

export interface HitRow {
  kind: 'payments' | 'tokens' | 'refunds' | 'notifications' | 'requests';
  by: 'invoice_number' | 'request_id' | 'id' | 'bank_reference' | 'customer_id' | 'phone';
  client_id: string;
  merchant_name: string;
  id: string;
  title: string;
  state: string | null;
  amount: bigint | null;
  at: number;
}

/** Most hits of one branch in one merchant, and of all together. */
const EACH = 10;
export const MOST = 50;

/** The merchants of a search, as `l`. */
const LANES = {
  named: `(select m.merchant_id, m.client_id, m.name from unnest($1::uuid[]) as n (merchant_id)
             join merchants m on m.merchant_id = n.merchant_id) l`,
  every: '(select m.merchant_id, m.client_id, m.name from merchants m where $1::uuid[] is null) l',
};

function branch(kind: HitRow['kind'], by: HitRow['by'], columns: string, found: string): string {
  return `(select '${kind}'::text as kind, '${by}'::text as by, l.client_id, l.name as merchant_name, ${columns}
             from LANES cross join lateral (${found}) f limit ${MOST})`;
}

const PAYMENT =
  'f.payment_id as id, f.invoice_number as title, f.state, f.amount, f.created_at as at';
const PAYMENT_FOUND = `select p.payment_id, p.invoice_number, p.state, p.amount, p.created_at from payments p`;
const TOKEN =
  'f.token_id as id, f.token_id::text as title, f.state, null::bigint as amount, f.created_at as at';
const TOKEN_FOUND = 'select t.token_id, t.state, t.created_at from tokens t';
const REFUND =
  'f.refund_id as id, f.refund_id::text as title, f.state, f.amount, f.created_at as at';
const REFUND_FOUND = 'select r.refund_id, r.state, r.amount, r.created_at from refunds r';
const NEWEST = `order by p.created_at desc, p.payment_id desc limit ${EACH}`;

/** What a Request-Id has made; a Request-Id is its payment's, refund's or token's for ever, or as long as its answer is kept. */
const CLAIMED = `(select r.claim_id from requests r
                   where r.merchant_id = l.merchant_id and r.request_id = $2 limit 1) q`;

/** $2: the text as it was given. Every lateral part has a limit, so that it is looked up for each merchant and not joined. */
const BY_TEXT = [
  branch(
    'payments',
    'invoice_number',
    PAYMENT,
    `${PAYMENT_FOUND}
    where p.merchant_id = l.merchant_id and p.invoice_number = $2
      and p.state in ('created', 'awaiting_otp', 'confirming', 'unclear', 'succeeded') limit ${EACH}`,
  ),
  branch(
    'payments',
    'invoice_number',
    PAYMENT,
    `${PAYMENT_FOUND}
    where p.merchant_id = l.merchant_id and p.invoice_number = $2 and p.state in ('failed', 'expired') limit ${EACH}`,
  ),
  branch(
    'payments',
    'bank_reference',
    PAYMENT,
    `${PAYMENT_FOUND}
    where p.merchant_id = l.merchant_id and p.bank_payment_id = $2 limit ${EACH}`,
  ),
  branch(
    'refunds',
    'bank_reference',
    REFUND,
    `${REFUND_FOUND}
    where r.merchant_id = l.merchant_id and r.bank_refund_id = $2 limit ${EACH}`,
  ),
  branch(
    'payments',
    'request_id',
    PAYMENT,
    `${PAYMENT_FOUND}
      join ${CLAIMED} on q.claim_id = p.payment_id where p.merchant_id = l.merchant_id limit 1`,
  ),
  branch(
    'refunds',
    'request_id',
    REFUND,
    `${REFUND_FOUND}
      join ${CLAIMED} on q.claim_id = r.refund_id where r.merchant_id = l.merchant_id limit 1`,
  ),
  branch(
    'tokens',
    'request_id',
    TOKEN,
    `${TOKEN_FOUND}
      join ${CLAIMED} on q.claim_id = t.token_id where t.merchant_id = l.merchant_id limit 1`,
  ),
  branch(
    'requests',
    'request_id',
    `f.call_id as id, coalesce(f.endpoint, f.path) as title, f.status::text as state, null::bigint as amount, f.at`,
    `select c.call_id, c.endpoint, c.path, c.status, c.at from api_calls c
      where c.merchant_id = l.merchant_id and c.request_id = $2 order by c.at desc limit ${EACH}`,
  ),
];

/** $3: the text as an id. */
const BY_ID = [
  branch(
    'payments',
    'id',
    PAYMENT,
    `${PAYMENT_FOUND} where p.merchant_id = l.merchant_id and p.payment_id = $3 limit 1`,
  ),
  branch(
    'refunds',
    'id',
    REFUND,
    `${REFUND_FOUND} where r.merchant_id = l.merchant_id and r.refund_id = $3 limit 1`,
  ),
  branch(
    'tokens',
    'id',
    TOKEN,
    `${TOKEN_FOUND} where t.merchant_id = l.merchant_id and t.token_id = $3 limit 1`,
  ),
  branch(
    'notifications',
    'id',
    'f.notification_id as id, f.type as title, f.state, null::bigint as amount, f.created_at as at',
    `select n.notification_id, n.type, n.state, n.created_at from notifications n
      where n.merchant_id = l.merchant_id and n.notification_id = $3 limit 1`,
  ),
];

/** $3, $4: the merchants again, each with the text as the blind index of a customer of theirs, or of a phone. */
const KEYED = `join unnest($3::uuid[], $4::bytea[], $5::bytea[]) as k (merchant_id, customer_key, phone_key)
                 on k.merchant_id = l.merchant_id`;
const BY_PERSON = [
  branch(
    'payments',
    'customer_id',
    PAYMENT,
    `${PAYMENT_FOUND}
    where p.merchant_id = l.merchant_id and p.customer_key = k.customer_key ${NEWEST}`,
  ),
  branch(
    'tokens',
    'customer_id',
    TOKEN,
    `${TOKEN_FOUND}
    where t.merchant_id = l.merchant_id and t.customer_key = k.customer_key
    order by t.created_at desc, t.token_id desc limit ${EACH}`,
  ),
  branch(
    'tokens',
    'phone',
    TOKEN,
    `${TOKEN_FOUND}
    where t.merchant_id = l.merchant_id and t.phone_key = k.phone_key
    order by t.created_at desc, t.token_id desc limit ${EACH}`,
  ),
];

/** Whatever has this text as invoice number, Request-Id or reference of the bank. */
export function byTextQuery(merchantIds: readonly string[] | null, text: string): Query {
  return { ...whole('text', BY_TEXT, merchantIds, ''), values: [merchantIds, text] };
}

/** Whatever has this id. */
export function byIdQuery(merchantIds: readonly string[] | null, id: string): Query {
  const query = whole('id', BY_ID, merchantIds, '');
  return { ...query, text: query.text.replaceAll('$3', '$2'), values: [merchantIds, id] };
}

/** Whatever is a customer's, or has a phone: by the blind indexes that each merchant has of the text. */
export function byPersonQuery(
  merchantIds: readonly string[] | null,
  keys: readonly { merchantId: string; customer: Buffer; phone: Buffer }[],
): Query {
  const query = whole('person', BY_PERSON, merchantIds, KEYED);
  // There is no text here: $2 is the first key.
  const text = query.text.replaceAll('$3', '$2').replaceAll('$4', '$3').replaceAll('$5', '$4');
  const columns = [
    keys.map((k) => k.merchantId),
    keys.map((k) => k.customer),
    keys.map((k) => k.phone),
  ];
  return { ...query, text, values: [merchantIds, ...columns] };
}

/** Every merchant there is, for the blind indexes of each. */
export const EVERY_MERCHANT: Query = {
  name: 'bo-search-merchants',
  text: 'select m.merchant_id from merchants m order by m.merchant_id',
  values: [],
};

function whole(
  name: string,
  branches: readonly string[],
  merchantIds: readonly string[] | null,
  keyed: string,
): Omit<Query, 'values'> {
  const lanes = merchantIds === null ? 'every' : 'named';
  return {
    name: `bo-search-${name}-${lanes}`,
    text: branches.join(' union all ').replaceAll('LANES', `${LANES[lanes]} ${keyed}`),
  };
}
