// A bank's statement brought by a person: written aside as it comes, no more of it than the limit, and then judged or kept.
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { appendAudit } from '../../operators/append-audit.ts';
import { BadStatement } from '../../reconciliation/bad-statement.ts';
import { importStatement as take } from '../../reconciliation/import.ts';
import { importStatement as importShape, MOST_UPLOADED } from '../contract/reconciliation.ts';
import { Denied } from '../denied.ts';
import { createBulkhead } from '../frame.ts';
import { writeNote } from '../payments/note.ts';
import { route } from '../route.ts';
import { profileOf } from './bank.ts';
import { sumsWords } from './days.ts';

/** Files at once: each lies on the disk while it is read. */
const inside = createBulkhead(2);

export const importStatement = route(importShape, async (call) => {
  const { ctx, query, body, person } = call;
  const { bank, day, dry_run: dryRun } = query;
  const profile = profileOf(ctx, bank);
  if (!inside.enter()) throw new Denied('overloaded', { retryAfterSeconds: 10 });
  const folder = await mkdtemp(path.join(os.tmpdir(), 'tarik-upload-'));
  const subject = `${bank} ${day}`;
  try {
    const file = path.join(folder, 'statement.csv');
    await pipeline(limited(body), createWriteStream(file));
    const taken = await take(ctx, {
      bank,
      profile,
      day,
      open: () => createReadStream(file) as AsyncIterable<Buffer>,
      by: person.operatorId,
      dryRun,
      also: (tx, { statementId, lines }) => {
        const note = call.note('statement.imported', subject, { after: { statementId, lines } });
        return appendAudit(tx, [note], ctx.clock.now());
      },
    });
    const { lines, merchants, strays, sums } = taken;
    const result = dryRun ? ('good' as const) : ('kept' as const);
    return { result, lines, merchants, strays, sums: sumsWords(sums) };
  } catch (error) {
    if (isCutOff(error)) throw new Denied('body_unreadable');
    if (!(error instanceof BadStatement)) throw error;
    const { message, rule, line, column } = error;
    if (!dryRun)
      await writeNote(ctx, call.note('statement.refused', subject, { after: { why: message } }));
    return { result: 'refused' as const, rule, line, column };
  } finally {
    inside.leave();
    await rm(folder, { recursive: true, force: true });
  }
});

/**
 * The bytes as they come, until there are too many. Throws {@link BadStatement}; the rest is left to the server, which reads it
 * away, so that the answer arrives.
 */
async function* limited(body: Readable): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const chunk of body.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MOST_UPLOADED) {
      const most = MOST_UPLOADED / 1024 / 1024;
      throw new BadStatement(
        `the file is too large for the page, which takes ${most} MiB: use tarik reconcile import`,
      );
    }
    yield chunk;
  }
}

/** Whoever sent it has left in the middle. */
function isCutOff(error: unknown): boolean {
  const { code } = (error ?? {}) as { code?: unknown };
  return code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE';
}
