// Rows of merchants for the lists of the Back Office, made at random from a seed, straight into the tables.
import { createHash } from 'node:crypto';
import type { Merchant } from '../src/merchants/merchant.ts';
import { NOTIFICATION_STATES } from '../src/notifications/notification.ts';
import { PAYMENT_STATES } from '../src/payments/payment.ts';
import { sealDetails } from '../src/payments/view.ts';
import { REFUND_STATES } from '../src/refunds/refund.ts';
import { customerKeyOf, phoneKeyOf } from '../src/tokens/customer-key.ts';
import { TOKEN_STATES } from '../src/tokens/token.ts';
import { sealDetails as sealTokenDetails } from '../src/tokens/view.ts';
import type { FlowContext } from './flow-context.ts';

export type Row = Record<string, any>;

export interface Made {
  tokens: Row[];
  payments: Row[];
  refunds: Row[];
  notifications: Row[];
}

/** A number below `n`, the same for the same seed. */
export type Dice = (n: number) => number;

export function diceOf(seed: number): Dice {
  let state = seed % 2_147_483_647 || 1;
  return (n) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % n;
  };
}

const REASONS = ['insufficient_funds', 'bank_refused', 'not_found'];

/** Makes some tokens, payments, refunds and notifications of a merchant, spread over two days. */
export async function makeRows(
  flow: FlowContext,
  merchant: Merchant,
  dice: Dice,
  counts: { tokens: number; payments: number },
): Promise<Made> {
  const { merchantId } = merchant;
  const made: Made = { tokens: [], payments: [], refunds: [], notifications: [] };
  const start = flow.clock.now() - 2 * 86_400_000;
  const pick = <T>(of: readonly T[]): T => of[dice(of.length)] as T;
  // Few instants, so that many rows share one.
  const instant = () => new Date(start + dice(400) * 432_000).toISOString();
  const uuid = () =>
    createHash('sha256')
      .update(`${dice(2_147_483_646)} ${dice(2_147_483_646)}`)
      .digest('hex');
  const idOf = (hex: string) =>
    hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-8$4-$5');

  for (let n = 0; n < counts.tokens; n += 1) {
    const id = idOf(uuid());
    const customer = { id: `C-${dice(7)}`, name: `Budi Santoso ${n}`, email: 'budi@gmail.com' };
    const phone = `62812345678${dice(5)}`;
    const state = pick(TOKEN_STATES);
    made.tokens.push({
      merchant_id: merchantId,
      token_id: id,
      bank: pick(['cimb', 'other']),
      state,
      version: 1,
      last_move: id,
      customer_key: customerKeyOf(flow.ctx, merchantId, customer.id),
      phone_key: phoneKeyOf(flow.ctx, merchantId, phone),
      sealed_details: sealTokenDetails(flow.ctx, merchantId, id, { customer, accountPhone: phone }),
      sealed_access: Buffer.from('access'),
      account_tail: '0001',
      due_at: state === 'pending' || state === 'deleting' ? instant() : null,
      created_at: instant(),
      changed_at: instant(),
      _customer: customer,
      _phone: phone,
    });
  }
  for (let n = 0; n < counts.payments; n += 1) {
    const id = idOf(uuid());
    const token = pick(made.tokens);
    const state = pick(PAYMENT_STATES);
    const ended = state === 'succeeded' || state === 'failed' || state === 'expired';
    const amount = 1000 + dice(50) * 1000;
    const refunded = state === 'succeeded' ? [0, 0, 1000, amount][dice(4)]! : 0;
    const createdAt = instant();
    made.payments.push({
      merchant_id: merchantId,
      payment_id: id,
      bank: token.bank,
      token_id: token.token_id,
      state,
      version: 1,
      last_move: id,
      amount,
      refunded,
      invoice_number: `INV-${n}-${id.slice(0, 8)}`,
      request_id: `R-${n}`,
      customer_key: token.customer_key,
      sealed_details: sealDetails(flow.ctx, merchantId, id, {
        customer: token._customer,
        otpLifeMs: 1,
      }),
      bank_payment_id: dice(2) === 0 ? null : `B-${n}`,
      reason: state === 'failed' ? pick(REASONS) : null,
      asked_at: createdAt,
      otp_expires_at: createdAt,
      due_at: ended ? null : instant(),
      created_at: createdAt,
      finished_at: ended ? createdAt : null,
      _customer: token._customer,
    });
    if (refunded > 0) {
      const refundId = idOf(uuid());
      const refundState = pick(REFUND_STATES);
      made.refunds.push({
        merchant_id: merchantId,
        refund_id: refundId,
        payment_id: id,
        kind: 'merchant',
        state: refundState,
        version: 1,
        last_move: refundId,
        amount: refunded,
        request_id: `RR-${n}`,
        bank_refund_id: `BR-${n}`,
        asked_at: createdAt,
        due_at: refundState === 'requested' || refundState === 'unclear' ? instant() : null,
        created_at: instant(),
        _bank: token.bank,
      });
    }
    if (ended) made.notifications.push(notificationOf(merchantId, idOf(uuid()), id, state));
  }
  await insert(flow, 'tokens', made.tokens);
  await insert(flow, 'payments', made.payments);
  await insert(flow, 'refunds', made.refunds);
  await insert(flow, 'notifications', made.notifications);
  return made;

  function notificationOf(merchant: string, id: string, subject: string, of: string): Row {
    const state = pick(NOTIFICATION_STATES);
    const place = { table: 'notifications', column: 'body', merchantId: merchant, row: id };
    const body = JSON.stringify({ customer: { id: 'C-1', name: 'Budi Santoso' } });
    return {
      merchant_id: merchant,
      notification_id: id,
      subject_id: subject,
      bank: 'cimb',
      type: `payment.${of}`,
      sequence: 1,
      url: 'https://shop.example/notifications',
      body: flow.ctx.sealer.seal(place, body),
      state,
      due_at: state === 'pending' ? instant() : null,
      created_at: instant(),
    };
  }
}

/** Puts rows into a table; what begins with `_` is the test's own. */
export async function insert(
  flow: Pick<FlowContext, 'sql'>,
  table: string,
  rows: readonly Row[],
): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  const columns = Object.keys(first).filter((column) => !column.startsWith('_'));
  const values = rows.flatMap((row) => columns.map((column) => row[column] as unknown));
  const places = rows.map(
    (_row, n) => `(${columns.map((_, at) => `$${n * columns.length + at + 1}`).join(', ')})`,
  );
  await flow.sql(
    `insert into ${table} (${columns.join(', ')}) values ${places.join(', ')}`,
    values,
  );
}
