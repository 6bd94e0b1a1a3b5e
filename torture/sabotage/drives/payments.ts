// Drives over payments that need no OTP: plain ones, twins, and a bank whose answers say nothing or too much.
import { randomUUID } from 'node:crypto';
import { ACCOUNTS, paymentOf, type Play } from '../play.ts';

/** Payments, their repeats, changed repeats, a decline and a refund. */
export async function plainPayments(play: Play): Promise<void> {
  const { one } = play;
  const bound = await play.bind(one, ACCOUNTS.pays);
  const body = paymentOf(bound);
  const first = await one.call('payment', body);
  const { requestId } = first;
  await one.call('payment', body, { requestId });
  await one.call('payment', paymentOf(bound, { amount: 99_999 }), { requestId });
  await one.call('tokens', { customer: { id: bound.customerId } }, { requestId });
  const second = await play.pay(bound, { amount: 90_001 });
  await play.refund(one, second, 10_001);
  await one.call('status', first.requestId);
  await one.call('status', second.requestId);
  await play.pay(await play.bind(one, ACCOUNTS.poor));
}

/** The same call several times at once, while the bank takes its time. */
export async function twins(play: Play): Promise<void> {
  const bound = await play.bind(play.one, ACCOUNTS.pays);
  await play.fault('pay', 'slow', { delay_ms: 500 });
  const body = paymentOf(bound);
  const requestId = randomUUID();
  const call = () => play.one.call('payment', body, { requestId });
  await Promise.all([call(), call(), call()]);
  await call();
}

/** Every answer that leaves open what became of the payment; it was debited each time but one. */
export async function unclearAnswers(play: Play): Promise<void> {
  const bound = await play.bind(play.one, ACCOUNTS.pays);
  const faults = [
    'timeout_after',
    'error_500_after',
    'mismatched_status',
    'reset_after',
    'truncated',
    'timeout_before',
  ];
  for (const fault of faults) {
    await play.fault('pay', fault);
    const asked = await play.pay(bound);
    await play.one.call('status', asked.requestId);
  }
  await play.later(6);
}

/** The answer is lost twice, and the merchant repeats its call until it is answered. */
export async function lostAnswers(play: Play): Promise<void> {
  const bound = await play.bind(play.one, ACCOUNTS.pays);
  await play.fault('pay', 'reset_after', { count: 2 });
  const body = paymentOf(bound);
  const { requestId, status } = await play.one.call('payment', body);
  if (status === 503) await play.one.call('payment', body, { requestId });
}

/** The payment was debited, and the bank's book cannot be read for long. */
export async function silentBook(play: Play): Promise<void> {
  const bound = await play.bind(play.one, ACCOUNTS.pays);
  await play.fault('pay', 'timeout_after');
  await play.fault('status', 'error_500', { count: 7 });
  const asked = await play.pay(bound);
  for (const seconds of [6, 11, 21, 41, 61, 121, 301]) await play.later(seconds);
  await play.one.call('status', asked.requestId);
}

/** The payment was debited; asked after its longest processing time, the book misses it once. */
export async function forgetfulBook(play: Play): Promise<void> {
  const bound = await play.bind(play.one, ACCOUNTS.pays);
  await play.fault('pay', 'timeout_after');
  await play.fault('status', 'not_found');
  const worker = play.stage.part('worker-1');
  const asked = await play.pay(bound);
  worker.freeze();
  // Late enough for one "not found" to count, too early for two.
  await play.stage.advance(15 * 60 + 40);
  worker.thaw();
  await play.quiet();
  await play.one.call('status', asked.requestId);
}

/** The bank does not know the payment yet, and debits ten minutes after it was asked. */
export async function slowDebit(play: Play): Promise<void> {
  const bound = await play.bind(play.one, ACCOUNTS.pays);
  await play.fault('pay', 'timeout_late', { after_ms: 10 * 60_000 });
  const asked = await play.pay(bound);
  for (const seconds of [6, 65, 65]) await play.later(seconds);
  await play.one.call('status', asked.requestId);
  await play.later(9 * 60);
}

/** The bank debits long after it must have been done, when the payment has been called FAILED. */
export async function lateDebit(play: Play): Promise<void> {
  const bound = await play.bind(play.one, ACCOUNTS.pays);
  await play.fault('pay', 'timeout_late', { after_ms: 40 * 60_000 });
  const asked = await play.pay(bound);
  for (const seconds of [16 * 60, 70]) await play.later(seconds);
  await play.one.call('status', asked.requestId);
  for (const seconds of [25 * 60, 65 * 60]) await play.later(seconds);
  await play.one.call('status', asked.requestId);
}
