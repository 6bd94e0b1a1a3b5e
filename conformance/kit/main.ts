// The conformance kit as a command: reads its options, runs the checks, prints the report.
import { createClient, NoAnswer, type Answer, type Client } from './client.ts';
import {
  SANDBOX_ACCOUNTS,
  askAt,
  askSandbox,
  fixedPhone,
  manualCustomer,
  manualPhone,
  sandboxCustomer,
  sandboxPhone,
  type Ask,
  type Phone,
  type Terminal,
} from './customer.ts';
import { GROUPS } from './checks/all.ts';
import { at, summary } from './expect.ts';
import { Kit, LARGEST } from './kit.ts';
import type { Surroundings } from './surroundings.ts';
import { listen, shopNews, type News } from './news.ts';
import { USAGE, UsageError, readOptions, type Options } from './options.ts';
import {
  asJson,
  differences,
  groupLine,
  listing,
  painter,
  resultLine,
  totals,
  type Run,
} from './report.ts';
import { choose, run, type Result } from './run.ts';

/** Where the kit writes, and whom it asks. */
export interface Out {
  print(text: string): void;
  note(text: string): void;
  coloured: boolean;
  /** Ends the checks early; what was paid is given back all the same. */
  signal?: AbortSignal;
  /** Where what is "manual" is asked. */
  terminal?: Terminal | undefined;
}

const INTERRUPTED = 130;

/** Obeys a command line and answers the exit code. */
export async function conform(argv: readonly string[], out: Out): Promise<number> {
  try {
    const asked = readOptions(argv);
    if (asked.kind === 'run') return await examine(asked.options, out);
    out.print(asked.kind === 'help' ? USAGE : listing(choose(GROUPS, asked)));
    return 0;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    out.note(`conformance: ${error.message}\n(--help shows what can be said)\n`);
    return 2;
  }
}

async function examine(options: Options, out: Out): Promise<number> {
  const { base, bankSlug, clientId, secret } = options;
  out.note(
    `Checking ${base} as ${clientId}.\nThis registers accounts where it can, and makes payments of at most ` +
      `${LARGEST} rupiah each, which are refunded at the end.\n`,
  );
  if (!options.yes && !isLoopback(base)) {
    throw new UsageError('that is not on this machine: say --yes if payments may really be made there');
  }
  const ask = askerOf(options, out);
  const client = createClient(base, clientId, secret);
  let news: News | undefined;
  try {
    const first = await mustBeLetIn(client, options);
    news = await openNews(options);
    const kit = new Kit({ ...surroundings(options, client, ask), news, signal: out.signal });
    if (!(await kit.isKnown(first))) {
      out.note(`conformance: nothing here answers as the guide says: is this the base URL, and is the bank called ${bankSlug}?\n`);
      out.note(`(${first.sent.method} ${first.sent.target} came to ${summary(first)})\n`);
      return 1;
    }
    const groups = choose(GROUPS, options);
    const results = await told(kit, groups, options, out);
    const left = await kit.tidyUp();
    const chosen = groups.reduce((count, { checks }) => count + checks.length, 0);
    const whole: Run = { base, results, left, unrun: chosen - results.length };
    report(whole, options, out);
    return exitCode(whole, options);
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    out.note(`conformance: ${base} cannot be reached: ${error.message}\n`);
    return 5;
  } finally {
    client.close();
    await news?.close();
  }
}

async function told(
  kit: Kit,
  groups: ReturnType<typeof choose>,
  { json }: Options,
  out: Out,
): Promise<Result[]> {
  const paint = painter(out.coloured);
  let current = '';
  return await run(kit, groups, (result, group) => {
    if (json) return;
    if (group.name !== current) out.print(groupLine(group));
    current = group.name;
    out.print(resultLine(result, paint));
  }, out.signal);
}

function report(whole: Run, { json }: Options, out: Out): void {
  if (json) {
    out.print(asJson(whole));
    return;
  }
  const { results, left } = whole;
  out.print(differences(results, painter(out.coloured)));
  if (left.length > 0) out.print(`\nNot given back; refund by hand: ${left.join(', ')}\n`);
  out.print(totals(whole));
}

function exitCode({ results, unrun }: Run, { strict }: Options): number {
  if (unrun > 0) return INTERRUPTED;
  if (!results.some(({ verdict }) => verdict === 'holds')) return 1;
  const fails = strict
    ? (result: Result): boolean => result.verdict !== 'holds'
    : (result: Result): boolean => result.verdict === 'differs';
  return results.some(fails) ? 1 : 0;
}

/** With a key that is not accepted every check would fail for the same reason: that is said once. */
async function mustBeLetIn(client: Client, { bankSlug }: Options): Promise<Answer> {
  const answer = await client.call('POST', `/${bankSlug}-direct-debit/v1/tokens`, {
    customer: { id: 'kit-nobody' },
  });
  const code = at(answer.json, 'error.code');
  if (code === 'invalid_client_id' || code === 'invalid_signature') {
    throw new UsageError(
      `the first call was refused, look at --client-id and --secret-file: ${summary(answer)}`,
    );
  }
  return answer;
}

function askerOf({ complete, otp }: Options, { terminal, signal }: Out): Ask {
  if (terminal !== undefined) return askAt(terminal, signal);
  if (complete !== 'manual' && otp !== 'manual') return () => Promise.resolve('');
  throw new UsageError('"manual" needs a terminal to ask at');
}

async function openNews({ news, clientId, secret }: Options): Promise<News | undefined> {
  if (news === undefined) return undefined;
  if (news.kind === 'shop') return shopNews(news.url);
  return await listen(news.port, news.publicUrl, { clientId, secret }).catch((error: unknown) => {
    throw new UsageError(`--port ${news.port}: ${error instanceof Error ? error.message : String(error)}`);
  });
}

function surroundings(options: Options, client: Client, ask: Ask): Surroundings {
  const { complete, accounts, bank } = options;
  return {
    client,
    bank: options.bankSlug,
    bound: options.bound,
    patience: options.patience,
    accounts: accounts ? SANDBOX_ACCOUNTS : { ordinary: SANDBOX_ACCOUNTS.ordinary },
    customer:
      complete === 'sandbox'
        ? sandboxCustomer(bank)
        : complete === 'manual'
          ? manualCustomer(ask)
          : undefined,
    phone: options.otp === undefined ? undefined : phoneOf(options.otp, bank, ask),
    ahead:
      bank === ''
        ? undefined
        : async () => Number(at(await askSandbox(`${bank}/sandbox/clock`), 'offset_seconds')),
    advance: options.clock
      ? async (seconds) =>
          void (await askSandbox(`${bank}/sandbox/clock`, { advance_seconds: seconds }))
      : undefined,
  };
}

function phoneOf(otp: string, bank: string, ask: Ask): Phone {
  if (otp === 'sandbox') return sandboxPhone(bank);
  return otp === 'manual' ? manualPhone(ask) : fixedPhone(otp);
}

function isLoopback(base: string): boolean {
  const { hostname } = new URL(base);
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
}

if (import.meta.main) {
  const stopped = new AbortController();
  const stop = (): void => {
    process.stderr.write('\nStopping, and giving back what was paid; once more stops that too.\n');
    stopped.abort();
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
  process.exitCode = await conform(process.argv.slice(2), {
    print: (text) => void process.stdout.write(text),
    note: (text) => void process.stderr.write(text),
    coloured: process.stdout.isTTY && !process.env['NO_COLOR'],
    signal: stopped.signal,
    terminal: process.stdin.isTTY
      ? {
          input: process.stdin,
          output: process.stderr,
          interrupt: () => void process.emit('SIGINT'),
        }
      : undefined,
  });
}
