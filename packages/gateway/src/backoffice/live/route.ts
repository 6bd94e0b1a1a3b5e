// GET /:workspace/live: opens a stream of changes, and closes it when the session or the role behind it has ended.
import { live } from '../contract/nouns.ts';
import { Denied } from '../denied.ts';
import { admit, type Authenticate } from '../guard.ts';
import { route, type Route } from '../route.ts';
import type { Hub } from './hub.ts';
import { openStream } from './stream.ts';

const RECHECK_MS = 10_000;
const MOST_STREAMS = 500;
/** Pages that one person has open. */
const MOST_OF_PERSON = 20;

/** The route over a hub. A stream keeps no session from ending. */
export function liveRoute(hub: Hub, authenticate: Authenticate, recheckMs = RECHECK_MS): Route {
  const ofPerson = new Map<string, number>();
  return route(live, async ({ ctx, person, scope, may, request, reply }) => {
    const { operatorId } = person;
    const open = ofPerson.get(operatorId) ?? 0;
    if (open >= MOST_OF_PERSON || hub.size() >= MOST_STREAMS) {
      throw new Denied('overloaded', { retryAfterSeconds: 10 });
    }
    ofPerson.set(operatorId, open + 1);
    const lastId = request.headers['last-event-id'];
    const { headers, params, ip } = request;
    openStream(ctx.clock, hub, reply, {
      scope,
      seesApprovals: may('approvals.view'),
      lastId: typeof lastId === 'string' ? lastId : undefined,
      recheckMs,
      async mayStay() {
        try {
          const { scope: now } = await admit(
            ctx,
            authenticate,
            live,
            { headers, params, ip },
            true,
          );
          return now?.role === scope.role;
        } catch (error) {
          // While the database is away nobody can be asked, and nothing is told either.
          return !(error instanceof Denied);
        }
      },
      onEnd() {
        const left = (ofPerson.get(operatorId) ?? 1) - 1;
        if (left > 0) ofPerson.set(operatorId, left);
        else ofPerson.delete(operatorId);
      },
    });
    return 'streamed' as const;
  });
}
