// `npm run bench`: payments per second through the whole gateway, beside the same functions one by one and a bare route;
// `npm run bench -- backoffice`: the Back Office's API with few and with many payments;
// `npm run bench -- settlement`: a day's settlement of few and of many payments, and every check afterwards;
// `npm run bench -- reconciliation`: a bank's statement taken in and matched.
import os from 'node:os';
import { measure, type Measured } from './load.ts';
import { oneByOne } from './one-by-one.ts';
import { readOptions, type Options } from './options.ts';
import { setUpStage, type Stage } from './stage.ts';
import { printReport, type Report, type Round } from './report.ts';

const say = (text: string): void => void process.stderr.write(`${text}\n`);

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  say('setting the stage: PostgreSQL, bank, gateway, receiver');
  const stage = await setUpStage(options);
  try {
    const report = await run(options, stage);
    printReport(report, options.json);
    process.exitCode = report.failures === 0 && report.undelivered === 0 ? 0 : 1;
  } finally {
    await stage.close();
  }
}

async function run(options: Options, stage: Stage): Promise<Report> {
  const single = await oneByOne(stage.databaseUrl, options.merchants);
  const payments = (seconds: number): Promise<Measured> =>
    measure(stage.gateways, options.clients, seconds, 201, () => stage.nextPayment());
  const bare = (seconds: number): Promise<Measured> =>
    measure([stage.bareRoute], options.clients, seconds, 200, () => ({
      method: 'GET',
      path: '/',
      headers: {},
    }));
  say('warming up');
  await payments(2);
  await single.run(options.pgClients, 1);
  await bare(1);
  const rounds: Round[] = [];
  for (let n = 1; n <= options.rounds; n += 1) {
    const whole = await payments(options.seconds);
    const oneAtATime = await single.run(options.pgClients, options.seconds);
    const route = await bare(options.seconds);
    rounds.push({ whole, oneByOne: oneAtATime, bare: route.perSecond });
    say(
      `round ${n} of ${options.rounds}: ${whole.perSecond.toFixed(0)} payments/s, ` +
        `${oneAtATime.toFixed(0)} one by one, ${route.perSecond.toFixed(0)} bare`,
    );
    if (whole.failure !== null) say(`  a call failed: ${whole.failure}`);
  }
  single.close();
  return {
    options,
    cores: os.availableParallelism(),
    node: process.version,
    postgres: await serverVersion(stage),
    comparator: single.name,
    rounds,
    failures: rounds.reduce((sum, round) => sum + round.whole.failures, 0),
    undelivered: await drain(stage),
  };
}

async function serverVersion(stage: Stage): Promise<string> {
  const [row] = await stage.db.rows<{ server_version: string }>({
    name: 'bench-version',
    text: 'show server_version',
    values: [],
  });
  return row?.server_version ?? '';
}

/** Waits until every notification of the gateway's payments is delivered; answers how many are not. */
async function drain(stage: Stage): Promise<number> {
  for (let tries = 0; ; tries += 1) {
    const [row] = await stage.db.rows<{ left: bigint }>({
      name: 'bench-undelivered',
      text: `select count(*) as left from notifications n where n.state <> 'delivered'`,
      values: [],
    });
    const left = Number(row?.left ?? 0n);
    if (left === 0 || tries >= 120) return left;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

if (process.argv[2] === 'backoffice') {
  const { runBackOffice } = await import('./backoffice/run.ts');
  await runBackOffice(process.argv.slice(3));
} else if (process.argv[2] === 'settlement') {
  const { runSettlement } = await import('./settlement/run.ts');
  await runSettlement(process.argv.slice(3));
} else if (process.argv[2] === 'reconciliation') {
  const { runReconciliation } = await import('./reconciliation/run.ts');
  await runReconciliation(process.argv.slice(3));
} else {
  await main();
}
