// `tarik clock`: the time of the running sandbox, looked at or moved forward.
import { dataFolder, readRunning } from '../../sandbox/running.ts';
import { example, type AddCommand } from '../cli.ts';
import { EXIT, Ended } from '../exit.ts';
import { parseDuration } from '../merchant-input.ts';

export const addClock: AddCommand = (program, cli) => {
  program
    .command('clock')
    .description("the sandbox's time; --advance moves bank and gateway forward together")
    .option('--advance <time>', '90s, 15m, 6h or 3d')
    .addHelpText('after', example('clock', 'clock --advance 15m'))
    .action(async (options: { advance?: string }) => {
      const running = readRunning(dataFolder(cli.env()['TARIK_DATA']));
      if (running === null) throw new Ended(EXIT.notFound, 'no sandbox runs here');
      const answer = await fetch(`${running.bank}/sandbox/clock`, asked(options.advance));
      const reading = (await answer.json()) as { now: string; offset_seconds: number };
      if (!answer.ok) throw new Ended(EXIT.failed, `the bank answered ${answer.status}`);
      cli.screen.result(reading, `${reading.now}, ${reading.offset_seconds} s ahead of the wall`);
    });
};

function asked(advance: string | undefined): RequestInit {
  if (advance === undefined) return {};
  return {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ advance_seconds: parseDuration(advance) / 1000 }),
  };
}
