// Every scenario of the matrix.
import type { Scenario } from './scenario.ts';
import { DAYS } from './scenarios/days.ts';
import { PAYMENTS } from './scenarios/pay.ts';
import { REFUNDS } from './scenarios/refund.ts';
import { REGISTRATIONS } from './scenarios/register.ts';
import { UNCLEAR } from './scenarios/unclear.ts';

const WARM: readonly Scenario[] = [...REGISTRATIONS, ...PAYMENTS, ...UNCLEAR, ...REFUNDS, ...DAYS];

/** Together they pass everything that a process asks once and then remembers. */
const ALSO_COLD = ['bank 504 then debited', 'refund 504 then refunded'];

export const SCENARIOS: readonly Scenario[] = [
  ...WARM,
  ...WARM.filter(({ name }) => ALSO_COLD.includes(name)).map((scenario): Scenario => ({
    ...scenario,
    name: `${scenario.name}, cold`,
    isCold: true,
  })),
];
