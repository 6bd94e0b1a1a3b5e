// The headers of one attempt: the DOKU wire's four, and those of Standard Webhooks beside them.
import { createHmac, type KeyObject } from 'node:crypto';
import { formatTimestamp } from '@tarik/wire/doku/headers';
import { signNotification } from '@tarik/wire/doku/signature';

export interface Attempt {
  clientId: string;
  notificationId: string;
  /** Where it goes; the path is signed, host and query are not. */
  url: string;
  body: Buffer;
  /** The merchant's valid keys, newest first; at least one. */
  keys: readonly [KeyObject, ...KeyObject[]];
  /** Wall time of the attempt, epoch ms. */
  wall: number;
}

/**
 * Signs one attempt. The Request-Id is the notification's id on every attempt, so that a receiver
 * can tell a repeat; timestamp and signatures are fresh. `Signature` is made with the newest key;
 * `webhook-signature` has one signature per valid key, as Standard Webhooks asks for while keys are
 * rotated. Sources: DOKU, "HTTP Notification" (non-SNAP); Standard Webhooks 1.0, where the secret
 * is the bytes of the Secret Key.
 */
export function attemptHeaders(attempt: Attempt): Record<string, string> {
  const { notificationId, body, keys } = attempt;
  const timestamp = formatTimestamp(attempt.wall);
  const parts = {
    clientId: attempt.clientId,
    requestId: notificationId,
    timestamp,
    target: new URL(attempt.url).pathname,
    body,
  };
  const seconds = String(Math.floor(attempt.wall / 1000));
  return {
    'Content-Type': 'application/json',
    'User-Agent': 'Tarik',
    'Client-Id': attempt.clientId,
    'Request-Id': notificationId,
    'Request-Timestamp': timestamp,
    Signature: signNotification(parts, keys[0]),
    'webhook-id': notificationId,
    'webhook-timestamp': seconds,
    'webhook-signature': keys
      .map((key) => `v1,${webhookMac(`${notificationId}.${seconds}.`, body, key)}`)
      .join(' '),
  };
}

function webhookMac(head: string, body: Buffer, key: KeyObject): string {
  return createHmac('sha256', key).update(head).update(body).digest('base64');
}
