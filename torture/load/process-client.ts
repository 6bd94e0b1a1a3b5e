// The load as a process: its options are JSON in TORTURE_CLIENT_OPTIONS, its parent drives it over IPC.
import { startGenerator, type Counts } from './generator.ts';
import { loadOptions } from './options.ts';

/** What the parent may say. */
export type ToClient = { do: 'drain' } | { do: 'finish' };

/** What the process says; each line of its output is one of these as well. */
export type FromClient =
  | { kind: 'started'; canaries: string }
  /** Every second. */
  | { kind: 'counts'; counts: Counts }
  /** As many payments as were ordered have been made. */
  | { kind: 'done' }
  | { kind: 'drained'; unknown: number }
  /** The last word; the process exits 0 after it. */
  | { kind: 'finished'; unheard: number; counts: Counts };

const EVERY_MS = 1000;

function say(what: FromClient): void {
  process.stdout.write(`${JSON.stringify(what)}\n`);
  process.send?.(what);
}

const options = loadOptions(JSON.parse(process.env['TORTURE_CLIENT_OPTIONS'] ?? '{}') as never);
const generator = await startGenerator(options, (error) => {
  process.stderr.write(`the client's log cannot be written: ${String(error)}\n`);
  process.exit(1);
});
say({ kind: 'started', canaries: options.canaries });
setInterval(() => say({ kind: 'counts', counts: generator.counts() }), EVERY_MS).unref();
void generator.done.then(() => say({ kind: 'done' }));

async function finish(): Promise<void> {
  const unheard = await generator.finish();
  say({ kind: 'finished', unheard, counts: generator.counts() });
  process.exit(0);
}

process.on('message', (told: ToClient) => {
  if (told.do === 'finish') void finish();
  else void generator.drain().then((unknown) => say({ kind: 'drained', unknown }));
});
process.on('disconnect', () => process.exit(1));
