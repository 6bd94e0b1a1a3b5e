// The drive over refunds: two at once for more than there is, lost answers, refusals, and plain ones.
import { setTimeout as delay } from 'node:timers/promises';
import { ACCOUNTS, type Play } from '../play.ts';

/** Longer than a gateway remembers a merchant's settings, ms. */
const REMEMBERED_MS = 1_200;

/** By a merchant that wants to be told; ends while refunds are in flight. */
export async function refunds(play: Play): Promise<void> {
  const one = play.another;
  await play.rows(
    `update merchants set settings = settings || '{"notifyRefunds": true}' where merchant_id = $1`,
    [one.merchant.merchantId],
  );
  await delay(REMEMBERED_MS);
  const bound = await play.bind(one, ACCOUNTS.pays);
  const plain = await play.pay(bound);
  await play.refund(one, plain, 3_457);
  await play.refund(one, plain, 20_000);

  const stubborn = await play.bind(one, ACCOUNTS.refusesRefunds);
  const kept = await play.pay(stubborn);
  const otp = await play.code(stubborn);
  await play.validate(one, kept, otp);
  await play.refund(one, kept, 23_457);

  for (const fault of ['reset_after', 'timeout_before']) {
    const payment = await play.pay(bound);
    await play.fault('refund', fault);
    const asked = await play.refund(one, payment, 23_457);
    await one.call('status', asked.requestId);
  }

  const contested = await play.pay(bound, { amount: 100_000 });
  await play.fault('refund', 'timeout_late', { count: 2, after_ms: 5 * 60_000 });
  await Promise.all([70_000, 70_000].map((amount) => play.refund(one, contested, amount)));
}
