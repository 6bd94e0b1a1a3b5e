// Where a bank's notifications go: the first URL at once, another one after approval.
import { setNotificationUrl as setUrl } from '../../merchants/activate-bank.ts';
import { appendAudit } from '../../operators/append-audit.ts';
import { askFor, whyOf } from '../approvals/ask.ts';
import { setNotificationUrl } from '../contract/merchant.ts';
import { Denied } from '../denied.ts';
import { route } from '../route.ts';
import { freshMerchant, judged } from '../settings/fresh.ts';
import { urlChange } from './activate.ts';
import { bankOf } from './try.ts';
import { mustBeCallable } from './url-rule.ts';

export const urlRoute = route(setNotificationUrl, async (call) => {
  const { ctx, body } = call;
  const bank = bankOf(ctx, call.params.bank);
  mustBeCallable(ctx, body.url, 'url');
  const merchant = await freshMerchant(call);
  const known = merchant.banks.get(bank.slug);
  if (known === undefined) {
    throw new Denied('not_allowed_now', { message: 'activate the bank first' });
  }
  const former = known.notificationUrl;
  const changes = former !== null && former !== body.url;
  if (changes && merchant.settings.fourEyes.notificationUrl) {
    const ask = urlChange(bank.slug, former, body.url, whyOf(body.reason));
    return await judged(() => askFor(call, merchant, ask));
  }
  const note = call.note('bank.notification_url_set', bank.slug, {
    reason: body.reason ?? null,
    before: { url: former, disabled: known.notificationsDisabled },
    after: { url: body.url },
  });
  await judged(() =>
    setUrl(ctx, merchant.merchantId, bank.slug, body.url, {
      instead: former,
      also: (tx) => appendAudit(tx, [note], ctx.clock.now()),
    }),
  );
  ctx.merchants.forget(merchant.clientId);
  return { result: 'done' as const };
});
