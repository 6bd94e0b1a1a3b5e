// The tables of events, replayed: S1 to S6, S8 and S9, S7 at rest, and how long outcomes were unknown.
import { faultOfCause, type EventRow } from './causes.ts';
import type { Findings } from './findings.ts';
import { PAYMENT, REFUND, TOKEN, type Machine } from './machine.ts';
import type { PaymentRow, RefundRow, Rows, TokenRow } from './rows.ts';
import type { Snapshot } from './snapshot.ts';
import { noteKnown, noteUnknown, type Unknowns } from './unknowns.ts';

type Row = PaymentRow | RefundRow | TokenRow;
type Kind = 'payment' | 'refund' | 'token';

interface Judge {
  findings: Findings;
  rows: Rows;
  unknowns: Unknowns;
  atRest: boolean;
  skewMs: number;
}

/** Judges every payment, refund and token by its events; notes on the rows which attempts never left for the bank. */
export async function judgeStates(snapshot: Snapshot, judge: Judge): Promise<void> {
  const { rows } = judge;
  await judgeKind(snapshot, judge, 'payment', PAYMENT, rows.payments);
  await judgeKind(snapshot, judge, 'refund', REFUND, rows.refunds);
  await judgeKind(snapshot, judge, 'token', TOKEN, rows.tokens);
}

async function judgeKind(
  snapshot: Snapshot,
  judge: Judge,
  kind: Kind,
  machine: Machine,
  rows: ReadonlyMap<string, Row>,
): Promise<void> {
  const seen = new Set<string>();
  let group: EventRow[] = [];
  const close = (): void => {
    const [first] = group;
    if (first === undefined) return;
    seen.add(first.ref);
    const row = rows.get(first.ref);
    if (row === undefined) {
      judge.findings.wrong('S4', first.ref, `has ${group.length} events and is no ${kind}`);
    } else {
      replay(judge, kind, machine, row, group);
    }
    group = [];
  };
  await snapshot.each<EventRow>(
    `select replace(e.${kind}_id::text, '-', '') as ref, e.version, e.move_id as "moveId", e.event, e.state, e.actor,
            e.evidence, (extract(epoch from e.at) * 1000)::float8 as at
       from ${kind}_events e order by e.merchant_id, e.${kind}_id, e.version`,
    (event) => {
      if (group[0]?.ref !== event.ref) close();
      group.push(event);
    },
  );
  close();
  for (const ref of rows.keys()) {
    if (!seen.has(ref)) judge.findings.wrong('S4', ref, `is a ${kind} without events`);
  }
}

function replay(
  judge: Judge,
  kind: Kind,
  machine: Machine,
  row: Row,
  events: readonly EventRow[],
): void {
  const { findings } = judge;
  let state = '';
  let askedAt = 0;
  let tries = 0;
  for (const [n, event] of events.entries()) {
    findings.look('S1');
    if (event.version !== n + 1) {
      findings.wrong('S4', row.ref, `event ${n + 1} of the ${kind} has version ${event.version}`);
    }
    judgeEdge(findings, kind, machine, row, state, event);
    if (n === 0 || event.event === 'otp_submitted' || event.event === 'sent_again') {
      if (kind !== 'token' && n > 0) judgeCause(judge, kind, row, event, { state, askedAt, tries });
      askedAt = event.at;
    } else if (kind !== 'token') {
      judgeCause(judge, kind, row, event, { state, askedAt, tries });
    }
    if (event.event === 'otp_submitted') tries += 1;
    if (event.event === 'not_sent' && state === 'confirming') tries -= 1;
    if (kind !== 'token' && event.state === 'unclear' && state !== 'unclear') {
      noteUnknown(judge.unknowns, row.ref, event.at);
    }
    state = event.state;
  }
  judgeEnd(judge, kind, machine, row, events, tries);
}

/** S1, and S2 or S3 when the edge leads out of a state that is final. */
function judgeEdge(
  findings: Findings,
  kind: Kind,
  machine: Machine,
  row: Row,
  state: string,
  event: EventRow,
): void {
  if (state === '') {
    const isFirst = event.event === 'created' && event.state === machine.first;
    if (!isFirst) findings.wrong('S1', row.ref, `the ${kind} begins with ${event.event}`);
    return;
  }
  const edges = machine.edges[state];
  if (edges?.[event.event] === event.state) return;
  const isFinal = edges !== undefined && Object.keys(edges).length === 0;
  const invariant = !isFinal ? 'S1' : state === 'succeeded' ? 'S2' : 'S3';
  if (event.actor === 'callback') {
    findings.wrong('S5', row.ref, `a callback moves the ${kind} from ${state} to ${event.state}`);
  }
  findings.wrong(invariant, row.ref, `${kind}: ${state} --${event.event}--> ${event.state}`);
}

function judgeCause(
  { findings, unknowns, skewMs }: Judge,
  kind: 'payment' | 'refund',
  row: Row,
  event: EventRow,
  before: Parameters<typeof faultOfCause>[2],
): void {
  if (event.actor === 'callback') findings.look('S5');
  const fault = faultOfCause(kind, event, before, skewMs);
  if (event.state === 'failed' || event.state === 'expired') findings.look('S9');
  if (before.state === 'unclear') findings.look('S8');
  if (fault !== null) findings.wrong(fault.invariant, row.ref, `${kind}: ${fault.detail}`);
  if (before.state === 'unclear' && event.state !== 'unclear') {
    noteKnown(unknowns, row.ref, event.at, fault !== null);
  } else if (fault !== null && (event.state === 'failed' || event.state === 'expired')) {
    // What was never even called unclear, and should have been.
    unknowns.guessed += 1;
    unknowns.count += 1;
  }
}

/** S4, S6 and S7: the row stands where its events lead, and what waits has a next look. */
function judgeEnd(
  { findings, atRest, rows }: Judge,
  kind: Kind,
  machine: Machine,
  row: Row,
  events: readonly EventRow[],
  tries: number,
): void {
  const last = events.at(-1);
  findings.look('S4');
  if (
    last === undefined ||
    row.version !== events.length ||
    last.state !== row.state ||
    last.moveId !== row.lastMove
  ) {
    const detail = `the ${kind} is ${row.state} at version ${row.version}, ${events.length} events end at ${last?.state}`;
    findings.wrong('S4', row.ref, detail);
  }
  const isFinal = Object.keys(machine.edges[row.state] ?? {}).length === 0;
  if (kind !== 'token' && isFinal) findings.look(row.state === 'succeeded' ? 'S2' : 'S3');
  findings.look('S6');
  if (machine.waiting.includes(row.state)) {
    if (!row.due) findings.wrong('S6', row.ref, `the ${kind} is ${row.state} and nothing is due`);
    if (atRest) findings.wrong('S7', row.ref, `the ${kind} rests in ${row.state}`);
  }
  if (atRest) findings.look('S7');
  if (kind === 'payment') {
    const payment = rows.payments.get(row.ref);
    if (payment === undefined) return;
    payment.silent = last?.event === 'not_sent' && last.state === 'failed';
    findings.look('O1');
    if (payment.tries < tries) {
      const detail = `${tries} OTPs were carried to the bank, ${payment.tries} tries are counted`;
      findings.wrong('O1', row.ref, detail);
    }
  } else if (kind === 'refund') {
    const refund = rows.refunds.get(row.ref);
    if (refund !== undefined) refund.silent = last?.event === 'not_sent';
  } else {
    const token = rows.tokens.get(row.ref);
    if (token !== undefined) token.wasActive = events.some(({ state }) => state === 'active');
  }
}
