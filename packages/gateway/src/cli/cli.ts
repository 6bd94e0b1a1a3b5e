// What every command is handed: the screen, the settings, and the doors that an operator's commands work through.
import type { Command } from 'commander';
import { BANK_SLUGS } from '../banks/registry.ts';
import { systemClock } from '../base/clock.ts';
import { readConfig, readVault, type Config, type Environment } from '../base/config.ts';
import { openDb, type Db } from '../base/db.ts';
import { systemRandom } from '../base/random.ts';
import { createSealer } from '../base/secrets.ts';
import type { MerchantDoors } from '../merchants/create.ts';
import type { Screen } from './screen.ts';

export interface Cli {
  screen: Screen;
  /** The environment; where it names no database, that of the sandbox that runs here. */
  env(): Environment;
  /** Ends a command that goes on until it is asked to stop; Ctrl-C does where it is absent. */
  signal?: AbortSignal;
}

export type AddCommand = (program: Command, cli: Cli) => void;

/** The settings of a serving process; warnings are said. */
export function serveSettings(cli: Cli): Config {
  const { config, warnings } = readConfig(cli.env(), BANK_SLUGS);
  for (const warning of warnings) cli.screen.note(`warning: ${warning}`);
  return config;
}

/** Runs an operator's command with a small pool of its own and closes it afterwards. */
export async function withDoors<T>(
  cli: Cli,
  work: (doors: MerchantDoors, sandbox: boolean) => Promise<T>,
): Promise<T> {
  const vault = readVault(cli.env());
  return await withDb(vault.databaseUrl.reveal(), (db) =>
    work(
      {
        db,
        clock: systemClock(),
        random: systemRandom(),
        sealer: createSealer(vault.masterKeys.reveal(), vault.indexKey.reveal()),
      },
      vault.mode === 'sandbox',
    ),
  );
}

/** Runs something on a small pool and closes it afterwards. */
export async function withDb<T>(url: string, work: (db: Db) => Promise<T>): Promise<T> {
  const db = openDb({
    url,
    connections: 4,
    statementTimeoutMs: 600_000, // a check of the books reads all of them
    acquireTimeoutMs: 5000,
    onError: () => undefined, // the query under way says it
  });
  try {
    return await work(db);
  } finally {
    await db.close();
  }
}

/** The example that ends the help of a command. */
export function example(...lines: readonly string[]): string {
  return `\nExample:\n${lines.map((line) => `  $ tarik ${line}`).join('\n')}\n`;
}
