// How `tarik listen` shows an attempt: a line for people, an object for programs.
import { STATUS_CODES } from 'node:http';
import type { Screen } from '../screen.ts';
import { typeOf, type Attempt } from './relay.ts';

/** The line of a person: time, type, what it is about, its status, the application's answer and how long it took. */
export function attemptLine(
  attempt: Attempt,
  origin: string | undefined,
  paint: Screen['paint'],
): string {
  const { status, failed } = attempt.answer;
  const about = aboutOf(attempt.body);
  const good = status >= 200 && status < 300;
  const answered = `${status} ${STATUS_CODES[status] ?? ''}`.trim();
  return [
    paint('dim', new Date(attempt.at).toISOString().slice(11, 19)),
    (typeOf(attempt.body) || '(no event)').padEnd(17),
    about.subject ?? '-',
    about.status ?? '-',
    paint(good ? 'green' : 'red', `→ ${answered}`),
    `${attempt.durationMs} ms`,
    ...(attempt.attempt > 1 ? [paint('yellow', `attempt ${attempt.attempt}`)] : []),
    ...(attempt.verified ? [] : [paint('red', '✗ signature wrong')]),
    ...(failed === 'target_down'
      ? [paint('red', `nobody answers at ${origin}: the gateway will try again`)]
      : []),
    ...(failed === 'target_slow'
      ? [paint('red', `${origin} has not answered in 9 s: the gateway will try again`)]
      : []),
  ].join('  ');
}

/** The object of a program; `tarik verify -` reads it as well. */
export function attemptJson(attempt: Attempt, origin: string | undefined): object {
  const { body, answer } = attempt;
  const { subject, status, sequence } = aboutOf(body);
  const header = (name: string): string | null =>
    Object.entries(attempt.headers).find(([one]) => one.toLowerCase() === name)?.[1] ?? null;
  return {
    at: new Date(attempt.at).toISOString(),
    event: typeOf(body) || null,
    subject: subject ?? null,
    status: status ?? null,
    sequence: sequence ?? null,
    client_id: header('client-id'),
    request_id: header('request-id'),
    attempt: attempt.attempt,
    verified: attempt.verified,
    method: 'POST',
    path: attempt.path,
    headers: attempt.headers,
    body: body.toString(),
    forwarded_to: origin === undefined ? null : origin + attempt.path,
    answer: {
      status: answer.status,
      body: answer.body.toString().slice(0, 8192),
      ...(answer.failed === undefined ? {} : { failed: answer.failed }),
    },
    duration_ms: attempt.durationMs,
  };
}

interface About {
  /** The invoice, or the token. */
  subject?: string;
  status?: string;
  sequence?: number;
}

function aboutOf(body: Buffer): About {
  try {
    const news = JSON.parse(body.toString()) as {
      order?: { invoice_number?: string };
      transaction?: { status?: string };
      debit_card?: { token_id?: string; status?: string };
      event?: { sequence?: number };
    };
    const subject = news.order?.invoice_number ?? news.debit_card?.token_id;
    const status = news.transaction?.status ?? news.debit_card?.status;
    const sequence = news.event?.sequence;
    return {
      ...(subject === undefined ? {} : { subject }),
      ...(status === undefined ? {} : { status }),
      ...(sequence === undefined ? {} : { sequence }),
    };
  } catch {
    return {};
  }
}
