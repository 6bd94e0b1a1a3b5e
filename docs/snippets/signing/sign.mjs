// sign.mjs: signs requests, verifies answers and notifications. Node 18 or newer, no package.
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';

const { CLIENT_ID, SECRET_KEY } = process.env;

/** The value of the header Signature. `body` is a string or a Buffer; leave it out for a GET. */
function sign(clock, timestamp, requestId, path, body) {
  const lines = [
    `Client-Id:${CLIENT_ID}`,
    `Request-Id:${requestId}`,
    `${clock}:${timestamp}`,
    `Request-Target:${path}`,
  ];
  if (body !== undefined) {
    lines.push(`Digest:${createHash('sha256').update(body).digest('base64')}`);
  }
  return `HMACSHA256=${createHmac('sha256', SECRET_KEY).update(lines.join('\n')).digest('base64')}`;
}

/** The headers of a request: a POST with a body, a GET without. */
export function signRequest(
  path,
  requestId,
  body,
  timestamp = `${new Date().toISOString().slice(0, 19)}Z`,
) {
  return {
    'Client-Id': CLIENT_ID,
    'Request-Id': requestId,
    'Request-Timestamp': timestamp,
    Signature: sign('Request-Timestamp', timestamp, requestId, path, body),
  };
}

/** Whether an answer to the request `requestId` at `path` is the gateway's. `body` as it came. */
export function isAnswer(path, requestId, timestamp, signature, body) {
  return same(sign('Response-Timestamp', timestamp, requestId, path, body), signature);
}

/** Whether a notification is the gateway's and at most five minutes old. `body` as it came. */
export function isNotification(path, requestId, timestamp, signature, body, now = Date.now()) {
  const fresh = Math.abs(now - Date.parse(timestamp)) <= 300_000;
  return same(sign('Request-Timestamp', timestamp, requestId, path, body), signature) && fresh;
}

function same(expected, received) {
  const [one, two] = [expected, String(received)].map((text) => Buffer.from(text));
  return one.length === two.length && timingSafeEqual(one, two);
}

// By itself: node sign.mjs post|get|answer|notification PATH REQUEST_ID TIME [SIGNATURE [NOW]] < body
const [, file, kind, path, requestId, timestamp, signature, now] = process.argv;
if (kind !== undefined && file?.endsWith('sign.mjs')) {
  const body = kind === 'get' ? undefined : readFileSync(0);
  if (kind === 'post' || kind === 'get') {
    process.stdout.write(`${signRequest(path, requestId, body, timestamp).Signature}\n`);
  } else {
    const at = now === undefined ? Date.now() : Date.parse(now);
    const right =
      kind === 'answer'
        ? isAnswer(path, requestId, timestamp, signature, body)
        : isNotification(path, requestId, timestamp, signature, body, at);
    process.stdout.write(right ? 'right\n' : 'wrong\n');
  }
}
