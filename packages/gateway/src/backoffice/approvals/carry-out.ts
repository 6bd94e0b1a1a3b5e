// How each kind of request is carried out once a second person has approved it: looked at again at that time, done once.
import type { Tx } from '../../base/db.ts';
import type { Context } from '../../context.ts';
import { ChangedMeanwhile, NotDone } from '../../merchants/not-done.ts';
import { rotateKey } from '../../merchants/rotate-key.ts';
import { appendAudit } from '../../operators/append-audit.ts';
import type { ApprovalKind } from '../../operators/approval.ts';
import type { StoredApproval } from '../../operators/approvals.ts';
import type { Carrying } from '../../operators/carrying.ts';
import type { SignedIn } from '../../operators/session.ts';
import { Denied } from '../denied.ts';
import { knownEverywhere } from '../keys/index.ts';
import { carryOutBankAccount } from './bank-account.ts';
import { carryOutCredentials } from './credentials.ts';
import { collectInvitation, carryOutRole } from './team.ts';
import { carryOutFees } from './fees.ts';
import { carryOutFourEyes } from './four-eyes.ts';
import { carryOutHosts } from './notification-hosts.ts';
import { carryOutTerms } from './settlement-terms.ts';
import { carryOutUrl } from './notification-url.ts';
import { noteOf } from './note.ts';

/** What came of it: `outcome` is for people. */
export interface CarriedOut {
  state: 'done' | 'failed';
  outcome: string;
}

/** Bears being called twice for the same request: what is done already is `done`. */
export type CarryOut = (ctx: Context, approval: StoredApproval) => Promise<CarriedOut>;

/** The kinds that move money are handed in by the room that knows how. */
export type MoneyKinds = Readonly<
  Record<'refund' | 'resolve_payment' | 'exception' | 'split', CarryOut>
>;

/** Everything that can be approved, by kind. */
export function createCarrying(money: MoneyKinds): Carrying {
  const CARRY_OUT: Readonly<Record<ApprovalKind, CarryOut>> = {
    ...money,
    notification_url: carryOutUrl,
    bank_credentials: carryOutCredentials,
    bank_account: carryOutBankAccount,
    notification_hosts: carryOutHosts,
    fees: carryOutFees,
    settlement_terms: carryOutTerms,
    four_eyes: carryOutFourEyes,
    team_role: carryOutRole,
    rotate_key: onlyCollected,
    team_invitation: onlyCollected,
  };
  return {
    async carryOut(ctx, approval) {
      try {
        return await CARRY_OUT[approval.kind](ctx, approval);
      } catch (error) {
        if (error instanceof ChangedMeanwhile)
          return { state: 'failed', outcome: 'changed_meanwhile' };
        if (error instanceof NotDone) return { state: 'failed', outcome: error.message };
        throw error;
      }
    },
    collect,
  };
}

const onlyCollected: CarryOut = () =>
  Promise.resolve({ state: 'failed', outcome: 'only_when_collected' });

const collect: Carrying['collect'] = async (ctx, approval, person, done) => {
  if (approval.kind === 'rotate_key') return await collectKey(ctx, approval, person, done);
  if (approval.kind === 'team_invitation') {
    return await collectInvitation(ctx, approval, person, done);
  }
  throw new Denied('not_allowed_now');
};

const HOUR_MS = 3_600_000;

/** Makes the approved key and shows it, this once; null when the key was rotated since. */
async function collectKey(
  ctx: Context,
  approval: StoredApproval,
  person: SignedIn,
  done: (tx: Tx) => Promise<void>,
): Promise<{ secret: string } | null> {
  const { merchantId } = approval;
  const { overlap_hours: hours, newest_key_id: newest } = approval.asked as {
    overlap_hours: number;
    newest_key_id: string | null;
  };
  const note = noteOf(approval, 'key.rotated', { after: { overlap_hours: hours } });
  const made = await unlessChanged(() =>
    rotateKey(ctx, merchantId, {
      overlapMs: hours * HOUR_MS,
      ...(newest === null ? {} : { instead: newest }),
      also: async (tx) => {
        await done(tx);
        await appendAudit(tx, [{ ...note, operatorId: person.operatorId }], ctx.clock.now());
      },
    }),
  );
  if (made === null) return null;
  const merchant = await ctx.merchants.byId(merchantId);
  if (merchant !== null) await knownEverywhere(ctx, merchant.clientId);
  return { secret: made.secret.reveal() };
}

async function unlessChanged<T>(change: () => Promise<T>): Promise<T | null> {
  try {
    return await change();
  } catch (error) {
    if (error instanceof ChangedMeanwhile) return null;
    throw error;
  }
}
