// `tarik clock`: the time of the running sandbox, looked at or moved forward, for everybody or for one merchant alone.
import type { Command } from 'commander';
import { example, type AddCommand, type Cli } from '../cli.ts';
import { EXIT, Ended } from '../exit.ts';
import { parseDuration } from '../merchant-input.ts';
import { askSandbox, mustRun } from '../running-sandbox.ts';

interface Reading {
  now: string;
  offset_seconds: number;
}

interface Options {
  clientId?: string;
}

export const addClock: AddCommand = (program, cli) => {
  const clock = program
    .command('clock')
    .description("the sandbox's time: what it is, and how far it runs ahead")
    .option('--client-id <id>', 'the time of this merchant alone')
    .addHelpText('after', example('clock', 'clock advance 15m', 'clock --json'))
    .action(async (options: Options) => {
      const { bank } = mustRun(cli);
      const whose =
        options.clientId === undefined ? '' : `?client_id=${encodeURIComponent(options.clientId)}`;
      show(cli, await askSandbox<Reading>(`${bank}/sandbox/clock${whose}`));
    });
  addAdvance(clock, cli);
};

function addAdvance(clock: Command, cli: Cli): void {
  clock
    .command('advance')
    .description('move bank and gateway forward together, so that nobody has to wait')
    .argument('<time>', '15m, 3d, 1h30m, or seconds: 900')
    .option('--client-id <id>', 'the time of this merchant alone; the others stay where they are')
    .addHelpText(
      'after',
      '\nThe clock goes forward only; a new time begins with "tarik sandbox --fresh". With --client-id' +
        '\ntests that run side by side do not disturb each other.' +
        `\n${example('clock advance 15m', 'clock advance 3d --client-id MCH-0001-10791114622547')}`,
    )
    .action(async (time: string, _options: object, command: Command) => {
      const { clientId } = command.optsWithGlobals<Options>();
      const seconds = readSeconds(time);
      const { bank } = mustRun(cli);
      const body = {
        advance_seconds: seconds,
        ...(clientId === undefined ? {} : { client_id: clientId }),
      };
      const missing = `the sandbox has no merchant ${clientId}`;
      const asking = clientId === undefined ? { body } : { body, missing };
      show(cli, await askSandbox<Reading>(`${bank}/sandbox/clock`, asking));
    });
}

/** `900`, `15m` or `1h30m` in seconds. */
export function readSeconds(text: string): number {
  const pieces = /^\d{1,8}$/.test(text) ? [] : (text.match(/\d+[smhd]/g) ?? []);
  const seconds = /^\d{1,8}$/.test(text)
    ? Number(text)
    : pieces.reduce((sum, piece) => sum + parseDuration(piece) / 1000, 0);
  if (seconds > 0 && (pieces.length === 0 || pieces.join('') === text)) return seconds;
  throw new Ended(EXIT.usage, `${text} is no time: write 900 (seconds), 90s, 15m, 6h, 3d or 1h30m`);
}

function show(cli: Cli, reading: Reading): void {
  cli.screen.result(reading, `${reading.now}, ${inWords(reading.offset_seconds)}`);
}

function inWords(ahead: number): string {
  if (ahead === 0) return 'as on the wall';
  const whole = Math.round(ahead);
  const parts = [
    [Math.floor(whole / 86_400), 'd'],
    [Math.floor(whole / 3600) % 24, 'h'],
    [Math.floor(whole / 60) % 60, 'm'],
    [whole % 60, 's'],
  ] as const;
  const words = parts.filter(([count]) => count > 0).map(([count, unit]) => `${count} ${unit}`);
  return `${words.join(' ') || '0 s'} ahead of the wall`;
}
