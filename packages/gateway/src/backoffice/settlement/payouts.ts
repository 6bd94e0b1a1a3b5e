// Payouts: their list, one of them with its history, and an account that is paid to again.
import { referenceOf } from '../../base/reference.ts';
import { releaseAccount } from '../../settlement/release.ts';
import type { Asked } from '../asked.ts';
import {
  getPayout as getShape,
  listPayouts as listShape,
  releasePayout as releaseShape,
} from '../contract/payouts.ts';
import { Denied } from '../denied.ts';
import { iso } from '../paging/iso.ts';
import { among, equals, narrowed } from '../paging/narrow.ts';
import { readPage } from '../paging/page.ts';
import { ownerQuery } from '../paging/store.ts';
import { route } from '../route.ts';
import {
  fileQuery,
  HELD,
  payoutEventsQuery,
  payoutRowQuery,
  PAYOUTS,
  type FileListRow,
  type PayoutEventRow,
  type PayoutListRow,
} from './store-payouts.ts';
import { byOf } from './words.ts';

export const listPayouts = route(listShape, async (call) => {
  const { query } = call;
  const list = narrowed(call, query);
  const page = await readPage<PayoutListRow>(
    call.reading,
    PAYOUTS,
    {
      ...list,
      along: query.held === 'yes' ? [HELD] : [],
      filters: [...among('state', query.state), ...equals('bank', query.bank)],
    },
    query,
  );
  return { ...page, rows: page.rows.map(payoutWords) };
});

export const getPayout = route(getShape, async ({ reading, scope, params }) =>
  reading.together(async (at) => {
    const { payout_id: payoutId } = params;
    const merchantId = await ownerOf(at, scope.merchantIds, payoutId);
    const [row] = await at.rows<PayoutListRow>(payoutRowQuery(merchantId, payoutId));
    if (row === undefined) throw new Denied('not_found');
    const events = await at.rows<PayoutEventRow>(payoutEventsQuery(merchantId, payoutId));
    const [file] = row.file_id === null ? [] : await at.rows<FileListRow>(fileQuery(row.file_id));
    return {
      payout: payoutWords(row),
      file:
        file === undefined
          ? null
          : {
              message_id: file.message_id,
              day: file.day,
              state: file.state,
              sent_at: iso(file.sent_at),
            },
      events: events.map((event) => ({ ...event, at: iso(event.at) })),
    };
  }),
);

export const releasePayout = route(releaseShape, async (call) => {
  const { ctx, reading, scope, params, body } = call;
  const { payout_id: payoutId } = params;
  const merchantId = await ownerOf(reading, scope.merchantIds, payoutId);
  const released = await releaseAccount(ctx, merchantId, payoutId, byOf(call, body.reason));
  if (!released) throw new Denied('not_allowed_now', { message: 'nothing is held by it' });
});

/** Whose payout it is. Throws `not_found`. */
async function ownerOf(
  at: Pick<Asked['reading'], 'rows'>,
  merchantIds: readonly string[] | null,
  payoutId: string,
): Promise<string> {
  const [owner] = await at.rows<{ merchant_id: string }>(
    ownerQuery(PAYOUTS, merchantIds, payoutId),
  );
  if (owner === undefined) throw new Denied('not_found');
  return owner.merchant_id;
}

function payoutWords(row: PayoutListRow) {
  return {
    client_id: row.client_id,
    merchant_name: row.merchant_name,
    payout_id: row.payout_id,
    reference: referenceOf(row.payout_id),
    batch_id: row.batch_id,
    day: row.day,
    bank: row.bank,
    account: row.account,
    bank_name: row.bank_name,
    number_tail: row.number_tail,
    amount: `${row.amount}`,
    state: row.state,
    reason: row.reason,
    file_id: row.file_id,
    held: row.held,
    created_at: iso(row.created_at),
    changed_at: iso(row.changed_at),
  };
}
