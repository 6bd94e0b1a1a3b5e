// What a check is, and the three ways in which one does not hold.
import type { Kit } from './kit.ts';

/** Whose rule it is: the published guide's, DOKU's other public pages', or Tarik's own. */
export const LEVELS = ['guide', 'documented', 'tarik'] as const;
export type Level = (typeof LEVELS)[number];

/** The eight calls, by what they do. */
export const CALLS = {
  register: 'token',
  list: 'tokens',
  pay: 'payment',
  validate: 'payment/validate',
  resend: 'payment-otp',
  delete: 'token-delete',
  refund: 'payment-refund',
  status: 'orders/v1/status',
} as const;
export type Call = keyof typeof CALLS;

/** What a check needs of the world outside the implementation. */
export type Help =
  | 'customer' // a bound account
  | 'registration' // somebody who does the customer's part of a registration
  | 'otp' // the OTP that the customer got
  | 'inbox' // every OTP that was sent, so that an old one is known
  | 'news' // what was notified
  | 'accounts' // accounts that misbehave
  | 'clock'; // a clock that can be moved

export type Need = Call | Help;

export interface Check {
  /** `group.name`. */
  id: string;
  title: string;
  /** Where the rule stands. */
  source: string;
  level: Level;
  needs: readonly Need[];
  /** Resolves when the rule holds; throws one of the three below when it does not. */
  run(kit: Kit): Promise<void>;
}

export interface Group {
  name: string;
  title: string;
  checks: readonly Check[];
}

/** The rule does not hold. */
export class Difference extends Error {
  readonly expected: string;
  readonly came: string;
  constructor(expected: string, came: string) {
    super(`expected ${expected}; came ${came}`);
    this.expected = expected;
    this.came = came;
  }
}

/** The implementation does not have what the rule is about. */
export class Absence extends Error {}

/** The rule could not be tried; nothing is said about it. */
export class Untried extends Error {}

type Define = (
  id: string,
  title: string,
  needs: readonly Need[],
  run: (kit: Kit) => Promise<void>,
) => Check;

/** Writes checks of one level and source as one line each. */
export function from(level: Level, source: string): Define {
  return (id, title, needs, run) => ({ id, title, source, level, needs, run });
}
