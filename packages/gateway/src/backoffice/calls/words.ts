// A recorded call in the page's words, and as a command that anybody may paste: without a signature, people masked.
import type { CallPlace, CallRow } from './store.ts';

export function callWords(row: CallRow) {
  return {
    client_id: row.client_id,
    merchant_name: row.merchant_name,
    call_id: row.call_id,
    at: new Date(row.at).toISOString(),
    method: row.method,
    path: row.path,
    request_id: row.request_id,
    status: row.status,
    code: row.code,
    signature: row.signature,
    replayed: row.replayed,
    took_ms: row.took_ms,
    address: row.address,
  };
}

/** The `next` of a page. */
export function placeWord({ at, callId }: CallPlace): string {
  return `${at}.${callId}`;
}

/** The place behind a `next`; undefined for what is none. */
export function readPlace(word: string): CallPlace | undefined {
  const [, at, callId] =
    /^(\d{1,15})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(word) ?? [];
  return at === undefined || callId === undefined ? undefined : { at: Number(at), callId };
}

/** A command for the shell. */
export function curlOf(row: CallRow, body: unknown, url: string): string {
  const header = (name: string, value: string): string => `  -H ${quoted(`${name}: ${value}`)}`;
  const lines = [
    `curl -sS -X ${row.method} ${quoted(url + row.path)}`,
    header('Client-Id', row.client_id),
    header('Request-Id', '<a new Request-Id>'),
    header('Request-Timestamp', '<now, as 2026-01-15T09:30:00Z>'),
    header('Signature', 'HMACSHA256=<see the string to sign>'),
    ...(row.method === 'POST'
      ? [
          header('Content-Type', 'application/json'),
          `  --data-binary ${quoted(JSON.stringify(body))}`,
        ]
      : []),
  ];
  return lines.join(' \\\n');
}

/** Nothing in it means anything to a shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
