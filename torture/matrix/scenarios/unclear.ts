// A bank that leaves the gateway without a word: it has debited, has not, or does so much later.
import { order, pay } from '../scene.ts';
import type { Scenario } from '../scenario.ts';
import { paying, WITHOUT_OTP } from './pay.ts';

const TIMEOUT_DEBITED = '800000000004';
const TIMEOUT_FAILED = '800000000005';
const MINUTE_MS = 60_000;

/** A bank that was restarted has forgotten that it was to misbehave. */
const ANY = ['SUCCESS', 'FAILED', 'no payment'] as const;

export const UNCLEAR: readonly Scenario[] = [
  {
    name: 'bank 504 then debited',
    calm: 'SUCCESS',
    broken: ANY,
    ...paying(TIMEOUT_DEBITED, pay),
  },
  {
    name: 'bank 504 then debited late',
    calm: 'SUCCESS',
    broken: ANY,
    ...paying(WITHOUT_OTP, async (scene, bound) => {
      await order(scene, 'pay', 'timeout_late', { after_ms: 2 * MINUTE_MS });
      return await pay(scene, bound);
    }),
  },
  {
    name: 'bank 504 not debited',
    calm: 'FAILED',
    broken: ['no payment'],
    ...paying(TIMEOUT_FAILED, pay),
  },
  {
    name: 'late money',
    calm: 'FAILED',
    broken: ANY,
    ...paying(WITHOUT_OTP, async (scene, bound) => {
      await order(scene, 'pay', 'timeout_late', { after_ms: 30 * MINUTE_MS });
      return await pay(scene, bound);
    }),
  },
];
