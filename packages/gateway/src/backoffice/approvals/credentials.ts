// Other credentials at a bank, approved: tried once more, and kept in place of those that they were asked to replace.
import type { BankCredentials } from '../../banks/bank.ts';
import { activateBank } from '../../merchants/activate-bank.ts';
import { urlFault } from '../../notifications/target.ts';
import { appendAudit } from '../../operators/append-audit.ts';
import { secretOf } from '../../operators/approvals.ts';
import type { CarryOut } from './carry-out.ts';
import { noteOf } from './note.ts';
import { bankNow, merchantNow } from './standing.ts';

interface Asked {
  bank: string;
  from: string | null;
  to: string;
  /** Whether the bank had taken them when they were entered. */
  tested: boolean;
  notification_url?: string;
}

export const carryOutCredentials: CarryOut = async (ctx, approval) => {
  const asked = approval.asked as unknown as Asked;
  const sealed = secretOf(ctx.sealer, approval);
  const bank = ctx.banks.get(asked.bank);
  if (sealed === null || bank === undefined) return { state: 'failed', outcome: 'nothing_to_set' };
  const { key, secret, instead } = JSON.parse(sealed) as BankCredentials & {
    instead: BankCredentials;
  };
  const url = asked.notification_url ?? null;
  const fault = url === null ? null : urlFault(url, ctx.sandbox);
  if (fault !== null) return { state: 'failed', outcome: fault };
  const merchant = await merchantNow(ctx, approval.merchantId);
  const kept = bankNow(merchant, asked.bank).credentials;
  if (kept.key === key && kept.secret === secret) return { state: 'done', outcome: 'activated' };
  const { merchantId, clientId } = merchant;
  const outcome = await bank.tryCredentials({
    merchantId,
    clientId,
    credentials: { key, secret },
  });
  if (outcome.kind === 'refused') return { state: 'failed', outcome: 'credentials_refused' };
  if (outcome.kind === 'no_answer' && asked.tested)
    return { state: 'failed', outcome: 'bank_away' };
  const tested = outcome.kind === 'works';
  const note = noteOf(approval, 'bank.credentials_changed', {
    before: { key: asked.from },
    after: { key: asked.to, tested },
  });
  await activateBank(ctx, merchantId, {
    bank: asked.bank,
    key,
    secret,
    notificationUrl: url,
    instead,
    also: (tx) => appendAudit(tx, [note], ctx.clock.now()),
  });
  ctx.merchants.forget(clientId);
  return { state: 'done', outcome: 'activated' };
};
