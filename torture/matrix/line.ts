// The merchant's line in a scenario: the load's client, whose log tells what was asked and what was heard.
import { chanceOf } from '../../packages/gateway/tests/chance.ts';
import { openClient } from '../load/client.ts';
import { openLineLog } from '../load/line-log.ts';
import { openSender } from '../load/send.ts';
import type { Stage, StageMerchant } from '../stage/types.ts';
import type { Line } from './scene.ts';

/** Longer than a gateway takes for any call, ms. */
const WITHIN_MS = 40_000;

/** Opens a line of one merchant to the stage's gateway, with its log. */
export async function openLine(
  stage: Stage,
  merchant: StageMerchant,
  logFile: string,
): Promise<Line & { close(): Promise<void> }> {
  const log = await openLineLog(logFile);
  const sender = openSender(stage.gatewayUrl);
  const client = openClient({
    sender,
    log,
    chance: chanceOf(1),
    firstAttempt: 1,
    hasty: 0,
    onBroken(error) {
      throw error;
    },
  });
  return {
    async send({ call, requestId, body, about }) {
      const path =
        call === 'status' ? `/orders/v1/status/${requestId}` : `/cimb-direct-debit/v1/${call}`;
      const text = body === undefined ? '' : JSON.stringify(body);
      const asked = { merchant, call, requestId, path, body: text, about };
      return await client.attempt(asked, { withinMs: WITHIN_MS });
    },
    async close() {
      await sender.close();
      await log.close();
    },
  };
}
