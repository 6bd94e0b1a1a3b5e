// Drives over payments with an OTP: right and wrong codes, lost answers, and codes that are too old.
import { ACCOUNTS, type Play } from '../play.ts';

/** Wrong, then right; three wrong ones; and a right one whose answer is lost. */
export async function codes(play: Play): Promise<void> {
  const { one } = play;
  const bound = await play.bind(one, ACCOUNTS.asksForOtp);
  const first = await play.pay(bound, { amount: 70_000, invoice: 'INV-code-1' });
  const otp = await play.code(bound);
  await play.validate(one, first, wrong(otp));
  const done = await play.validate(one, first, otp);
  await play.validate(one, first, otp, done.requestId);
  await play.pay(bound, { amount: 70_000, invoice: 'INV-code-1', requestId: first.requestId });

  const second = await play.pay(bound);
  const other = await play.code(bound);
  for (let n = 0; n < 3; n += 1) await play.validate(one, second, wrong(other));

  const third = await play.pay(bound);
  const last = await play.code(bound);
  await play.fault('verify', 'reset_after');
  const lost = await play.validate(one, third, last);
  await play.validate(one, third, last, lost.requestId);
  await one.call('status', third.requestId);
}

/** A code that comes after its time, and one that never comes. */
export async function expiredCodes(play: Play): Promise<void> {
  const { one, stage } = play;
  const bound = await play.bind(one, ACCOUNTS.asksForOtp);
  const payment = await play.pay(bound);
  await play.pay(bound);
  const otp = await play.code(bound);
  const worker = stage.part('worker-1');
  worker.freeze();
  await stage.advance(400);
  await play.validate(one, payment, otp);
  worker.thaw();
}

/** Six digits that are not these. */
export function wrong(otp: string): string {
  return otp === '111111' ? '222222' : '111111';
}
