// Where a payment may send its notification, and where a registration may send a browser.
import { describe, expect, test } from 'vitest';
import { Refusal } from '../../base/refusal.ts';
import { DEFAULT_SETTINGS, type Merchant } from '../../merchants/merchant.ts';
import { mustBeReturnable, overrideUrl } from './urls.ts';

const production = { sandbox: false };
const sandbox = { sandbox: true };

function merchant(notificationHosts: string[] = [], notificationUrl: string | null = CONFIGURED) {
  const credentials = { key: 'k', secret: 's' };
  const cimb = {
    bank: 'cimb',
    active: true,
    credentials,
    notificationUrl,
    notificationsDisabled: false,
  };
  const one: Merchant = {
    merchantId: 'm',
    clientId: 'MCH-1',
    name: 'One',
    status: 'active',
    settings: DEFAULT_SETTINGS,
    keys: [],
    banks: new Map([['cimb', cimb]]),
    notificationHosts,
    tariffs: [],
  };
  return one;
}

const CONFIGURED = 'https://shop.example/payments/notifications';

function override(url: unknown, who = merchant(), doors = production): string | null {
  return overrideUrl(doors, who, 'cimb', { override_notification_url: url });
}

function refusalOf(work: () => unknown): Refusal | null {
  try {
    work();
    return null;
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

describe('the notification URL of one payment', () => {
  test('is the configured one when none is given', () => {
    expect(overrideUrl(production, merchant(), 'cimb', undefined)).toBeNull();
    expect(overrideUrl(production, merchant(), 'cimb', { message: 'x' })).toBeNull();
    expect(override(null)).toBeNull();
  });

  test.each([
    'https://other.example/payments/notifications',
    'https://shop.example:8443/payments/notifications',
    'https://other.example/payments/notifications?shop=7',
  ])('may have another host and port, as %s', (url) => {
    expect(override(url)).toBe(url);
  });

  test.each([
    ['another path', 'https://shop.example/elsewhere'],
    ['a path that only begins alike', 'https://shop.example/payments/notifications/x'],
    ['http', 'http://other.example/payments/notifications'],
    ['another scheme', 'javascript:alert(1)'],
    ['no URL', 'other.example/payments/notifications'],
    ['a user name', 'https://a@other.example/payments/notifications'],
    ['a fragment', 'https://other.example/payments/notifications#x'],
    ['an odd port', 'https://other.example:22/payments/notifications'],
    ['the metadata address', 'https://169.254.169.254/payments/notifications'],
    ['loopback', 'https://127.0.0.1/payments/notifications'],
    ['loopback as a number', 'https://2130706433/payments/notifications'],
    ['loopback in IPv6', 'https://[::1]/payments/notifications'],
    ['a private network', 'https://10.1.2.3/payments/notifications'],
    ['three kilobytes', `https://other.example/${'x'.repeat(3000)}`],
    ['a number', 7],
    ['an object', {}],
  ])('is refused with %s', (_what, url) => {
    const refusal = refusalOf(() => override(url));
    expect(refusal?.code).toBe('field_invalid');
    expect(refusal?.detail.field).toBe('additional_info.override_notification_url');
  });

  test('may be http and loopback in a sandbox, but not private', () => {
    const url = 'http://127.0.0.1:9000/payments/notifications';
    expect(override(url, merchant(), sandbox)).toBe(url);
    expect(
      refusalOf(() => override('http://192.168.0.1/payments/notifications', merchant(), sandbox)),
    ).not.toBeNull();
  });

  test('needs a configured one', () => {
    const refusal = refusalOf(() => override(CONFIGURED, merchant([], null)));
    expect(refusal?.detail.rule).toContain('configured');
  });

  test('stays on registered hosts where there are some', () => {
    const who = merchant(['hooks.example', 'hooks.example:8443']);
    for (const host of ['hooks.example', 'hooks.example:8443', 'shop.example']) {
      expect(refusalOf(() => override(`https://${host}/payments/notifications`, who))).toBeNull();
    }
    expect(
      refusalOf(() => override('https://evil.example/payments/notifications', who))?.code,
    ).toBe('field_invalid');
  });
});

describe('a registration’s return URL', () => {
  const check = (url: string | undefined, doors = production, who = merchant()) =>
    refusalOf(() => mustBeReturnable(doors, who, url, 'debit_card.success_registration_url'));

  test('may be absent, http or https', () => {
    expect(check(undefined)).toBeNull();
    expect(check('https://shop.example/done')).toBeNull();
    expect(check('http://shop.example/done?x=1#top')).toBeNull();
  });

  test.each(['http://127.1/', 'http://localhost/', 'http://10.0.0.1/', 'http://[fd00::1]/'])(
    'must not be %s',
    (url) => {
      expect(check(url)?.detail.field).toBe('debit_card.success_registration_url');
    },
  );

  test('may be loopback in a sandbox, where the demo shop is', () => {
    expect(check('http://127.0.0.1:8070/bound', sandbox)).toBeNull();
    expect(check('http://localhost:8070/bound', sandbox)).toBeNull();
    expect(check('http://10.0.0.1/', sandbox)).not.toBeNull();
  });

  test('stays on registered hosts where there are some', () => {
    expect(check('https://shop.example/', production, merchant(['shop.example']))).toBeNull();
    expect(check('https://evil.example/', production, merchant(['shop.example']))).not.toBeNull();
  });
});
