// A gateway or worker as a process for fuzz and soak: settings from the environment, as `tarik serve` takes them. It says
// where it listens in its first line and answers the message `memory` after a collection of its garbage.
import { startGateway } from '../../packages/gateway/src/app.ts';
import { BANK_SLUGS } from '../../packages/gateway/src/banks/registry.ts';
import { processEnvironment, readConfig } from '../../packages/gateway/src/base/config.ts';

const { config } = readConfig(processEnvironment(), BANK_SLUGS);
const gateway = await startGateway(config);
process.on('message', (asked) => {
  if (asked !== 'memory') return;
  globalThis.gc?.();
  process.send?.({ memory: process.memoryUsage() });
});
process.once('SIGTERM', () => void gateway.close().then(() => process.exit(0)));
process.on('disconnect', () => process.exit(0));
process.send?.({ listening: gateway.url ?? gateway.metricsUrl ?? '' });
