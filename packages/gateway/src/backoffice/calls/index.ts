// The routes about calls of the API: the list, one call with its bodies and verdict, and once more in a sandbox.
import type { KeptBodies } from '../../calls/call.ts';
import { bodiesPlace } from '../../calls/record.ts';
import type { Context } from '../../context.ts';
import { appendAudit } from '../../operators/append-audit.ts';
import { getCall, listCalls, replayCall } from '../contract/merchant.ts';
import { Denied } from '../denied.ts';
import { route, type Route } from '../route.ts';
import { sendAgain, type Again } from './replay.ts';
import {
  findCall,
  findCallsOf,
  findMadeBy,
  lookForCalls,
  type CallFilters,
  type WholeCall,
} from './store.ts';
import { callWords, curlOf, placeWord, readPlace } from './words.ts';

const STATUSES = { ok: [0, 400], refused: [400, 500], failed: [500, 1000] } as const;

const list = route(listCalls, async ({ reading, scope, query }) => {
  const { outcome, limit } = query;
  const after = query.after === undefined ? null : readPlace(query.after);
  if (after === undefined) throw new Denied('field_invalid', { field: 'after' });
  const filters: CallFilters = {
    from: query.from === undefined ? null : Date.parse(query.from),
    to: query.to === undefined ? null : Date.parse(query.to),
    statuses: outcome === undefined ? null : STATUSES[outcome],
    code: query.code ?? null,
    endpoint: query.endpoint ?? null,
    signature: query.signature ?? null,
    requestId: query.request_id ?? null,
  };
  if (filters.requestId !== null) {
    const found = await findCallsOf(reading, scope.merchantIds, filters.requestId, limit);
    return { rows: found.map(callWords), next: null, searched_to: null };
  }
  const { rows, stopped } = await lookForCalls(reading, scope.merchantIds, filters, after, limit);
  return {
    rows: rows.map(callWords),
    next: stopped === null ? null : placeWord(stopped),
    searched_to: stopped === null ? null : new Date(stopped.at).toISOString(),
  };
});

const one = route(getCall, async ({ ctx, reading, scope, params }) => {
  const call = await findCall(reading, scope.merchantIds, params.call_id);
  if (call === null) throw new Denied('not_found');
  const { request, answer } = bodiesOf(ctx, call);
  return {
    call: callWords(call),
    message: call.message,
    field: call.field,
    string_to_sign: call.string_to_sign,
    request,
    answer,
    subject: await subjectOf(reading, call),
    curl: curlOf(call, request, ctx.publicUrl),
  };
});

async function subjectOf(reading: Parameters<typeof findMadeBy>[0], call: WholeCall) {
  const { subject_kind: kind, subject_id: id, request_id: requestId, signature } = call;
  if (kind !== null && id !== null) return { kind, id };
  // A stranger may name a Request-Id that was somebody's.
  if (requestId === null || signature !== 'right') return null;
  return await findMadeBy(reading, call.merchant_id, requestId);
}

const again = route(replayCall, async (asked) => {
  const { ctx, reading, scope, params, request } = asked;
  if (!ctx.sandbox) throw new Denied('sandbox_only');
  const call = await findCall(reading, scope.merchantIds, params.call_id);
  if (call === null) throw new Denied('not_found');
  const merchant = await ctx.merchants.byId(call.merchant_id);
  if (merchant === null) throw new Denied('not_found');
  const words = wordsOf(ctx, call);
  const note = { ...asked.note('request.replayed', call.call_id), merchantId: call.merchant_id };
  await ctx.db.transaction((tx) => appendAudit(tx, [note], ctx.clock.now()));
  const { status, requestId, answer } = await sendAgain(ctx, request.server, merchant, words);
  return { status, request_id: requestId, answer };
});

/** The call as it came; only what was rightly signed and had a route is kept for this. */
function wordsOf(ctx: Context, call: WholeCall): Again {
  const { method, path } = call;
  const { raw } = bodiesOf(ctx, call);
  if (call.signature === 'right' && call.endpoint !== null) {
    if (method === 'GET') return { method, path };
    if (method === 'POST' && raw !== undefined) return { method, path, body: raw };
  }
  throw new Denied('not_allowed_now', { message: 'this call cannot be sent again' });
}

function bodiesOf({ sealer }: Pick<Context, 'sealer'>, call: WholeCall): KeptBodies {
  if (call.sealed_bodies === null) return { request: null, answer: null };
  const place = bodiesPlace(call.merchant_id, call.call_id);
  return JSON.parse(sealer.open(place, call.sealed_bodies).toString()) as KeptBodies;
}

export const CALL_ROUTES: readonly Route[] = [list, one, again];
