// Histories for the tests of figures: payments, refunds, notifications and the bank's answers, written straight into the
// tables at the times that a test wants, and the brute-force count that the figures must equal.
import { randomUUID } from 'node:crypto';
import { SLOT_BOUNDS } from '../src/figures/latency.ts';
import type { Chance } from './chance.ts';
import type { FlowContext } from './flow-context.ts';

const OPEN = ['created', 'awaiting_otp', 'confirming', 'unclear'] as const;
const FINAL = ['succeeded', 'failed', 'expired'] as const;
const REASONS = ['insufficient_funds', 'bank_refused', 'limit_exceeded'] as const;

interface Made {
  merchantId: string;
  id: string;
  version: number;
  state: string;
}

export interface History {
  /** A payment that was made at this time. */
  pay(at: number): Promise<Made>;
  /** Something happens to a payment at this time. */
  move(payment: Made, state: string, at: number): Promise<void>;
  /** Part of a payment that succeeded is given back. */
  refund(payment: Made, at: number, state?: string): Promise<void>;
  /** A notification is written at this time; it is tried at another, with this result. */
  notify(at: number): Promise<Made>;
  attempt(notification: Made, state: string, at: number): Promise<void>;
  /** One of these at chance, at a time. */
  anything(chance: Chance, at: number): Promise<void>;
}

/** A history of these merchants, each with a token. */
export async function aHistory(
  flow: FlowContext,
  merchantIds: readonly string[],
  chance: Chance,
): Promise<History> {
  const tokens = new Map<string, string>();
  for (const merchantId of merchantIds) tokens.set(merchantId, await aToken(flow, merchantId));
  const payments: Made[] = [];
  const notifications: Made[] = [];
  const time = (at: number) => new Date(at).toISOString();
  const evidence = () =>
    chance.is(0.8)
      ? JSON.stringify({ operation: chance.pick(['pay', 'inquire']), tookMs: chance.whole(0, 900) })
      : null;

  async function event(payment: Made, kind: string, at: number, said: string | null) {
    await flow.sql(
      `insert into payment_events (merchant_id, payment_id, version, move_id, event, state, actor, evidence, at)
       values ($1, $2, $3, gen_random_uuid(), $4, $5, 'bank', $6, $7)`,
      [payment.merchantId, payment.id, payment.version, kind, payment.state, said, time(at)],
    );
  }

  const history: History = {
    async pay(at) {
      const merchantId = chance.pick(merchantIds);
      const payment = { merchantId, id: randomUUID(), version: 1, state: 'created' };
      await flow.sql(
        `insert into payments (merchant_id, payment_id, bank, token_id, state, version, last_move, amount, invoice_number,
                               request_id, customer_key, sealed_details, asked_at, due_at, created_at)
         values ($1, $2::uuid, $3, $4, 'created', 1, $2::uuid, $5, $2::text, $2::text, '', '', $6, $6, $6)`,
        [
          merchantId,
          payment.id,
          chance.pick(['cimb', 'other']),
          tokens.get(merchantId),
          chance.whole(1, 900_000),
          time(at),
        ],
      );
      await event(payment, 'created', at, null);
      payments.push(payment);
      return payment;
    },
    async move(payment, state, at) {
      payment.version += 1;
      payment.state = state;
      const isFinal = FINAL.some((one) => one === state);
      await flow.sql(
        `update payments set state = $3, version = $4, reason = $5, due_at = $6, finished_at = $7
          where merchant_id = $1 and payment_id = $2`,
        [
          payment.merchantId,
          payment.id,
          state,
          payment.version,
          state === 'failed' ? chance.pick(REASONS) : null,
          isFinal ? null : time(at),
          isFinal ? time(at) : null,
        ],
      );
      await event(payment, 'moved', at, evidence());
    },
    async refund(payment, at, state = chance.pick(['requested', 'succeeded', 'succeeded'])) {
      const id = randomUUID();
      await flow.sql(
        `update payments set refunded = refunded + 1 where merchant_id = $1 and payment_id = $2`,
        [payment.merchantId, payment.id],
      );
      await flow.sql(
        `insert into refunds (merchant_id, refund_id, payment_id, kind, state, version, last_move, amount, request_id,
                              asked_at, due_at, created_at)
         values ($1, $2::uuid, $3, 'merchant', $4, 1, $2::uuid, 1, $2::text, $5, $5, $5)`,
        [payment.merchantId, id, payment.id, state, time(at)],
      );
      await flow.sql(
        `insert into refund_events (merchant_id, refund_id, version, move_id, event, state, actor, evidence, at)
         values ($1, $2, 1, gen_random_uuid(), 'created', $3, 'bank', $4, $5)`,
        [payment.merchantId, id, state, evidence(), time(at)],
      );
    },
    async notify(at) {
      const one = {
        merchantId: chance.pick(merchantIds),
        id: randomUUID(),
        version: 0,
        state: 'pending',
      };
      await flow.sql(
        `insert into notifications (merchant_id, notification_id, subject_id, bank, type, sequence, url, body, due_at,
                                    created_at)
         values ($1, $2, $2, 'cimb', 'payment.succeeded', 1, 'https://shop.example', '', $3, $3)`,
        [one.merchantId, one.id, time(at)],
      );
      notifications.push(one);
      return one;
    },
    async attempt(one, state, at) {
      one.version += 1;
      one.state = state;
      await flow.sql(
        `insert into notification_attempts (merchant_id, notification_id, attempt, at, status, duration_ms)
         values ($1, $2, $3, $4, 200, 5)`,
        [one.merchantId, one.id, one.version, time(at)],
      );
      await flow.sql(
        `update notifications set state = $3, attempts = $4, due_at = $5 where merchant_id = $1 and notification_id = $2`,
        [one.merchantId, one.id, state, one.version, state === 'pending' ? time(at) : null],
      );
    },
    async anything(with_, at) {
      const open = payments.filter(({ state }) => OPEN.some((one) => one === state));
      const paid = payments.filter(({ state }) => state === 'succeeded');
      const kind = with_.whole(0, 9);
      if (kind <= 2 || payments.length === 0) await history.pay(at);
      else if (kind <= 5 && open.length > 0) {
        await history.move(with_.pick(open), with_.pick([...OPEN, ...FINAL, ...FINAL]), at);
      } else if (kind === 6 && paid.length > 0) await history.refund(with_.pick(paid), at);
      else if (kind <= 7 || notifications.length === 0) await history.notify(at);
      else {
        const state = with_.pick(['pending', 'delivered', 'exhausted', 'undeliverable']);
        await history.attempt(with_.pick(notifications), state, at);
      }
    },
  };
  return history;
}

async function aToken(flow: FlowContext, merchantId: string): Promise<string> {
  const id = randomUUID();
  await flow.sql(
    `insert into tokens (merchant_id, token_id, bank, state, version, last_move, customer_key, sealed_details,
                         created_at, changed_at)
     values ($1, $2, 'cimb', 'failed', 1, $2, '', '', now(), now())`,
    [merchantId, id],
  );
  return id;
}

const HOURS_AND_DAYS = `(values ('hour', 'UTC'), ('day', 'Asia/Jakarta')) as s (span, zone)`;
const BOTH = `(values (b.merchant_id), ('00000000-0000-0000-0000-000000000000'::uuid)) as m (merchant_id)`;

/** What is kept, as lines. */
export async function keptFigures({ sql }: FlowContext): Promise<string[]> {
  return await lines(
    sql,
    `select row_to_json(f)::text as line
       from (select 'payments' as what, f.merchant_id, f.span, f.at, f.bank, f.state, f.reason, f.payments, f.amount, f.refunds,
                    f.refunded
               from payment_figures f) f
     union all
     select row_to_json(f)::text
       from (select 'notifications' as what, f.merchant_id, f.span, f.at, f.bank, f.state, f.notifications
               from notification_figures f) f
     union all
     select row_to_json(f)::text
       from (select 'calls' as what, f.merchant_id, f.span, f.at, f.bank, f.operation, f.slot, f.calls from bank_figures f) f`,
  );
}

/** What must be kept, counted from everything that was made before the mark. */
export async function countedByForce({ sql }: FlowContext): Promise<string[]> {
  return await lines(
    sql,
    `with mark as (select through_at as cut from figures_turn)
     select row_to_json(f)::text as line
       from (select 'payments' as what, m.merchant_id, s.span, date_trunc(s.span, b.created_at, s.zone) as at, b.bank, b.state,
                    case when b.state = 'failed' then b.reason else '' end as reason, count(*) as payments,
                    sum(b.amount) as amount, sum(r.refunds)::bigint as refunds, sum(r.refunded)::bigint as refunded
               from mark, payments b
               cross join lateral (
                 select count(*) as refunds, coalesce(sum(r.amount), 0) as refunded from refunds r
                  where r.payment_id = b.payment_id and r.state = 'succeeded') r
               cross join ${HOURS_AND_DAYS} cross join lateral ${BOTH}
              where b.created_at < mark.cut group by 2, 3, 4, 5, 6, 7) f
     union all
     select row_to_json(f)::text
       from (select 'notifications' as what, m.merchant_id, s.span, date_trunc(s.span, b.created_at, s.zone) as at, b.bank,
                    b.state, count(*) as notifications
               from mark, notifications b cross join ${HOURS_AND_DAYS} cross join lateral ${BOTH}
              where b.created_at < mark.cut group by 2, 3, 4, 5, 6) f
     union all
     select row_to_json(f)::text
       from (select 'calls' as what, m.merchant_id, s.span, date_trunc(s.span, b.at, s.zone) as at, b.bank,
                    b.evidence ->> 'operation' as operation,
                    width_bucket((b.evidence ->> 'tookMs')::int, $1::int[]) as slot, count(*) as calls
               from mark,
                    (select p.bank, e.merchant_id, e.at, e.evidence from payment_events e join payments p using (payment_id)
                     union all
                     select p.bank, e.merchant_id, e.at, e.evidence
                       from refund_events e join refunds r using (refund_id) join payments p using (payment_id)) b
              cross join ${HOURS_AND_DAYS} cross join lateral ${BOTH}
              where b.at < mark.cut and b.evidence is not null group by 2, 3, 4, 5, 6, 7) f`,
    [SLOT_BOUNDS],
  );
}

async function lines(sql: FlowContext['sql'], text: string, values: unknown[] = []) {
  return (await sql<{ line: string }>(text, values)).map(({ line }) => line).toSorted();
}
