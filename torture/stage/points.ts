// Inside a gateway's process: every call through a door passes here, is announced when somebody records, and stands still
// when it is the one that was armed.
import type { Order, Report } from './messages.ts';
import type { Armed, Door } from './types.ts';

export interface Visit {
  /** The call is about to leave. Undefined when it need not wait. */
  before(text?: string): Promise<void> | undefined;
  /** Its answer is here, and nobody has acted upon it. */
  after(): Promise<void> | undefined;
}

export interface Points {
  /** A call comes to a door; undefined when nobody cares. */
  visit(door: Door, name: string): Visit | undefined;
  /** Lets a call through a door, with all that was ordered for it. */
  pass<T>(door: Door, name: string, go: () => Promise<T>, text?: string): Promise<T>;
  /** Takes an order; false for one that is not about points. */
  take(order: Order): boolean;
}

interface Arming extends Armed {
  id: number;
  seen: number;
  /** Ends the wait of the held call. */
  go: (() => void) | null;
  /** Leave to go on that came before the call did: what was held elsewhere is let go while its reply is on its way. */
  early: number;
}

/** The points of this process; `report` tells the controller. */
export function createPoints(report: (said: Report) => void): Points {
  let recording = false;
  let armings: Arming[] = [];

  function visit(door: Door, name: string): Visit | undefined {
    if (!recording && armings.length === 0) return undefined;
    if (recording) report({ kind: 'point', door, name });
    const arming = armings.find((one) => one.door === door && one.name === name);
    if (arming === undefined) return undefined;
    arming.seen += 1;
    return arming.seen === arming.hit ? visitOf(arming) : undefined;
  }

  function visitOf(arming: Arming): Visit {
    const { phase, id } = arming;
    const held = (): Promise<void> => {
      if (!armings.includes(arming)) return Promise.resolve();
      if (arming.early > 0) {
        arming.early -= 1;
        return Promise.resolve();
      }
      return new Promise((resolve) => (arming.go = resolve));
    };
    return {
      before(text) {
        if (phase === 'after') return undefined;
        report({ kind: 'reached', arming: id, text: text ?? null });
        return held();
      },
      after() {
        if (phase === 'before') return undefined;
        if (phase === 'after') report({ kind: 'reached', arming: id, text: null });
        else report({ kind: 'returned', arming: id });
        return held();
      },
    };
  }

  function letGo(id: number): void {
    const arming = armings.find((one) => one.id === id);
    if (arming === undefined) return;
    const { go } = arming;
    arming.go = null;
    if (go === null) arming.early += 1;
    else go();
  }

  return {
    visit,
    async pass(door, name, go, text) {
      const seen = visit(door, name);
      if (seen === undefined) return await go();
      await seen.before(text);
      try {
        return await go();
      } finally {
        await seen.after();
      }
    },
    take(order) {
      if (order.kind === 'clock' || order.kind === 'act') return false;
      if (order.kind === 'go') {
        letGo(order.arming);
        return true;
      }
      if (order.kind === 'record') recording = order.on;
      if (order.kind === 'arm')
        armings.push({ ...order.armed, id: order.id, seen: 0, go: null, early: 0 });
      if (order.kind === 'disarm') {
        letGo(order.arming);
        armings = armings.filter((one) => one.id !== order.arming);
      }
      report({ kind: 'done', id: order.id });
      return true;
    },
  };
}
