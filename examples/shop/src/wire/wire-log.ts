// Everything that went over the wire, newest first, for the drawer: the SDK's exchanges, and the
// notifications that came, each with the order and the visitor whom it concerns.
import type { Exchange } from '@tarik/sdk';
import type { Live } from '../live.ts';
import type { Received } from '../received.ts';

/** Whom a message concerns. */
export interface Subject {
  visitorId: string;
  /** The order, where there is one. */
  invoice?: string | undefined;
}

export type WireEntry = { id: number; subject: Subject | undefined } & (
  | { kind: 'exchange'; exchange: Exchange }
  | { kind: 'notification'; received: Received; stringToSign: string }
);

export interface WireLog {
  /** Says beforehand whom the call with this Request-Id concerns. */
  expect(requestId: string, subject: Subject): void;
  exchange(exchange: Exchange): void;
  notification(received: Received, stringToSign: string, subject: Subject | undefined): void;
  /** What concerns a visitor, and what concerns nobody that the shop knows; newest first. */
  of(visitorId: string): WireEntry[];
}

const KEPT = 400;

export function openWireLog(live: Live): WireLog {
  const entries: WireEntry[] = [];
  const subjects = new Map<string, Subject>();
  let drawn = 0;
  const keep = (entry: WireEntry): void => {
    entries.unshift(entry);
    entries.length = Math.min(entries.length, KEPT);
    live.tell(entry.subject?.visitorId, 'wire', String(entry.id));
  };
  const next = (): number => (drawn += 1);
  return {
    expect(requestId, subject) {
      if (subjects.size > 5 * KEPT) subjects.clear();
      subjects.set(requestId, subject);
    },
    exchange: (exchange) =>
      keep({
        id: next(),
        kind: 'exchange',
        exchange,
        subject: subjects.get(exchange.requestId),
      }),
    notification: (received, stringToSign, subject) =>
      keep({ id: next(), kind: 'notification', received, stringToSign, subject }),
    of: (visitorId) =>
      entries.filter(({ subject }) => subject === undefined || subject.visitorId === visitorId),
  };
}
