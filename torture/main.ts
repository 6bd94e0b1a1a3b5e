// `npm run torture`: breaks everything that can break, then lets an auditor look.
import { chaos, chaosFor } from './chaos/chaos.ts';
import { readOptions, USAGE, type Options } from './options.ts';

const say = (words: string): void => void process.stderr.write(`${words}\n`);

/** Runs one mode; resolves with whether everything held. Its table is the last thing printed. */
async function run(options: Options): Promise<boolean> {
  const { seed } = options;
  switch (options.mode) {
    case 'chaos': {
      const replay = `npm run torture -- --minutes ${options.minutes} --seed ${seed}`;
      const verdict = await chaos(chaosFor(options.minutes, seed, say), replay);
      for (const violation of verdict.violations) say(violation);
      say(`report: ${verdict.page}`);
      process.stdout.write(verdict.table);
      return verdict.holds;
    }
    case 'crash-matrix':
    case 'sabotage':
    case 'fuzz':
    case 'soak':
      throw new Error('not yet');
  }
}

let options: Options;
try {
  options = readOptions(process.argv.slice(2));
} catch (error) {
  say(`${(error as Error).message}\n\n${USAGE}`);
  process.exit(2);
}
say(`torture: ${options.mode}, seed ${options.seed}`);
process.exit((await run(options)) ? 0 : 1);
