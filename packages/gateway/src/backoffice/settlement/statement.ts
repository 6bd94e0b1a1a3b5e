// The statement of a merchant and a day: what a finance clerk prints and hands on, and its lines as a file.
import { STATEMENT_ZONE } from '../../settlement/statement.ts';
import { wibDay } from '../../settlement/calendar.ts';
import { findStatementAccounts } from '../../settlement/store-statement.ts';
import type { Asked } from '../asked.ts';
import { exportStatement as exportShape, getStatement as getShape } from '../contract/batches.ts';
import { iso } from '../paging/iso.ts';
import { route } from '../route.ts';
import { accountWords, batchWords } from './batch-words.ts';
import { sendLines } from './send-lines.ts';
import {
  batchesOfDayQuery,
  latestDayQuery,
  nearDaysQuery,
  type BatchListRow,
} from './store-batches.ts';

type Reads = Pick<Asked['reading'], 'rows'>;

export const getStatement = route(getShape, async (call) => {
  const { ctx, reading, query } = call;
  const { merchantId, clientId, name } = await call.merchant();
  return await reading.together(async (at) => {
    const day = query.day ?? (await latestDay(at, merchantId)) ?? wibDay(ctx.clock.now());
    const batches = [];
    for (const batch of await at.rows<BatchListRow>(batchesOfDayQuery(merchantId, day))) {
      const accounts = await findStatementAccounts(at, { merchantId, batchId: batch.batch_id });
      batches.push({ batch: batchWords(batch), accounts: accounts.map(accountWords) });
    }
    const [near] = await at.rows<{ before: string | null; next: string | null }>(
      nearDaysQuery(merchantId, day),
    );
    return {
      client_id: clientId,
      merchant_name: name,
      day,
      zone: STATEMENT_ZONE,
      made_at: iso(ctx.clock.now()),
      batches,
      before: near?.before ?? null,
      next: near?.next ?? null,
    };
  });
});

export const exportStatement = route(exportShape, async (call) => {
  const { ctx, reading, query } = call;
  const { merchantId } = await call.merchant();
  const day = query.day ?? (await latestDay(reading, merchantId)) ?? wibDay(ctx.clock.now());
  const batches = await reading.rows<BatchListRow>(batchesOfDayQuery(merchantId, day));
  return await sendLines(call, merchantId, batches, day);
});

async function latestDay(at: Reads, merchantId: string): Promise<string | null> {
  const [latest] = await at.rows<{ day: string }>(latestDayQuery(merchantId));
  return latest?.day ?? null;
}
