// A gateway process for the bench: settings from the environment, as `tarik serve` takes them.
import { startGateway } from '../packages/gateway/src/app.ts';
import { BANK_SLUGS } from '../packages/gateway/src/banks/registry.ts';
import { processEnvironment, readConfig } from '../packages/gateway/src/base/config.ts';

const { config } = readConfig(processEnvironment(), BANK_SLUGS);
const gateway = await startGateway(config);
process.stdout.write(`${JSON.stringify({ listening: gateway.url })}\n`);
process.once('SIGTERM', () => void gateway.close().then(() => process.exit(0)));
process.on('disconnect', () => process.exit(0));
