// A merchant's switches between the page's words and ours.
import type { z } from 'zod';
import type { FourEyes, MerchantSettings } from '../../merchants/merchant.ts';
import { eyesJson, type ChangedSettings } from '../../merchants/settings.ts';
import type { Settings } from '../contract/merchant.ts';

type Words = z.output<typeof Settings>;

/** Four eyes as the page has them. */
export function eyesWords(eyes: FourEyes): Words['four_eyes'] {
  return {
    refund_above: eyes.refundAbove?.toString() ?? null,
    keys: eyes.keys,
    notification_url: eyes.notificationUrl,
    bank_credentials: eyes.bankCredentials,
    team: eyes.team,
  };
}

/** Four eyes as we have them. */
export function eyesOf(words: Words['four_eyes']): FourEyes {
  return {
    refundAbove: words.refund_above === null ? null : BigInt(words.refund_above),
    keys: words.keys,
    notificationUrl: words.notification_url,
    bankCredentials: words.bank_credentials,
    team: words.team,
  };
}

/** All switches as the page has them. */
export function settingsWords(settings: MerchantSettings, hosts: readonly string[]): Words {
  const { rate } = settings;
  return {
    line_items: settings.lineItems,
    amounts: settings.amounts,
    replay_status: settings.replayStatus,
    notification_schedule: settings.notificationSchedule,
    notify_tokens: settings.notifyTokens,
    notify_refunds: settings.notifyRefunds,
    notification_hosts: [...hosts],
    // An operator may have set less than one a second; the page knows whole ones.
    rate:
      rate === null
        ? null
        : { per_second: Math.max(1, Math.round(rate.perSecond)), burst: rate.burst },
    four_eyes: eyesWords(settings.fourEyes),
  };
}

/** What is to be changed, as it is stored; four eyes whole. */
export function changedSettings(words: {
  [K in keyof Words]?: Words[K] | undefined;
}): ChangedSettings {
  const all: { [K in keyof ChangedSettings]: ChangedSettings[K] | undefined } = {
    lineItems: words.line_items,
    amounts: words.amounts,
    replayStatus: words.replay_status,
    notificationSchedule: words.notification_schedule,
    notifyTokens: words.notify_tokens,
    notifyRefunds: words.notify_refunds,
    rate:
      words.rate === undefined || words.rate === null
        ? words.rate
        : { perSecond: words.rate.per_second, burst: words.rate.burst },
    fourEyes: words.four_eyes === undefined ? undefined : eyesJson(eyesOf(words.four_eyes)),
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}
