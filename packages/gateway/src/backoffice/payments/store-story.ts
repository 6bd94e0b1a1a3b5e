// SQL of what happened to a payment, a refund or a token: its moves, journals, news, calls, and what people did about it.
import type { Query } from '../../base/db.ts';

export interface MoveRow {
  event: string;
  state: string;
  actor: string;
  evidence: unknown;
  at: number;
}

const MOVES = {
  payments: `select e.event, e.state, e.actor, e.evidence, e.at from payment_events e
              where e.merchant_id = $1 and e.payment_id = $2 order by e.version`,
  refunds: `select e.event, e.state, e.actor, e.evidence, e.at from refund_events e
             where e.merchant_id = $1 and e.refund_id = $2 order by e.version`,
  tokens: `select e.event, e.state, e.actor, e.evidence, e.at from token_events e
            where e.merchant_id = $1 and e.token_id = $2 order by e.version`,
} as const;
export type Noun = keyof typeof MOVES;

/** The moves of one row, oldest first. */
export function movesQuery(noun: Noun, merchantId: string, subject: string): Query {
  return { name: `bo-moves-${noun}`, text: MOVES[noun], values: [merchantId, subject] };
}

/** What these people of the Back Office are called. */
export function namesQuery(operatorIds: readonly string[]): Query {
  return {
    name: 'bo-story-names',
    text: `select o.operator_id, coalesce(nullif(o.name, ''), o.email) as name from operators o
            where o.operator_id = any($1::uuid[])`,
    values: [operatorIds],
  };
}

export interface RefundMoveRow {
  refund_id: string;
  amount: bigint;
  state: 'requested' | 'unclear' | 'succeeded' | 'failed';
  actor: string;
  evidence: unknown;
  at: number;
}

/** The moves of a payment's refunds. */
export function refundMovesQuery(merchantId: string, refundIds: readonly string[]): Query {
  return {
    name: 'bo-refund-moves',
    text: `select e.refund_id, r.amount, e.state, e.actor, e.evidence, e.at from refund_events e
             join refunds r on r.merchant_id = e.merchant_id and r.refund_id = e.refund_id
            where e.merchant_id = $1 and e.refund_id = any($2::uuid[]) order by e.at, e.version`,
    values: [merchantId, refundIds],
  };
}

export interface JournalRow {
  journal_no: bigint;
  template: string;
  made_at: number;
  debit: string;
  credit: string;
  amount: bigint;
}

/** The journals about some subjects, with their lines. */
export function journalsQuery(merchantId: string, subjects: readonly string[]): Query {
  return {
    name: 'bo-journals',
    text: `select j.journal_no, j.template, j.made_at, t.debit, t.credit, t.amount
             from unnest(array['paymentSucceeded', 'feeCharged', 'refundRequested', 'refundSucceeded', 'refundFailed',
                               'suspenseIn', 'suspenseOut']) as k (template)
            cross join unnest($2::uuid[]) as s (subject_id)
             join ledger_journals j on j.merchant_id = $1 and j.template = k.template and j.subject_id = s.subject_id
             join ledger_transfers t on t.merchant_id = j.merchant_id and t.journal_no = j.journal_no
            order by j.journal_no, t.line`,
    values: [merchantId, subjects],
  };
}

export interface NewsRow {
  notification_id: string;
  type: string;
  state: 'pending' | 'delivered' | 'exhausted' | 'undeliverable';
  attempts: number;
  created_at: number;
  due_at: number | null;
  attempt: number | null;
  at: number | null;
  status: number | null;
  error: string | null;
  duration_ms: number | null;
}

/** Notifications about some subjects, one row for each attempt. */
export function newsQuery(merchantId: string, subjects: readonly string[]): Query {
  return {
    name: 'bo-news',
    text: `select n.notification_id, n.type, n.state, n.attempts, n.created_at, n.due_at,
                  a.attempt, a.at, a.status, a.error, a.duration_ms
             from notifications n
             left join notification_attempts a
               on a.merchant_id = n.merchant_id and a.notification_id = n.notification_id
            where n.merchant_id = $1 and n.subject_id = any($2::uuid[])
            order by n.created_at, n.notification_id, a.attempt limit 500`,
    values: [merchantId, subjects],
  };
}

export interface CallRow {
  call_id: string;
  at: number;
  endpoint: string | null;
  status: number;
  code: string | null;
  took_ms: number;
}

/** The merchant's calls with these Request-Ids. */
export function callsQuery(merchantId: string, requestIds: readonly string[]): Query {
  return {
    name: 'bo-calls-of',
    text: `select c.call_id, c.at, c.endpoint, c.status, c.code, c.took_ms from api_calls c
            where c.merchant_id = $1 and c.request_id = any($2::text[]) order by c.at, c.call_id limit 100`,
    values: [merchantId, requestIds],
  };
}

export interface ActRow {
  at: number;
  act: string;
  by: string;
  reason: string | null;
}

/** What people did about a subject, and about the approvals that were asked for it. */
export function actsQuery(merchantId: string, subject: string): Query {
  return {
    name: 'bo-acts-of',
    text: `select e.at, e.act, coalesce(o.name, e.by) as by, e.reason from audit_entries e
             left join operators o on o.operator_id = e.operator_id
            where e.merchant_id = $1
              and e.subject = any($2::text || array(select a.approval_id::text from approvals a
                                                     where a.merchant_id = $1 and a.subject = $2 limit 50))
            order by e.entry_no limit 200`,
    values: [merchantId, subject],
  };
}
