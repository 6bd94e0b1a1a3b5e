// Drives in which the gateway is killed at a point, comes back, and the merchant asks again.
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Armed, Phase } from '../../stage/types.ts';
import { ACCOUNTS, paymentOf, type Play } from '../play.ts';
import { wrong } from './codes.ts';

/** Longer than a call holds its Request-Id, s. */
const LEASE_SECONDS = 41;

/** An answer that leaves too early is given this long to do so, ms. */
const EARLY_MS = 1_500;

/** The bank has debited and its answer is on its way when the gateway dies. */
export async function deathAfterSending(play: Play): Promise<void> {
  await dieWhilePaying(play, { door: 'http', name: 'http pay', hit: 1, phase: 'sent' }, 0);
}

/** The gateway dies right before its commit; whoever answered before that has answered too early. */
export async function deathBeforeCommit(play: Play): Promise<void> {
  await dieWhilePaying(play, finish('before'), EARLY_MS);
}

/** The commit is on the disk, and nothing was done after it. */
export async function deathAfterCommit(play: Play): Promise<void> {
  await dieWhilePaying(play, finish('after'), 0);
}

function finish(phase: Phase): Armed {
  return { door: 'db', name: 'db payments-finish', hit: 1, phase };
}

async function dieWhilePaying(play: Play, at: Armed, waitMs: number): Promise<void> {
  const { one } = play;
  const bound = await play.bind(one, ACCOUNTS.pays);
  const body = paymentOf(bound);
  const requestId = randomUUID();
  await killed(play, at, waitMs, () => one.call('payment', body, { requestId }));
  await one.call('status', requestId);
  await play.stage.advance(LEASE_SECONDS);
  await one.call('payment', body, { requestId });
  await one.call('status', requestId);
}

/** A wrong OTP has reached the bank when the gateway dies. */
export async function deathWhileValidating(play: Play): Promise<void> {
  const { one } = play;
  const bound = await play.bind(one, ACCOUNTS.asksForOtp);
  const payment = await play.pay(bound);
  const otp = await play.code(bound);
  const at = { door: 'http', name: 'http verify_otp', hit: 1, phase: 'after' } as const;
  await killed(play, at, 0, () => play.validate(one, payment, wrong(otp)));
  await play.later(LEASE_SECONDS);
  await play.validate(one, payment, otp);
  await one.call('status', payment.requestId);
}

async function killed(
  play: Play,
  at: Armed,
  waitMs: number,
  call: () => Promise<unknown>,
): Promise<void> {
  const gateway = play.stage.part('gateway-1');
  let heard: () => void = () => undefined;
  const early = new Promise<void>((resolve) => (heard = resolve));
  const onReached = async (): Promise<void> => {
    await Promise.race([early, delay(waitMs)]);
    await gateway.kill();
  };
  const { disarm } = await play.stage.arm('gateway-1', at, onReached);
  await call();
  heard();
  await Promise.race([disarm().catch(() => false), delay(EARLY_MS)]);
  await gateway.start();
}
