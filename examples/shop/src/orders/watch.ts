// Looks after what stays open: asks the gateway about payments and refunds whose end has not been
// told, now and then, also after a restart.
import { askAboutRefunds, askStatus } from '../actions/ask-status.ts';
import type { Kept } from '../kept.ts';
import { isFinal, type Order } from './order.ts';

const EVERY_MS = 2000;
/** The notification gets this long before the shop asks by itself. */
const FIRST_MS = 6000;
const LONGEST_MS = 60_000;

export interface Watch {
  stop(): void;
}

export function watchOrders(kept: Kept): Watch {
  const asked = new Map<string, { at: number; pause: number }>();
  let busy = false;
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    look().then(
      () => (busy = false),
      () => (busy = false),
    );
  }, EVERY_MS);
  timer.unref();
  return { stop: () => clearInterval(timer) };

  async function look(): Promise<void> {
    // A code's life ends by the clock, and the sandbox's clock can be moved.
    if (kept.orders.all().some((order) => !isFinal(order))) await kept.time.refresh();
    for (const order of kept.orders.all()) {
      if (!isOpen(order, kept.time.now())) {
        asked.delete(order.invoice);
        continue;
      }
      const now = Date.now();
      const last = asked.get(order.invoice) ?? { at: now, pause: FIRST_MS };
      asked.set(order.invoice, last);
      if (now - last.at < last.pause) continue;
      asked.set(order.invoice, { at: now, pause: Math.min(last.pause * 2, LONGEST_MS) });
      if (!isFinal(order)) await askStatus(kept, order);
      await askAboutRefunds(kept, order);
    }
  }
}

/** A code that may still be given needs no question. */
function isOpen(order: Order, now: number): boolean {
  if (order.refunds.some(({ status }) => status === 'PENDING')) return true;
  if (isFinal(order)) return false;
  return order.call !== 'code' || order.code === undefined || order.code.expiresAt < now;
}
