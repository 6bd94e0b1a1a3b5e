// SQL of recorded calls as people look for them: newest first, looking at a bounded number of rows whatever is asked for.
import type { Reading } from '../../base/reading.ts';
import { instant } from '../../base/db.ts';
import type { SignatureVerdict, SubjectKind } from '../../calls/call.ts';

export interface CallRow {
  merchant_id: string;
  client_id: string;
  merchant_name: string;
  call_id: string;
  at: number;
  method: string;
  path: string;
  endpoint: string | null;
  request_id: string | null;
  status: number;
  code: string | null;
  signature: SignatureVerdict;
  replayed: boolean;
  took_ms: number;
  address: string | null;
}

export interface CallFilters {
  /** At or after, and before; epoch ms. */
  from: number | null;
  to: number | null;
  /** Status at least, and below. */
  statuses: readonly [least: number, below: number] | null;
  code: string | null;
  endpoint: string | null;
  signature: SignatureVerdict | null;
  requestId: string | null;
}

/** A place in the list; what follows is older. */
export interface CallPlace {
  at: number;
  callId: string;
}

const COLUMNS = `c.merchant_id, c.call_id, c.at, c.method, c.path, c.endpoint, c.request_id, c.status, c.code,
                 c.signature, c.replayed, c.took_ms, c.address`;

/** Rows that are looked at for one page. */
const LOOKED = 2000;

export interface Looked {
  rows: CallRow[];
  /** Where looking stopped before the end of the list; null at its end. */
  stopped: CallPlace | null;
}

/** One merchant's calls are found by their own index; those of all by the index of all. */
function whose(merchantIds: readonly string[] | null): { text: string; value: unknown } {
  if (merchantIds === null) return { text: '$1::uuid is null', value: null };
  const [only, ...others] = merchantIds;
  return others.length === 0
    ? { text: 'a.merchant_id = $1', value: only }
    : { text: 'a.merchant_id = any ($1)', value: merchantIds };
}

/** The newest calls after a place that fit, at most `limit`, among a bounded number that is looked at. */
export async function lookForCalls(
  reading: Reading,
  merchantIds: readonly string[] | null,
  filters: CallFilters,
  after: CallPlace | null,
  limit: number,
): Promise<Looked> {
  const { text, value } = whose(merchantIds);
  const rows = await reading.rows<CallRow & { fits: boolean; nth: bigint }>({
    name: `backoffice-calls-list-${text.length}`,
    text: `select l.*, m.client_id, m.name as merchant_name
             from (select ${COLUMNS},
                          ($7::integer is null or (c.status >= $7 and c.status < $8))
                          and ($9::text is null or c.code = $9) and ($10::text is null or c.endpoint = $10)
                          and ($11::text is null or c.signature = $11) as fits,
                          row_number() over (order by c.at desc, c.call_id desc) as nth
                     from (select * from api_calls a
                            where ${text}
                              and ($2::timestamptz is null or a.at >= $2) and ($3::timestamptz is null or a.at < $3)
                              and ($4::timestamptz is null or (a.at, a.call_id) < ($4, $5::uuid))
                            order by a.at desc, a.call_id desc limit $6) c) l
             join merchants m on m.merchant_id = l.merchant_id
            where l.fits or l.nth = $6
            order by l.at desc, l.call_id desc limit $12`,
    values: [
      value,
      instant(filters.from),
      instant(filters.to),
      instant(after?.at ?? null),
      after?.callId ?? null,
      LOOKED,
      filters.statuses?.[0] ?? null,
      filters.statuses?.[1] ?? null,
      filters.code,
      filters.endpoint,
      filters.signature,
      limit + 1,
    ],
  });
  const page = rows.filter(({ fits }) => fits).slice(0, limit);
  const last = rows.at(-1);
  const more = rows.length > page.length || last?.nth === BigInt(LOOKED);
  const end = rows.length > limit ? page.at(-1) : last;
  return { rows: page, stopped: more && end !== undefined ? placeOf(end) : null };
}

/** Calls with exactly this Request-Id: found by its index. */
export async function findCallsOf(
  reading: Reading,
  merchantIds: readonly string[] | null,
  requestId: string,
  limit: number,
): Promise<CallRow[]> {
  return await reading.rows<CallRow>({
    name: 'backoffice-calls-of-request',
    text: `select l.*, m.client_id, m.name as merchant_name
             from merchants m
             cross join lateral (
               select ${COLUMNS} from api_calls c
                where c.merchant_id = m.merchant_id and c.request_id = $2
                order by c.at desc, c.call_id desc limit $3
             ) l
            where ($1::uuid[] is null or m.merchant_id = any ($1))
            order by l.at desc, l.call_id desc limit $3`,
    values: [merchantIds, requestId, limit],
  });
}

export interface WholeCall extends CallRow {
  message: string | null;
  field: string | null;
  string_to_sign: string | null;
  sealed_bodies: Buffer | null;
  subject_kind: SubjectKind | null;
  subject_id: string | null;
}

/** One call, or null. */
export async function findCall(
  reading: Reading,
  merchantIds: readonly string[] | null,
  callId: string,
): Promise<WholeCall | null> {
  const [row] = await reading.rows<WholeCall>({
    name: 'backoffice-call',
    text: `select ${COLUMNS}, c.message, c.field, c.string_to_sign, c.sealed_bodies, c.subject_kind, c.subject_id,
                  m.client_id, m.name as merchant_name
             from merchants m
             join api_calls c on c.merchant_id = m.merchant_id and c.call_id = $2
            where ($1::uuid[] is null or m.merchant_id = any ($1))`,
    values: [merchantIds, callId],
  });
  return row ?? null;
}

const KINDS: Readonly<Record<string, SubjectKind>> = {
  payment: 'payments',
  'payment-refund': 'refunds',
  token: 'tokens',
};

/** What a call has made under its Request-Id: the claim carries the id of what was made. */
export async function findMadeBy(
  reading: Reading,
  merchantId: string,
  requestId: string,
): Promise<{ kind: SubjectKind; id: string } | null> {
  const [row] = await reading.rows<{ endpoint: string; claim_id: string }>({
    name: 'backoffice-made-by',
    text: `select r.endpoint, r.claim_id from requests r where r.merchant_id = $1 and r.request_id = $2`,
    values: [merchantId, requestId],
  });
  const kind =
    row === undefined ? undefined : KINDS[row.endpoint.slice(row.endpoint.indexOf('/') + 1)];
  return row === undefined || kind === undefined ? null : { kind, id: row.claim_id };
}

export function placeOf({ at, call_id: callId }: Pick<CallRow, 'at' | 'call_id'>): CallPlace {
  return { at, callId };
}
