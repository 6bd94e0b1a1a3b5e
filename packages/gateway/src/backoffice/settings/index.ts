// The routes of a merchant's switches. What makes four eyes weaker, and other hosts for notifications than those that were
// there, is approved by a second pair first.
import { isHost, urlFault } from '../../notifications/target.ts';
import { changeSettings as change, sameHosts } from '../../merchants/change-settings.ts';
import type { FourEyes, Merchant } from '../../merchants/merchant.ts';
import { weakens, withDefaults, type ChangedSettings } from '../../merchants/settings.ts';
import { appendAudit } from '../../operators/append-audit.ts';
import type { AuditNote } from '../../operators/audit.ts';
import { askFor, whyOf, type WaitsForApproval, type Wanted } from '../approvals/ask.ts';
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
  const wanted = words.four_eyes === undefined ? null : eyesOf(words.four_eyes);
  const wishes = wishesOf(merchant, { eyes: wanted, hosts: hosts ?? null }).map((wish) => ({
    ...wish,
    reason: whyOf(reason),
  }));
  const waits = (name: string): boolean => wishes.some((one) => one.kind === name);
  const { fourEyes, ...others } = changedSettings(words);
  const atOnce: ChangedSettings =
    waits('four_eyes') || fourEyes === undefined ? others : { ...others, fourEyes };
  const names = Object.keys(words).filter((name) => !waits(name));
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
      ...(hosts === undefined || waits('notification_hosts')
        ? {}
        : { hosts: [...new Set(hosts)], hostsInstead: merchant.notificationHosts }),
      also: async (tx) => {
        let notes: readonly AuditNote[] = names.length > 0 ? [note] : [];
        for (const wish of wishes) {
          const asked = await askFor(call, merchant, wish, tx, notes);
          waiting ??= asked;
          notes = [];
        }
        await appendAudit(tx, notes, ctx.clock.now());
      },
    }),
  );
  ctx.merchants.forget(merchant.clientId);
  return waiting ?? { result: 'done' as const };
});

/** What of a change somebody else must look at first. The first list of hosts is anybody's: before it, every host may be named. */
function wishesOf(
  { clientId, settings, notificationHosts }: Merchant,
  wanted: { eyes: FourEyes | null; hosts: readonly string[] | null },
): Omit<Wanted, 'reason'>[] {
  const { fourEyes } = settings;
  const { eyes, hosts } = wanted;
  const others =
    hosts !== null && notificationHosts.length > 0 && !sameHosts(notificationHosts, hosts);
  return [
    ...(eyes !== null && weakens(fourEyes, eyes)
      ? [
          {
            kind: 'four_eyes' as const,
            subject: clientId,
            asked: { from: eyesWords(fourEyes), to: eyesWords(eyes) },
          },
        ]
      : []),
    ...(others && fourEyes.notificationUrl
      ? [
          {
            kind: 'notification_hosts' as const,
            subject: clientId,
            asked: { from: [...notificationHosts], to: [...new Set(hosts)].toSorted() },
          },
        ]
      : []),
  ];
}

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
