// `npm run torture`: breaks everything that can break, then lets an auditor look. The table is the last thing printed.
import { chaos, chaosFor } from './chaos/chaos.ts';
import { crashMatrix, fuzz, sabotage, soak, type Outcome } from './modes.ts';
import { readOptions, USAGE, type Options } from './options.ts';

const enough = new AbortController();
const say = (words: string): void => void process.stderr.write(`${words}\n`);

async function run(options: Options): Promise<Outcome> {
  switch (options.mode) {
    case 'chaos': {
      const { minutes, seed } = options;
      const replay = `npm run torture -- --minutes ${minutes} --seed ${seed}`;
      return await chaos(chaosFor(minutes, seed, say), replay);
    }
    case 'crash-matrix':
      return await crashMatrix(options, say, enough.signal);
    case 'sabotage':
      return await sabotage(options, say);
    case 'fuzz':
      return await fuzz(options, say);
    case 'soak':
      return await soak(options, say);
  }
}

function optionsOf(args: readonly string[]): Options {
  try {
    const options = readOptions(args);
    if (options !== null) return options;
    process.stdout.write(`${USAGE}\n`);
    process.exit(0);
  } catch (error) {
    say(`${(error as Error).message}\n\n${USAGE}`);
    process.exit(2);
  }
}

const options = optionsOf(process.argv.slice(2));
// Ended by hand: a crash matrix says what it has come to; the second time, and otherwise, everything is taken along at once.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    const ends = enough.signal.aborted || options.mode !== 'crash-matrix';
    enough.abort();
    if (ends) process.exit(130);
  });
}
say(`torture: ${options.mode}, seed ${options.seed}`);
const { holds, table, findings, page } = await run(options);
for (const finding of findings) say(finding);
say(`report: ${page}`);
process.stdout.write(table);
process.exit(holds ? 0 : 1);
