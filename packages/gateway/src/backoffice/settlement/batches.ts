// Batches: their list, one of them with its accounts, its lines page by page, and the same as a file.
import { findStatementAccounts, findStatementLines } from '../../settlement/store-statement.ts';
import type { StatementLine } from '../../settlement/store-statement.ts';
import type { Asked } from '../asked.ts';
import {
  exportBatchLines as exportShape,
  getBatch as getShape,
  listBatches as listShape,
  listBatchLines as linesShape,
} from '../contract/batches.ts';
import { Denied } from '../denied.ts';
import { ownerQuery, WALKING } from '../paging/store.ts';
import { cursorOf, idPart, partsOf } from '../people/cursor.ts';
import { route } from '../route.ts';
import { accountWords, batchWords, lineWords } from './batch-words.ts';
import { sendLines } from './send-lines.ts';
import {
  batchesQuery,
  batchQuery,
  type BatchesWanted,
  type BatchListRow,
} from './store-batches.ts';

export const listBatches = route(listShape, async (call) => {
  const { reading, query } = call;
  const { limit, bank, day, state } = query;
  const merchantId = await merchantIn(call, query.client_id);
  if (merchantId === undefined) return { rows: [], next: null, searched_to: null };
  const after = afterOf(query.after);
  const found = await reading.rows<BatchListRow>(
    batchesQuery({ merchantId, bank, day, state, after, limit: limit + 1 }),
  );
  const rows = found.slice(0, limit);
  const last = found.length > limit ? rows.at(-1) : undefined;
  const next = last === undefined ? null : cursorOf(last.day, last.merchant_id, last.batch_id);
  return { rows: rows.map(batchWords), next, searched_to: null };
});

/** The merchant of the workspace, or the one that is asked for among all; null for all, undefined for one that is not there. */
async function merchantIn(
  { ctx, scope }: Asked,
  clientId: string | undefined,
): Promise<string | null | undefined> {
  const [own] = scope.merchantIds ?? [];
  if (clientId === undefined) return own ?? null;
  const named = await ctx.merchants.find(clientId);
  return named === null || (own !== undefined && own !== named.merchantId)
    ? undefined
    : named.merchantId;
}

function afterOf(cursor: string | undefined): BatchesWanted['after'] {
  if (cursor === undefined) return null;
  const [day = '', merchant, batch] = partsOf(cursor, 3);
  if (!/^\d{4}-\d\d-\d\d$/.test(day)) throw new Denied('field_invalid', { field: 'after' });
  return { day, merchantId: idPart(merchant), batchId: idPart(batch) };
}

export const getBatch = route(getShape, async ({ reading, scope, params }) =>
  reading.together(async (at) => {
    const batch = await findBatch(at, scope.merchantIds, params.batch_id);
    const { merchant_id: merchantId, batch_id: batchId } = batch;
    const accounts = await findStatementAccounts(at, { merchantId, batchId });
    return { batch: batchWords(batch), accounts: accounts.map(accountWords) };
  }),
);

export const listBatchLines = route(linesShape, async ({ reading, scope, params, query }) =>
  reading.together(async (at) => {
    await at.rows(WALKING);
    const batch = await findBatch(at, scope.merchantIds, params.batch_id);
    const { limit } = query;
    const found = await findStatementLines(
      at,
      { merchantId: batch.merchant_id, batchId: batch.batch_id },
      lineAfter(query.after),
      limit + 1,
    );
    const rows = found.slice(0, limit);
    const last: StatementLine | undefined = found.length > limit ? rows.at(-1) : undefined;
    const next = last === undefined ? null : cursorOf(last.itemId, last.lineNo);
    return { rows: rows.map(lineWords), next, searched_to: null };
  }),
);

function lineAfter(cursor: string | undefined): { itemId: string; lineNo: number } | null {
  if (cursor === undefined) return null;
  const [item, line = ''] = partsOf(cursor, 2);
  if (!/^\d{1,5}$/.test(line)) throw new Denied('field_invalid', { field: 'after' });
  return { itemId: idPart(item), lineNo: Number(line) };
}

export const exportBatchLines = route(exportShape, async (call) => {
  const { reading, scope, params } = call;
  const batch = await findBatch(reading, scope.merchantIds, params.batch_id);
  return await sendLines(call, batch.merchant_id, [batch], batch.day);
});

/** The batch of that id among the merchants that may be seen. Throws `not_found`. */
async function findBatch(
  at: Pick<Asked['reading'], 'rows'>,
  merchantIds: readonly string[] | null,
  batchId: string,
): Promise<BatchListRow> {
  const [owner] = await at.rows<{ merchant_id: string }>(
    ownerQuery({ table: 'settlement_batches', id: 'batch_id' }, merchantIds, batchId),
  );
  const [batch] =
    owner === undefined ? [] : await at.rows<BatchListRow>(batchQuery(owner.merchant_id, batchId));
  if (batch === undefined) throw new Denied('not_found');
  return batch;
}
