// Request-Ids: drawn here before the call, so that a repeat after a crash is the same call, and so
// that the drawer knows what a call is about.
import { randomUUID } from 'node:crypto';
import type { Kept } from '../kept.ts';
import type { Subject } from '../wire/wire-log.ts';

export function drawRequestId(kept: Kept, subject: Subject): string {
  const requestId = randomUUID();
  kept.wire.expect(requestId, subject);
  return requestId;
}
