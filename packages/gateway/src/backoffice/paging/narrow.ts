// What every list is narrowed by: its merchants and its time. And the few ways in which filters are worded.
import type { z } from 'zod';
import type { Asked } from '../asked.ts';
import type { ListQuery } from '../contract/words.ts';
import { Denied } from '../denied.ts';
import { sql, type Fragment } from './fragment.ts';
import type { Narrowed } from './store.ts';

type Times = Pick<z.output<typeof ListQuery>, 'from' | 'to'>;

/** A list of the call's workspace and time, without any filter yet. */
export function narrowed(call: Pick<Asked, 'scope'>, { from, to }: Times): Narrowed {
  return {
    merchantIds: call.scope.merchantIds,
    along: [],
    filters: [],
    from: from ?? null,
    to: to ?? null,
  };
}

/** The one merchant of the workspace, for what only means something within one. Throws `choose_merchant` in `all`. */
export function oneMerchant({ scope }: Pick<Asked, 'scope'>): string {
  const [only] = scope.merchantIds ?? [];
  if (scope.workspace === 'all' || only === undefined) throw new Denied('choose_merchant');
  return only;
}

/** The column equals the value, or no filter without one. */
export function equals(column: string, value: string | undefined): Fragment[] {
  return value === undefined ? [] : [sql`x.${sql.ref(column)} = ${value}`];
}

/** The column is one of the words, or no filter without any. */
export function among(column: string, values: readonly string[] | undefined): Fragment[] {
  return values === undefined ? [] : [sql`x.${sql.ref(column)} = any(${values}::text[])`];
}

/** The amount lies within what is asked, both ends included. */
export function amounts(least: bigint | undefined, most: bigint | undefined): Fragment[] {
  return [
    ...(least === undefined ? [] : [sql`x.amount >= ${least}`]),
    ...(most === undefined ? [] : [sql`x.amount <= ${most}`]),
  ];
}
