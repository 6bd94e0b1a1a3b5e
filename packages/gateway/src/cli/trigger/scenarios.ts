// What `tarik trigger` can bring about, as data: the steps of a merchant, a customer and the bank, and what they come to.

/** What an answer's status says; `refused` is an answer of 400 and above. */
export type Outcome = 'PENDING' | 'SUCCESS' | 'FAILED' | 'refused';

export type Step =
  /** The merchant opens a registration; the customer gives this account on the bank's page. */
  | { do: 'register'; account: string; comesTo?: 'FAILED' }
  /** The merchant opens a registration, and the customer stays away. */
  | { do: 'open_registration' }
  /** The customer comes to the bank's page when it is closed. */
  | { do: 'come_too_late' }
  | { do: 'pay'; comesTo: Outcome }
  | { do: 'give_otp'; otp: string; comesTo: Outcome }
  | { do: 'ask_for_otp' }
  | { do: 'refund'; comesTo: Outcome }
  | { do: 'delete_token' }
  /** The bank misbehaves at its next call of this kind for this run's account. */
  | { do: 'break'; operation: string; fault: string }
  /** Time passes for this merchant alone. */
  | { do: 'let_pass'; seconds: number }
  /** The gateway asks the bank until the payment has this status. */
  | { do: 'settle'; as: 'SUCCESS' | 'FAILED' | 'EXPIRED' }
  /** The first notification arrives; then it is sent once more. */
  | { do: 'notify_again' };

export interface Scenario {
  event: string;
  /** A sentence for the list. */
  says: string;
  /** The type of the notification that follows; undefined when none does. */
  notified?: string;
  /** The merchant's setting without which it does not follow. */
  needs?: 'notifyRefunds' | 'notifyTokens';
  steps: readonly Step[];
}

/** An account that only this run has; it behaves as 800000000001. */
const OWN = 'own';
const RIGHT = '999999';
const WRONG = '000000';

const register = (account: string): Step => ({ do: 'register', account });
const paid: readonly Step[] = [
  register(OWN),
  { do: 'pay', comesTo: 'PENDING' },
  { do: 'give_otp', otp: RIGHT, comesTo: 'SUCCESS' },
];

export const SCENARIOS: readonly Scenario[] = [
  {
    event: 'payment.success',
    says: 'the customer gives the right OTP and the bank takes the money',
    notified: 'payment.succeeded',
    steps: paid,
  },
  {
    event: 'payment.no_otp',
    says: 'the bank takes the money at once, without an OTP',
    notified: 'payment.succeeded',
    steps: [register('800000000003'), { do: 'pay', comesTo: 'SUCCESS' }],
  },
  {
    event: 'payment.failed',
    says: 'three wrong OTPs: the payment has failed',
    notified: 'payment.failed',
    steps: [
      register(OWN),
      { do: 'pay', comesTo: 'PENDING' },
      { do: 'give_otp', otp: WRONG, comesTo: 'refused' },
      { do: 'give_otp', otp: WRONG, comesTo: 'refused' },
      { do: 'give_otp', otp: WRONG, comesTo: 'refused' },
      { do: 'settle', as: 'FAILED' },
    ],
  },
  {
    event: 'payment.declined',
    says: 'the bank declines: there is not enough money on the account',
    notified: 'payment.failed',
    steps: [
      register('800000000002'),
      { do: 'pay', comesTo: 'refused' },
      { do: 'settle', as: 'FAILED' },
    ],
  },
  {
    event: 'payment.blocked',
    says: 'the bank declines: the account is blocked',
    notified: 'payment.failed',
    steps: [
      register('800000000007'),
      { do: 'pay', comesTo: 'refused' },
      { do: 'settle', as: 'FAILED' },
    ],
  },
  {
    event: 'payment.unclear',
    says: 'the bank takes the money and answers 504; asked again, it says so',
    notified: 'payment.succeeded',
    steps: [
      register('800000000004'),
      { do: 'pay', comesTo: 'PENDING' },
      { do: 'settle', as: 'SUCCESS' },
    ],
  },
  {
    event: 'payment.unclear.failed',
    says: 'the bank answers 504 and has taken nothing; asked again, it says so',
    notified: 'payment.failed',
    steps: [
      register('800000000005'),
      { do: 'pay', comesTo: 'PENDING' },
      { do: 'settle', as: 'FAILED' },
    ],
  },
  {
    event: 'payment.unclear.otp',
    says: 'the bank takes the money and cuts the connection as the OTP is given; asked again, it says so',
    notified: 'payment.succeeded',
    steps: [
      register(OWN),
      { do: 'pay', comesTo: 'PENDING' },
      { do: 'break', operation: 'verify', fault: 'reset_after' },
      { do: 'give_otp', otp: RIGHT, comesTo: 'PENDING' },
      { do: 'settle', as: 'SUCCESS' },
    ],
  },
  {
    event: 'payment.pending',
    says: 'the bank has sent an OTP and waits: nothing has moved',
    steps: [register(OWN), { do: 'pay', comesTo: 'PENDING' }],
  },
  {
    event: 'payment.wrong_otp',
    says: 'one wrong OTP: the payment goes on waiting for the right one',
    steps: [
      register(OWN),
      { do: 'pay', comesTo: 'PENDING' },
      { do: 'give_otp', otp: WRONG, comesTo: 'refused' },
    ],
  },
  {
    event: 'payment.otp_resent',
    says: 'the customer asks for a second OTP and gives it',
    notified: 'payment.succeeded',
    steps: [
      register(OWN),
      { do: 'pay', comesTo: 'PENDING' },
      { do: 'let_pass', seconds: 31 },
      { do: 'ask_for_otp' },
      { do: 'give_otp', otp: RIGHT, comesTo: 'SUCCESS' },
    ],
  },
  {
    event: 'payment.expired',
    says: 'no OTP comes in time',
    notified: 'payment.expired',
    steps: [
      register(OWN),
      { do: 'pay', comesTo: 'PENDING' },
      { do: 'let_pass', seconds: 601 },
      { do: 'settle', as: 'EXPIRED' },
    ],
  },
  {
    event: 'payment.slow',
    says: 'the bank takes five seconds for each answer, and then succeeds',
    notified: 'payment.succeeded',
    steps: [
      register('800000000006'),
      { do: 'pay', comesTo: 'PENDING' },
      { do: 'give_otp', otp: RIGHT, comesTo: 'SUCCESS' },
    ],
  },
  {
    event: 'refund.success',
    says: 'a payment is given back in part',
    notified: 'refund.succeeded',
    needs: 'notifyRefunds',
    steps: [...paid, { do: 'refund', comesTo: 'SUCCESS' }],
  },
  {
    event: 'refund.failed',
    says: 'the bank refuses a refund; the payment stays what it is',
    notified: 'refund.failed',
    needs: 'notifyRefunds',
    steps: [
      register('800000000008'),
      { do: 'pay', comesTo: 'PENDING' },
      { do: 'give_otp', otp: RIGHT, comesTo: 'SUCCESS' },
      { do: 'refund', comesTo: 'FAILED' },
    ],
  },
  {
    event: 'token.active',
    says: 'the customer binds an account',
    notified: 'token.active',
    needs: 'notifyTokens',
    steps: [register(OWN)],
  },
  {
    event: 'token.failed',
    says: 'the bank refuses to bind the account',
    notified: 'token.failed',
    needs: 'notifyTokens',
    steps: [{ do: 'register', account: '800000000010', comesTo: 'FAILED' }],
  },
  {
    event: 'token.expired',
    says: "the customer does not finish on the bank's page in time",
    notified: 'token.expired',
    needs: 'notifyTokens',
    steps: [{ do: 'open_registration' }, { do: 'let_pass', seconds: 901 }, { do: 'come_too_late' }],
  },
  {
    event: 'token.deleted',
    says: 'an account is bound and unbound again',
    notified: 'token.deleted',
    needs: 'notifyTokens',
    steps: [register(OWN), { do: 'delete_token' }],
  },
  {
    event: 'notification.duplicate',
    says: 'a payment succeeds and its notification comes twice, with the same Request-Id',
    notified: 'payment.succeeded',
    steps: [
      register('800000000003'),
      { do: 'pay', comesTo: 'SUCCESS' },
      { do: 'settle', as: 'SUCCESS' },
      { do: 'notify_again' },
    ],
  },
];
