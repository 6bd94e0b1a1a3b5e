// The generated parts of docs/states.md: the three machines drawn and tabled. A state or an event without a sentence here
// does not compile.
import { longStatus, refundStatus } from '../../src/api/doku/states.ts';
import {
  PAYMENT_MACHINE,
  PAYMENT_STATES,
  type PaymentEvent,
  type PaymentState,
} from '../../src/payments/payment.ts';
import {
  REFUND_MACHINE,
  REFUND_STATES,
  type RefundEvent,
  type RefundState,
} from '../../src/refunds/refund.ts';
import {
  TOKEN_MACHINE,
  TOKEN_STATES,
  type TokenEvent,
  type TokenState,
} from '../../src/tokens/token.ts';
import { table } from './generated.ts';

const PAYMENT_STATE: Readonly<Record<PaymentState, string>> = {
  created: 'Written, and the bank is being asked for it',
  awaiting_otp: 'The bank has sent an OTP; nothing has moved',
  confirming: 'An OTP is on its way to the bank; this is the call that moves the money',
  unclear: 'The bank was asked and has not answered plainly; it is being asked what became of it',
  succeeded: 'The bank has taken the money, and it is booked',
  failed: 'The bank has said no, or surely knows nothing of it',
  expired: 'No right OTP came in time; nothing has moved',
};

const PAYMENT_EVENT: Readonly<Record<PaymentEvent, string>> = {
  otp_required: 'The bank has sent the customer an OTP',
  otp_submitted: 'The merchant has sent an OTP; the try is counted before the bank is asked',
  otp_resend_asked:
    'The merchant has asked for a new OTP; the resend is counted before the bank is asked',
  otp_resent: 'The bank has sent a new OTP; the old one is dead',
  otp_wrong: 'The bank says that the OTP is wrong, and tries are left',
  otp_too_old: 'The bank says that the OTP is too old',
  otp_exhausted: 'The last try was wrong as well',
  otp_window_closed:
    'The OTP has expired, the bank has been asked once more, and nothing can have moved',
  not_sent: 'No byte of the call left this machine: it had no effect',
  bank_paid: 'The bank says that it has taken the money',
  bank_declined: 'The bank says no, in so many words',
  bank_unclear: 'No answer, one that cannot be believed, or our own process died before it came',
  proved_paid: 'Two people have seen by evidence of the bank that it has taken the money',
  proved_unpaid: 'Two people have seen by evidence of the bank that nothing has moved',
};

const TOKEN_STATE: Readonly<Record<TokenState, string>> = {
  pending: "The customer is on the bank's page, or has not come back from it",
  active: 'The account is bound and can be charged',
  failed: 'The bank or the customer has refused the registration',
  expired: 'The customer did not finish in time',
  deleting: 'No longer usable here; the bank is being asked to end the binding',
  deleted: 'Gone',
};

const TOKEN_EVENT: Readonly<Record<TokenEvent, string>> = {
  registration_opened: 'The bank has opened a page for the customer',
  bound: 'The bank has granted access and named the account',
  bank_declined: 'The bank, or the customer on its page, has refused',
  registration_expired: "The time of the bank's page is over",
  deletion_asked: 'The merchant wants the token gone',
  unbound: 'The bank says that the binding has ended',
  unbinding_refused: 'The bank refuses, and the merchant has not been told that the token is gone',
  bank_unclear:
    'The bank has not answered plainly; the merchant is told that the token is gone, and we go on asking',
  unbinding_given_up:
    'The bank refuses what the merchant has been told was done: an operator looks into it',
};

const REFUND_STATE: Readonly<Record<RefundState, string>> = {
  requested: 'Written, and the bank is being asked to give the money back',
  unclear: 'The bank was asked and has not answered plainly',
  succeeded: 'The bank has given the money back, and it is booked',
  failed: 'The bank has said no; the amount may be asked for again',
};

const REFUND_EVENT: Readonly<Record<RefundEvent, string>> = {
  bank_refunded: 'The bank says that it has given the money back',
  bank_declined: 'The bank says no, in so many words',
  bank_unclear: 'No answer, one that cannot be believed, or our own process died before it came',
  not_sent: 'No byte of the call left this machine: it had no effect',
  sent_again: 'The bank surely does not have it: the same refund is sent once more',
};

type Machine<S extends string, E extends string> = Readonly<
  Record<S, Readonly<Partial<Record<E, S>>>>
>;

/** The parts by name. */
export function statesParts(): Record<string, string> {
  return {
    'payment-diagram': diagram('created', PAYMENT_STATES, PAYMENT_MACHINE),
    'payment-states': stateTable(PAYMENT_STATES, PAYMENT_MACHINE, PAYMENT_STATE, longStatus),
    'payment-moves': moveTable(PAYMENT_STATES, PAYMENT_MACHINE, PAYMENT_EVENT),
    'token-diagram': diagram('pending', TOKEN_STATES, TOKEN_MACHINE),
    'token-states': stateTable(TOKEN_STATES, TOKEN_MACHINE, TOKEN_STATE),
    'token-moves': moveTable(TOKEN_STATES, TOKEN_MACHINE, TOKEN_EVENT),
    'refund-diagram': diagram('requested', REFUND_STATES, REFUND_MACHINE),
    'refund-states': stateTable(REFUND_STATES, REFUND_MACHINE, REFUND_STATE, refundStatus),
    'refund-moves': moveTable(REFUND_STATES, REFUND_MACHINE, REFUND_EVENT),
  };
}

/** One arrow per pair of states, labelled with every event that leads along it. */
function diagram<S extends string, E extends string>(
  first: S,
  states: readonly S[],
  machine: Machine<S, E>,
): string {
  const arrows = states.flatMap((from) => {
    const byTarget = Map.groupBy(moves(machine, from), ([, to]) => to);
    return [...byTarget].map(
      ([to, along]) => `  ${from} --> ${to}: ${along.map(([event]) => event).join(', ')}`,
    );
  });
  const ends = states.filter((state) => isEnd(machine, state)).map((state) => `  ${state} --> [*]`);
  return ['```mermaid', 'stateDiagram-v2', `  [*] --> ${first}`, ...arrows, ...ends, '```'].join(
    '\n',
  );
}

function stateTable<S extends string, E extends string>(
  states: readonly S[],
  machine: Machine<S, E>,
  says: Readonly<Record<S, string>>,
  word?: (state: S) => string,
): string {
  const head = [
    'State',
    ...(word === undefined ? [] : ['To the merchant']),
    'Final',
    'What it means',
  ];
  const rows = states.map((state) => [
    `\`${state}\``,
    ...(word === undefined ? [] : [word(state)]),
    isEnd(machine, state) ? 'yes' : '',
    says[state],
  ]);
  return table(head, rows);
}

function moveTable<S extends string, E extends string>(
  states: readonly S[],
  machine: Machine<S, E>,
  says: Readonly<Record<E, string>>,
): string {
  const rows = states.flatMap((from) =>
    moves(machine, from).map(([event, to]) => [
      `\`${from}\``,
      `\`${event}\``,
      `\`${to}\``,
      says[event],
    ]),
  );
  return table(['From', 'Event', 'To', 'What happened'], rows);
}

function moves<S extends string, E extends string>(machine: Machine<S, E>, from: S): [E, S][] {
  return Object.entries(machine[from]) as [E, S][];
}

function isEnd<S extends string, E extends string>(machine: Machine<S, E>, state: S): boolean {
  return moves(machine, state).length === 0;
}
