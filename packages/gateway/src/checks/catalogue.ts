// The list of checks: what each promises, which invariants it answers for, and where its rows are found.
import { BANK_ACCOUNT_MACHINE } from '../bank-accounts/bank-account.ts';
import { PAYMENT_MACHINE } from '../payments/payment.ts';
import { REFUND_MACHINE } from '../refunds/refund.ts';
import { TOKEN_MACHINE } from '../tokens/token.ts';

/** What a check walks over: keys of this noun, found one page after the other, or by what has changed. */
export type Walk =
  | 'payments'
  | 'refunds'
  | 'tokens'
  | 'late_money'
  | 'notifications'
  | 'settlement_items'
  | 'settlement_batches'
  | 'payouts'
  | 'merchants'
  | 'reconciled_chunks'
  | 'exceptions';

/** One function of the database, called with pages of keys; `edges` only for those that take them. */
export interface Part {
  walk: Walk;
  query: string;
  edges?: readonly string[];
  /** Keys in one statement, where one of them stands for many rows. */
  page?: number;
}

/** How a check finds its rows. `journals`, `balances` and `sums` go by journal number, `rules` and `due` look at all at once. */
export type Way =
  | { kind: 'keys'; parts: readonly Part[] }
  | { kind: 'journals' | 'balances' | 'sums' | 'chain' | 'audit' | 'rules' | 'due' };

export interface Check {
  name: string;
  /** Numbers of the list in docs/checks.md. */
  invariants: readonly string[];
  /** One sentence, as the docs show it. */
  promise: string;
  way: Way;
}

/** Every check, in the order in which they run. */
export const CHECKS: readonly Check[] = [
  {
    name: 'balances',
    invariants: ['M2', 'M3'],
    promise:
      "an account's debits and credits are the sums of its transfers; all debits equal all credits",
    way: { kind: 'balances' },
  },
  {
    name: 'sums',
    invariants: ['M3'],
    promise:
      'what is kept of an account for an hour and for a day is what its journals come to, and none of those that are summed is left out',
    way: { kind: 'sums' },
  },
  {
    name: 'journals',
    invariants: ['M1', 'M15'],
    promise:
      'every journal is of a known template, between its accounts, for a subject that has come to it',
    way: { kind: 'journals' },
  },
  {
    name: 'chain',
    invariants: ['M4'],
    promise: 'no journal was changed, removed or put into another order',
    way: { kind: 'chain' },
  },
  {
    name: 'audit',
    invariants: ['X3'],
    promise: 'no entry of the audit was changed, removed or put into another order',
    way: { kind: 'audit' },
  },
  {
    name: 'payments',
    invariants: ['M10'],
    promise: 'a payment has succeeded exactly when its amount is booked',
    way: keys(['payments', 'check_payments']),
  },
  {
    name: 'fees',
    invariants: ['M10'],
    promise: "a payment's fee is booked exactly when the payment has succeeded",
    way: keys(['payments', 'check_fees']),
  },
  {
    name: 'splits',
    invariants: ['M10'],
    promise: 'a split divides the net of its payment, and no more than that',
    way: keys(['payments', 'check_splits']),
  },
  {
    name: 'refunded',
    invariants: ['M6'],
    promise:
      '`refunded` on a payment is the sum of its refunds that have not failed and that nobody has reversed, and no more than was taken',
    way: keys(['payments', 'check_refunded']),
  },
  {
    name: 'refunds',
    invariants: ['M11'],
    promise:
      'a refund has succeeded exactly when its amount is booked, and failed exactly when what was booked on its way is back; one of late money has its case',
    way: keys(['refunds', 'check_refunds']),
  },
  {
    name: 'refund_in_transit',
    invariants: ['M13'],
    promise: 'what is in transit is what refunds have asked for that are not decided',
    way: keys(['merchants', 'check_refund_in_transit']),
  },
  {
    name: 'late_money',
    invariants: ['M12'],
    promise:
      'every case of late money belongs to a payment that ended without money, is booked into suspense, and goes back whole',
    way: keys(['late_money', 'check_late_money']),
  },
  {
    name: 'suspense',
    invariants: ['M13'],
    promise:
      'what is in suspense is the late money that is not back yet, and what open exceptions hold there',
    way: keys(['merchants', 'check_suspense']),
  },
  {
    name: 'receivable',
    invariants: ['M8', 'M14'],
    promise:
      'what succeeded is on a statement of the bank, or an exception says why not; chunks and exceptions have booked what they say; what was closed is as it was',
    way: {
      kind: 'keys',
      parts: [
        { walk: 'payments', query: 'check_receivable' },
        { walk: 'reconciled_chunks', query: 'check_chunks', page: 10 },
        { walk: 'exceptions', query: 'check_exceptions' },
        { walk: 'merchants', query: 'check_closed_heads', page: 100 },
      ],
    },
  },
  {
    name: 'settlement',
    invariants: ['M13'],
    promise:
      'an item is in one batch, whose lines sum to its net; a batch is the sum of its lines, as booked; what is owed to an account is what batches gave it less its payouts',
    way: {
      kind: 'keys',
      parts: [
        { walk: 'settlement_items', query: 'check_settlement_items' },
        { walk: 'settlement_batches', query: 'check_settlement_batches', page: 20 },
        { walk: 'merchants', query: 'check_split_payable', page: 20 },
      ],
    },
  },
  {
    name: 'payouts',
    invariants: ['M13'],
    promise:
      'a payout is booked as ordered, and as paid, refused or returned exactly when it was; what is in clearing are those that were not answered',
    way: {
      kind: 'keys',
      parts: [
        { walk: 'payouts', query: 'check_payouts' },
        { walk: 'merchants', query: 'check_payout_clearing', page: 20 },
      ],
    },
  },
  {
    name: 'bank_accounts',
    invariants: ['X9'],
    promise:
      "a merchant's bank account stands where its events lead, verified and made the default by two people; one is the default at the most, and a verified one; payouts went to verified ones",
    way: keys(
      ['merchants', 'check_bank_accounts', edgesOf('added', 'new', BANK_ACCOUNT_MACHINE)],
      ['payouts', 'check_paid_accounts'],
    ),
  },
  {
    name: 'events',
    invariants: ['S4'],
    promise:
      'a payment, refund or token has one event per version, in order of time, the last one saying where it stands',
    way: keys(
      ['payments', 'check_payment_events'],
      ['refunds', 'check_refund_events'],
      ['tokens', 'check_token_events'],
    ),
  },
  {
    name: 'moves',
    invariants: ['S1', 'S2', 'S3', 'S5'],
    promise: 'every move is one that the machine allows; nothing follows a final state',
    way: keys(
      ['payments', 'check_payment_moves', edgesOf('created', 'created', PAYMENT_MACHINE)],
      ['refunds', 'check_refund_moves', edgesOf('created', 'requested', REFUND_MACHINE)],
      ['tokens', 'check_token_moves', edgesOf('created', 'pending', TOKEN_MACHINE)],
    ),
  },
  {
    name: 'evidence',
    invariants: ['S8', 'S9'],
    promise:
      "nothing leaves `unclear` without evidence, the bank's or a proof that two people have seen, and nothing fails on silence, 5xx, 202, 409 or 429",
    way: keys(
      ['payments', 'check_payment_evidence'],
      ['refunds', 'check_refund_evidence'],
      ['tokens', 'check_token_evidence'],
    ),
  },
  {
    name: 'due',
    invariants: ['S6'],
    promise: 'nothing that is due for more than an hour was passed by by the workers',
    way: { kind: 'due' },
  },
  {
    name: 'token_use',
    invariants: ['S10', 'T2'],
    promise: 'a payment begins with an active token of its own customer',
    way: keys(['payments', 'check_token_use']),
  },
  {
    name: 'otp',
    invariants: ['O1', 'O2'],
    promise: 'every OTP that was carried to the bank is counted, three at the most',
    way: keys(['payments', 'check_otp']),
  },
  {
    name: 'claims',
    invariants: ['I1'],
    promise: "a payment's or refund's Request-Id is its own for ever",
    way: keys(['payments', 'check_payment_claims'], ['refunds', 'check_refund_claims']),
  },
  {
    name: 'notifications',
    invariants: ['N1', 'N3'],
    promise:
      'a payment that ended has its notifications, as many as it says, numbered without a gap',
    way: keys(['payments', 'check_payment_notifications'], ['tokens', 'check_token_notifications']),
  },
  {
    name: 'outbox',
    invariants: ['N2', 'N7', 'N9'],
    promise:
      'a notification tells of a state that was reached, has all its attempts, and is delivered, due or visibly dead',
    way: keys(['notifications', 'check_outbox']),
  },
  {
    name: 'rules',
    invariants: ['M5', 'M6', 'S4', 'S6', 'I1', 'I10', 'O2', 'T5', 'X3', 'X4', 'X9'],
    promise: 'the rules that the database keeps by itself are all there and in force',
    way: { kind: 'rules' },
  },
];

/** Every check by name. */
export const CHECK_NAMES: readonly string[] = CHECKS.map(({ name }) => name);

function keys(...parts: readonly (readonly [Walk, string, (readonly string[])?])[]): Way {
  return {
    kind: 'keys',
    parts: parts.map(([walk, query, edges]) => ({
      walk,
      query,
      ...(edges === undefined ? {} : { edges }),
    })),
  };
}

/** A machine as the database compares it: `from>event>to`, and the beginning from nothing. */
function edgesOf(
  begins: string,
  first: string,
  machine: Readonly<Record<string, Readonly<Record<string, string>>>>,
): string[] {
  const edges = Object.entries(machine).flatMap(([from, events]) =>
    Object.entries(events).map(([event, to]) => `${from}>${event}>${to}`),
  );
  return [`>${begins}>${first}`, ...edges];
}
