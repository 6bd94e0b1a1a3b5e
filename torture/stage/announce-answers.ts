// Inside a gateway's process: the answers that leave by its server announce themselves and can be held back.
import { ServerResponse, type IncomingMessage } from 'node:http';
import type { Points } from './points.ts';

/** From now on the end of every answer passes through `points`. */
export function announceAnswers(points: Points): void {
  // Taken as it is, to be called on its own object below.
  const end = Reflect.get(ServerResponse.prototype, 'end') as (
    this: ServerResponse,
    ...parts: unknown[]
  ) => ServerResponse;
  function announced(this: ServerResponse, ...parts: unknown[]): ServerResponse {
    const visit = points.visit('socket', `socket ${routeOf(this.req)}`);
    if (visit === undefined) return end.apply(this, parts);
    const leave = (): void => {
      this.once('close', () => void visit.after());
      end.apply(this, parts);
    };
    const waits = visit.before();
    if (waits === undefined) leave();
    else void waits.then(leave);
    return this;
  }
  Reflect.set(ServerResponse.prototype, 'end', announced);
}

/** One word for a route, the same whatever ids are in its path. */
function routeOf(request: IncomingMessage): string {
  const path = (request.url ?? '').split('?', 1)[0] ?? '';
  const call = /^\/[a-z]+-direct-debit\/v1\/(.+)$/.exec(path)?.[1];
  if (call !== undefined) return call;
  if (path.startsWith('/orders/v1/status/')) return 'status';
  if (/^\/callbacks\/.*\/notify$/.test(path)) return 'bank-callback';
  if (/^\/callbacks\/.*\/return$/.test(path)) return 'bank-return';
  return path === '/sandbox/clock' ? 'sandbox-clock' : 'other';
}
