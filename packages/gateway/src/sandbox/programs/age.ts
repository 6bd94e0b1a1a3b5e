// Lets time pass for one merchant: its rows grow older, so that no clock has to differ and no chore has to know of it.
// See docs/decisions/0019.
import { instant, isRetryable, type Tx } from '../../base/db.ts';
import type { Context } from '../../context.ts';
import { countMerchantAnew } from '../../figures/store.ts';
import { openAccess, sealAccess } from '../../tokens/access.ts';

type Doors = Pick<Context, 'db' | 'clock' | 'sealer'>;

/** What is under way writes times that it read before, so that it is waited for; this long at the most. */
const PATIENCE_MS = 5000;
const PAUSE_MS = 20;

/**
 * Makes everything that a merchant has `ms` older, in one transaction. Calls of the merchant that have begun end
 * first, and new ones wait: what they write would be `ms` too young. One that has not ended after five seconds (the
 * bank hangs, say) is left behind. Leases stay, and so do the books: they are no part of business time.
 */
export async function ageMerchant(ctx: Doors, merchantId: string, ms: number): Promise<void> {
  const giveUp = ctx.clock.steady() + PATIENCE_MS;
  while (!(await tryToAge(ctx, merchantId, ms, ctx.clock.steady() >= giveUp))) {
    await ctx.clock.sleep(PAUSE_MS);
  }
}

/** Something of the merchant is under way. */
class Busy extends Error {}

async function tryToAge(
  ctx: Doors,
  merchantId: string,
  ms: number,
  whatever: boolean,
): Promise<boolean> {
  try {
    await ctx.db.transaction(async (tx) => {
      await holdCalls(tx, merchantId);
      if (!whatever) await mustRest(tx, merchantId, ctx.clock.now());
      for (const [table, text] of Object.entries(AGED)) {
        await tx.rows({ name: `sandbox-age-${table}`, text, values: [merchantId, ms] });
      }
      await ageAccess(ctx, tx, merchantId, ms);
      await countMerchantAnew(tx, merchantId);
      // A chore may have taken a row in between; the rows are ours now, so that this look is the last word.
      if (!whatever) await mustRest(tx, merchantId, ctx.clock.now());
    });
    return true;
  } catch (error) {
    if (error instanceof Busy || isRetryable(error)) return false;
    throw error;
  }
}

/** A call begins by a row that names its merchant; none begins while we hold the merchant. */
async function holdCalls(tx: Tx, merchantId: string): Promise<void> {
  await tx.rows({
    name: 'sandbox-hold-calls',
    text: 'select 1 from merchants m where m.merchant_id = $1 for update',
    values: [merchantId],
  });
}

async function mustRest(tx: Tx, merchantId: string, now: number): Promise<void> {
  const busy = await tx.rows({
    name: 'sandbox-is-busy',
    text: `select 1 from requests r where r.merchant_id = $1 and r.status is null and r.lease_until > $2
           union all
           select 1 from payments p where p.merchant_id = $1 and p.lease_until > $2
           union all
           select 1 from refunds r where r.merchant_id = $1 and r.lease_until > $2
           union all
           select 1 from tokens t where t.merchant_id = $1 and t.lease_until > $2
           union all
           select 1 from notifications n where n.merchant_id = $1 and n.lease_until > $2
           limit 1`,
    values: [merchantId, instant(now)],
  });
  if (busy.length > 0) throw new Busy();
}

const OLDER = `$2 * interval '1 millisecond'`;

/** Every business time that stands beside a merchant: a statement for each table, flows before what they lead to. */
export const AGED: Readonly<Record<string, string>> = {
  tokens: `update tokens set due_at = due_at - ${OLDER}, created_at = created_at - ${OLDER},
                  changed_at = changed_at - ${OLDER}
            where merchant_id = $1`,
  token_events: `update token_events set at = at - ${OLDER} where merchant_id = $1`,
  payments: `update payments set otp_sent_at = otp_sent_at - ${OLDER}, otp_expires_at = otp_expires_at - ${OLDER},
                    not_found_at = not_found_at - ${OLDER}, asked_at = asked_at - ${OLDER},
                    due_at = due_at - ${OLDER}, created_at = created_at - ${OLDER},
                    finished_at = finished_at - ${OLDER}
              where merchant_id = $1`,
  payment_events: `update payment_events set at = at - ${OLDER} where merchant_id = $1`,
  late_money: `update late_money set found_at = found_at - ${OLDER}, due_at = due_at - ${OLDER},
                   reversed_at = reversed_at - ${OLDER}
                where merchant_id = $1`,
  refunds: `update refunds set not_found_at = not_found_at - ${OLDER}, asked_at = asked_at - ${OLDER},
                   due_at = due_at - ${OLDER}, created_at = created_at - ${OLDER},
                   finished_at = finished_at - ${OLDER}
             where merchant_id = $1`,
  refund_events: `update refund_events set at = at - ${OLDER} where merchant_id = $1`,
  notifications: `update notifications set due_at = due_at - ${OLDER}, created_at = created_at - ${OLDER},
                         done_at = done_at - ${OLDER}
                   where merchant_id = $1`,
  notification_attempts: `update notification_attempts set at = at - ${OLDER} where merchant_id = $1`,
  api_calls: `update api_calls set at = at - ${OLDER} where merchant_id = $1`,
  requests: `update requests set keep_until = keep_until - ${OLDER}, created_at = created_at - ${OLDER}
              where merchant_id = $1`,
  merchant_keys: `update merchant_keys set valid_from = valid_from - ${OLDER}, valid_until = valid_until - ${OLDER},
                         created_at = created_at - ${OLDER}, last_used_at = last_used_at - ${OLDER}
                   where merchant_id = $1`,
  bank_connections: `update bank_connections
                        set notifications_disabled_at = notifications_disabled_at - ${OLDER},
                            created_at = created_at - ${OLDER}, updated_at = updated_at - ${OLDER}
                      where merchant_id = $1`,
  settlement_items: `update settlement_items
                        set reconciled_at = reconciled_at - ${OLDER},
                            succeeded_day = succeeded_day - (($2::bigint) / 86400000)::int,
                            due_day = due_day - (($2::bigint) / 86400000)::int
                      where merchant_id = $1 and batch_id is null`,
  statement_lines: `update statement_lines set at = at - ${OLDER} where merchant_id = $1`,
  reconciled_chunks: `update reconciled_chunks set made_at = made_at - ${OLDER} where merchant_id = $1`,
  exceptions: `update exceptions set opened_at = opened_at - ${OLDER}, resolved_at = resolved_at - ${OLDER}
                where merchant_id = $1`,
  bank_accounts: `update bank_accounts set created_at = created_at - ${OLDER}, inquired_at = inquired_at - ${OLDER},
                         verified_at = verified_at - ${OLDER}, closed_at = closed_at - ${OLDER}
                   where merchant_id = $1`,
  bank_account_events: `update bank_account_events set at = at - ${OLDER} where merchant_id = $1`,
  notification_hosts: `update notification_hosts set created_at = created_at - ${OLDER} where merchant_id = $1`,
  fees: `update fees set valid_from = valid_from - ${OLDER}, created_at = created_at - ${OLDER},
                         withdrawn_at = withdrawn_at - ${OLDER}
          where merchant_id = $1`,
  check_marks: `update check_marks set through_at = through_at - ${OLDER} where merchant_id = $1`,
  merchants: `update merchants set created_at = created_at - ${OLDER} where merchant_id = $1`,
};

/** The customers' access to their accounts ends at the bank; its end stands sealed here, and must agree. */
async function ageAccess(ctx: Doors, tx: Tx, merchantId: string, ms: number): Promise<void> {
  const rows = await tx.rows<{ token_id: string; sealed_access: Buffer }>({
    name: 'sandbox-accesses',
    text: `select t.token_id, t.sealed_access from tokens t
            where t.merchant_id = $1 and t.sealed_access is not null`,
    values: [merchantId],
  });
  for (const { token_id: tokenId, sealed_access: sealed } of rows) {
    const access = openAccess(ctx, merchantId, tokenId, sealed);
    const older = {
      ...access,
      accessExpiresAt: access.accessExpiresAt - ms,
      refreshExpiresAt: access.refreshExpiresAt - ms,
    };
    await tx.rows({
      name: 'sandbox-age-access',
      text: 'update tokens set sealed_access = $3 where merchant_id = $1 and token_id = $2',
      values: [merchantId, tokenId, sealAccess(ctx, merchantId, tokenId, older)],
    });
  }
}
