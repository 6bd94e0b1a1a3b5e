// The team of a workspace, what waits for a second pair of eyes, the audit, saved views, and the list of merchants.
import { z } from 'zod';
import { APPROVAL_KINDS, APPROVAL_STATES } from '../../operators/approval.ts';
import { ROLES } from '../../operators/roles.ts';
import { shape } from '../route.ts';
import {
  Act,
  ClientId,
  Id,
  Instant,
  InWorkspace,
  ListQuery,
  pageOf,
  Person,
  Why,
} from './words.ts';

const Member = Person.extend({
  role: z.enum(ROLES),
  totp: z.boolean(),
  status: z.enum(['active', 'disabled']),
  last_seen_at: Instant.nullable(),
});

const Invitation = z.object({
  invitation_id: Id,
  email: z.string(),
  role: z.enum(ROLES),
  invited_by: Person.nullable(),
  created_at: Instant,
  expires_at: Instant,
});

export const getTeam = shape({
  method: 'GET',
  path: '/:workspace/team',
  summary: 'People of a workspace and open invitations',
  permission: 'team.view',
  params: InWorkspace,
  answer: z.object({
    members: z.array(Member),
    invitations: z.array(Invitation),
    /** Whether a role with a say in what needs approval is given by two people. */
    four_eyes: z.boolean(),
  }),
});

export const invite = shape({
  method: 'POST',
  path: '/:workspace/team/invitations',
  summary:
    'Invite somebody; the link is shown once, for a role with a say in approvals when it is approved',
  permission: 'team.change',
  stepUp: true,
  params: InWorkspace,
  body: z.object({ email: z.email().max(254), role: z.enum(ROLES), reason: Why.optional() }),
  answer: z.discriminatedUnion('result', [
    z.object({
      result: z.literal('done'),
      invitation_id: Id,
      link: z.string(),
      expires_at: Instant,
    }),
    z.object({ result: z.literal('approval'), approval_id: Id }),
  ]),
});

export const withdrawInvitation = shape({
  method: 'DELETE',
  path: '/:workspace/team/invitations/:invitation_id',
  summary: 'Withdraw an invitation',
  permission: 'team.change',
  params: InWorkspace.extend({ invitation_id: Id }),
  answer: null,
});

const OneMember = InWorkspace.extend({ operator_id: Id });

export const changeRole = shape({
  method: 'PUT',
  path: '/:workspace/team/:operator_id',
  summary:
    "Change somebody's role; nobody changes their own, one admin stays, more of a say needs approval",
  permission: 'team.change',
  stepUp: true,
  params: OneMember,
  body: z.object({ role: z.enum(ROLES), reason: Why.optional() }),
  answer: Act,
});

export const removeMember = shape({
  method: 'DELETE',
  path: '/:workspace/team/:operator_id',
  summary: 'Take somebody out of the workspace; their sessions there end',
  permission: 'team.change',
  stepUp: true,
  params: OneMember,
  answer: null,
});

const Approval = z
  .object({
    /** Null where it is about people of the gateway. */
    client_id: ClientId.nullable(),
    merchant_name: z.string().nullable(),
    approval_id: Id,
    kind: z.enum(APPROVAL_KINDS),
    state: z.enum(APPROVAL_STATES),
    /** What it is about: a payment's id, a bank, a key. */
    subject: z.string(),
    /** What is asked for, as names and values, without secrets. */
    asked: z.record(z.string(), z.unknown()),
    reason: z.string(),
    asked_by: Person,
    asked_at: Instant,
    decided_by: Person.nullable(),
    decided_at: Instant.nullable(),
    decision_reason: z.string().nullable(),
    expires_at: Instant,
    /** What came of it, or why it could not be done any more. */
    outcome: z.string().nullable(),
    /** Who there is to decide it: somebody else of the team, or only people of the gateway, or nobody; null when it is decided. */
    waits_for: z.enum(['colleague', 'gateway', 'nobody']).nullable(),
    /** Of an invitation, for the one who approved it: what its person must bring beside the link, handed over by them. */
    code: z.string().nullable(),
    /** What the person who looks may do with it now. */
    may: z.array(z.enum(['approve', 'reject', 'withdraw', 'collect'])),
  })
  .meta({ id: 'Approval' });

export const listApprovals = shape({
  method: 'GET',
  path: '/:workspace/approvals',
  summary: 'What was asked for and needs, or had, a second pair of eyes',
  permission: 'approvals.view',
  params: InWorkspace,
  query: ListQuery.extend({ state: z.enum(APPROVAL_STATES).optional() }),
  answer: pageOf(Approval).extend({ pending: z.number().int() }),
});

const OneApproval = InWorkspace.extend({ approval_id: Id });

export const getApproval = shape({
  method: 'GET',
  path: '/:workspace/approvals/:approval_id',
  summary: 'One request for approval',
  permission: 'approvals.view',
  params: OneApproval,
  answer: Approval,
});

export const decideApproval = shape({
  method: 'POST',
  path: '/:workspace/approvals/:approval_id/decision',
  summary: 'Approve or reject; nobody decides their own',
  permission: 'approvals.decide',
  stepUp: true,
  params: OneApproval,
  body: z.object({ approve: z.boolean(), reason: Why }),
  answer: Approval,
});

export const withdrawApproval = shape({
  method: 'POST',
  path: '/:workspace/approvals/:approval_id/withdraw',
  summary: 'Take back what one asked for',
  permission: 'approvals.view',
  params: OneApproval,
  answer: Approval,
});

/** For what is shown once: the one who asked gets it, after the approval. */
export const collectApproval = shape({
  method: 'POST',
  path: '/:workspace/approvals/:approval_id/collect',
  summary: 'Carry out an approved request whose result is shown once',
  permission: 'approvals.view',
  stepUp: true,
  params: OneApproval,
  answer: z.object({ approval: Approval, secret: z.string() }),
});

const AuditEntry = z.object({
  entry_no: z.number().int(),
  client_id: ClientId.nullable(),
  at: Instant,
  person: Person.nullable(),
  /** `cli`, `sandbox` and the like, where nobody was signed in. */
  by: z.string(),
  role: z.string().nullable(),
  address: z.string().nullable(),
  act: z.string(),
  subject: z.string(),
  reason: z.string().nullable(),
  before: z.unknown(),
  after: z.unknown(),
  hash: z.string(),
});

export const listAudit = shape({
  method: 'GET',
  path: '/:workspace/audit',
  summary: 'Every act with before and after',
  permission: 'audit.view',
  params: InWorkspace,
  query: ListQuery.extend({
    act: z.string().max(64).optional(),
    operator_id: Id.optional(),
    subject: z.string().max(128).optional(),
  }),
  answer: pageOf(AuditEntry),
});

export const exportAudit = shape({
  method: 'GET',
  path: '/:workspace/audit.csv',
  summary: 'The audit with its hashes, as CSV',
  permission: 'audit.view',
  params: InWorkspace,
  query: ListQuery.omit({ limit: true, after: true }).extend({
    zone: z.string().max(64).optional(),
  }),
  answer: 'csv',
});

export const verifyAudit = shape({
  method: 'POST',
  path: '/:workspace/audit/verify',
  summary: 'Compute the chain anew and compare',
  permission: 'audit.view',
  params: InWorkspace,
  answer: z.object({
    holds: z.boolean(),
    entries: z.number().int(),
    head: z.string(),
    broken_at: z.number().int().nullable(),
  }),
});

const View = z.object({
  view_id: Id,
  area: z.string(),
  name: z.string(),
  query: z.string(),
});

export const listViews = shape({
  method: 'GET',
  path: '/views',
  summary: "One's saved views",
  permission: 'signed_in',
  answer: z.object({ rows: z.array(View) }),
});

export const saveView = shape({
  method: 'POST',
  path: '/views',
  summary: 'Save the filters and columns of a list under a name',
  permission: 'signed_in',
  body: z.object({
    area: z.enum(['payments', 'tokens', 'refunds', 'notifications', 'requests']),
    name: z.string().trim().min(1).max(60),
    query: z.string().max(2000),
  }),
  answer: View,
});

export const deleteView = shape({
  method: 'DELETE',
  path: '/views/:view_id',
  summary: 'Forget a saved view',
  permission: 'signed_in',
  params: z.object({ view_id: Id }),
  answer: null,
});

const MerchantRow = z.object({
  client_id: ClientId,
  name: z.string(),
  status: z.enum(['active', 'suspended']),
  created_at: Instant,
  banks: z.array(z.object({ bank: z.string(), active: z.boolean() })),
});

export const listMerchants = shape({
  method: 'GET',
  path: '/merchants',
  summary: 'Merchants that the person may see, by name or Client-Id',
  permission: 'signed_in',
  query: z.object({
    q: z.string().max(100).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
    after: z.string().max(400).optional(),
  }),
  answer: z.object({ rows: z.array(MerchantRow), next: z.string().nullable() }),
});

export const makeMerchant = shape({
  method: 'POST',
  path: '/merchants',
  summary: 'Make a merchant; its Secret Key is shown once',
  permission: 'merchants.change',
  stepUp: true,
  body: z.object({ name: z.string().trim().min(1).max(100) }),
  answer: z.object({ client_id: ClientId, secret: z.string() }),
});

export const setMerchantStatus = shape({
  method: 'PUT',
  path: '/merchants/:client_id/status',
  summary: "Refuse a merchant's calls, or let them in again",
  permission: 'merchants.change',
  stepUp: true,
  params: z.object({ client_id: ClientId }),
  body: z.object({ status: z.enum(['active', 'suspended']), reason: Why }),
  answer: null,
});
