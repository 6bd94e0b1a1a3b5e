// The four headers of a request, each exactly once and asked for in DOKU's order, and what the body is said to be.
import type { IncomingMessage } from 'node:http';
import { isRequestId, parseRequestTimestamp } from '@tarik/wire/doku/headers';
import { Refusal } from '../../base/refusal.ts';

export interface CallHeaders {
  clientId: string;
  requestId: string;
  /** As sent, for the signature. */
  timestamp: string;
  /** The same in epoch ms. */
  sentAt: number;
  signature: string;
}

/** Reads the headers; throws `header_missing`, `header_malformed` or `timestamp_malformed` for the first that is wrong. */
export function readHeaders(request: IncomingMessage): CallHeaders {
  const clientId = exactlyOne(request, 'Client-Id');
  const requestId = exactlyOne(request, 'Request-Id');
  const timestamp = exactlyOne(request, 'Request-Timestamp');
  const signature = exactlyOne(request, 'Signature');
  if (!isRequestId(requestId)) {
    const rule = 'must be 1 to 128 visible ASCII characters';
    throw new Refusal('header_malformed', { header: 'Request-Id', rule });
  }
  mustBeJson(request);
  const sentAt = parseRequestTimestamp(timestamp);
  if (sentAt === undefined) throw new Refusal('timestamp_malformed');
  return { clientId, requestId, timestamp, sentAt, signature };
}

/** A header's value if it was sent exactly once, for an answer to a request that may be wrong anywhere. */
export function headerIfOne(request: IncomingMessage, name: string): string | null {
  const values = request.headersDistinct[name.toLowerCase()];
  return values?.length === 1 ? (values[0] ?? null) : null;
}

function exactlyOne(request: IncomingMessage, name: string): string {
  const values = request.headersDistinct[name.toLowerCase()] ?? [];
  if (values.length > 1) throw new Refusal('header_malformed', { header: name });
  const [value = ''] = values;
  if (value === '') throw new Refusal('header_missing', { header: name });
  return value;
}

/** A call with a body says that it is JSON, in UTF-8 and uncompressed; a GET has none. */
function mustBeJson(request: IncomingMessage): void {
  if (request.method !== 'POST') return;
  const { 'content-type': types = [], 'content-encoding': encodings = [] } =
    request.headersDistinct;
  if (types.length > 1) throw new Refusal('header_malformed', { header: 'Content-Type' });
  if (encodings.some((encoding) => encoding.toLowerCase() !== 'identity')) {
    throw new Refusal('media_type_unsupported', { rule: 'The body must be sent uncompressed' });
  }
  const [media, ...parameters] = (types[0] ?? '').split(';');
  if (media?.trim().toLowerCase() !== 'application/json') {
    throw new Refusal('media_type_unsupported');
  }
  for (const parameter of parameters) {
    const [name = '', value = ''] = parameter.split('=');
    const charset = value.trim().replaceAll('"', '').toLowerCase();
    if (name.trim().toLowerCase() === 'charset' && charset !== 'utf-8' && charset !== 'utf8') {
      throw new Refusal('body_unreadable', { rule: 'must be UTF-8' });
    }
  }
}
