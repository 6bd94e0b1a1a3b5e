// The three machines, written down by hand from the page on states: for each state the events and where they lead.
export interface Machine {
  first: string;
  edges: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** The states in which it must not rest. */
  waiting: readonly string[];
}

export const PAYMENT: Machine = {
  first: 'created',
  edges: {
    created: {
      otp_required: 'awaiting_otp',
      bank_paid: 'succeeded',
      bank_declined: 'failed',
      not_sent: 'failed',
      bank_unclear: 'unclear',
    },
    awaiting_otp: {
      otp_submitted: 'confirming',
      otp_resend_asked: 'awaiting_otp',
      otp_resent: 'awaiting_otp',
      otp_window_closed: 'expired',
      bank_paid: 'succeeded',
      bank_declined: 'failed',
      bank_unclear: 'unclear',
    },
    confirming: {
      bank_paid: 'succeeded',
      bank_declined: 'failed',
      otp_exhausted: 'failed',
      otp_wrong: 'awaiting_otp',
      otp_too_old: 'awaiting_otp',
      not_sent: 'awaiting_otp',
      bank_unclear: 'unclear',
    },
    unclear: {
      bank_paid: 'succeeded',
      bank_declined: 'failed',
      otp_exhausted: 'failed',
      otp_required: 'awaiting_otp',
      otp_window_closed: 'expired',
      proved_paid: 'succeeded',
      proved_unpaid: 'failed',
    },
    succeeded: {},
    failed: {},
    expired: {},
  },
  waiting: ['created', 'awaiting_otp', 'confirming', 'unclear'],
};

export const REFUND: Machine = {
  first: 'requested',
  edges: {
    requested: {
      bank_refunded: 'succeeded',
      bank_declined: 'failed',
      not_sent: 'failed',
      bank_unclear: 'unclear',
    },
    unclear: { bank_refunded: 'succeeded', bank_declined: 'failed', sent_again: 'unclear' },
    succeeded: {},
    failed: {},
  },
  waiting: ['requested', 'unclear'],
};

export const TOKEN: Machine = {
  first: 'pending',
  edges: {
    pending: {
      registration_opened: 'pending',
      bound: 'active',
      bank_declined: 'failed',
      registration_expired: 'expired',
    },
    active: { deletion_asked: 'deleting' },
    failed: {},
    expired: {},
    deleting: {
      unbound: 'deleted',
      unbinding_given_up: 'deleted',
      unbinding_refused: 'active',
      bank_unclear: 'deleting',
    },
    deleted: {},
  },
  waiting: ['pending', 'deleting'],
};
