// What a payment waits for, and when we ask next, from its row. Pure.
import type { z } from 'zod';
import { triesLeft, type Payment } from '../../payments/payment.ts';
import type { Waiting } from '../contract/payments.ts';
import { iso } from '../paging/iso.ts';
import type { LateMoneyRow, RefundBriefRow } from './store.ts';
import type { MoveRow } from './store-story.ts';

type Words = z.input<typeof Waiting>;

/** Says so for a payment. `maxTries` is the bank's. */
export function waitingOf(
  payment: Payment,
  moves: readonly MoveRow[],
  late: { money: LateMoneyRow; refund: RefundBriefRow | undefined } | null,
  maxTries: number | null,
): Words {
  const waits = (for_: Words['for'], since: number | null, next = payment.dueAt): Words => ({
    for: for_,
    since: iso(since),
    next_look_at: iso(next),
    looks: payment.inquiries,
    otp_expires_at: null,
    otp_tries_left: null,
  });
  switch (payment.state) {
    case 'created':
    case 'confirming':
      return waits('bank_answer', payment.askedAt);
    case 'awaiting_otp':
      return {
        ...waits('otp', payment.otpSentAt),
        otp_expires_at: iso(payment.otpExpiresAt),
        otp_tries_left: maxTries === null ? null : triesLeft(payment, maxTries),
      };
    case 'unclear':
      return waits('evidence', sinceUnclear(moves) ?? payment.askedAt);
    case 'succeeded':
    case 'failed':
    case 'expired':
      if (late === null || late.money.reversed_at !== null || late.refund?.state === 'succeeded') {
        return waits('nothing', null);
      }
      return waits(
        'late_money_refund',
        late.money.found_at,
        late.refund?.due_at ?? late.money.due_at,
      );
  }
}

/** When it became unclear the last time. */
function sinceUnclear(moves: readonly MoveRow[]): number | null {
  let since: number | null = null;
  for (const [n, move] of moves.entries()) {
    if (move.state === 'unclear' && moves[n - 1]?.state !== 'unclear') since = move.at;
  }
  return since;
}
