// What the bank can be made to do: accounts that behave in their own way, faults for the next call,
// and steps of its clock. The words about each are in the words' tables, under the same keys.

/** The accounts of the sandbox; the key names the mood. */
export const ACCOUNTS = {
  normal: '800000000001',
  insufficient: '800000000002',
  no_code: '800000000003',
  timeout_debited: '800000000004',
  timeout_not_debited: '800000000005',
  slow: '800000000006',
  blocked: '800000000007',
  no_refund: '800000000008',
  no_unlink: '800000000009',
  no_registration: '800000000010',
  callback_twice: '800000000011',
} as const;
export type AccountMood = keyof typeof ACCOUNTS;

/** Faults for the next call of an operation. */
export const FAULTS = {
  code_lost: { operation: 'verify', fault: 'timeout_after' },
  code_not_taken: { operation: 'verify', fault: 'timeout_before' },
  news_late: { operation: 'verify', fault: 'in_progress', after_ms: 20_000 },
  pay_garbage: { operation: 'pay', fault: 'html' },
  pay_slow: { operation: 'pay', fault: 'slow', delay_ms: 6000 },
  refund_lost: { operation: 'refund', fault: 'timeout_after' },
  bind_refused: { operation: 'bind', fault: 'refuse' },
} as const;
export type FaultMood = keyof typeof FAULTS;

/** Steps of the clock, in seconds. */
export const STEPS = { resend: 31, code_dies: 301, quarter: 1200, day: 86_400 } as const;
export type Step = keyof typeof STEPS;

/** The mood of an account by its masked number; undefined for an ordinary one. */
export function moodOf(accountNo: string): AccountMood | undefined {
  const moods = Object.keys(ACCOUNTS) as AccountMood[];
  return moods.find(
    (mood) => /^X+00/.test(accountNo) && ACCOUNTS[mood].endsWith(accountNo.slice(-4)),
  );
}
