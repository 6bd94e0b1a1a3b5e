// URLs that come with a call: where a payment's notification goes instead, and where a customer's browser goes back to.
import { Refusal } from '../../base/refusal.ts';
import type { Context } from '../../context.ts';
import type { Merchant } from '../../merchants/merchant.ts';
import { addressVerdict } from '../../notifications/address.ts';
import { urlFault, type UrlFault } from '../../notifications/target.ts';

const OVERRIDE = 'additional_info.override_notification_url';

const RULES: Readonly<Record<UrlFault, string>> = {
  url_malformed: 'must be an absolute URL',
  url_not_https: 'must be an https URL',
  url_has_user: 'must not contain a user name',
  url_has_fragment: 'must not contain a fragment',
  url_port: 'must use port 443 or 8443',
  address_refused: 'must not point to a private address',
};

type Doors = Pick<Context, 'sandbox'>;

/**
 * The notification URL of one payment, or null for the configured one. Host and port may differ from the configured URL,
 * the path may not (DOKU, "Override Notification URL"); what a name resolves to is judged when it is called.
 */
export function overrideUrl(
  { sandbox }: Doors,
  merchant: Merchant,
  bank: string,
  additionalInfo: Record<string, unknown> | undefined,
): string | null {
  const url = additionalInfo?.['override_notification_url'];
  if (url === undefined || url === null || url === '') return null;
  if (typeof url !== 'string' || url.length > 2048) throw broken(OVERRIDE, RULES.url_malformed);
  const fault = urlFault(url, sandbox);
  if (fault !== null) throw broken(OVERRIDE, RULES[fault]);
  const configured = merchant.banks.get(bank)?.notificationUrl ?? null;
  if (configured === null) {
    throw broken(OVERRIDE, 'needs a notification URL configured for the bank');
  }
  const { host, pathname } = new URL(url);
  const own = new URL(configured);
  if (pathname !== own.pathname) {
    throw broken(OVERRIDE, 'must have the path of the configured notification URL');
  }
  if (host !== own.host) mustBeRegistered(merchant, host, OVERRIDE);
  return url;
}

/** Throws for a URL to which we must not send a customer's browser. Its form is the schema's matter. */
export function mustBeReturnable(
  { sandbox }: Doors,
  merchant: Merchant,
  url: string | undefined,
  field: string,
): void {
  if (url === undefined) return;
  const { host, hostname } = new URL(url);
  const verdict = addressVerdict(hostname);
  if (verdict === 'private' || (verdict === 'loopback' && !sandbox)) {
    throw broken(field, RULES.address_refused);
  }
  mustBeRegistered(merchant, host, field);
}

/** A merchant that has registered hosts may use no others; one that has none may use any. */
function mustBeRegistered({ notificationHosts }: Merchant, host: string, field: string): void {
  if (notificationHosts.length > 0 && !notificationHosts.includes(host)) {
    throw broken(field, "must have one of the merchant's registered hosts");
  }
}

function broken(field: string, rule: string): Refusal {
  return new Refusal('field_invalid', { field, rule });
}
