// The client: the merchant's seven calls and the status, and the door for notifications.
import { documented } from './documented.ts';
import { openLine } from './line.ts';
import { notificationsOf, type Notifications } from './notifications/notifications.ts';
import { paymentsOf, type Payments } from './payments.ts';
import { refundsOf, type Refunds } from './refunds.ts';
import type { TarikOptions } from './options.ts';
import { readSettings } from './settings.ts';
import { tokensOf, type Tokens } from './tokens.ts';

/**
 * A merchant's client. Make one and keep it.
 *
 * ```ts
 * const tarik = new Tarik({ clientId, secretKey, baseUrl: 'http://127.0.0.1:8080' });
 * const payment = await tarik.payments.create({ customer, tokenId, invoiceNumber, amount: 90_000 });
 * ```
 */
export class Tarik {
  /** A customer's bound accounts. */
  readonly tokens: Tokens;
  /** Payments, and the OTP that confirms them. */
  readonly payments: Payments;
  readonly refunds: Refunds;
  /** What the gateway tells the merchant's server. */
  readonly notifications: Notifications;

  /** Throws an `InputError` that names the option that is missing or wrong. */
  constructor(options: TarikOptions) {
    const settings = readSettings(options);
    const line = openLine(settings);
    this.tokens = documented(settings, tokensOf(line));
    this.payments = documented(settings, paymentsOf(line));
    this.refunds = documented(settings, refundsOf(line));
    this.notifications = documented(settings, notificationsOf(settings));
  }
}
