// The generated part of docs/operating.md about metrics: every one of ours, asked of the registry that serves them. A
// metric without a sentence here is an error.
import { createMetrics } from '../../src/base/metrics.ts';
import { table } from './generated.ts';

/** What an operator does with each; by name without `tarik_`. */
const WATCH: Readonly<Record<string, string>> = {
  call_duration_seconds: 'rates and latency per route; 5xx is ours, 503 means shed or away',
  bank_call_duration_seconds:
    'the share of `unclear` and `not_sent` per operation: the bank is ill',
  payments_total: 'success rate; a rise of `unclear` or `failed`',
  refunds_total: 'as above',
  tokens_total: 'as above',
  notification_attempts_total: 'a falling share of `delivered`',
  late_money_total: '**page somebody** on any increase: late money, below',
  alarms_total:
    '**page somebody** on any increase; the log line beside it names the payment, refund or token',
  bank_callbacks_total:
    '`refused`: wrong keys, or somebody tries; `amount_differs`: **page somebody**',
  recorded_calls_total:
    '`dropped`: the API requests in the Back Office have gaps; no call was harmed',
  backoffice_call_duration_seconds:
    'a route that has become slow: 0.1 s is much; `5xx` is ours, an export lasts as long as its file',
  backoffice_files_cut_total:
    'now and then somebody has a slow line; often: somebody holds exports open',
  bugs_total: '**page somebody** on any increase; the log has the stack',
  oldest_unclear_seconds: 'warn at 15 minutes, **page** at 24 hours: unclear money, below',
  oldest_due_notification_seconds:
    'warn at a minute: delivery has stopped, or one merchant is slow',
  check_findings:
    '**page somebody** unless it is 0 for every check; what to do: [checks](checks.md)',
  check_ended_timestamp_seconds: '**page** when it is older than three hours: nobody checks',
  check_rows: 'how much was looked at: little every hour, everything once a day',
  calls_in_flight: 'near `TARIK_MAX_IN_FLIGHT`: add processes',
};

/** The parts by name. */
export async function metricsParts(): Promise<Record<string, string>> {
  const metrics = await createMetrics(false).registry.getMetricsAsJSON();
  const rows = metrics.map(({ name, help, type }) => {
    const watch = WATCH[name.replace(/^tarik_/, '')];
    if (watch === undefined) throw new Error(`${name} needs a sentence`);
    return [`\`${name}\``, String(type), help, watch];
  });
  return { metrics: table(['Metric', 'Kind', 'Counts', 'Watch for'], rows) };
}
