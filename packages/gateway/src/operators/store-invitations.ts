// SQL of invitations. The token never comes here, only its SHA-256.
import { instant, type Tx } from '../base/db.ts';
import type { Role } from './roles.ts';

export interface InvitationRow {
  merchant_id: string;
  invitation_id: string;
  email: string;
  name: string | null;
  role: Role;
  invited_by: string | null;
  /** Who has approved it, where two people give it. */
  approved_by: string | null;
  created_at: number;
  expires_at: number;
}

const COLUMNS = `i.merchant_id, i.invitation_id, i.email, i.name, i.role, i.invited_by, i.approved_by, i.created_at,
                 i.expires_at`;

/** Adds an invitation; an open one for the same address in the same workspace ends. */
export async function insertInvitation(
  tx: Tx,
  one: Omit<InvitationRow, 'created_at' | 'expires_at'> & {
    tokenHash: Buffer;
    at: number;
    expiresAt: number;
  },
): Promise<void> {
  await tx.rows({
    name: 'invitations-replace',
    text: `update operator_invitations set withdrawn_at = $3
            where merchant_id = $1 and email = $2 and used_at is null and withdrawn_at is null`,
    values: [one.merchant_id, one.email, instant(one.at)],
  });
  await tx.rows({
    name: 'invitations-insert',
    text: `insert into operator_invitations
             (merchant_id, invitation_id, token_hash, email, name, role, invited_by, approved_by, created_at,
              expires_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    values: [
      one.merchant_id,
      one.invitation_id,
      one.tokenHash,
      one.email,
      one.name,
      one.role,
      one.invited_by,
      one.approved_by,
      instant(one.at),
      instant(one.expiresAt),
    ],
  });
}

/** The open invitation behind a token, or null. Finds across merchants: the token is all that its bearer has. */
export async function findInvitation(
  on: Tx,
  tokenHash: Buffer,
  at: number,
): Promise<InvitationRow | null> {
  const [row] = await on.rows<InvitationRow>({
    name: 'invitations-by-token',
    text: `select ${COLUMNS} from operator_invitations i
            where i.token_hash = $1 and i.used_at is null and i.withdrawn_at is null and i.expires_at > $2`,
    values: [tokenHash, instant(at)],
  });
  return row ?? null;
}

/** A workspace's open invitations, latest first. */
export async function listInvitations(
  on: Tx,
  merchantId: string,
  at: number,
): Promise<InvitationRow[]> {
  return await on.rows<InvitationRow>({
    name: 'invitations-list',
    text: `select ${COLUMNS} from operator_invitations i
            where i.merchant_id = $1 and i.used_at is null and i.withdrawn_at is null and i.expires_at > $2
            order by i.created_at desc, i.invitation_id desc limit 200`,
    values: [merchantId, instant(at)],
  });
}

/** Uses an invitation up, or withdraws it; null when it is not open any more. */
export async function closeInvitation(
  tx: Tx,
  merchantId: string,
  invitationId: string,
  how: 'used' | 'withdrawn',
  at: number,
): Promise<InvitationRow | null> {
  const [row] = await tx.rows<InvitationRow>({
    name: `invitations-${how}`,
    text: `update operator_invitations i set ${how}_at = $3
            where i.merchant_id = $1 and i.invitation_id = $2
              and i.used_at is null and i.withdrawn_at is null and i.expires_at > $3
           returning ${COLUMNS}`,
    values: [merchantId, invitationId, instant(at)],
  });
  return row ?? null;
}

/** Ends what a person had invited others to, in a workspace that they have left. */
export async function withdrawInvitationsOf(
  tx: Tx,
  merchantId: string,
  operatorId: string,
  at: number,
): Promise<void> {
  await tx.rows({
    name: 'invitations-withdraw-of',
    text: `update operator_invitations set withdrawn_at = $3
            where merchant_id = $1 and invited_by = $2 and used_at is null and withdrawn_at is null`,
    values: [merchantId, operatorId, instant(at)],
  });
}
