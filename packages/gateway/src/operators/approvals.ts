// Four eyes: asked for in the transaction of the act, decided by somebody else who may, withdrawn by who asked.
import type { Tx } from '../base/db.ts';
import type { Place, Sealer } from '../base/secrets.ts';
import { appendAudit } from './append-audit.ts';
import {
  APPROVALS,
  APPROVAL_LIFE_MS,
  isAbout,
  isDecidedByGateway,
  isOfGatewayAlone,
  type ApprovalKind,
  type ApprovalState,
} from './approval.ts';
import type { AuditNote } from './audit.ts';
import { Barred } from './barred.ts';
import { plainJson } from './canonical.ts';
import { OF_GATEWAY, type OperatorDoors } from './doors.ts';
import { allows, stronger } from './may.ts';
import type { Permission } from './roles.ts';
import {
  findApproval,
  holdApproval,
  insertApproval,
  moveApproval,
  type ApprovalRow,
} from './store-approvals.ts';
import { findPerson } from './store-people.ts';
import { holdRole } from './store-team.ts';

/** What somebody asks for. */
export interface NewApproval {
  merchantId: string;
  kind: ApprovalKind;
  subject: string;
  /** Seen by everybody who may see the request. */
  asked: Record<string, unknown>;
  /** Sealed, and seen by nobody. */
  secret?: string;
  reason: string;
  askedBy: string;
}

/** A request for approval as it rests. Amounts in `asked` are digits. */
export interface StoredApproval {
  merchantId: string;
  approvalId: string;
  kind: ApprovalKind;
  state: ApprovalState;
  version: number;
  /** What it is about: a payment's id, a bank, a key. */
  subject: string;
  /** What everybody who may see it sees. */
  asked: Readonly<Record<string, unknown>>;
  sealedAsked: Buffer | null;
  reason: string;
  askedBy: string;
  askedAt: number;
  expiresAt: number;
  decidedBy: string | null;
  decidedAt: number | null;
  decisionReason: string | null;
  outcome: string | null;
}

/** What one must be allowed to ask for each kind. */
export const MAY_ASK: Readonly<Record<ApprovalKind, Permission>> = {
  refund: 'payments.refund',
  resolve_payment: 'payments.resolve',
  rotate_key: 'keys.rotate',
  notification_url: 'banks.configure',
  bank_credentials: 'banks.configure',
  exception: 'exceptions.resolve',
  bank_account: 'accounts.change',
  split: 'splits.change',
  notification_hosts: 'settings.change',
  fees: 'fees.change',
  settlement_terms: 'fees.change',
  four_eyes: 'settings.change',
  team_invitation: 'team.change',
  team_role: 'team.change',
};

/** The process that decided carries it out within this time, ms; afterwards a chore takes it up. */
const CARRIED_OUT_WITHIN_MS = 2 * 60_000;

/**
 * Writes down what needs a second pair of eyes, with its audit, in the transaction of the act; answers its id. `secret` is
 * what nobody sees (credentials): it is sealed, and opened by {@link secretOf} alone.
 */
export async function askApproval(
  doors: OperatorDoors,
  tx: Tx,
  input: NewApproval,
  note: AuditNote,
): Promise<string> {
  const { merchantId, secret } = input;
  const approvalId = doors.random.id();
  const at = doors.clock.now();
  const place = sealedPlace(merchantId, approvalId);
  await insertApproval(tx, {
    merchant_id: merchantId,
    approval_id: approvalId,
    kind: input.kind,
    subject: input.subject,
    asked: JSON.stringify(plainJson(input.asked)),
    sealed_asked: secret === undefined ? null : doors.sealer.seal(place, secret),
    reason: input.reason,
    asked_by: input.askedBy,
    at,
    expiresAt: at + APPROVAL_LIFE_MS,
  });
  await appendAudit(tx, [note], at);
  return approvalId;
}

/** What was sealed with a request, or null. */
export function secretOf(sealer: Sealer, approval: StoredApproval): string | null {
  const { merchantId, approvalId, sealedAsked } = approval;
  if (sealedAsked === null) return null;
  return sealer.open(sealedPlace(merchantId, approvalId), sealedAsked).toString();
}

/**
 * Approves or rejects. Who decides must be allowed to now, and who asked must still be allowed to ask, as people of the
 * gateway where it is theirs alone; it must not be about who decides. Of two who decide at once, one does. Throws {@link Barred} `not_found`, `own_request`, `forbidden`, `conflict`, `not_allowed_now`.
 */
export async function decideApproval(
  doors: OperatorDoors,
  input: {
    merchantId: string;
    approvalId: string;
    approve: boolean;
    reason: string;
    operatorId: string;
  },
  note: AuditNote,
): Promise<StoredApproval> {
  const { merchantId, approve, operatorId } = input;
  const at = doors.clock.now();
  return await doors.db.transaction(async (tx) => {
    const asked = await findApproval(tx, merchantId, input.approvalId);
    if (asked === null) throw new Barred('not_found');
    const { kind, asked_by: askedBy } = asked;
    const email = (await findPerson(tx, operatorId))?.email ?? null;
    if (askedBy === operatorId || isAbout(asked, { operatorId, email })) {
      throw new Barred('own_request');
    }
    // Roles before requests, in the order of who takes a role away and then withdraws what was asked for.
    const decidedOver = isDecidedByGateway(kind) ? OF_GATEWAY : merchantId;
    await mustBeAllowed(tx, decidedOver, operatorId, 'approvals.decide');
    const askedOver = isOfGatewayAlone(kind) ? OF_GATEWAY : merchantId;
    const mayAsk = await isAllowed(tx, askedOver, askedBy, MAY_ASK[kind]);
    const found = await holdApproval(tx, merchantId, input.approvalId);
    if (found?.state !== 'pending') throw new Barred('conflict');
    if (found.expires_at <= at || (approve && !mayAsk)) throw new Barred('not_allowed_now');
    const moved = await moveApproval(tx, found, {
      ...(approve
        ? approvedMove(found.kind, at)
        : { state: 'rejected', dueAt: null, leaseUntil: null, forget: true }),
      decidedBy: operatorId,
      decidedAt: at,
      decisionReason: input.reason,
    });
    if (moved === null) throw new Barred('conflict');
    await appendAudit(tx, [note], at);
    return storedOf(moved);
  });
}

/** Takes back what one asked for. Throws {@link Barred} `not_found`, `forbidden` for another's, `conflict` when it is decided. */
export async function withdrawApproval(
  doors: OperatorDoors,
  input: { merchantId: string; approvalId: string; operatorId: string },
  note: AuditNote,
): Promise<StoredApproval> {
  return await doors.db.transaction(async (tx) => {
    const found = await holdApproval(tx, input.merchantId, input.approvalId);
    if (found === null) throw new Barred('not_found');
    if (found.asked_by !== input.operatorId) throw new Barred('forbidden');
    if (found.state !== 'pending') throw new Barred('conflict');
    const moved = await moveApproval(tx, found, {
      state: 'withdrawn',
      dueAt: null,
      leaseUntil: null,
      forget: true,
    });
    if (moved === null) throw new Barred('conflict');
    await appendAudit(tx, [note], doors.clock.now());
    return storedOf(moved);
  });
}

/**
 * An approved request whose result is shown once, for the one who asked and may still ask. Throws {@link Barred} `not_found`,
 * `forbidden`, `not_allowed_now`. Of two who collect at once, {@link collected} lets one through.
 */
export async function toCollect(
  doors: OperatorDoors,
  input: { merchantId: string; approvalId: string; operatorId: string },
): Promise<StoredApproval> {
  const at = doors.clock.now();
  return await doors.db.transaction(async (tx) => {
    const found = await findApproval(tx, input.merchantId, input.approvalId);
    if (found === null) throw new Barred('not_found');
    if (found.asked_by !== input.operatorId) throw new Barred('forbidden');
    const isWaiting = found.state === 'approved' && found.expires_at > at;
    if (!isWaiting || APPROVALS[found.kind].carriedOut !== 'when collected') {
      throw new Barred('not_allowed_now');
    }
    await mustBeAllowed(tx, input.merchantId, input.operatorId, MAY_ASK[found.kind]);
    return storedOf(found);
  });
}

/** A request is done, in the transaction that makes what is shown. Throws {@link Barred} `conflict` when it has moved. */
export async function collected(
  tx: Tx,
  { merchantId, approvalId, version }: StoredApproval,
): Promise<void> {
  const from = { merchant_id: merchantId, approval_id: approvalId, version };
  const done = { state: 'done', dueAt: null, leaseUntil: null, outcome: 'collected' } as const;
  if ((await moveApproval(tx, from, done)) === null) throw new Barred('conflict');
}

/** A row as the flows speak of it. */
export function storedOf(row: ApprovalRow): StoredApproval {
  return {
    merchantId: row.merchant_id,
    approvalId: row.approval_id,
    kind: row.kind,
    state: row.state,
    version: row.version,
    subject: row.subject,
    asked: row.asked,
    sealedAsked: row.sealed_asked,
    reason: row.reason,
    askedBy: row.asked_by,
    askedAt: row.asked_at,
    expiresAt: row.expires_at,
    decidedBy: row.decided_by,
    decidedAt: row.decided_at,
    decisionReason: row.decision_reason,
    outcome: row.outcome,
  };
}

function approvedMove(kind: ApprovalKind, at: number) {
  if (APPROVALS[kind].carriedOut === 'when approved') {
    return { state: 'approved', dueAt: at, leaseUntil: at + CARRIED_OUT_WITHIN_MS } as const;
  }
  const expiresAt = at + APPROVAL_LIFE_MS;
  return { state: 'approved', dueAt: expiresAt, leaseUntil: null, expiresAt } as const;
}

async function mustBeAllowed(
  tx: Tx,
  merchantId: string,
  operatorId: string,
  what: Permission,
): Promise<void> {
  if (!(await isAllowed(tx, merchantId, operatorId, what))) throw new Barred('forbidden');
}

/** Whether somebody may do this now, their roles held until the transaction ends. */
async function isAllowed(
  tx: Tx,
  merchantId: string,
  operatorId: string,
  what: Permission,
): Promise<boolean> {
  const ofGateway = await holdRole(tx, OF_GATEWAY, operatorId);
  const over = stronger(ofGateway, await holdRole(tx, merchantId, operatorId));
  return over !== null && allows(over, what);
}

function sealedPlace(merchantId: string, row: string): Place {
  return { table: 'approvals', column: 'sealed_asked', merchantId, row };
}
