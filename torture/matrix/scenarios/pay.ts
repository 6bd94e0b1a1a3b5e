// Payments, with an OTP and without, at a bank that behaves.
import { randomUUID } from 'node:crypto';
import {
  insist,
  pay,
  paymentBody,
  readOtp,
  refund,
  statusOf,
  validate,
  wrongOtp,
  type Bound,
  type Paying,
  type Scene,
} from '../scene.ts';
import { gaveUp, type Scenario } from '../scenario.ts';

export const WITH_OTP = '800000000001';
export const WITHOUT_OTP = '800000000003';
const EARLY_CALLBACKS = '800000000011';

/** A story about one payment from a bound account: it ends with the payment's status. */
export function paying(
  account: string,
  story: (scene: Scene, bound: Bound) => Promise<Paying>,
): Pick<Scenario, 'account' | 'play'> {
  return {
    account,
    async play(scene, bound) {
      if (bound === null) return gaveUp;
      const { requestId } = await story(scene, bound);
      return async () => (await statusOf(scene, requestId)) ?? 'no payment';
    },
  };
}

/** `no payment`: under this Request-Id nothing was ever begun, or it never left us and nobody repeated it. */
const UNPAID = ['FAILED', 'EXPIRED', 'no payment'] as const;

export const PAYMENTS: readonly Scenario[] = [
  {
    name: 'pay with OTP',
    calm: 'SUCCESS',
    broken: UNPAID,
    ...paying(WITH_OTP, async (scene, bound) => {
      const made = await pay(scene, bound);
      await validate(scene, made, await readOtp(scene, bound));
      return made;
    }),
  },
  {
    name: 'pay without OTP',
    calm: 'SUCCESS',
    broken: UNPAID,
    ...paying(WITHOUT_OTP, pay),
  },
  {
    name: 'wrong OTP three times',
    calm: 'FAILED',
    broken: UNPAID,
    ...paying(WITH_OTP, async (scene, bound) => {
      const made = await pay(scene, bound);
      const wrong = wrongOtp(await readOtp(scene, bound));
      for (let n = 0; n < 3; n += 1) await validate(scene, made, wrong);
      return made;
    }),
  },
  {
    name: 'OTP expired',
    calm: 'EXPIRED',
    broken: UNPAID,
    ...paying(WITH_OTP, async (scene, bound) => {
      const made = await pay(scene, bound);
      const otp = await readOtp(scene, bound);
      await scene.stage.advance(6 * 60);
      await validate(scene, made, otp);
      return made;
    }),
  },
  {
    name: 'OTP resent',
    calm: 'SUCCESS',
    broken: UNPAID,
    ...paying(WITH_OTP, async (scene, bound) => {
      const made = await pay(scene, bound);
      const old = await readOtp(scene, bound);
      await scene.stage.advance(31);
      const token = made.challenge;
      const about = made.requestId;
      if (token !== null) await insist(scene, 'payment-otp', { payment: { token } }, { about });
      const fresh = await readOtp(scene, bound);
      if (fresh !== old) await validate(scene, made, old);
      await validate(scene, made, fresh);
      return made;
    }),
  },
  {
    name: 'callback before the answer',
    calm: 'SUCCESS',
    broken: UNPAID,
    ...paying(EARLY_CALLBACKS, async (scene, bound) => {
      const made = await pay(scene, bound);
      await validate(scene, made, await readOtp(scene, bound));
      return made;
    }),
  },
  {
    name: 'the same Request-Id again',
    calm: 'SUCCESS',
    broken: UNPAID,
    ...paying(WITHOUT_OTP, async (scene, bound) => {
      const requestId = randomUUID();
      const invoice = `INV-${randomUUID().slice(0, 18)}`;
      const again = () =>
        insist(scene, 'payment', paymentBody(bound, invoice), { requestId, about: requestId });
      await Promise.all([again(), again()]);
      await again();
      return { requestId, invoice, amount: 0, bound, said: null, challenge: null };
    }),
  },
  {
    name: 'account deleted during a payment',
    calm: 'FAILED',
    broken: [...UNPAID, 'SUCCESS'],
    ...paying(WITH_OTP, async (scene, bound) => {
      const made = await pay(scene, bound);
      const otp = await readOtp(scene, bound);
      await insist(scene, 'token-delete', {
        customer: { id: bound.customerId },
        debit_card: { token_id: bound.tokenId },
      });
      await validate(scene, made, otp);
      // No later payment with it.
      await pay(scene, bound);
      return made;
    }),
  },
  {
    name: 'receiver dies with a notification',
    calm: 'SUCCESS',
    broken: UNPAID,
    ...paying(WITHOUT_OTP, async (scene, bound) => {
      const { links } = scene.stage;
      const receiver = scene.stage.part('receiver');
      const hold = { kind: 'hold', direction: 'out' } as const;
      links.receiver.order(hold, { now: true });
      links.receiver.order(hold, { connections: 8 });
      const made = await pay(scene, bound);
      // It has stored the notification, and dies before its 2xx is heard.
      await links.receiver.heldSomething(1000);
      await receiver.kill();
      links.receiver.resetAll();
      links.receiver.heal();
      await receiver.start();
      return made;
    }),
  },
];

/** Pays without an OTP and gives something back. */
export function refunding(
  amounts: readonly number[],
  before?: (scene: Scene) => Promise<void>,
): ReturnType<typeof paying> {
  return paying(WITHOUT_OTP, async (scene, bound) => {
    const made = await pay(scene, bound);
    if (before !== undefined) await before(scene);
    for (const amount of amounts) await refund(scene, made, amount);
    return made;
  });
}
