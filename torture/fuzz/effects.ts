// What requests have done: a digest of everything that is stored, and the accounts of a batch by its Request-Ids.
import { readFileSync, statSync } from 'node:fs';
import type { World } from './world.ts';

/** Tables in which a request could leave something, with what is looked at. */
const TABLES = [
  'bank_connections',
  'late_money',
  'ledger_accounts',
  'ledger_heads',
  'ledger_journals',
  'ledger_transfers',
  'merchant_keys',
  'merchants',
  'notification_attempts',
  'notification_hosts',
  'notifications',
  'payment_events',
  'payments',
  'refund_events',
  'refunds',
  'requests',
  'sandbox_clock',
  'token_events',
  'tokens',
] as const;

/** Content of every table, by its count and digest, and of the bank's book. */
export type Digest = ReadonlyMap<string, string>;

/** Reads it; nothing may be under way. */
export async function digestOf(world: World): Promise<Digest> {
  // When a key was last used is noted later, by itself: no effect of the request that runs then.
  const parts = TABLES.map(
    (table) =>
      `select '${table}' as name, count(*) || ' ' ||
              coalesce(md5(string_agg(md5(t.row), '' order by md5(t.row))), '') as digest
         from (select (to_jsonb(r) - 'last_used_at')::text as row from ${table} r) t`,
  );
  const rows = await world.sql<{ name: string; digest: string }>(parts.join(' union all '));
  const digest = new Map(rows.map(({ name, digest: text }) => [name, text]));
  digest.set('the bank’s book', `${await entriesOfBank(world)}`);
  return digest;
}

/** The journal's size without its access tokens, which are no effect of a request. */
const journal = { read: 0, entries: 0, file: '' };

async function entriesOfBank(world: World): Promise<number> {
  if (journal.file !== world.bankJournal) {
    Object.assign(journal, { read: 0, entries: 0, file: world.bankJournal });
  }
  const { size } = statSync(world.bankJournal);
  if (size > journal.read) {
    const text = readFileSync(world.bankJournal).subarray(journal.read).toString();
    const lines = text.split('\n').filter((line) => line !== '');
    journal.entries += lines.filter(
      (line) => !/"kind":"(partner|customer)_token/.test(line),
    ).length;
    journal.read = size;
  }
  return journal.entries;
}

/** Names of what differs. */
export function differences(before: Digest, after: Digest): string[] {
  return [...before].filter(([name, text]) => after.get(name) !== text).map(([name]) => name);
}

/** What the database says about Request-Ids. */
export interface Claimed {
  request_id: string;
  endpoint: string;
  status: number | null;
  payments: number;
  refunds: number;
}

/** The claims of these Request-Ids, with how many payments and refunds each has made. */
export async function claimsOf(
  world: World,
  ids: readonly string[],
): Promise<Map<string, Claimed>> {
  const rows = await world.sql<Claimed>(
    `select r.request_id, r.endpoint, r.status,
            (select count(*)::int from payments p
              where p.merchant_id = r.merchant_id and p.payment_id = r.claim_id) as payments,
            (select count(*)::int from refunds f
              where f.merchant_id = r.merchant_id and f.refund_id = r.claim_id) as refunds
       from requests r where r.request_id = any ($1)`,
    [ids],
  );
  return new Map(rows.map((row) => [row.request_id, row]));
}

export interface Totals {
  requests: number;
  payments: number;
  refunds: number;
  tokens: number;
}

/** How many rows there are. */
export async function totalsOf(world: World): Promise<Totals> {
  const [row] = await world.sql<Totals>(
    `select (select count(*)::int from requests) as requests,
            (select count(*)::int from payments) as payments,
            (select count(*)::int from refunds) as refunds,
            (select count(*)::int from tokens) as tokens`,
  );
  if (row === undefined) throw new Error('a count always answers');
  return row;
}
