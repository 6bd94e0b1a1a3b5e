// The numbers that an operator watches, in the Prometheus form. Labels are few and closed.
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

export interface Metrics {
  registry: Registry;
  /** Merchant calls by route and HTTP status; seconds. */
  calls: Histogram<'route' | 'status'>;
  /** Bank calls by bank, operation and how they ended; seconds. */
  bankCalls: Histogram<'bank' | 'operation' | 'result'>;
  /** Moves of payments by bank and the state reached. */
  payments: Counter<'bank' | 'state'>;
  refunds: Counter<'bank' | 'state'>;
  tokens: Counter<'bank' | 'state'>;
  /** Notification attempts by result. */
  notifications: Counter<'result'>;
  /** Money that arrived after a payment had been called failed; must be followed up. */
  lateMoney: Counter<'bank'>;
  /** What an operator must look into, by kind; each is logged as an error too. */
  alarms: Counter<'kind'>;
  /** Callbacks by bank and what became of them. */
  callbacks: Counter<'bank' | 'result'>;
  /** Merchant calls that were recorded for the Back Office, or dropped because there were too many. */
  recordedCalls: Counter<'result'>;
  /** Calls of the Back Office by route and class of HTTP status; seconds. */
  officeCalls: Histogram<'route' | 'status'>;
  /** Files of the Back Office that were cut off, because their reader was too slow: over the whole, or standing still. */
  cutFiles: Counter<'why'>;
  /** Broken invariants and unknown errors. */
  bugs: Counter<string>;
  /** Oldest unclear payment or refund, in seconds; 0 when there is none. */
  oldestUnclear: Gauge<string>;
  /** Oldest notification that is due and not sent, in seconds. */
  oldestDue: Gauge<string>;
  /** Findings of the last check of the books; must be 0. */
  checkFindings: Gauge<'check'>;
  /** When each check last ended, in seconds since the epoch. */
  checkEnded: Gauge<'check'>;
  /** Rows that the last run of each check looked at. */
  checkRows: Gauge<'check'>;
  /** Calls that are being served right now. */
  inFlight: Gauge<string>;
}

const SECONDS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25];

/** A fresh registry with every metric of the gateway in it. */
export function createMetrics(withProcess: boolean): Metrics {
  const registry = new Registry();
  const registers = [registry];
  if (withProcess) collectDefaultMetrics({ register: registry });
  const counter = <L extends string>(name: string, help: string, labelNames: L[]): Counter<L> =>
    new Counter({ name: `tarik_${name}`, help, labelNames, registers });
  const gauge = <L extends string>(name: string, help: string, labelNames: L[]): Gauge<L> =>
    new Gauge({ name: `tarik_${name}`, help, labelNames, registers });
  const histogram = <L extends string>(name: string, help: string, labelNames: L[]): Histogram<L> =>
    new Histogram({ name: `tarik_${name}`, help, labelNames, registers, buckets: SECONDS });
  return {
    registry,
    calls: histogram('call_duration_seconds', 'Merchant calls', ['route', 'status']),
    bankCalls: histogram('bank_call_duration_seconds', 'Bank calls', [
      'bank',
      'operation',
      'result',
    ]),
    payments: counter('payments_total', 'Payments by state reached', ['bank', 'state']),
    refunds: counter('refunds_total', 'Refunds by state reached', ['bank', 'state']),
    tokens: counter('tokens_total', 'Tokens by state reached', ['bank', 'state']),
    notifications: counter('notification_attempts_total', 'Notification attempts', ['result']),
    lateMoney: counter('late_money_total', 'Payments that the bank took after a final no', [
      'bank',
    ]),
    alarms: counter('alarms_total', 'What an operator must look into', ['kind']),
    callbacks: counter('bank_callbacks_total', 'Bank callbacks', ['bank', 'result']),
    recordedCalls: counter('recorded_calls_total', 'Merchant calls recorded, or dropped', [
      'result',
    ]),
    officeCalls: histogram('backoffice_call_duration_seconds', 'Calls of the Back Office', [
      'route',
      'status',
    ]),
    cutFiles: counter('backoffice_files_cut_total', 'Files cut off, their reader being too slow', [
      'why',
    ]),
    bugs: counter('bugs_total', 'Broken invariants and unknown errors', []),
    oldestUnclear: gauge(
      'oldest_unclear_seconds',
      'Age of the oldest unclear payment or refund',
      [],
    ),
    oldestDue: gauge('oldest_due_notification_seconds', 'Age of the oldest due notification', []),
    checkFindings: gauge('check_findings', 'Findings of the last check of the books', ['check']),
    checkEnded: gauge('check_ended_timestamp_seconds', 'When a check last came to its end', [
      'check',
    ]),
    checkRows: gauge('check_rows', 'Rows that the last run of a check looked at', ['check']),
    inFlight: gauge('calls_in_flight', 'Merchant calls being served', []),
  };
}
