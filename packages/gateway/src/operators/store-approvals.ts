// SQL of requests for approval: asked, decided, carried out, each by a compare-and-set of its version.
import { instant, type Tx } from '../base/db.ts';
import type { ApprovalKind, ApprovalState } from './approval.ts';

export interface ApprovalRow {
  merchant_id: string;
  approval_id: string;
  kind: ApprovalKind;
  state: ApprovalState;
  version: number;
  subject: string;
  asked: Record<string, unknown>;
  sealed_asked: Buffer | null;
  reason: string;
  asked_by: string;
  asked_at: number;
  expires_at: number;
  decided_by: string | null;
  decided_at: number | null;
  decision_reason: string | null;
  outcome: string | null;
}

/** What people who may see a request see of it. */
export const APPROVAL_SHOWN = `a.merchant_id, a.approval_id, a.kind, a.state, a.version, a.subject, a.asked, a.reason,
                  a.asked_by, a.asked_at, a.expires_at, a.decided_by, a.decided_at, a.decision_reason, a.outcome`;
const COLUMNS = `${APPROVAL_SHOWN}, a.sealed_asked`;

/** Writes a request down; it is due when it expires. */
export async function insertApproval(
  tx: Tx,
  one: Pick<
    ApprovalRow,
    'merchant_id' | 'approval_id' | 'kind' | 'subject' | 'sealed_asked' | 'reason' | 'asked_by'
  > & { asked: string; at: number; expiresAt: number },
): Promise<void> {
  await tx.rows({
    name: 'approvals-insert',
    text: `insert into approvals
             (merchant_id, approval_id, kind, subject, asked, sealed_asked, reason, asked_by, asked_at, expires_at, due_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)`,
    values: [
      one.merchant_id,
      one.approval_id,
      one.kind,
      one.subject,
      one.asked,
      one.sealed_asked,
      one.reason,
      one.asked_by,
      instant(one.at),
      instant(one.expiresAt),
    ],
  });
}

/** A request as it stands, held by nobody; null where there is none. */
export async function findApproval(
  on: Tx,
  merchantId: string,
  approvalId: string,
): Promise<ApprovalRow | null> {
  const [row] = await on.rows<ApprovalRow>({
    name: 'approvals-find',
    text: `select ${COLUMNS} from approvals a where a.merchant_id = $1 and a.approval_id = $2`,
    values: [merchantId, approvalId],
  });
  return row ?? null;
}

/** A request, held until the transaction ends; null where there is none. */
export async function holdApproval(
  tx: Tx,
  merchantId: string,
  approvalId: string,
): Promise<ApprovalRow | null> {
  const [row] = await tx.rows<ApprovalRow>({
    name: 'approvals-hold',
    text: `select ${COLUMNS} from approvals a
            where a.merchant_id = $1 and a.approval_id = $2 for update`,
    values: [merchantId, approvalId],
  });
  return row ?? null;
}

/** Lets those who ask for the same take turns, until their transactions end. */
export async function takeTurn(tx: Tx, what: string): Promise<void> {
  await tx.rows({
    name: 'approvals-take-turn',
    text: 'select pg_advisory_xact_lock(hashtextextended($1, 0))::text as turn',
    values: [what],
  });
}

/** The requests of a kind about a subject that are not over yet, oldest first. */
export async function findOpenApprovals(
  tx: Tx,
  merchantId: string,
  kind: ApprovalKind,
  subject: string,
  at: number,
): Promise<ApprovalRow[]> {
  return await tx.rows<ApprovalRow>({
    name: 'approvals-open',
    text: `select ${COLUMNS} from approvals a
            where a.merchant_id = $1 and a.subject = $3 and a.kind = $2
              and a.state in ('pending', 'approved')
              and (a.expires_at > $4 or a.state = 'approved' and a.lease_until is not null)
            order by a.asked_at, a.approval_id limit 50`,
    values: [merchantId, kind, subject, instant(at)],
  });
}

/** Where a request goes. What is absent stays; `dueAt` and `leaseUntil` are always set. */
export interface Move {
  state: ApprovalState;
  dueAt: number | null;
  leaseUntil: number | null;
  decidedBy?: string;
  decidedAt?: number;
  decisionReason?: string;
  expiresAt?: number;
  outcome?: string;
  /** Forgets what was sealed: it is carried out, or never will be. */
  forget?: boolean;
}

/** Moves a request on from this version; null when it has moved meanwhile. */
export async function moveApproval(
  tx: Tx,
  from: Pick<ApprovalRow, 'merchant_id' | 'approval_id' | 'version'>,
  to: Move,
): Promise<ApprovalRow | null> {
  const [row] = await tx.rows<ApprovalRow>({
    name: 'approvals-move',
    text: `update approvals a
              set state = $4, version = a.version + 1, due_at = $5, lease_until = $6,
                  decided_by = coalesce($7, a.decided_by), decided_at = coalesce($8, a.decided_at),
                  decision_reason = coalesce($9, a.decision_reason), expires_at = coalesce($10, a.expires_at),
                  outcome = coalesce($11, a.outcome),
                  sealed_asked = case when $12 then null else a.sealed_asked end
            where a.merchant_id = $1 and a.approval_id = $2 and a.version = $3
           returning ${COLUMNS}`,
    values: [
      from.merchant_id,
      from.approval_id,
      from.version,
      to.state,
      instant(to.dueAt),
      instant(to.leaseUntil),
      to.decidedBy ?? null,
      instant(to.decidedAt ?? null),
      to.decisionReason ?? null,
      instant(to.expiresAt ?? null),
      to.outcome ?? null,
      to.forget ?? false,
    ],
  });
  return row ?? null;
}

/** Takes up one request that is due, whosever it is, under a lease; null when there is none. */
export async function claimDueApproval(
  on: Tx,
  at: number,
  leaseUntil: number,
): Promise<ApprovalRow | null> {
  const [row] = await on.rows<ApprovalRow>({
    name: 'approvals-claim-due',
    text: `update approvals a set lease_until = $2, version = a.version + 1
             from (select d.merchant_id, d.approval_id from approvals d
                    where d.due_at <= $1 and (d.lease_until is null or d.lease_until <= $1)
                    order by d.due_at limit 1 for update skip locked) as due
            where a.merchant_id = due.merchant_id and a.approval_id = due.approval_id
           returning ${COLUMNS}`,
    values: [instant(at), instant(leaseUntil)],
  });
  return row ?? null;
}

/** Withdraws what a person has asked for and nobody has decided, in a workspace that they have left. */
export async function withdrawRequestsOf(
  tx: Tx,
  merchantId: string,
  operatorId: string,
  at: number,
): Promise<void> {
  await tx.rows({
    name: 'approvals-withdraw-of',
    text: `update approvals
              set state = 'withdrawn', version = version + 1, due_at = null, sealed_asked = null,
                  outcome = 'who asked for it has left'
            where merchant_id = $1 and asked_by = $2 and state = 'pending' and asked_at <= $3`,
    values: [merchantId, operatorId, instant(at)],
  });
}
