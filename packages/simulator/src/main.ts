// The bank as a process: settings from the environment, ready when it prints where it listens.
import { readFile } from 'node:fs/promises';
import type { PartnerEntry } from './partners.ts';
import { startSimulator } from './simulator.ts';
import type { Simulator, SimulatorOptions } from './simulator.ts';

/** Reads TARIK_BANK_* and TARIK_GATEWAY_URL; throws a sentence that names the variable. */
export async function optionsFrom(env: NodeJS.ProcessEnv): Promise<SimulatorOptions> {
  const port = Number(env['TARIK_BANK_PORT'] ?? '8090');
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Error('TARIK_BANK_PORT must be a port from 0 to 65535');
  }
  const dataFolder = env['TARIK_BANK_DATA'];
  if (!dataFolder) throw new Error("TARIK_BANK_DATA must name the bank's folder");
  const callbacks = env['TARIK_BANK_CALLBACKS'] ?? 'never';
  if (callbacks !== 'never' && callbacks !== 'always') {
    throw new Error('TARIK_BANK_CALLBACKS must be never or always');
  }
  const gatewayUrl = env['TARIK_GATEWAY_URL'];
  const publicUrl = env['TARIK_BANK_URL'];
  return {
    port,
    host: env['TARIK_BANK_HOST'] ?? '127.0.0.1',
    dataFolder,
    partners: await readPartners(env['TARIK_BANK_PARTNERS']),
    ...(gatewayUrl ? { gatewayUrl } : {}),
    ...(publicUrl ? { publicUrl } : {}),
    settings: { callbacks, fsync: env['TARIK_BANK_FSYNC'] !== 'off' },
  };
}

async function readPartners(path: string | undefined): Promise<PartnerEntry[]> {
  if (!path) throw new Error('TARIK_BANK_PARTNERS must name a JSON file of partners');
  const partners: unknown = JSON.parse(await readFile(path, 'utf8'));
  if (!Array.isArray(partners)) throw new Error(`TARIK_BANK_PARTNERS: ${path} must hold an array`);
  return partners as PartnerEntry[];
}

async function main(): Promise<void> {
  let simulator: Simulator;
  try {
    simulator = await startSimulator(await optionsFrom(process.env));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
  const stop = (): void => {
    simulator.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  if (process.channel !== undefined) process.once('disconnect', stop);
  process.stdout.write(`${JSON.stringify({ listening: simulator.url })}\n`);
}

if (import.meta.main) await main();
