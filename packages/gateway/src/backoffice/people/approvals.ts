// Routes of what needs a second pair of eyes: listed, decided, withdrawn, collected.
import type { z } from 'zod';
import { APPROVALS, isAbout, isDecidedByGateway } from '../../operators/approval.ts';
import {
  MAY_ASK,
  decideApproval as decided,
  toCollect,
  withdrawApproval as withdrawn,
  type StoredApproval,
} from '../../operators/approvals.ts';
import { carryOutNow, collectNow, type Carrying } from '../../operators/carrying.ts';
import { OF_GATEWAY } from '../../operators/doors.ts';
import { invitationCode } from '../../operators/invitations.ts';
import { mayOver } from '../../operators/may.ts';
import { findNames, type PersonName } from '../../operators/store-people.ts';
import type { Asked } from '../asked.ts';
import {
  collectApproval,
  decideApproval,
  getApproval,
  listApprovals,
  withdrawApproval,
} from '../contract/people.ts';
import { Denied } from '../denied.ts';
import type { Route } from '../route.ts';
import { worded } from '../worded.ts';
import { cursorOf, idPart, instantPart, msOf, partsOf } from './cursor.ts';
import { personOf, personOrNull } from './named.ts';
import { countPending, findApprovalRow, listApprovalRows, type ApprovalListed } from './store.ts';

type ApprovalWords = z.input<(typeof getApproval)['answer']>;
type May = ApprovalWords['may'][number];

/** More than this are shown as many. */
const MOST_PENDING = 1000;

/** The routes; who knows how a kind is carried out is handed in. */
export function approvalRoutes(carrying: Carrying): readonly Route[] {
  return [
    worded(listApprovals, async (call) => {
      const { query, scope, reading } = call;
      const wanted = {
        state: query.state ?? null,
        from: msOf(query.from),
        to: msOf(query.to),
        after: query.after === undefined ? null : afterOf(query.after),
        limit: query.limit + 1,
      };
      const [rows, pending] = await Promise.all([
        listApprovalRows(reading, scope.merchantIds, wanted),
        countPending(reading, scope.merchantIds, MOST_PENDING),
      ]);
      const page = rows.slice(0, query.limit);
      const last = rows.length > query.limit ? page.at(-1) : undefined;
      return {
        rows: await approvalsOf(call, page),
        next: last === undefined ? null : cursorOf(last.asked_at, last.approval_id),
        searched_to: null,
        pending,
      };
    }),
    worded(getApproval, async (call) => await one(call, call.params.approval_id)),
    worded(decideApproval, async (call) => {
      const { ctx, body, person } = call;
      const {
        merchant_id: merchantId,
        approval_id: approvalId,
        kind,
        subject,
      } = await found(call, call.params.approval_id);
      const { approve, reason } = body;
      const act = approve ? 'approval.approved' : 'approval.rejected';
      const note = call.note(act, approvalId, { reason, after: { kind, subject } });
      const { operatorId } = person;
      const input = { merchantId, approvalId, approve, reason, operatorId };
      const approval = await decided(ctx, input, { ...note, merchantId });
      if (isCarriedOutNow(approval)) await carryOut(ctx, carrying, approval);
      return await one(call, approvalId);
    }),
    worded(withdrawApproval, async (call) => {
      const { ctx, person } = call;
      const {
        merchant_id: merchantId,
        approval_id: approvalId,
        kind,
      } = await found(call, call.params.approval_id);
      const note = call.note('approval.withdrawn', approvalId, { after: { kind } });
      const { operatorId } = person;
      await withdrawn(ctx, { merchantId, approvalId, operatorId }, { ...note, merchantId });
      return await one(call, approvalId);
    }),
    worded(collectApproval, async (call) => {
      const { ctx, person } = call;
      const row = await found(call, call.params.approval_id);
      const { merchant_id: merchantId, approval_id: approvalId } = row;
      const { operatorId } = person;
      const approval = await toCollect(ctx, { merchantId, approvalId, operatorId });
      const { secret } = await collectNow(ctx, carrying, approval, person);
      return { approval: await one(call, approvalId), secret };
    }),
  ];
}

/** What fails here is approved nevertheless: a chore takes it up. */
async function carryOut(
  ctx: Asked['ctx'],
  carrying: Carrying,
  approval: StoredApproval,
): Promise<void> {
  try {
    await carryOutNow(ctx, carrying, approval);
  } catch (error) {
    ctx.metrics.bugs.inc();
    ctx.log.error('an approval was not carried out', { operation: approval.kind }, error);
  }
}

function isCarriedOutNow({ state, kind }: StoredApproval): boolean {
  return state === 'approved' && APPROVALS[kind].carriedOut === 'when approved';
}

async function found(
  { reading, scope }: Pick<Asked, 'reading' | 'scope'>,
  approvalId: string,
): Promise<ApprovalListed> {
  const row = await findApprovalRow(reading, scope.merchantIds, approvalId);
  if (row === null) throw new Denied('not_found');
  return row;
}

async function one(call: Asked, approvalId: string): Promise<ApprovalWords> {
  const [words] = await approvalsOf(call, [await found(call, approvalId)]);
  if (words === undefined) throw new Denied('not_found');
  return words;
}

async function approvalsOf(call: Asked, rows: readonly ApprovalListed[]): Promise<ApprovalWords[]> {
  const names = await findNames(
    call.ctx.db,
    rows.flatMap((row) => [row.asked_by, row.decided_by]),
  );
  return rows.map((row) => wordsOf(call, row, names));
}

function wordsOf(
  call: Asked,
  row: ApprovalListed,
  names: ReadonlyMap<string, PersonName>,
): ApprovalWords {
  return {
    client_id: row.client_id,
    merchant_name: row.merchant_name,
    approval_id: row.approval_id,
    kind: row.kind,
    state: row.state,
    subject: row.subject,
    asked: row.asked,
    reason: row.reason,
    asked_by: personOf(names, row.asked_by),
    asked_at: iso(row.asked_at),
    decided_by: personOrNull(names, row.decided_by),
    decided_at: row.decided_at === null ? null : iso(row.decided_at),
    decision_reason: row.decision_reason,
    expires_at: iso(row.expires_at),
    outcome: row.outcome,
    waits_for: row.waits_for,
    code: codeFor(call, row),
    may: mayWith(call, row),
  };
}

/** The second person's half of an invitation, for their eyes: without the link, which they never see, it opens nothing. */
function codeFor({ ctx, person }: Asked, row: ApprovalListed): string | null {
  const { kind, state, merchant_id: merchantId, approval_id: id } = row;
  const given = state === 'approved' || state === 'done';
  if (kind !== 'team_invitation' || !given || row.decided_by !== person.operatorId) return null;
  return invitationCode(ctx, merchantId, id);
}

function mayWith({ ctx, person }: Asked, row: ApprovalListed): May[] {
  const { state, kind } = row;
  // Over people of the gateway, and over what is theirs alone, one decides as one of them.
  const isTheirs = row.merchant_id === OF_GATEWAY || isDecidedByGateway(kind);
  const merchantId = isTheirs ? null : row.merchant_id;
  if (row.expires_at <= ctx.clock.now()) return [];
  const isOwn = row.asked_by === person.operatorId;
  if (state === 'pending' && isOwn) return ['withdraw'];
  if (state === 'pending' && isAbout(row, person)) return [];
  if (state === 'pending') {
    return mayOver(person, merchantId, 'approvals.decide') ? ['approve', 'reject'] : [];
  }
  const collects = state === 'approved' && APPROVALS[kind].carriedOut === 'when collected';
  return collects && isOwn && mayOver(person, merchantId, MAY_ASK[kind]) ? ['collect'] : [];
}

function afterOf(cursor: string): { at: number; id: string } {
  const [at, id] = partsOf(cursor, 2);
  return { at: instantPart(at), id: idPart(id) };
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
