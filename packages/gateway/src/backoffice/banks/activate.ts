// Configuration → Direct Debit → a bank → Activate: its Key and Secret are tried first, which the audit says before the
// bank is asked, and kept when the bank takes them.
import type { Bank, BankCredentials } from '../../banks/bank.ts';
import type { Tx } from '../../base/db.ts';
import {
  activateBank as keepBank,
  deactivateBank as switchOff,
} from '../../merchants/activate-bank.ts';
import type { Merchant } from '../../merchants/merchant.ts';
import { appendAudit } from '../../operators/append-audit.ts';
import { askFor, whyOf } from '../approvals/ask.ts';
import type { Asked } from '../asked.ts';
import { activateBank, deactivateBank } from '../contract/merchant.ts';
import { Denied } from '../denied.ts';
import { route } from '../route.ts';
import { freshMerchant, judged } from '../settings/fresh.ts';
import { hintOf } from './hint.ts';
import { askBank, bankOf, noteAsking } from './try.ts';
import { mustBeCallable } from './url-rule.ts';

interface Entered extends BankCredentials {
  notificationUrl: string | null;
  untested: boolean;
  reason: string | undefined;
}

const activation = route(activateBank, async (call) => {
  const { ctx, body } = call;
  const bank = bankOf(ctx, call.params.bank);
  const entered: Entered = {
    key: body.key,
    secret: body.secret,
    notificationUrl: body.notification_url ?? null,
    untested: body.untested,
    reason: body.reason,
  };
  mustBeCallable(ctx, entered.notificationUrl, 'notification_url');
  const merchant = await freshMerchant(call);
  const about = { which: 'given', key: hintOf(entered.key) } as const;
  await noteAsking(call, bank, about, entered.reason);
  const tested = await tryFirst(bank, merchant, entered);
  return await judged(() => keep(call, merchant, bank, entered, tested));
});

/** Whether the bank has taken them; one that is away may be activated all the same, one that refuses never. */
async function tryFirst(bank: Bank, merchant: Merchant, entered: Entered): Promise<boolean> {
  const outcome = await askBank(bank, merchant, entered);
  if (outcome.kind === 'works') return true;
  if (outcome.kind === 'refused') {
    throw new Denied('credentials_refused', { field: outcome.proves });
  }
  if (!entered.untested) throw new Denied('bank_away');
  return false;
}

async function keep(
  call: Asked,
  merchant: Merchant,
  bank: Bank,
  entered: Entered,
  tested: boolean,
) {
  const { ctx } = call;
  const { key, secret, notificationUrl, reason } = entered;
  const kept = merchant.banks.get(bank.slug);
  const { fourEyes } = merchant.settings;
  const others =
    kept !== undefined && (kept.credentials.key !== key || kept.credentials.secret !== secret);
  const before = {
    key: kept === undefined ? null : hintOf(kept.credentials.key),
    active: kept?.active ?? false,
  };
  const after = { key: hintOf(key), tested };
  if (others && fourEyes.bankCredentials) {
    const words = { bank: bank.slug, from: before.key, to: after.key, tested };
    const asked =
      notificationUrl === null ? words : { ...words, notification_url: notificationUrl };
    const sealed = JSON.stringify({ key, secret, instead: kept.credentials });
    return await askFor(call, merchant, {
      kind: 'bank_credentials',
      subject: bank.slug,
      asked,
      secret: sealed,
      sameBy: ['bank', 'from', 'to', 'notification_url'],
      reason: whyOf(reason),
    });
  }
  const former = kept?.notificationUrl ?? null;
  const another = notificationUrl !== null && former !== null && notificationUrl !== former;
  const waits = another && fourEyes.notificationUrl;
  let approvalId: string | null = null;
  await keepBank(ctx, merchant.merchantId, {
    bank: bank.slug,
    key,
    secret,
    notificationUrl: waits ? null : notificationUrl,
    instead: kept?.credentials ?? null,
    also: async (tx: Tx) => {
      const act =
        kept === undefined
          ? 'bank.activated'
          : others
            ? 'bank.credentials_changed'
            : 'bank.activated_again';
      const note = call.note(act, bank.slug, { before, after, reason: reason ?? null });
      if (waits) {
        const ask = urlChange(bank.slug, former, notificationUrl, whyOf(reason));
        const waiting = await askFor(call, merchant, ask, tx, [note]);
        approvalId = waiting.approval_id;
      } else await appendAudit(tx, [note], ctx.clock.now());
    },
  });
  ctx.merchants.forget(merchant.clientId);
  return approvalId === null
    ? { result: 'done' as const }
    : { result: 'approval' as const, approval_id: approvalId };
}

/** The request for another notification URL. */
export function urlChange(bank: string, from: string | null, to: string | null, reason: string) {
  return { kind: 'notification_url', subject: bank, asked: { bank, from, to }, reason } as const;
}

const deactivation = route(deactivateBank, async (call) => {
  const { ctx } = call;
  const bank = bankOf(ctx, call.params.bank);
  const merchant = await call.merchant();
  const note = call.note('bank.deactivated', bank.slug, {
    reason: call.body.reason,
    before: { active: merchant.banks.get(bank.slug)?.active ?? false },
    after: { active: false },
  });
  await judged(() =>
    switchOff(ctx, merchant.merchantId, bank.slug, {
      also: (tx) => appendAudit(tx, [note], ctx.clock.now()),
    }),
  );
  ctx.merchants.forget(merchant.clientId);
  return { result: 'done' as const };
});

export const activationRoutes = [activation, deactivation];
