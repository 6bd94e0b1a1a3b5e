// Reading a request's body as the bytes that were sent: bounded in size and in time, before anything looks inside.
import type { IncomingMessage } from 'node:http';
import { Refusal } from '../base/refusal.ts';

/** Largest body that any of our doors accepts. */
export const MAX_BODY_BYTES = 64 * 1024;

/** A body must be here this long after its headers, ms; the server's own limit for a whole request is longer. */
const BODY_TIMEOUT_MS = 8000;

/**
 * The raw body. Throws `body_too_large` from the announced length before a byte is read, or as soon as more has come;
 * `request_timeout` when it does not come to its end; `body_unreadable` when the sender goes away or uses a transfer
 * coding other than `chunked`.
 */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const { 'content-length': length, 'transfer-encoding': coding } = request.headers;
  if (length !== undefined && Number(length) > MAX_BODY_BYTES) throw new Refusal('body_too_large');
  if (coding !== undefined && coding.toLowerCase() !== 'chunked') {
    throw new Refusal('body_unreadable', { rule: 'must be sent without transfer coding' });
  }
  return await collect(request);
}

/** Whether more may follow than is worth reading: the connection must then end with the answer. */
export function isOpenEnded(request: IncomingMessage): boolean {
  const { 'content-length': length, 'transfer-encoding': coding } = request.headers;
  return !request.complete && (coding !== undefined || Number(length ?? 0) > MAX_BODY_BYTES);
}

function collect(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const timer = setTimeout(() => end(new Refusal('request_timeout')), BODY_TIMEOUT_MS);

    function onChunk(chunk: Buffer): void {
      size += chunk.length;
      if (size > MAX_BODY_BYTES) end(new Refusal('body_too_large'));
      else chunks.push(chunk);
    }
    function onEnd(): void {
      end(null);
    }
    function onGone(): void {
      end(new Refusal('body_unreadable', { rule: 'must be sent to its end' }));
    }
    function end(refusal: Refusal | null): void {
      clearTimeout(timer);
      request.off('data', onChunk).off('end', onEnd).off('close', onGone).off('error', onGone);
      if (refusal !== null) {
        request.on('error', () => undefined); // a broken line after our answer is nobody's news
        reject(refusal);
      } else {
        const [only] = chunks;
        resolve(chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks));
      }
    }
    request.on('data', onChunk).on('end', onEnd).on('close', onGone).on('error', onGone);
  });
}
