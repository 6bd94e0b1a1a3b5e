// `node torture/sabotage/main.ts all | <how many> | <id> … [--seed S]`: plants bugs and looks whether the auditor sees them.
import { parseArgs } from 'node:util';
import { runSabotages } from './run.ts';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { seed: { type: 'string', default: '1' } },
});
const [first = 'all'] = positionals;
const which = first === 'all' ? 'all' : /^\d+$/.test(first) ? Number(first) : positionals;
const say = (line: string): void => void process.stdout.write(`${line}\n`);
say(`seed ${values.seed}`);
const { holds } = await runSabotages({ which, seed: Number(values.seed), say });
process.exitCode = holds ? 0 : 1;
