// Files of payouts: made, carried to the bank, said to have left, and what the bank reports of them. For people of the gateway.
import { contentPlace, filePayoutsReady } from '../../settlement/file-payouts.ts';
import { markPayoutsSent } from '../../settlement/mark-sent.ts';
import { ReportRefused } from '../../settlement/payout-report.ts';
import { readPayoutResults as read, type ReadResults } from '../../settlement/read-results.ts';
import { releaseFile, ReleaseRefused } from '../../settlement/release-file.ts';
import { findFile, type PayoutFile } from '../../settlement/store-files.ts';
import {
  listPayoutFiles as listShape,
  makePayoutFiles as makeShape,
  markPayoutFileSent as sentShape,
  readPayoutResults as resultsShape,
  releasePayoutFile as releaseShape,
  takePayoutFile as takeShape,
} from '../contract/payouts.ts';
import { Denied } from '../denied.ts';
import { readCursor, writeCursor } from '../paging/cursor.ts';
import { iso } from '../paging/iso.ts';
import { writeNote } from '../payments/note.ts';
import { route } from '../route.ts';
import { filesQuery, unfiledQuery, type FileListedRow } from './store-payouts.ts';
import { byOf } from './words.ts';

/** Who is said to have moved a payout, where people did. */
const ACTOR = 'operator';

export const listPayoutFiles = route(listShape, async ({ reading, scope, query }) => {
  const { limit } = query;
  const after = readCursor(query.after);
  return await reading.together(async (at) => {
    const found = await at.rows<FileListedRow>(filesQuery(scope.merchantIds, after, limit + 1));
    const unfiled = await at.rows(unfiledQuery(scope.merchantIds));
    const rows = found.slice(0, limit);
    const last = found.length > limit ? rows.at(-1) : undefined;
    return {
      rows: rows.map((row) => ({
        file_id: row.file_id,
        bank: row.bank,
        day: row.day,
        message_id: row.message_id,
        state: row.state,
        payouts: row.payouts,
        amount: row.amount,
        reason: row.reason,
        created_at: iso(row.created_at),
        sent_at: iso(row.sent_at),
        // A file pays several merchants, and who looks at one sees no more than that one's payouts.
        held: scope.merchantIds === null ? (row.held ?? []) : [],
      })),
      next: last === undefined ? null : writeCursor({ at: last.spot_at, id: last.file_id }),
      unfiled: unfiled.length > 0,
    };
  });
});

export const makePayoutFiles = route(makeShape, async (call) => {
  const { ctx, body } = call;
  await writeNote(ctx, call.note('payout_files.made', 'payouts', { reason: body.reason }));
  const files = await filePayoutsReady(ctx);
  return { files: files.map(fileWords) };
});

export const takePayoutFile = route(takeShape, async (call) => {
  const { ctx, params } = call;
  const file = await findFile(ctx.db, params.file);
  if (file === null) throw new Denied('not_found');
  const { fileId, bank, day, messageId } = file;
  // It holds account numbers: who has taken it is known before it leaves.
  await writeNote(ctx, call.note('payout_file.taken', fileId, { after: { bank, day } }));
  return {
    name: `${bank}-${day}-${messageId}.xml`,
    content: ctx.sealer.open(contentPlace(fileId), file.sealedContent).toString(),
  };
});

export const markPayoutFileSent = route(sentShape, async (call) => {
  const { ctx, params, body } = call;
  const file = await findFile(ctx.db, params.file);
  if (file === null) throw new Denied('not_found');
  if (ctx.sandbox) {
    throw new Denied('not_allowed_now', {
      message: 'in a sandbox files go to the bank by themselves',
    });
  }
  if (file.state !== 'ready')
    throw new Denied('not_allowed_now', { message: 'it was sent before' });
  await writeNote(ctx, call.note('payout_file.sent', file.fileId, { reason: body.reason }));
  await markPayoutsSent(ctx, file.fileId, null, ACTOR);
});

export const releasePayoutFile = route(releaseShape, async (call) => {
  const { ctx, params, body, scope } = call;
  if (scope.merchantIds !== null) {
    throw new Denied('not_allowed_now', {
      message: 'a file pays several merchants: go to all of them',
    });
  }
  const ask = { ...byOf(call, body.reason), heldFor: body.held_for };
  const released = await unlessRefused(() => releaseFile(ctx, params.file, ask));
  if (released === null) throw new Denied('not_found');
  return { released: released.released };
});

async function unlessRefused<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ReleaseRefused)) throw error;
    throw new Denied('not_allowed_now', { message: error.message });
  }
}

export const readPayoutResults = route(resultsShape, async (call) => {
  const { ctx, body } = call;
  const { report, dry_run: dryRun, reason } = body;
  const foreseen = await reported(() => read(ctx, report, { actor: ACTOR, dryRun: true }));
  if (dryRun) return resultWords(foreseen);
  if (reason === undefined) throw new Denied('field_invalid', { field: 'reason' });
  const after = { ...resultWords(foreseen), contradictions: foreseen.contradictions.length };
  await writeNote(ctx, call.note('payout_results.read', foreseen.file.fileId, { reason, after }));
  return resultWords(await reported(() => read(ctx, report, { actor: ACTOR })));
});

async function reported(work: () => Promise<ReadResults>): Promise<ReadResults> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ReportRefused)) throw error;
    throw new Denied('field_invalid', { field: 'report', message: error.message });
  }
}

function resultWords({ file, paid, refused, returned, known, open, contradictions }: ReadResults) {
  const { fileId, messageId } = file;
  const counts = { paid, refused, returned, known, open };
  return { file_id: fileId, message_id: messageId, ...counts, contradictions };
}

function fileWords(file: PayoutFile) {
  return {
    file_id: file.fileId,
    bank: file.bank,
    day: file.day,
    message_id: file.messageId,
    state: file.state,
    payouts: file.payouts,
    amount: `${file.amount}`,
    reason: file.reason,
    created_at: iso(file.createdAt),
    sent_at: iso(file.sentAt),
  };
}
