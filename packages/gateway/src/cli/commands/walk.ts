// `tarik walk`: the whole guide in a terminal, against the running sandbox or one of its own.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { dataFolder, readRunning } from '../../sandbox/running.ts';
import type { Places, Shown, Step } from '../../sandbox/walk/guide.ts';
import { example, type AddCommand, type Cli } from '../cli.ts';
import { EXIT, Ended } from '../exit.ts';

export const addWalk: AddCommand = (program, cli) => {
  program
    .command('walk')
    .description('walk the whole guide, register to delete, and show every signed message')
    .option('--quiet', 'say only what holds and what does not')
    .addHelpText(
      'after',
      '\nUses the sandbox that runs here; without one it starts its own for the time of the walk.' +
        `\nEnds with 0 only when every step holds.\n${example('walk', 'walk --quiet', 'walk --json')}`,
    )
    .action(async (options: { quiet?: true }) => {
      const code = await withSandbox(cli, async (places) => {
        const { walk } = await import('../../sandbox/walk/walk.ts');
        const { endText, stepText } = await import('../../sandbox/walk/paper.ts');
        const { screen } = cli;
        const walked = await walk(places, (n, step, shown) => {
          const words = options.quiet
            ? briefly(n, step, shown)
            : stepText(n, step, shown, screen.paint);
          screen.result({ step: n, title: step.title, ...shown }, words);
        });
        screen.result(walked, endText(walked.held, walked.failed, places.shop, screen.paint));
        return walked.failed === 0 ? EXIT.ok : EXIT.failed;
      });
      throw new Ended(code);
    });
};

function briefly(n: number, step: Step, { holds }: Shown): string {
  const broken = holds.filter(([, held]) => !held).map(([claim]) => `\n     ✗ ${claim}`);
  return `${broken.length === 0 ? '✓' : '✗'} ${n}. ${step.title}${broken.join('')}`;
}

/** The walk ends with what the shop was told. */
function withShop({ gateway, bank, shop }: Omit<Places, 'shop'> & { shop: string | null }): Places {
  if (shop !== null) return { gateway, bank, shop };
  throw new Ended(EXIT.failed, 'the walk needs a shop: this sandbox has TARIK_SHOP_PORT=off');
}

async function withSandbox<T>(cli: Cli, work: (places: Places) => Promise<T>): Promise<T> {
  const running = readRunning(dataFolder(cli.env()['TARIK_DATA']));
  if (running !== null) return await work(withShop(running));
  cli.screen.note('tarik: no sandbox runs here, so one is started for this walk');
  const { startSandbox } = await import('../../sandbox/sandbox.ts');
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tarik-walk-'));
  fs.chmodSync(folder, 0o755);
  const sandbox = await startSandbox({
    folder,
    env: { TARIK_PORT: '0', TARIK_BANK_PORT: '0', TARIK_SHOP_PORT: '0' },
    note: (words) => cli.screen.note(`tarik: ${words}`),
  });
  const interrupted = new Promise<never>((_resolve, reject) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => reject(new Ended(EXIT.interrupted)));
    }
  });
  try {
    return await Promise.race([work(withShop(sandbox)), interrupted, sandbox.failed]);
  } finally {
    await sandbox.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
