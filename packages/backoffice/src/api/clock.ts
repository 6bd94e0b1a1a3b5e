// The gateway's time as its answers tell it: what "ago" and "today" are counted from, also after a sandbox's clock was moved.

/** The delay of a line is no other time. */
const SAME_MS = 2000;

let aheadMs = 0;
const listeners = new Set<() => void>();

/** Takes over what an answer's `Tarik-Time` says; what is no instant says nothing. */
export function hearTime(told: string | null): void {
  const aheadNow = Date.parse(told ?? '') - Date.now();
  if (Number.isNaN(aheadNow) || Math.abs(aheadNow - aheadMs) < SAME_MS) return;
  aheadMs = aheadNow;
  for (const one of listeners) one();
}

/** Business time now, in ms: it runs on between answers. */
export function gatewayNow(): number {
  return Date.now() + aheadMs;
}

/** Calls when the gateway's time has jumped; the returned function ends it. */
export function onJump(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
