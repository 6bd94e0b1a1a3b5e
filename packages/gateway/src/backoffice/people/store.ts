// SQL of the pages about people: what waits for approval, the audit, saved views, and the list of merchants.
import { instant, type Query, type Tx } from '../../base/db.ts';
import { ROLES, permissionsOf } from '../../operators/roles.ts';
import { DECIDED_BY_GATEWAY } from '../../operators/approval.ts';
import { APPROVAL_SHOWN, type ApprovalRow } from '../../operators/store-approvals.ts';

/** Which merchants a statement is about: its clause, and what goes into `$1`. Null is every merchant. */
function within(column: string, merchantIds: readonly string[] | null): string {
  if (merchantIds === null) return '$1::uuid[] is null';
  // One is by far the most frequent, and lets an index give the order.
  return merchantIds.length === 1 ? `${column} = ($1::uuid[])[1]` : `${column} = any($1::uuid[])`;
}

function kindOf(merchantIds: readonly string[] | null): string {
  return merchantIds === null ? 'all' : merchantIds.length === 1 ? 'one' : 'some';
}

/** Where a page begins: after this row, newest first. */
export interface After {
  at: number;
  id: string;
}

export type ApprovalListed = Omit<ApprovalRow, 'sealed_asked'> & {
  /** Null where it is about people of the gateway. */
  client_id: string | null;
  merchant_name: string | null;
  waits_for: 'colleague' | 'gateway' | 'nobody' | null;
};

/**
 * Who is there to decide what is pending: `roles` is the place of the roles that may, `kinds` of what people of the gateway alone
 * decide. Nobody decides about themselves.
 */
function waitsFor(roles: string, kinds: string): string {
  const may = `o.status = 'active' and o.operator_id <> a.asked_by and o.operator_id::text <> a.subject
                       and o.email <> a.subject`;
  return `case when a.state <> 'pending' then null
                       when a.kind <> all(${kinds}::text[])
                            and exists (select from operator_memberships p join operators o on o.operator_id = p.operator_id
                                     where p.merchant_id = a.merchant_id and p.role = any(${roles}::text[]) and ${may})
                         then 'colleague'
                       when exists (select from operators o where o.gateway_role = any(${roles}::text[]) and ${may})
                         then case when m.merchant_id is null or a.kind = any(${kinds}::text[])
                                   then 'colleague' else 'gateway' end
                       else 'nobody'
                  end as waits_for`;
}

const DECIDE = ROLES.filter((role) => permissionsOf(role, false).includes('approvals.decide'));

export interface ApprovalsWanted {
  state: string | null;
  from: number | null;
  to: number | null;
  after: After | null;
  limit: number;
}

/** Requests for approval, newest first. */
export async function listApprovalRows(
  on: Tx,
  merchantIds: readonly string[] | null,
  wanted: ApprovalsWanted,
): Promise<ApprovalListed[]> {
  return await on.rows<ApprovalListed>(approvalsQuery(merchantIds, wanted));
}

/**
 * The statement behind {@link listApprovalRows}: a page of it, along an index of its own for each way of asking. It has no name, so
 * that it is planned for its values: a plan for any would walk past everything where a merchant or a state has nothing.
 */
export function approvalsQuery(
  merchantIds: readonly string[] | null,
  wanted: ApprovalsWanted,
): Query {
  return {
    name: '',
    text: `select ${APPROVAL_SHOWN}, m.client_id, m.name as merchant_name, ${waitsFor('$8', '$9')}
             from approvals a left join merchants m on m.merchant_id = a.merchant_id
            where ${within('a.merchant_id', merchantIds)}
              and ${wanted.state === null ? '$2::text is null' : 'a.state = $2'}
              and a.asked_at >= $3 and a.asked_at < $4 and (a.asked_at, a.approval_id) < ($5, $6::uuid)
            order by a.asked_at desc, a.approval_id desc limit $7`,
    values: [
      merchantIds,
      wanted.state,
      instant(wanted.from) ?? '-infinity',
      instant(wanted.to) ?? 'infinity',
      instant(wanted.after?.at ?? null) ?? 'infinity',
      wanted.after?.id ?? 'ffffffff-ffff-ffff-ffff-ffffffffffff',
      wanted.limit,
      DECIDE,
      DECIDED_BY_GATEWAY,
    ],
  };
}

/** One request for approval, or null. */
export async function findApprovalRow(
  on: Tx,
  merchantIds: readonly string[] | null,
  approvalId: string,
): Promise<ApprovalListed | null> {
  const [row] = await on.rows<ApprovalListed>({
    name: `people-approval-${kindOf(merchantIds)}`,
    text: `select ${APPROVAL_SHOWN}, m.client_id, m.name as merchant_name, ${waitsFor('$3', '$4')}
             from approvals a left join merchants m on m.merchant_id = a.merchant_id
            where ${within('a.merchant_id', merchantIds)} and a.approval_id = $2`,
    values: [merchantIds, approvalId, DECIDE, DECIDED_BY_GATEWAY],
  });
  return row ?? null;
}

/** How many requests nobody has decided: as many as are due to expire, no more than `most`. */
export async function countPending(
  on: Tx,
  merchantIds: readonly string[] | null,
  most: number,
): Promise<number> {
  const rows = await on.rows({
    name: `people-approvals-pending-${kindOf(merchantIds)}`,
    text: `select a.approval_id from approvals a
            where ${within('a.merchant_id', merchantIds)} and a.due_at is not null and a.state = 'pending' limit $2`,
    values: [merchantIds, most],
  });
  return rows.length;
}

export interface AuditListed {
  merchant_id: string;
  client_id: string | null;
  entry_no: bigint;
  at: number;
  operator_id: string | null;
  by: string;
  role: string | null;
  address: string | null;
  act: string;
  subject: string;
  reason: string | null;
  before: unknown;
  after: unknown;
  hash: Buffer;
}

/** Where a page of the audit begins. */
export interface AfterEntry {
  at: number;
  merchantId: string;
  entryNo: bigint;
}

export interface AuditWanted {
  act: string | null;
  operatorId: string | null;
  subject: string | null;
  from: number | null;
  to: number | null;
  after: AfterEntry | null;
  limit: number;
}

const LATEST: AfterEntry = {
  at: 0,
  merchantId: 'ffffffff-ffff-ffff-ffff-ffffffffffff',
  entryNo: 9_223_372_036_854_775_807n,
};

/**
 * The stretch of the audit that one call looks at, newest first; of all merchants, the gateway's own chain among them. Its bounds
 * are bare parameters: behind row-level security, an expression around one keeps it out of the index.
 */
function stretch(merchantIds: readonly string[] | null, columns = 'a.*'): string {
  return `select ${columns} from audit_entries a
            where ${within('a.merchant_id', merchantIds)}
              and a.at >= $2 and a.at < $3 and (a.at, a.merchant_id, a.entry_no) < ($4, $5::uuid, $6::bigint)
            order by a.at desc, a.merchant_id desc, a.entry_no desc`;
}

function stretchValues(
  merchantIds: readonly string[] | null,
  wanted: Pick<AuditWanted, 'from' | 'to' | 'after'>,
): unknown[] {
  const after = wanted.after ?? LATEST;
  return [
    merchantIds,
    instant(wanted.from) ?? '-infinity',
    instant(wanted.to) ?? 'infinity',
    wanted.after === null ? 'infinity' : instant(after.at),
    after.merchantId,
    after.entryNo,
  ];
}

const ENTRY = `m.client_id, l.merchant_id, l.entry_no, l.at, l.operator_id, l.by, l.role, l.address, l.act, l.subject,
                  l.reason, l.before, l.after, l.hash`;

/** Entries that fit, among the next `looked` of the stretch. */
export async function listAuditRows(
  on: Tx,
  merchantIds: readonly string[] | null,
  wanted: AuditWanted & { looked: number },
): Promise<AuditListed[]> {
  return await on.rows<AuditListed>({
    name: `people-audit-${kindOf(merchantIds)}`,
    text: `with looked as (${stretch(merchantIds)} limit $10)
           select ${ENTRY} from looked l left join merchants m on m.merchant_id = l.merchant_id
            where ($7::text is null or l.act = $7) and ($8::uuid is null or l.operator_id = $8)
              and ($9::text is null or l.subject = $9)
            order by l.at desc, l.merchant_id desc, l.entry_no desc limit $11`,
    values: [
      ...stretchValues(merchantIds, wanted),
      wanted.act,
      wanted.operatorId,
      wanted.subject,
      wanted.looked,
      wanted.limit,
    ],
  });
}

/** Where that stretch ends; null when the audit ends before. */
export async function endOfStretch(
  on: Tx,
  merchantIds: readonly string[] | null,
  wanted: Pick<AuditWanted, 'from' | 'to' | 'after'>,
  looked: number,
): Promise<AfterEntry | null> {
  const [row] = await on.rows<{ at: number; merchant_id: string; entry_no: bigint }>({
    name: `people-audit-end-${kindOf(merchantIds)}`,
    text: `with looked as (${stretch(merchantIds, 'a.at, a.merchant_id, a.entry_no')} limit $7)
           select l.at, l.merchant_id, l.entry_no from looked l
            where (select count(*) from looked) = $7
            order by l.at, l.merchant_id, l.entry_no limit 1`,
    values: [...stretchValues(merchantIds, wanted), looked],
  });
  return row === undefined
    ? null
    : { at: row.at, merchantId: row.merchant_id, entryNo: row.entry_no };
}

/** All of a stretch, for a file. */
export function auditQuery(
  merchantIds: readonly string[] | null,
  wanted: Pick<AuditWanted, 'from' | 'to'>,
) {
  return {
    name: `people-audit-file-${kindOf(merchantIds)}`,
    text: `with looked as (${stretch(merchantIds)})
           select ${ENTRY} from looked l left join merchants m on m.merchant_id = l.merchant_id
            order by l.at desc, l.merchant_id desc, l.entry_no desc`,
    values: stretchValues(merchantIds, { ...wanted, after: null }),
  };
}

export interface ViewRow {
  view_id: string;
  area: string;
  name: string;
  query: string;
}

/** A person's saved views. */
export async function listViewRows(on: Tx, operatorId: string): Promise<ViewRow[]> {
  return await on.rows<ViewRow>({
    name: 'people-views',
    text: `select v.view_id, v.area, v.name, v.query from saved_views v
            where v.operator_id = $1 order by v.area, v.name, v.view_id`,
    values: [operatorId],
  });
}

/** Saves a view; false when the person has as many as they may. */
export async function insertView(
  on: Tx,
  operatorId: string,
  view: ViewRow,
  { at, most }: { at: number; most: number },
): Promise<boolean> {
  const rows = await on.rows({
    name: 'people-view-insert',
    text: `insert into saved_views (operator_id, view_id, area, name, query, created_at)
           select $1, $2, $3, $4, $5, $6
            where (select count(*) from saved_views v where v.operator_id = $1) < $7 returning view_id`,
    values: [operatorId, view.view_id, view.area, view.name, view.query, instant(at), most],
  });
  return rows.length === 1;
}

/** Forgets a view; false when the person has none of this id. */
export async function deleteViewRow(on: Tx, operatorId: string, viewId: string): Promise<boolean> {
  const rows = await on.rows({
    name: 'people-view-delete',
    text: 'delete from saved_views where operator_id = $1 and view_id = $2 returning view_id',
    values: [operatorId, viewId],
  });
  return rows.length === 1;
}

export interface MerchantListed {
  merchant_id: string;
  client_id: string;
  name: string;
  status: 'active' | 'suspended';
  created_at: number;
  banks: { bank: string; active: boolean }[];
}

/** Merchants by Client-Id, of these or of all, whose name or Client-Id holds a text. */
export async function searchMerchants(
  on: Tx,
  merchantIds: readonly string[] | null,
  wanted: { q: string | null; after: string; limit: number },
): Promise<MerchantListed[]> {
  return await on.rows<MerchantListed>({
    name: `people-merchants-${kindOf(merchantIds)}`,
    text: `select m.merchant_id, m.client_id, m.name, m.status, m.created_at,
                  (select coalesce(json_agg(json_build_object('bank', b.bank, 'active', b.status = 'active')
                                            order by b.bank), '[]')
                     from bank_connections b where b.merchant_id = m.merchant_id) as banks
             from merchants m
            where ${within('m.merchant_id', merchantIds)} and m.client_id > $2
              and ($3::text is null or position(lower($3) in lower(m.name)) > 0
                   or position(lower($3) in lower(m.client_id)) > 0)
            order by m.client_id limit $4`,
    values: [merchantIds, wanted.after, wanted.q, wanted.limit],
  });
}

/** The first merchants by Client-Id. */
export async function firstMerchants(
  on: Tx,
  limit: number,
): Promise<{ merchant_id: string; client_id: string; name: string; status: string }[]> {
  return await on.rows({
    name: 'people-first-merchants',
    text: 'select m.merchant_id, m.client_id, m.name, m.status from merchants m order by m.client_id limit $1',
    values: [limit],
  });
}
