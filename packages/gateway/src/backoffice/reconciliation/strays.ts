// Lines of a bank's statements that are nobody's, for people of the gateway: listed, and given to the merchant whose they are.
import type { z } from 'zod';
import { appendAudit } from '../../operators/append-audit.ts';
import { notePartner } from '../../reconciliation/adopt-strays.ts';
import { listStrayPage, type StrayListed } from '../../reconciliation/store-strays-view.ts';
import { isDay } from '../../settlement/calendar.ts';
import {
  assignPartner as assignShape,
  listStrays as listShape,
} from '../contract/reconciliation.ts';
import { Denied } from '../denied.ts';
import { iso } from '../paging/iso.ts';
import { cursorOf, idPart, partsOf } from '../people/cursor.ts';
import { route } from '../route.ts';
import { bankOf } from './bank.ts';

type Row = z.input<(typeof listShape)['answer']>['rows'][number];

export const listStrays = route(listShape, async (call) => {
  const { ctx, reading, query } = call;
  const bank = bankOf(ctx, query.bank);
  const wanted = { bank, isOpen: query.state === 'open', day: query.day ?? null };
  const after = query.after === undefined ? null : spotOf(query.after);
  const rows = await listStrayPage(reading, wanted, after, query.limit + 1);
  const page = rows.slice(0, query.limit);
  const last = rows.length > query.limit ? page.at(-1) : undefined;
  return {
    bank,
    rows: page.map(rowOf),
    next: last === undefined ? null : cursorOf(last.day, last.statement_id, last.line_no),
  };
});

export const assignPartner = route(assignShape, async (call) => {
  const { ctx, body } = call;
  const { partner, client_id: clientId, reason } = body;
  const bank = bankOf(ctx, body.bank);
  const merchant = await ctx.merchants.find(clientId);
  if (merchant === null) {
    throw new Denied('field_invalid', { field: 'client_id', message: 'there is no such merchant' });
  }
  const { merchantId } = merchant;
  const note = {
    ...call.note('reconciliation.partner_noted', clientId, { reason, after: { bank, partner } }),
    merchantId,
  };
  await ctx.db.transaction(async (tx) => {
    await notePartner(tx, ctx.sealer, { merchantId, bank, partner });
    await appendAudit(tx, [note], ctx.clock.now());
  });
});

function spotOf(cursor: string): { day: string; statementId: string; lineNo: number } {
  const [day = '', statementId, line = ''] = partsOf(cursor, 3);
  if (!isDay(day) || !/^\d{1,9}$/.test(line)) throw new Denied('field_invalid', { field: 'after' });
  return { day, statementId: idPart(statementId), lineNo: Number(line) };
}

function rowOf(row: StrayListed): Row {
  const { client_id, merchant_name, adopted_at } = row;
  return {
    statement_id: row.statement_id,
    line: row.line_no,
    day: row.day,
    partner: row.partner,
    type: row.type,
    bank_reference: row.bank_reference,
    reference: row.reference,
    amount: `${row.amount}`,
    at: iso(row.at),
    reason: row.reason,
    found:
      client_id === null || merchant_name === null || adopted_at === null
        ? null
        : { client_id, merchant_name, at: iso(adopted_at) },
  };
}
