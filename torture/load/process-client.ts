// The load as a process: its options are JSON in TORTURE_CLIENT_OPTIONS, its parent drives it over IPC. Without such a parent
// it prints what it would say, and finishes when all payments are made or at SIGTERM.
import { startGenerator, type Counts } from './generator.ts';
import { loadOptions } from './options.ts';

/** What the parent may say. */
export type ToClient = { do: 'drain' } | { do: 'finish' };

/** What the process says. */
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
  if (process.send === undefined) process.stdout.write(`${JSON.stringify(what)}\n`);
  else process.send(what);
}

const options = loadOptions(JSON.parse(process.env['TORTURE_CLIENT_OPTIONS'] ?? '{}') as never);
const generator = await startGenerator(options, (error) => {
  process.stderr.write(`the client's log cannot be written: ${String(error)}\n`);
  process.exit(1);
});
let finishing = false;
say({ kind: 'started', canaries: options.canaries });
setInterval(() => say({ kind: 'counts', counts: generator.counts() }), EVERY_MS).unref();
void generator.done.then(() => {
  say({ kind: 'done' });
  if (process.send === undefined) void finish();
});

async function finish(): Promise<void> {
  if (finishing) return;
  finishing = true;
  const unheard = await generator.finish();
  const last: FromClient = { kind: 'finished', unheard, counts: generator.counts() };
  if (process.send === undefined) say(last);
  else await new Promise((resolve) => process.send?.(last, resolve));
  process.exit(0);
}

process.on('message', (told: ToClient) => {
  if (told.do === 'finish') void finish();
  else void generator.drain().then((unknown) => say({ kind: 'drained', unknown }));
});
process.on('SIGTERM', () => void finish());
process.on('disconnect', () => process.exit(1));
