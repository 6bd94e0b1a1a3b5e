// SQL of tokens in the Back Office: their list and their page. The seal of access to an account is never read here.
import type { z } from 'zod';
import type { Query } from '../../base/db.ts';
import type { TokenState } from '../../tokens/token.ts';
import type { listTokens } from '../contract/nouns.ts';
import { queryOf, sql } from '../paging/fragment.ts';
import { among, equals } from '../paging/narrow.ts';
import type { Listed, Narrowed } from '../paging/store.ts';

export interface TokenListRow {
  client_id: string;
  merchant_name: string;
  merchant_id: string;
  token_id: string;
  state: TokenState;
  bank: string;
  sealed_details: Buffer;
  account_tail: string | null;
  reason: string | null;
  created_at: number;
  changed_at: number;
}

const COLUMNS = sql`
  m.client_id, m.name as merchant_name, w.merchant_id, w.token_id, w.state, w.bank, w.sealed_details, w.account_tail,
  w.reason, w.created_at, w.changed_at`;

export const TOKENS: Listed = {
  table: 'tokens',
  id: 'token_id',
  carried: sql`x.state, x.bank`,
  // Not all of a token may be read.
  streamed: sql`x.merchant_id, x.token_id, x.created_at, x.state, x.bank, x.sealed_details, x.account_tail, x.reason,
    x.changed_at`,
  columns: COLUMNS,
  joins: sql``,
};

/** Narrows a list by the filters of a call; who and which phone come as blind indexes. */
export function narrowTokens(
  list: Narrowed,
  { state, bank }: Pick<z.output<typeof listTokens.query>, 'state' | 'bank'>,
  keys: { customer: Buffer | null; phone: Buffer | null },
): Narrowed {
  return {
    ...list,
    along: [
      ...list.along,
      ...(keys.customer === null ? [] : [sql`x.customer_key = ${keys.customer}`]),
      ...(keys.phone === null ? [] : [sql`x.phone_key = ${keys.phone}`]),
    ],
    filters: [...list.filters, ...among('state', state), ...equals('bank', bank)],
  };
}

/** One token as the list shows it. */
export function tokenRowQuery(merchantId: string, tokenId: string): Query {
  return queryOf(sql`
    select ${COLUMNS} from tokens w
      join merchants m on m.merchant_id = w.merchant_id
     where w.merchant_id = ${merchantId} and w.token_id = ${tokenId}`);
}

/** The columns of a token that may be read, for its page and for its JSON. */
export function wholeTokenQuery(merchantId: string, tokenId: string): Query {
  return {
    name: 'bo-token',
    text: `select t.merchant_id, t.token_id, t.bank, t.state, t.version, t.last_move, t.customer_key, t.account_tail,
                  t.reason, t.bank_code, t.notified, t.attempts, t.due_at, t.lease_until, t.created_at, t.changed_at
             from tokens t where t.merchant_id = $1 and t.token_id = $2`,
    values: [merchantId, tokenId],
  };
}
