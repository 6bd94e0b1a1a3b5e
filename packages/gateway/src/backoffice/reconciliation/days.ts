// A bank's days: listed, one of them with its file and its seal, and closed. Who looks at one merchant sees that merchant's part.
import type { z } from 'zod';
import { DayNotClosed, closeDay as close, whyNotClosed } from '../../reconciliation/close-day.ts';
import type { Sums } from '../../reconciliation/statement.ts';
import { findFile, findSealedHead, type Whose } from '../../reconciliation/store-days-view.ts';
import { findOwedFrom, viewDays, type DayView } from '../../reconciliation/view-days.ts';
import { plusDays, wibDay } from '../../settlement/calendar.ts';
import type { Asked } from '../asked.ts';
import {
  closeDay as closeShape,
  getDay as getShape,
  listDays as listShape,
} from '../contract/reconciliation.ts';
import { Denied } from '../denied.ts';
import { iso } from '../paging/iso.ts';
import { route } from '../route.ts';
import { bankOf, banksWithStatements } from './bank.ts';
import { whoReader } from './who.ts';

type Row = z.input<(typeof listShape)['answer']>['rows'][number];
type DayWords = z.input<(typeof getShape)['answer']>;

export const listDays = route(listShape, async (call) => {
  const { ctx, reading, query } = call;
  const bank = bankOf(ctx, query.bank);
  const whose = whoseOf(call, bank);
  const yesterday = plusDays(wibDay(ctx.clock.now()), -1);
  const asked = query.before === undefined ? yesterday : plusDays(query.before, -1);
  const to = asked < yesterday ? asked : yesterday;
  const about = { bank, banks: banksWithStatements(ctx) };
  return await reading.together(async (at) => {
    const first = await findOwedFrom(at, whose);
    if (first === null || first > to) return { ...about, first, rows: [], next: null };
    const back = plusDays(to, 1 - query.limit);
    const from = back < first ? first : back;
    const days = await viewDays(at, whose, from, to);
    return {
      ...about,
      first,
      rows: days.map((day) => rowOf(day, whose)).toReversed(),
      next: from > first ? from : null,
    };
  });
});

export const getDay = route(getShape, async (call) => {
  const { ctx, reading, params } = call;
  const bank = bankOf(ctx, params.bank);
  const whose = whoseOf(call, bank);
  const { day } = params;
  return await reading.together(async (at): Promise<DayWords> => {
    const [view] = await viewDays(at, whose, day, day);
    if (view === undefined || view.state === 'none') throw new Denied('not_found');
    const { statement, closed } = view;
    const isAll = whose.merchantId === null;
    const file = statement === null || !isAll ? null : await findFile(at, statement.statement_id);
    const head = closed === null || isAll ? null : await findSealedHead(at, whose, day);
    const who = await whoReader(ctx, [
      ...view.refused.map((one) => one.imported_by),
      file?.imported_by ?? null,
      closed?.closed_by ?? null,
    ]);
    return {
      bank,
      day: rowOf(view, whose),
      statement:
        statement === null
          ? null
          : {
              statement_id: statement.statement_id,
              imported_at: iso(statement.imported_at),
              matched_at: iso(statement.matched_at),
              judged_at: iso(statement.judged_at),
              waiting: statement.waiting,
            },
      file:
        file === null
          ? null
          : { sha256: file.sha256.toString('hex'), imported_by: who(file.imported_by) },
      refused: view.refused.map((one) => ({
        reason: one.reason,
        by: who(one.imported_by),
        at: iso(one.imported_at),
      })),
      seal:
        closed === null
          ? null
          : {
              closed_at: iso(closed.closed_at),
              heads_hash: closed.heads_hash.toString('hex'),
              closed_by: isAll ? who(closed.closed_by) : null,
              open_exceptions: isAll ? closed.open_exceptions : null,
              head:
                head === null
                  ? null
                  : { journal_no: Number(head.journal_no), hash: head.hash.toString('hex') },
            },
      close: await closingOf(call, await whyNotClosed(at, bank, day)),
    };
  });
});

export const closeDay = route(closeShape, async (call) => {
  const { ctx, params, body, person, address } = call;
  const bank = bankOf(ctx, params.bank);
  try {
    const closed = await close(ctx, {
      bank,
      day: params.day,
      by: 'backoffice',
      operatorId: person.operatorId,
      told: { role: person.gatewayRole, address, reason: body.reason },
    });
    const { headsHash, openExceptions: open_exceptions, merchants } = closed;
    return { heads_hash: headsHash ?? '', open_exceptions, merchants };
  } catch (error) {
    if (!(error instanceof DayNotClosed)) throw error;
    throw new Denied('not_allowed_now', { message: error.message });
  }
});

/** Everything for people of the gateway who look at all merchants; otherwise the merchant's own part. */
export function whoseOf({ scope }: Pick<Asked, 'scope'>, bank: string): Whose {
  if (scope.merchantIds === null) return { bank, merchantId: null };
  const [merchantId] = scope.merchantIds;
  if (merchantId === undefined) throw new Denied('not_found');
  return { bank, merchantId };
}

async function closingOf(
  call: Pick<Asked, 'may' | 'scope'>,
  fault: DayNotClosed | null,
): Promise<DayWords['close']> {
  if (!call.may('settlement.operate')) return { may: false, why_not: 'forbidden', next: null };
  if (fault !== null) return { may: false, why_not: fault.why, next: fault.next };
  if (call.scope.merchantIds !== null) return { may: false, why_not: 'choose_all', next: null };
  return { may: true, why_not: null, next: null };
}

function rowOf(view: DayView, { merchantId }: Whose): Row {
  const { day, state, statement, matched, open, resolved, closed } = view;
  return {
    day,
    state,
    lines: statement?.lines ?? null,
    matched,
    sums: matched === null ? null : { bank: sumsWords(view.shown), ours: sumsWords(view.ours) },
    open,
    resolved,
    strays: merchantId === null ? view.strays : null,
    refused: merchantId === null ? view.refused.length : null,
    imported_at: iso(statement?.imported_at ?? null),
    closed_at: iso(closed?.closed_at ?? null),
  };
}

/** Sums as answers write them. */
export function sumsWords(sums: Sums) {
  const { debit, refund, payout, payout_return: back } = sums;
  return {
    debit: `${debit}`,
    refund: `${refund}`,
    payout: `${payout}`,
    payout_return: `${back}`,
  };
}
