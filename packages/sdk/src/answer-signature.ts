// Whether an answer is the gateway's: its signature over our own Client-Id, Request-Id and path, the
// time it names, and the bytes that came (guide, "Response Header").
import { sameSignature, signResponse, stringToSign } from '@tarik/wire/doku/signature';
import type { Settings } from './settings.ts';
import type { Heard, Sent } from './send.ts';

export interface AnswerSignature {
  signature: 'right' | 'wrong' | 'absent';
  /** The lines whose signature the answer should bear. */
  stringToSign: string;
}

/**
 * Looks at an answer's signature. Client-Id, Request-Id and path are the call's own, not those that
 * the answer names: another call's answer does not pass.
 */
export function signatureOf(
  settings: Settings,
  sent: Pick<Sent, 'path' | 'requestId'>,
  heard: Heard,
): AnswerSignature {
  const timestamp = heard.headers.get('response-timestamp') ?? '';
  const parts = {
    clientId: settings.clientId,
    requestId: sent.requestId,
    timestamp,
    target: sent.path,
    body: heard.body,
  };
  const text = stringToSign('response', parts);
  const received = heard.headers.get('signature');
  if (received === null) return { signature: 'absent', stringToSign: text };
  const right = settings.keys.some((key) => sameSignature(signResponse(parts, key), received));
  return { signature: right ? 'right' : 'wrong', stringToSign: text };
}
