// A call of the controller's own, on a fresh connection: parts die, and their connections with them.
import { request } from 'node:http';

export interface Called {
  status: number;
  text: string;
}

const TIME_LIMIT_MS = 15_000;

/** Calls and hears the whole answer; rejects with the socket's error. A body makes it a POST of JSON. */
export function call(url: string, body?: unknown, method?: string): Promise<Called> {
  const text = body === undefined ? undefined : JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const asked = request(
      url,
      {
        method: method ?? (text === undefined ? 'GET' : 'POST'),
        agent: false,
        headers: text === undefined ? {} : { 'Content-Type': 'application/json' },
        signal: AbortSignal.timeout(TIME_LIMIT_MS),
      },
      (answer) => {
        let heard = '';
        answer.setEncoding('utf8');
        answer.on('data', (chunk: string) => (heard += chunk));
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text: heard }));
        answer.on('error', reject);
      },
    );
    asked.on('error', reject);
    asked.end(text);
  });
}
