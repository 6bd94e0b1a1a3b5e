// `tarik doctor`: everything that a process needs, looked at in order, each with what to do about it.
import { checkStart } from '../../app/start-checks.ts';
import { databaseClock } from '../../app/database-time.ts';
import { readServerFacts } from '../../app/store.ts';
import { systemClock } from '../../base/clock.ts';
import { ConfigRefused, type Config } from '../../base/config.ts';
import { createSealer } from '../../base/secrets.ts';
import { runChecks } from '../../checks/check.ts';
import { example, serveSettings, withDb, type AddCommand, type Cli } from '../cli.ts';
import {
  examineGateway,
  examineKey,
  examineNode,
  examineSandbox,
  type Finding,
} from '../doctor-merchant.ts';
import { EXIT, Ended, endingOf } from '../exit.ts';
import { findSandbox } from '../running-sandbox.ts';
import { secretsFor } from '../secret-input.ts';

interface Options {
  gateway?: string;
  clientId?: string;
  secretFile?: string;
}

export const addDoctor: AddCommand = (program, cli) => {
  program
    .command('doctor')
    .description('look at everything that a process needs; ends with 1 when something is wrong')
    .option('--gateway <url>', 'look at this gateway from outside, as a merchant')
    .option('--client-id <id>', 'with --gateway: sign a call as this merchant')
    .option('--secret-file <file>', 'its Secret Key; - reads standard input')
    .addHelpText(
      'after',
      '\nWithout --gateway: the sandbox that runs here, and the settings, the database, the books and the bank of a serving' +
        '\nprocess where DATABASE_URL is set or the sandbox runs.' +
        `\n${example('doctor', 'doctor --gateway https://pay.example --client-id MCH-1 --secret-file key')}`,
    )
    .action(async (options: Options) => {
      const findings = await (options.gateway === undefined
        ? examine(cli)
        : examineFromOutside(cli, options.gateway, options));
      const marks = { true: cli.screen.paint('green', '✓'), false: cli.screen.paint('red', '✗') };
      const words = findings.map(
        ({ check, ok, says }) =>
          `${marks[`${ok}`]} ${check.padEnd(10)} ${says.join('\n             ')}`,
      );
      cli.screen.result(findings, words.join('\n'));
      throw new Ended(findings.every(({ ok }) => ok) ? EXIT.ok : EXIT.failed);
    });
};

async function examineFromOutside(cli: Cli, gateway: string, options: Options): Promise<Finding[]> {
  if (!URL.canParse(gateway) || !/^https?:/.test(gateway)) {
    throw new Ended(EXIT.usage, `${gateway} is no http or https URL`);
  }
  const base = gateway.replace(/\/+$/, '');
  const { clientId, secretFile } = options;
  const found = [examineNode(), ...(await examineGateway(base))];
  if (clientId === undefined) return found;
  const files = secretFile === undefined ? undefined : [secretFile];
  const [[, secret] = ['', '']] = await secretsFor(cli, clientId, files);
  return [...found, await examineKey({ gateway: base, clientId, secret })];
}

/** An operator's machine has a database; any other is looked at for a sandbox. */
async function examine(cli: Cli): Promise<Finding[]> {
  const serves = Boolean(cli.env()['DATABASE_URL']);
  const beside = serves && findSandbox(cli) === null ? [] : await examineSandbox(cli);
  return [examineNode(), ...beside, ...(serves ? await examineServing(cli) : [])];
}

async function examineServing(cli: Cli): Promise<Finding[]> {
  let config: Config;
  try {
    config = serveSettings(cli);
  } catch (error) {
    if (!(error instanceof ConfigRefused)) throw error;
    return [{ check: 'settings', ok: false, says: [...error.faults] }];
  }
  const settings = { check: 'settings', ok: true, says: [`complete, for a ${config.mode}`] };
  const banks = await Promise.all([...config.banks].map(([slug, { url }]) => reach(slug, url)));
  return [settings, ...(await examineDatabase(config)), ...banks];
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
      const outcomes = await runChecks(db, await databaseClock(db));
      const found = outcomes.flatMap(({ findings }) => findings);
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
