// What people do about money, done inside a process of the stage, so that it may be killed over it: a day is closed, a difference
// borne, an account released, a holiday entered.
import { closeDay, DayNotClosed } from '../../packages/gateway/src/reconciliation/close-day.ts';
import { resolveException } from '../../packages/gateway/src/reconciliation/resolve.ts';
import { addHoliday } from '../../packages/gateway/src/settlement/edit-calendar.ts';
import { releaseAccount } from '../../packages/gateway/src/settlement/release.ts';
import type { Context } from '../../packages/gateway/src/context.ts';

/** Everything at the one bank of a stage; the same act twice is done once. */
export type Act =
  | { what: 'close day'; day: string }
  | { what: 'bear a loss'; merchantId: string; exceptionId: string; approvalId: string }
  | { what: 'release'; merchantId: string; payoutId: string }
  | { what: 'add a holiday'; day: string };

const BANK = 'cimb';
const BY = { operatorId: null, by: 'cli', role: null, address: null } as const;
const ASKED_BY = '00000000-0000-7000-8000-00000000000a';
const DECIDED_BY = '00000000-0000-7000-8000-00000000000b';

/** Does it; answers what came of it: a closed day's hash, `resolved`, `true`, or `refused` and why. */
export async function perform(ctx: Context, act: Act): Promise<string> {
  switch (act.what) {
    case 'close day':
      return await close(ctx, act.day);
    case 'bear a loss': {
      const { merchantId, exceptionId, approvalId } = act;
      await approve(ctx, merchantId, approvalId, exceptionId);
      const resolved = await resolveException(ctx, merchantId, exceptionId, {
        resolution: 'loss_borne',
        proof: { source: 'bank_letter', reference: 'LETTER-1', day: '2026-11-26' },
        others: [],
        subjectId: null,
        people: { askedBy: ASKED_BY, decidedBy: DECIDED_BY },
        approvalId,
      });
      return resolved?.kind === 'resolved'
        ? 'resolved'
        : `refused: ${resolved?.refused ?? 'unknown'}`;
    }
    case 'release': {
      const { merchantId, payoutId } = act;
      const reason = 'the bank has unblocked it';
      return String(await releaseAccount(ctx, merchantId, payoutId, { ...BY, reason }));
    }
    case 'add a holiday': {
      const holiday = { day: act.day, name: 'Libur', kind: 'other', provisional: false } as const;
      await addHoliday(ctx, holiday, BY);
      return 'true';
    }
  }
}

/** What two people leave behind in the Back Office when the first asks and the second agrees. */
async function approve(
  { db }: Context,
  merchantId: string,
  approvalId: string,
  exceptionId: string,
): Promise<void> {
  await db.rows({
    name: 'torture-approve',
    text: `insert into approvals (merchant_id, approval_id, kind, state, subject, asked, reason, asked_by, asked_at, expires_at,
                                  decided_by, decided_at)
           values ($1, $2, 'exception', 'done', $3, '{}', 'the bank will not say', $4, now(), now(), $5, now())
           on conflict do nothing`,
    values: [merchantId, approvalId, exceptionId, ASKED_BY, DECIDED_BY],
  });
}

async function close(ctx: Context, day: string): Promise<string> {
  try {
    const closed = await closeDay(ctx, { bank: BANK, day, by: 'cli', operatorId: null });
    return closed.headsHash ?? '';
  } catch (error) {
    if (error instanceof DayNotClosed) return `refused: ${error.message}`;
    throw error;
  }
}
