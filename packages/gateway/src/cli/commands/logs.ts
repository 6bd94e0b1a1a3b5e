// `tarik logs`: the merchants' calls that the sandbox has answered, each with its verdict; on demand as they happen.
import { setTimeout as delay } from 'node:timers/promises';
import type { Reading, RecordedCall } from '../../sandbox/programs/call-record.ts';
import { example, type AddCommand, type Cli } from '../cli.ts';
import { EXIT, Ended } from '../exit.ts';
import { askSandbox, knownMerchant, mustRun } from '../running-sandbox.ts';
import type { Screen } from '../screen.ts';
import { untilStopped } from '../stop.ts';

interface Options {
  follow?: true;
  clientId?: string;
  failed?: true;
  verbose?: true;
  last: string;
}

/** How long one question waits for the next call, s. */
const WAIT_S = 25;
const AWAY_MS = 500;

export const addLogs: AddCommand = (program, cli) => {
  program
    .command('logs')
    .description("show the calls that the sandbox's API has answered, with their verdicts")
    .option('-f, --follow', 'go on and show each call as it happens; Ctrl-C ends with 0')
    .option('--client-id <id>', 'of this merchant alone')
    .option('--failed', 'only those that were refused or failed: status 400 and above')
    .option('--verbose', 'with the bodies of request and answer, masked')
    .option('--last <n>', 'how many of the past, 1 to 1000', '50')
    .addHelpText(
      'after',
      '\nA wrong signature comes with the string that the gateway signed: compare it with yours, line by line' +
        '\n("tarik verify" does that with --string-to-sign). The sandbox remembers the last 1000 calls of its running gateway.\nTimes are UTC.' +
        `\n${example('logs --follow', 'logs --failed --verbose', 'logs --follow --json')}`,
    )
    .action(async (options: Options) => {
      if (!/^[1-9]\d{0,2}$|^1000$/.test(options.last)) {
        throw new Ended(EXIT.usage, `${options.last} is no number of calls: it is from 1 to 1000`);
      }
      const { gateway } = mustRun(cli);
      if (options.clientId !== undefined) await knownMerchant(gateway, options.clientId);
      const past = await read(gateway, options.clientId, { after: 0, wait: 0 });
      const shown = past.calls.filter((call) => wanted(call, options)).slice(-Number(options.last));
      for (const call of shown) show(cli, call, options);
      if (options.follow)
        await untilStopped(cli, (stopped) => follow(cli, gateway, options, past.next, stopped));
      else if (shown.length === 0) cli.screen.note('tarik: no such calls yet');
    });
};

function wanted({ status }: RecordedCall, { failed }: Options): boolean {
  return !failed || status >= 400;
}

async function read(
  gateway: string,
  clientId: string | undefined,
  { after, wait }: { after: number; wait: number },
  signal?: AbortSignal,
): Promise<Reading> {
  const query = new URLSearchParams({ after: String(after), wait_seconds: String(wait) });
  if (clientId !== undefined) query.set('client_id', clientId);
  return await askSandbox<Reading>(`${gateway}/sandbox/calls?${query.toString()}`, {
    timeoutMs: 1000 * (wait + 10),
    ...(signal === undefined ? {} : { signal }),
  });
}

/** Shows what comes until it is stopped. A gateway that is started again is waited for. */
async function follow(
  cli: Cli,
  gateway: string,
  options: Options,
  from: number,
  stopped: AbortSignal,
): Promise<void> {
  let after = from;
  let away = false;
  cli.screen.note('tarik: waiting for calls; Ctrl-C ends');
  while (!stopped.aborted) {
    try {
      const { calls, next, dropped } = await read(
        gateway,
        options.clientId,
        { after, wait: WAIT_S },
        stopped,
      );
      if (away) cli.screen.note('tarik: the gateway answers again');
      away = false;
      if (dropped > 0) cli.screen.note(`tarik: ${dropped} calls came too fast to be shown`);
      for (const call of calls.filter((one) => wanted(one, options))) show(cli, call, options);
      after = next;
    } catch (error) {
      if (stopped.aborted) return;
      if (!(error instanceof Ended) || error.code !== EXIT.network) throw error;
      mustRun(cli); // ends the command where the whole sandbox has gone
      if (!away) cli.screen.note('tarik: the gateway does not answer; waiting for it');
      away = true;
      await delay(AWAY_MS, undefined, { signal: stopped }).catch(() => undefined);
    }
  }
}

function show({ screen }: Cli, call: RecordedCall, { verbose }: Options): void {
  const words = [callLine(call, screen.paint)];
  if (call.message !== undefined) words.push(`  ${screen.paint('red', call.message)}`);
  if (call.string_to_sign !== undefined) {
    words.push('  the gateway signed:', ...indented(call.string_to_sign, 4));
  }
  if (verbose) {
    if (call.request !== null) words.push('  request', ...indented(pretty(call.request), 4));
    words.push('  answer', ...indented(pretty(call.answer), 4));
  }
  screen.result(call, words.join('\n'));
}

/** Time, call, status, code, duration and Request-Id, and what is unusual about the signature or the answer. */
function callLine(call: RecordedCall, paint: Screen['paint']): string {
  const colour =
    call.status < 300 ? 'green' : call.replayed || call.status < 400 ? 'yellow' : 'red';
  const doubt = {
    right: [],
    wrong: [paint('red', '✗ signature wrong')],
    unknown: [paint('yellow', 'signature not checked')],
  };
  return [
    paint('dim', call.at.slice(11, 23)),
    `${call.method.padEnd(4)} ${call.path}`,
    paint(colour, `${call.status}`),
    ...(call.code === undefined ? [] : [paint(colour, call.code)]),
    `${call.duration_ms} ms`,
    paint('dim', call.request_id ?? '(no Request-Id)'),
    ...(call.replayed ? [paint('yellow', 'replayed')] : []),
    ...doubt[call.signature],
  ].join('  ');
}

function pretty(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}

function indented(text: string, by: number): string[] {
  return text.split('\n').map((line) => ' '.repeat(by) + line);
}
