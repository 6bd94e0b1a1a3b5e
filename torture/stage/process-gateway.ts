// The program of a gateway or a worker (TARIK_ROLE) whose doors announce what passes through them. Settings come from the
// environment, as `tarik serve` takes them; orders come over the channel to the controller.
import { flushCompileCache } from 'node:module';
import { startGateway } from '../../packages/gateway/src/app.ts';
import { BANK_SLUGS } from '../../packages/gateway/src/banks/registry.ts';
import { processEnvironment, readConfig } from '../../packages/gateway/src/base/config.ts';
import { createLog } from '../../packages/gateway/src/base/log.ts';
import { perform } from './acts.ts';
import { announceAnswers } from './announce-answers.ts';
import { announcingDoors } from './announcing-doors.ts';
import type { Order, Report } from './messages.ts';
import { createPoints } from './points.ts';

const report = (said: Report): void => void process.send?.(said);
const points = createPoints(report);
const doors = announcingDoors(points);
announceAnswers(points);
process.on('message', (order: Order) => {
  if (points.take(order)) return;
  if (order.kind === 'clock') doors.moveClock(order.offsetMs);
  if (order.kind === 'act') void act(order);
});
process.on('disconnect', () => process.exit(0));
// The controller may have ended while this program was read.
if (!process.connected) process.exit(0);

const { config } = readConfig(processEnvironment(), BANK_SLUGS);
const gateway = await startGateway(config, createLog(config.logLevel), doors);
/** A failure is an answer, too: whoever asked decides whether to ask again. */
async function act(order: Extract<Order, { kind: 'act' }>): Promise<void> {
  const said = await perform(gateway.ctx, order.act).catch(
    (error: unknown) => `failed: ${String(error)}`,
  );
  report({ kind: 'acted', id: order.id, said });
}

process.once('SIGTERM', () => void gateway.close().then(() => process.exit(0)));
report({ kind: 'listening', url: gateway.url });
// A process that is going to be killed writes no cache as it ends.
flushCompileCache();
