// The routes of a merchant's switches. What makes four eyes weaker is approved by a second pair first.
import { isHost, urlFault } from '../../notifications/target.ts';
import { changeSettings as change } from '../../merchants/change-settings.ts';
import { weakens, withDefaults, type ChangedSettings } from '../../merchants/settings.ts';
import { appendAudit } from '../../operators/append-audit.ts';
import { askFor, whyOf, type WaitsForApproval } from '../approvals/ask.ts';
import { changeSettings, getSettings } from '../contract/merchant.ts';
import { Denied } from '../denied.ts';
import { route, type Route } from '../route.ts';
import { freshMerchant, judged } from './fresh.ts';
import { readSwitches } from './store.ts';
import { changedSettings, eyesOf, eyesWords, settingsWords } from './words.ts';

const seen = route(getSettings, async (call) => {
  const { merchantId } = await call.merchant();
  const { settings, hosts } = await readSwitches(call.reading, merchantId);
  return settingsWords(withDefaults(settings), hosts);
});

const changed = route(changeSettings, async (call) => {
  const { ctx } = call;
  const { reason, ...words } = call.body;
  mustBeAmount(words.four_eyes?.refund_above ?? null);
  const hosts = words.notification_hosts;
  for (const host of hosts ?? []) mustBeHost(host, ctx.sandbox);
  const merchant = await freshMerchant(call);
  const before = merchant.settings.fourEyes;
  const wanted = words.four_eyes === undefined ? null : eyesOf(words.four_eyes);
  const waits = wanted !== null && weakens(before, wanted);
  const { fourEyes, ...others } = changedSettings(words);
  const atOnce: ChangedSettings =
    waits || fourEyes === undefined ? others : { ...others, fourEyes };
  const names = Object.keys(words).filter((name) => !(waits && name === 'four_eyes'));
  const shown = settingsWords(merchant.settings, merchant.notificationHosts);
  const note = call.note('settings.changed', merchant.clientId, {
    reason: reason ?? null,
    before: picked(shown, names),
    after: picked(words, names),
  });
  let waiting: WaitsForApproval | null = null;
  await judged(() =>
    change(ctx, merchant.merchantId, {
      settings: atOnce,
      ...(hosts === undefined ? {} : { hosts: [...new Set(hosts)] }),
      also: async (tx) => {
        const notes = names.length > 0 ? [note] : [];
        if (!waits) return await appendAudit(tx, notes, ctx.clock.now());
        const wish = {
          kind: 'four_eyes',
          subject: merchant.clientId,
          asked: { from: eyesWords(before), to: eyesWords(wanted) },
          reason: whyOf(reason),
        } as const;
        waiting = await askFor(call, merchant, wish, tx, notes);
      },
    }),
  );
  ctx.merchants.forget(merchant.clientId);
  return waiting ?? { result: 'done' as const };
});

/** Above the largest payment there is nothing to limit. */
function mustBeAmount(words: string | null): void {
  if (words === null || /^\d{1,12}$/.test(words)) return;
  throw new Denied('field_invalid', {
    field: 'four_eyes.refund_above',
    message: 'must be whole rupiah, at most twelve digits',
  });
}

/** A host with its port where it has one, as a URL writes them, and one that the door would call. */
function mustBeHost(host: string, sandbox: boolean): void {
  if (isHost(host) && urlFault(`https://${host}/`, sandbox) === null) return;
  throw new Denied('field_invalid', {
    field: 'notification_hosts',
    message: `${host} is no host that may be called: write it as shop.example or shop.example:8443`,
  });
}

function picked(from: object, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(from).filter(([name]) => names.includes(name)));
}

export const SETTINGS_ROUTES: readonly Route[] = [seen, changed];
