// What needs a second pair of eyes: the kinds, their states, and who may decide. Pure.

/** What may need approval, and when it is carried out. */
export const APPROVALS = {
  /** A refund above the merchant's limit. */
  refund: { carriedOut: 'when approved' },
  /** An unclear payment ended by hand. */
  resolve_payment: { carriedOut: 'when approved' },
  /** A new Secret Key: shown once to the one who asked, so carried out by them. */
  rotate_key: { carriedOut: 'when collected' },
  notification_url: { carriedOut: 'when approved' },
  bank_credentials: { carriedOut: 'when approved' },
  /** A difference between a bank's statement and our books. */
  exception: { carriedOut: 'when approved' },
  /** A merchant's own bank account: verified, made the default, or closed. */
  bank_account: { carriedOut: 'when approved' },
  /** Another split of a payment that is not settled yet. */
  split: { carriedOut: 'when approved' },
  /** Other hosts to which payments may redirect their notifications. */
  notification_hosts: { carriedOut: 'when approved' },
  /** Another fee of a merchant, or one to come that is withdrawn. */
  fees: { carriedOut: 'when approved' },
  /** Other terms of a merchant's settlement at a bank. */
  settlement_terms: { carriedOut: 'when approved' },
  /** The limits that decide what needs approval. */
  four_eyes: { carriedOut: 'when approved' },
  /** Somebody new with a say in what needs approval: the link is shown once, to the one who asked. */
  team_invitation: { carriedOut: 'when collected' },
  /** A role that gives somebody such a say. */
  team_role: { carriedOut: 'when approved' },
} as const satisfies Record<string, { carriedOut: 'when approved' | 'when collected' }>;

export type ApprovalKind = keyof typeof APPROVALS;
export const APPROVAL_KINDS = Object.keys(APPROVALS) as [ApprovalKind, ...ApprovalKind[]];

/** What people of the gateway ask for and decide among themselves, whatever a merchant's own people may decide. */
export const OF_GATEWAY_ALONE: readonly ApprovalKind[] = ['fees', 'settlement_terms'];

/** Whether only people of the gateway have a say in it. */
export function isOfGatewayAlone(kind: ApprovalKind): boolean {
  return OF_GATEWAY_ALONE.includes(kind);
}

/**
 * What only people of the gateway decide, whoever asks: besides, what a difference with the bank comes to, since who decides that
 * decides what the gateway owes, or bears.
 */
export const DECIDED_BY_GATEWAY: readonly ApprovalKind[] = [...OF_GATEWAY_ALONE, 'exception'];

/** Whether only people of the gateway decide it. */
export function isDecidedByGateway(kind: ApprovalKind): boolean {
  return DECIDED_BY_GATEWAY.includes(kind);
}

/**
 * `pending` → `approved` → `done` or `failed`; or `rejected`, `withdrawn`, `expired`. What is carried out when approved
 * is `approved` only for the moment in between; a crash there is taken up by a chore.
 */
export const APPROVAL_STATES = [
  'pending',
  'approved',
  'done',
  'failed',
  'rejected',
  'withdrawn',
  'expired',
] as const;
export type ApprovalState = (typeof APPROVAL_STATES)[number];

/** Whether a request is about this very person: nobody decides about themselves, whoever asked. */
export function isAbout(
  { kind, subject }: { kind: ApprovalKind; subject: string },
  person: { operatorId: string; email: string | null },
): boolean {
  if (kind === 'team_role') return subject === person.operatorId;
  return kind === 'team_invitation' && subject === person.email;
}

/** Undecided, or approved and not collected, for this long, ms. */
export const APPROVAL_LIFE_MS = 72 * 3_600_000;
