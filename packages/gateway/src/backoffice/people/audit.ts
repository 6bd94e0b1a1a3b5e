// Routes of the audit: read, taken along as a file, and verified.
import { Readable } from 'node:stream';
import type { z } from 'zod';
import { OF_GATEWAY } from '../../operators/doors.ts';
import { findNames, type PersonName } from '../../operators/store-people.ts';
import { findAuditHeads } from '../../operators/store-audit.ts';
import { verifyAuditChain } from '../../operators/verify-audit.ts';
import { exportAudit, listAudit, verifyAudit } from '../contract/people.ts';
import { Denied } from '../denied.ts';
import type { Asked } from '../asked.ts';
import type { Route } from '../route.ts';
import { worded } from '../worded.ts';
import { writeNote } from '../payments/note.ts';
import { auditLines } from './audit-file.ts';
import { cursorOf, idPart, instantPart, msOf, partsOf } from './cursor.ts';
import { personOrNull } from './named.ts';
import { endOfStretch, listAuditRows, type AfterEntry, type AuditListed } from './store.ts';

type EntryWords = z.input<(typeof listAudit)['answer']>['rows'][number];

/** Entries that one call looks at, however rare what it is asked for. */
const LOOKED = 2000;

export const AUDIT_ROUTES: readonly Route[] = [
  worded(listAudit, async (call) => {
    const { query, scope, reading, ctx } = call;
    const wanted = {
      act: query.act ?? null,
      operatorId: query.operator_id ?? null,
      subject: query.subject ?? null,
      from: msOf(query.from),
      to: msOf(query.to),
      after: query.after === undefined ? null : afterOf(query.after),
      limit: query.limit + 1,
    };
    const [rows, end] = await reading.together(async (on) => {
      const found = await listAuditRows(on, scope.merchantIds, { ...wanted, looked: LOOKED });
      const isFull = found.length > query.limit;
      return [
        found,
        isFull ? null : await endOfStretch(on, scope.merchantIds, wanted, LOOKED),
      ] as const;
    });
    const page = rows.slice(0, query.limit);
    const last = rows.length > query.limit ? page.at(-1) : undefined;
    const names = await findNames(
      ctx.db,
      page.map((row) => row.operator_id),
    );
    return {
      rows: page.map((row) => wordsOf(row, names)),
      next: last === undefined ? endCursor(end) : rowCursor(last),
      searched_to: last === undefined && end !== null ? iso(end.at) : null,
    };
  }),
  worded(exportAudit, async (call) => {
    const { ctx, reply, scope, query } = call;
    const name = `audit-${scope.workspace}.csv`;
    const { from, to } = query;
    const wanted = { from: msOf(query.from), to: msOf(query.to) };
    const lines = auditLines(call, wanted, query.zone, () => reply.raw.destroy());
    await writeNote(ctx, call.note('audit.exported', scope.workspace, { after: { from, to } }));
    await reply
      .header('content-type', 'text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="${name}"`)
      .header('cache-control', 'no-store')
      .send(Readable.from(lines));
    return 'streamed' as const;
  }),
  worded(verifyAudit, async (call) => {
    const lane = await chainOf(call);
    // Through the door of readers: a chain is as long as it is, and merchants' calls do not wait for it.
    const [head] = await findAuditHeads(call.reading, lane);
    if (head === undefined) return { holds: true, entries: 0, head: '', broken_at: null };
    const broken = await verifyAuditChain(call.reading, head);
    return {
      holds: broken === null,
      entries: Number(head.entryNo),
      head: head.hash.toString('hex'),
      broken_at: broken === null ? null : Number(broken.entryNo),
    };
  }),
];

/** The chain that a workspace shows: a merchant's, or in `all` that of the gateway itself. */
async function chainOf(call: Asked): Promise<string> {
  if (call.scope.workspace !== 'all') return (await call.merchant()).merchantId;
  if (!call.scope.ofGateway) throw new Denied('choose_merchant');
  return OF_GATEWAY;
}

function wordsOf(row: AuditListed, names: ReadonlyMap<string, PersonName>): EntryWords {
  return {
    entry_no: Number(row.entry_no),
    client_id: row.client_id,
    at: iso(row.at),
    person: personOrNull(names, row.operator_id),
    by: row.by,
    role: row.role,
    address: row.address,
    act: row.act,
    subject: row.subject,
    reason: row.reason,
    before: row.before,
    after: row.after,
    hash: row.hash.toString('hex'),
  };
}

function rowCursor(row: AuditListed): string {
  return cursorOf(row.at, row.merchant_id, row.entry_no);
}

function endCursor(end: AfterEntry | null): string | null {
  return end === null ? null : cursorOf(end.at, end.merchantId, end.entryNo);
}

function afterOf(cursor: string): AfterEntry {
  const [at, merchantId, entryNo = ''] = partsOf(cursor, 3);
  if (!/^\d{1,18}$/.test(entryNo)) throw new Denied('field_invalid', { field: 'after' });
  return { at: instantPart(at), merchantId: idPart(merchantId), entryNo: BigInt(entryNo) };
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
