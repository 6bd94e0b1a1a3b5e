// Money back: all of it, in two parts, and through a bank that leaves us without a word.
import { AMOUNT, order } from '../scene.ts';
import type { Scenario } from '../scenario.ts';
import { refunding } from './pay.ts';

const NOT_REFUNDED = ['SUCCESS', 'FAILED', 'no payment', 'REFUNDED'] as const;

export const REFUNDS: readonly Scenario[] = [
  {
    name: 'refund full',
    calm: 'REFUNDED',
    broken: NOT_REFUNDED,
    ...refunding([AMOUNT]),
  },
  {
    name: 'refund partial twice',
    calm: 'REFUNDED',
    broken: NOT_REFUNDED,
    ...refunding([AMOUNT / 3, (2 * AMOUNT) / 3]),
  },
  {
    name: 'refund 504 then refunded',
    calm: 'REFUNDED',
    broken: NOT_REFUNDED,
    ...refunding([AMOUNT], (scene) => order(scene, 'refund', 'timeout_after')),
  },
  {
    // The bank's book shows that it did nothing: the same refund is sent again.
    name: 'refund 504 not refunded',
    calm: 'REFUNDED',
    broken: NOT_REFUNDED,
    ...refunding([AMOUNT], (scene) => order(scene, 'refund', 'timeout_before')),
  },
];
