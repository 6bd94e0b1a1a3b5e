// In a sandbox: payout files go to the simulated bank by themselves, and its reports come back.
import { assertNoTransaction } from '../base/db.ts';
import type { PayoutDoor } from '../settlement/payout-door.ts';
import { sendPayouts } from '../settlement/send-files.ts';
import type { Work } from '../worker/loop.ts';

const TIMEOUT_MS = 10_000;
/** How often it is looked whether there is something to send or to ask, ms. */
const REST_MS = 5000;

/** The door to simulated banks, by their slug and the URL at which they are asked about everything. */
export function openPayoutDoor(
  urls: ReadonlyMap<string, string>,
  timeoutMs = TIMEOUT_MS,
): PayoutDoor {
  const at = (bank: string, path: string): string => {
    const url = urls.get(bank);
    if (url === undefined) throw new Error(`there is no simulated bank ${bank}`);
    return new URL(path, url).href;
  };
  return {
    async send(bank, messageId, xml) {
      assertNoTransaction();
      try {
        const response = await fetch(at(bank, '/sandbox/payouts'), {
          method: 'POST',
          headers: { 'Content-Type': 'application/xml' },
          body: xml,
          signal: AbortSignal.timeout(timeoutMs),
        });
        const text = await response.text();
        if (response.status === 202) return { kind: 'taken' };
        return response.status < 500
          ? { kind: 'refused', reason: `${messageId}: ${response.status} ${text}` }
          : { kind: 'unclear' };
      } catch {
        return { kind: 'unclear' };
      }
    },
    async report(bank, messageId) {
      assertNoTransaction();
      const response = await fetch(at(bank, `/sandbox/payouts/${messageId}`), {
        signal: AbortSignal.timeout(timeoutMs),
      });
      const text = await response.text();
      if (response.status === 404) return null;
      if (response.ok) return text;
      throw new Error(`the bank answered ${response.status} when it was asked for its report`);
    },
  };
}

/** The chore of a sandbox's worker. */
export function payoutChore(urls: ReadonlyMap<string, string>): Work {
  const door = openPayoutDoor(urls);
  return { name: 'payouts', restMs: REST_MS, run: (ctx) => sendPayouts(ctx, door) };
}
