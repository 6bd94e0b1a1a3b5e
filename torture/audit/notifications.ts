// The outbox against what the receiver got: N1, N2, N5, N7, N9, and M10 and I9 in notifications.
import type { ClientSide } from './client-log.ts';
import type { Findings } from './findings.ts';
import type { Received } from './receiver-log.ts';
import { requestKey, type PaymentRow, type RefundRow, type Rows } from './rows.ts';
import type { Snapshot } from './snapshot.ts';

export interface Told {
  owed: number;
  delivered: number;
  repeated: number;
}

interface OutboxRow {
  id: string;
  clientId: string;
  ref: string;
  type: string;
  sequence: number;
  state: string;
  attempts: number;
  noted: number;
  due: boolean;
}

interface Judge {
  rows: Rows;
  received: ReadonlyMap<string, Received>;
  client: ClientSide;
  findings: Findings;
  atRest: boolean;
}

const FINAL: ReadonlySet<string> = new Set(['succeeded', 'failed', 'expired']);
/** Tries of the shortest schedule that there is. */
const FEWEST_TRIES = 4;

/** Judges what merchants were told, and counts what was owed to them. */
export async function judgeNotifications(snapshot: Snapshot, judge: Judge): Promise<Told> {
  const { rows, received, findings } = judge;
  const told: Told = { owed: 0, delivered: 0, repeated: 0 };
  const outbox = new Map<string, OutboxRow>();
  const sequences = new Map<string, Set<number>>();
  const types = new Set<string>();
  await snapshot.each<OutboxRow>(
    `select n.notification_id::text as id, m.client_id as "clientId", replace(n.subject_id::text, '-', '') as ref,
            n.type, n.sequence, n.state, n.attempts, n.due_at is not null as due, coalesce(a.noted, 0)::int as noted
       from notifications n
       join merchants m on m.merchant_id = n.merchant_id
       left join (select merchant_id, notification_id, count(*) as noted from notification_attempts
                   group by merchant_id, notification_id) a
         on a.merchant_id = n.merchant_id and a.notification_id = n.notification_id`,
    (row) => {
      outbox.set(row.id, row);
      judgeOutboxRow(judge, row, told);
      const taken = sequences.get(row.ref) ?? new Set();
      sequences.set(row.ref, taken);
      findings.look('N5');
      if (taken.has(row.sequence)) {
        findings.wrong('N5', row.id, `another notification of ${row.ref} has its sequence`);
      }
      taken.add(row.sequence);
      const name = `${row.ref} ${row.type}`;
      const isOnce = !row.type.startsWith('token.');
      if (isOnce && types.has(name)) findings.wrong('N3', row.id, `${name} has two ids`);
      types.add(name);
    },
  );
  for (const payment of rows.payments.values()) {
    judgeOwed(judge, payment, sequences.get(payment.ref)?.size ?? 0, types, told);
  }
  for (const refund of rows.refunds.values()) judgeOwedRefund(findings, refund, types, told);
  for (const one of received.values()) {
    if (one.early) judgeReceived(judge, one, outbox.get(one.id));
  }
  return told;
}

function judgeOutboxRow({ received, findings, atRest }: Judge, row: OutboxRow, told: Told): void {
  const came = received.get(row.id);
  const acknowledged = came?.acknowledged ?? 0;
  told.owed += 1;
  told.repeated += Math.max(0, (came?.came ?? 0) - 1);
  if (acknowledged > 0) told.delivered += 1;
  findings.look('N9');
  if ((row.state === 'pending') !== row.due) {
    findings.wrong('N9', row.id, `is ${row.state} and ${row.due ? 'due' : 'never due'}`);
  }
  if (row.noted !== row.attempts) {
    findings.wrong('N9', row.id, `says ${row.attempts} attempts, ${row.noted} are kept`);
  }
  findings.look('N7');
  if (row.state === 'delivered' && acknowledged === 0) {
    findings.wrong('N7', row.id, 'is called delivered, and no 2xx was answered');
  }
  if (!atRest) return;
  findings.look('N1');
  if (row.state === 'pending') findings.wrong('N9', row.id, 'is still pending');
  if (acknowledged > 0) return;
  // Who refuses every try of the schedule, or has gone for good, is owed no more; it stays visible and can be resent.
  const isRefused = row.state === 'exhausted' && row.attempts >= FEWEST_TRIES;
  if (isRefused || (row.state === 'undeliverable' && came?.gone === true)) {
    told.owed -= 1;
    return;
  }
  findings.wrong('N1', row.id, `${row.type} is ${row.state} and was never delivered`);
}

/** N1 and N9: every final payment that its merchant may hear of is in the outbox. */
function judgeOwed(
  { findings }: Judge,
  payment: PaymentRow,
  written: number,
  types: ReadonlySet<string>,
  told: Told,
): void {
  if (payment.notified !== written) {
    findings.wrong('N9', payment.ref, `has told ${payment.notified} times, ${written} are kept`);
  }
  if (payment.silent || !payment.hasUrl || !FINAL.has(payment.state)) return;
  findings.look('N1');
  if (types.has(`${payment.ref} payment.${payment.state}`)) return;
  told.owed += 1;
  findings.wrong('N1', payment.ref, `is ${payment.state}, and nobody is told`);
}

/** N1 for a refund. Late money that could not be given back has not come to anything yet. */
function judgeOwedRefund(
  findings: Findings,
  refund: RefundRow,
  types: ReadonlySet<string>,
  told: Told,
): void {
  const isEnd =
    refund.state === 'succeeded' || (refund.state === 'failed' && refund.kind !== 'late');
  if (refund.silent || !refund.isTold || !isEnd) return;
  findings.look('N1');
  if (types.has(`${refund.ref} refund.${refund.state}`)) return;
  told.owed += 1;
  findings.wrong('N1', refund.ref, `is ${refund.state}, and nobody is told`);
}

/** N2: nothing is told that was not committed; M10 and I9: and it is told as it was asked. */
function judgeReceived(
  { rows, client, findings }: Judge,
  one: Received,
  row: OutboxRow | undefined,
): void {
  findings.look('N2');
  if (row === undefined || row.clientId !== one.clientId || row.type !== one.type) {
    findings.wrong('N2', one.id, `${one.type || 'something'} was told that is not in the outbox`);
    return;
  }
  if (one.type.startsWith('refund.')) {
    const refund = rows.refunds.get(row.ref);
    if (refund === undefined || `refund.${refund.state}` !== one.type) {
      findings.wrong(
        'N2',
        one.id,
        `${one.type} was told of a refund that is ${refund?.state ?? 'none'}`,
      );
    } else if (refund.amount !== one.amount) {
      findings.wrong(
        'M10',
        one.id,
        `a refund of ${refund.amount} was told as ${one.amount ?? '?'}`,
      );
    }
    return;
  }
  if (!one.type.startsWith('payment.')) return;
  const payment = rows.payments.get(row.ref);
  const status = payment?.state === 'succeeded' ? 'SUCCESS' : 'FAILED';
  if (
    payment === undefined ||
    `payment.${payment.state}` !== one.type ||
    payment.requestId !== one.requestId ||
    status !== one.status
  ) {
    const detail = `${one.type} ${one.status} was told of a payment that is ${payment?.state ?? 'none'}`;
    findings.wrong('N2', one.id, detail);
    return;
  }
  findings.look('M10');
  if (payment.amount !== one.amount) {
    findings.wrong(
      'M10',
      one.id,
      `a payment of ${payment.amount} was told as ${one.amount ?? '?'}`,
    );
  }
  const request = client.requests.get(requestKey(payment.clientId, payment.requestId));
  const [asked, another] = (request?.variants ?? []).filter(({ sound }) => sound);
  if (asked === undefined || another !== undefined || asked.notice === null) return;
  findings.look('I9');
  if (asked.notice !== one.notice) {
    findings.wrong('I9', one.id, `${one.type} repeats something else than was asked`);
  }
}
