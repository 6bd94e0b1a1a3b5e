// The routes about a merchant's Secret Keys: which there are, a new one beside the old one, and the end of an old one.
import type { Context } from '../../context.ts';
import { REMEMBERED_MS } from '../../merchants/directory.ts';
import { endKey as end, rotateKey as rotate } from '../../merchants/rotate-key.ts';
import { appendAudit } from '../../operators/append-audit.ts';
import { askFor } from '../approvals/ask.ts';
import { endKey, listKeys, rotateKey } from '../contract/merchant.ts';
import { Denied } from '../denied.ts';
import { route, type Route } from '../route.ts';
import { freshMerchant, judged } from '../settings/fresh.ts';
import { readKeys } from './store.ts';

const HOUR_MS = 3_600_000;

const list = route(listKeys, async (call) => {
  const { clientId, merchantId } = await call.merchant();
  const now = call.ctx.clock.now();
  const rows = await readKeys(call.reading, merchantId);
  const keys = rows.map((row, at) => ({
    key_id: row.key_id,
    valid_from: instantOf(row.valid_from),
    valid_until: row.valid_until === null ? null : instantOf(row.valid_until),
    state: stateOf(row.valid_until, at, now),
    last_used_at: row.last_used_at === null ? null : instantOf(row.last_used_at),
  }));
  return { client_id: clientId, keys };
});

function stateOf(until: number | null, at: number, now: number): 'newest' | 'ending' | 'ended' {
  if (until !== null && until <= now) return 'ended';
  return at === 0 ? 'newest' : 'ending';
}

const rotation = route(rotateKey, async (call) => {
  const { ctx, body } = call;
  const merchant = await freshMerchant(call);
  const newest = merchant.keys[0]?.keyId ?? null;
  const asked = { overlap_hours: body.overlap_hours, newest_key_id: newest };
  if (merchant.settings.fourEyes.keys) {
    return await judged(() =>
      askFor(call, merchant, {
        kind: 'rotate_key',
        subject: newest ?? merchant.clientId,
        asked,
        reason: body.reason,
      }),
    );
  }
  const { secret, oldUntil } = await judged(() =>
    rotate(ctx, merchant.merchantId, {
      overlapMs: body.overlap_hours * HOUR_MS,
      ...(newest === null ? {} : { instead: newest }),
      also: (tx) =>
        appendAudit(
          tx,
          [
            call.note('key.rotated', newest ?? merchant.clientId, {
              reason: body.reason,
              after: { overlap_hours: body.overlap_hours },
            }),
          ],
          ctx.clock.now(),
        ),
    }),
  );
  await knownEverywhere(ctx, merchant.clientId);
  return {
    result: 'done' as const,
    secret: secret.reveal(),
    old_until: instantOf(oldUntil),
  };
});

/** Resolves when every process takes the new key: whoever is shown it may use it at once. */
export async function knownEverywhere(
  ctx: Pick<Context, 'merchants' | 'clock'>,
  clientId: string,
): Promise<void> {
  ctx.merchants.forget(clientId);
  await ctx.clock.sleep(REMEMBERED_MS);
}

const ending = route(endKey, async (call) => {
  const { ctx } = call;
  const { merchantId, clientId } = await call.merchant();
  const keyId = call.params.key_id;
  const note = call.note('key.ended', keyId, { reason: call.body.reason });
  const found = await judged(() =>
    end(ctx, merchantId, keyId, { also: (tx) => appendAudit(tx, [note], ctx.clock.now()) }),
  );
  if (!found) throw new Denied('not_found');
  ctx.merchants.forget(clientId);
});

function instantOf(ms: number): string {
  return new Date(ms).toISOString();
}

export const KEY_ROUTES: readonly Route[] = [list, rotation, ending];
