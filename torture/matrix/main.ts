// The crash matrix by itself: `node torture/matrix/main.ts [--lanes 3] [--seed S] [--sample N] [--from N] [--minutes M]
// [--only KEY]`. Ends early, with the figures so far, when it is interrupted.
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { isGreen } from './figures.ts';
import { runMatrix } from './matrix.ts';

const { values } = parseArgs({
  options: {
    lanes: { type: 'string', default: '3' },
    seed: { type: 'string', default: String(randomInt(2 ** 31)) },
    sample: { type: 'string' },
    from: { type: 'string', default: '0' },
    minutes: { type: 'string' },
    only: { type: 'string' },
  },
});

const say = (words: string): void => void process.stdout.write(`${words}\n`);
say(`crash matrix, seed ${values.seed}`);
const interrupted = new AbortController();
process.once('SIGINT', () => interrupted.abort());
const enough =
  values.minutes === undefined
    ? interrupted.signal
    : AbortSignal.any([interrupted.signal, AbortSignal.timeout(Number(values.minutes) * 60_000)]);
const figures = await runMatrix({
  lanes: values.only === undefined ? Number(values.lanes) : 1,
  seed: Number(values.seed),
  from: Number(values.from),
  enough,
  ...(values.sample === undefined ? {} : { sample: Number(values.sample) }),
  ...(values.only === undefined ? {} : { only: values.only }),
  say,
});
say(JSON.stringify(figures, null, 2));
process.exitCode = isGreen(figures) ? 0 : 1;
