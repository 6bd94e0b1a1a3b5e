// Flow: files of payouts go to their bank and its reports are read, by whoever takes the file's lease. What was stored is what
// is sent, as often as it takes: the bank knows a file by its message id.
import { logPutOff } from '../base/log.ts';
import type { Context } from '../context.ts';
import { contentPlace, filePayoutsReady } from './file-payouts.ts';
import type { PayoutDoor } from './payout-door.ts';
import { readPayoutResults } from './read-results.ts';
import { leaseFiles, postponeFile, type PayoutFile } from './store-files.ts';
import { markPayoutsSent } from './mark-sent.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const LEASE_MS = 2 * MINUTE_MS;
const ROUND = 20;
/** While the bank has not decided; and afterwards, since money may come back. */
const SOON_MS = MINUTE_MS;
const LATER_MS = DAY_MS;
/** So long after a file was sent its payouts may still come back. */
const RETURNS_MS = 10 * DAY_MS;

/** Makes files of what is ready, sends what is made, reads what the bank says of what was sent. Answers how much it did. */
export async function sendPayouts(ctx: Context, door: PayoutDoor): Promise<number> {
  const made = await filePayoutsReady(ctx);
  const now = ctx.clock.now();
  const files = await leaseFiles(ctx.db, now, now + LEASE_MS, ROUND);
  for (const file of files) {
    try {
      await (file.state === 'ready' ? sendFile(ctx, door, file) : askForReport(ctx, door, file));
    } catch (error) {
      const fields = { bank: file.bank, operation: 'payouts' };
      logPutOff(ctx.log, 'a payout file could not be brought on', fields, error);
      await postponeFile(ctx.db, file.fileId, ctx.clock.now() + SOON_MS);
    }
  }
  return made.length + files.length;
}

async function sendFile(ctx: Context, door: PayoutDoor, file: PayoutFile): Promise<void> {
  const { fileId, bank, messageId } = file;
  const xml = ctx.sealer.open(contentPlace(fileId), file.sealedContent).toString();
  const answer = await door.send(bank, messageId, xml);
  // A bank that refuses a second copy has the first one.
  const isThere =
    answer.kind === 'taken' ||
    (answer.kind === 'refused' && (await door.report(bank, messageId)) !== null);
  if (isThere) {
    await markPayoutsSent(ctx, fileId, ctx.clock.now() + SOON_MS);
    return;
  }
  const reason = answer.kind === 'refused' ? answer.reason.slice(0, 300) : null;
  if (reason !== null) {
    ctx.log.error('a bank has refused a payout file', { bank, operation: 'payouts' });
  }
  await postponeFile(ctx.db, fileId, ctx.clock.now() + 15 * MINUTE_MS, reason);
}

async function askForReport(ctx: Context, door: PayoutDoor, file: PayoutFile): Promise<void> {
  const xml = await door.report(file.bank, file.messageId);
  const now = ctx.clock.now();
  const open = xml === null ? 1 : await readReport(ctx, file, xml);
  const isOver = open === 0 && file.sentAt !== null && now - file.sentAt > RETURNS_MS;
  const next = open === 0 ? now + LATER_MS : now + SOON_MS;
  await postponeFile(ctx.db, file.fileId, isOver ? null : next);
}

/** Reads a report; answers how many payouts it leaves open. */
async function readReport(ctx: Context, { bank }: PayoutFile, xml: string): Promise<number> {
  const { open, contradictions } = await readPayoutResults(ctx, xml);
  if (contradictions.length > 0) {
    const fields = { bank, operation: 'payouts', count: contradictions.length };
    ctx.log.error('a bank has taken back what it said of payouts', fields);
  }
  return open;
}
