// The ways in which the bank can be told to misbehave, as data, and the desk that keeps the orders.

export const OPERATIONS = [
  'token',
  'customer_token',
  'bind',
  'inquiry',
  'unbind',
  'pay',
  'verify',
  'otp',
  'status',
  'refund',
  'beneficiary',
  'payouts',
  'payout_report',
] as const;
export type Operation = (typeof OPERATIONS)[number];

export interface FaultKind {
  says: string;
  /** Whether the call does what it asks for: not at all, at once, or later (`after_ms`). */
  effect: 'none' | 'done' | 'later';
  /** HTTP status and case of the answer, in place of the true one. */
  answer?: readonly [number, string];
  /** What is wrong with the way in which the answer is sent. */
  twist?:
    | 'hang'
    | 'reset'
    | 'slow'
    | 'html'
    | 'truncated'
    | 'wrong_amount'
    | 'wrong_reference'
    | 'bad_signature'
    | 'no_signature'
    | 'mismatched_status';
  /** What is wrong with the callbacks of the payment. */
  callback?: 'duplicate' | 'late' | 'early' | 'wrong_amount' | 'bad_signature';
  /** The operations that can have it; all when absent. */
  on?: readonly Operation[];
}

const MONEY: readonly Operation[] = ['pay', 'verify', 'status', 'refund'];
/** Files go without SNAP around them. */
const FILES: readonly Operation[] = ['payouts', 'payout_report'];
const SNAP = OPERATIONS.filter((operation) => !FILES.includes(operation));
const SIGNED = SNAP.filter((operation) => !operation.endsWith('token'));
const PAYING: readonly Operation[] = ['pay', 'verify'];

export const FAULTS = {
  refuse: { effect: 'none', answer: [403, '05'], says: '403ss05 do not honour' },
  hang: { effect: 'none', twist: 'hang', says: 'no answer; the connection is held for 60 s' },
  hang_after: { effect: 'done', twist: 'hang', says: 'takes effect, then no answer for 60 s' },
  timeout_before: { effect: 'none', answer: [504, '00'], says: '504ss00 without effect' },
  timeout_after: { effect: 'done', answer: [504, '00'], says: 'takes effect, then 504ss00' },
  timeout_late: {
    effect: 'later',
    answer: [504, '00'],
    on: SNAP,
    says: '504ss00; unknown to a status inquiry until it takes effect after after_ms',
  },
  error_500: { effect: 'none', answer: [500, '00'], says: '500ss00 without effect' },
  error_500_after: { effect: 'done', answer: [500, '00'], says: 'takes effect, then 500ss00' },
  in_progress: {
    effect: 'later',
    answer: [202, '00'],
    on: SNAP,
    says: '202ss00; pending until it takes effect after after_ms',
  },
  html: { effect: 'none', twist: 'html', says: 'an HTML page with status 502, without effect' },
  truncated: { effect: 'done', twist: 'truncated', says: 'takes effect, then half an answer' },
  wrong_amount: {
    effect: 'done',
    twist: 'wrong_amount',
    on: MONEY,
    says: 'takes effect; the answer names another amount',
  },
  wrong_reference: {
    effect: 'done',
    twist: 'wrong_reference',
    on: SIGNED,
    says: 'takes effect; the answer names another reference',
  },
  bad_signature: {
    effect: 'done',
    twist: 'bad_signature',
    on: SIGNED,
    says: 'takes effect; X-SIGNATURE of the answer is wrong',
  },
  no_signature: {
    effect: 'done',
    twist: 'no_signature',
    on: SIGNED,
    says: 'takes effect; the answer has no X-SIGNATURE',
  },
  mismatched_status: {
    effect: 'done',
    twist: 'mismatched_status',
    on: SNAP,
    says: 'takes effect; HTTP 200 with a 403ss05 response code',
  },
  reset: { effect: 'none', twist: 'reset', says: 'the connection is cut, without effect' },
  reset_after: { effect: 'done', twist: 'reset', says: 'takes effect, then the connection is cut' },
  slow: { effect: 'done', twist: 'slow', says: 'takes effect; the answer leaves after delay_ms' },
  not_found: {
    effect: 'none',
    answer: [404, '01'],
    on: ['status'],
    says: '4045501 though the payment exists',
  },
  unauthorized: { effect: 'none', answer: [401, '01'], says: '401ss01 as for an expired token' },
  duplicate: {
    effect: 'done',
    answer: [409, '00'],
    on: ['payouts'],
    says: 'the file arrives twice: it is taken, and the answer is 409 for the second copy',
  },
  half_file: {
    effect: 'none',
    answer: [400, '00'],
    on: ['payouts'],
    says: 'half of the file arrives: 400, without effect',
  },
  callback_duplicate: {
    effect: 'done',
    callback: 'duplicate',
    on: PAYING,
    says: 'the callback comes twice after the answer',
  },
  callback_late: {
    effect: 'done',
    callback: 'late',
    on: PAYING,
    says: 'the callback comes after_ms after the debit',
  },
  callback_early: {
    effect: 'done',
    callback: 'early',
    on: PAYING,
    says: 'the callback comes before the answer',
  },
  callback_wrong_amount: {
    effect: 'done',
    callback: 'wrong_amount',
    on: PAYING,
    says: 'the callback names another amount',
  },
  callback_bad_signature: {
    effect: 'done',
    callback: 'bad_signature',
    on: PAYING,
    says: 'the signature of the callback is wrong',
  },
} as const satisfies Record<string, FaultKind>;
export type FaultName = keyof typeof FAULTS;

/** An order: the next `left` calls of the operation misbehave. */
export interface Fault {
  operation: Operation;
  fault: FaultName;
  left: number;
  /** Only calls for this account count; every call when null. */
  accountNo: string | null;
  /** Only calls of this partner count; everybody's when null. */
  partnerKey: string | null;
  /** How long `slow` waits, real ms. */
  delayMs: number;
  /** How long a later effect or callback waits, ms of bank time. */
  afterMs: number;
}

export interface FaultDesk {
  add(fault: Fault): void;
  list(): readonly Fault[];
  /** Calls off the orders for one partner, or all of them. */
  clear(partner?: string): void;
  /** Takes one off the oldest order that fits the call; undefined when the bank is to behave. */
  claim(
    operation: Operation,
    partner: string,
    account: () => string | undefined,
  ): Fault | undefined;
}

export function faultDesk(): FaultDesk {
  let orders: Fault[] = [];
  return {
    add: (fault) => void orders.push({ ...fault }),
    list: () => orders,
    clear(partner) {
      orders = orders.filter((order) => partner !== undefined && order.partnerKey !== partner);
    },
    claim(operation, partner, account) {
      if (orders.length === 0) return undefined;
      const fault = orders.find(
        (order) =>
          order.operation === operation &&
          (order.partnerKey === null || order.partnerKey === partner) &&
          (order.accountNo === null || order.accountNo === account()),
      );
      if (fault === undefined) return undefined;
      fault.left -= 1;
      if (fault.left === 0) orders = orders.filter((order) => order !== fault);
      return { ...fault };
    },
  };
}

/** What a fault does. */
export function faultKind(name: FaultName): FaultKind {
  return FAULTS[name];
}
