// `tarik doctor`: everything that a process needs, looked at in order, each with what to do about it.
import { checkStart } from '../../app/start-checks.ts';
import { readServerFacts } from '../../app/store.ts';
import { systemClock } from '../../base/clock.ts';
import { ConfigRefused, type Config } from '../../base/config.ts';
import { createSealer } from '../../base/secrets.ts';
import { checkBooks } from '../../ledger/check.ts';
import { example, serveSettings, withDb, type AddCommand, type Cli } from '../cli.ts';
import { EXIT, Ended, endingOf } from '../exit.ts';

interface Finding {
  check: string;
  ok: boolean;
  /** What was found; for a failure, what to do. */
  says: string[];
}

export const addDoctor: AddCommand = (program, cli) => {
  program
    .command('doctor')
    .description('look at everything that a process needs; ends with 1 when something is wrong')
    .addHelpText('after', example('doctor', 'doctor --json'))
    .action(async () => {
      const findings = await examine(cli);
      const marks = { true: cli.screen.paint('green', '✓'), false: cli.screen.paint('red', '✗') };
      const words = findings.map(
        ({ check, ok, says }) =>
          `${marks[`${ok}`]} ${check.padEnd(10)} ${says.join('\n             ')}`,
      );
      cli.screen.result(findings, words.join('\n'));
      throw new Ended(findings.every(({ ok }) => ok) ? EXIT.ok : EXIT.failed);
    });
};

async function examine(cli: Cli): Promise<Finding[]> {
  const node = { check: 'node', ok: true, says: [`Node ${process.versions.node}`] };
  let config: Config;
  try {
    config = serveSettings(cli);
  } catch (error) {
    if (!(error instanceof ConfigRefused)) throw error;
    return [node, { check: 'settings', ok: false, says: [...error.faults] }];
  }
  const settings = { check: 'settings', ok: true, says: [`complete, for a ${config.mode}`] };
  const banks = await Promise.all([...config.banks].map(([slug, { url }]) => reach(slug, url)));
  return [node, settings, ...(await examineDatabase(config)), ...banks];
}

async function examineDatabase(config: Config): Promise<Finding[]> {
  const clock = systemClock();
  const sealer = createSealer(config.masterKeys.reveal(), config.indexKey.reveal());
  try {
    return await withDb(config.databaseUrl.reveal(), async (db) => {
      const { version } = await readServerFacts(db);
      const says = [`PostgreSQL ${Math.floor(version / 10_000)}.${version % 10_000}`];
      const { faults, warnings } = await checkStart(
        { db, clock, sealer },
        config.mode === 'production',
      );
      const database = {
        check: 'database',
        ok: faults.length === 0,
        says: [...says, ...faults, ...warnings],
      };
      if (faults.some((fault) => fault.includes('not migrated'))) return [database];
      const found = await checkBooks(db);
      const books =
        found.length === 0 ? 'they balance' : `${found.length} findings: see tarik check`;
      return [database, { check: 'books', ok: found.length === 0, says: [books] }];
    });
  } catch (error) {
    return [{ check: 'database', ok: false, says: [endingOf(error).words] }];
  }
}

/** Whether anything answers at the bank's address; what it answers does not matter here. */
async function reach(slug: string, url: string): Promise<Finding> {
  const check = `bank ${slug}`;
  try {
    const { status } = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(5000) });
    return { check, ok: true, says: [`${url} answers (HTTP ${status})`] };
  } catch {
    return { check, ok: false, says: [`${url} does not answer: network, TLS or a wrong URL`] };
  }
}
