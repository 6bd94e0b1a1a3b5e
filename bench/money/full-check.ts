// `tarik check --full` on what a bench has made, timed check by check.
import type { Context } from '../../packages/gateway/src/context.ts';
import { runChecks } from '../../packages/gateway/src/checks/check.ts';
import { sumLedger } from '../../packages/gateway/src/ledger/sum.ts';
import { say, seconds } from './stage.ts';

export interface Checked {
  seconds: number;
  findings: number;
  checks: { check: string; rows: number; seconds: number }[];
}

/** Lets every check look at everything, with the ledger summed, as the worker would have done by then. */
export async function checkAll({ db, clock }: Context): Promise<Checked> {
  say('summing the ledger');
  const summing = await seconds(async () => {
    while ((await sumLedger({ db })) > 0);
  });
  say(`  ${summing.toFixed(1)} s; checking everything`);
  const checks: Checked['checks'] = [];
  let findings = 0;
  const whole = await seconds(async () => {
    const outcomes = await runChecks(db, clock, {
      full: true,
      // As the command does.
      atOnce: 2,
      remember: false,
      onOutcome({ check, rows, durationMs }) {
        checks.push({ check, rows, seconds: durationMs / 1000 });
      },
    });
    const found = outcomes.flatMap((one) => one.findings);
    findings = found.length;
    if (found[0] !== undefined) say(`found: ${JSON.stringify(found[0])}`);
  });
  return { seconds: whole, findings, checks };
}

/** What it came to, a line for each check that took its time. */
export function checkWords({ seconds: whole, findings, checks }: Checked): string {
  const rows = checks.map(
    ({ check, rows: looked, seconds: took }) =>
      `  ${check.padEnd(18)}${String(looked).padStart(10)} rows${took.toFixed(1).padStart(8)} s\n`,
  );
  return `${rows.join('')}  every check: ${whole.toFixed(1)} s, ${findings} findings\n`;
}
