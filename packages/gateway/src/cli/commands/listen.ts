// `tarik listen`: a merchant's notifications as they happen, on this machine, handed on to the application.
import { setTimeout as delay } from 'node:timers/promises';
import { systemClock } from '../../base/clock.ts';
import { SANDBOX_MERCHANTS } from '../../sandbox/merchants.ts';
import { example, type AddCommand, type Cli } from '../cli.ts';
import { EXIT, Ended } from '../exit.ts';
import { attemptJson, attemptLine } from '../listen/lines.ts';
import { startRelay, type Attempt } from '../listen/relay.ts';
import { askSandbox, knownMerchant, mustRun, type KnownMerchant } from '../running-sandbox.ts';
import { secretsFor } from '../secret-input.ts';
import { aborted, untilStopped } from '../stop.ts';
import { readSeconds } from './clock.ts';

/** The types of notifications that there are. */
const TYPES = [
  'payment.succeeded',
  'payment.failed',
  'payment.expired',
  'refund.succeeded',
  'refund.failed',
  'token.active',
  'token.failed',
  'token.expired',
  'token.deleted',
];
const USUAL_PATH = '/notifications';

interface Options {
  forwardTo?: string;
  clientId: string;
  bank?: string;
  secretFile?: string[];
  events?: string;
  limit?: string;
  timeout?: string;
}

export const addListen: AddCommand = (program, cli) => {
  program
    .command('listen')
    .description(
      "show the sandbox's notifications as they happen, and hand them to your application",
    )
    .option(
      '--forward-to <url>',
      'where your application takes notifications; its path is the one that is signed',
    )
    .option('--client-id <id>', 'whose notifications', SANDBOX_MERCHANTS[0]?.clientId ?? '')
    .option('--bank <bank>', 'of which bank, where the merchant has several')
    .option('--secret-file <file...>', 'the Secret Key to verify with; - reads standard input')
    .option(
      '--events <types>',
      'these alone, with commas between; others are answered 200 and not shown',
    )
    .option('--limit <n>', 'end after so many, with 0')
    .option('--timeout <time>', 'end after 30, 30s or 5m; with 1 when --limit was not reached')
    .addHelpText('after', LISTEN_HELP)
    .action(async (options: Options) => {
      const wanted = readTypes(options.events);
      const limit = readLimit(options.limit);
      const seconds = options.timeout === undefined ? undefined : readSeconds(options.timeout);
      const target = readTarget(options.forwardTo);
      const { gateway } = mustRun(cli);
      const merchant = await knownMerchant(gateway, options.clientId);
      const keys = await secretsFor(cli, options.clientId, options.secretFile);
      await untilStopped(cli, async (stopped) => {
        const plan = { gateway, merchant, target, wanted, limit, seconds, stopped };
        await listen(cli, { ...plan, secrets: keys.map(([, key]) => key), bank: options.bank });
      });
    });
};

const LISTEN_HELP = `
Sets the merchant's notification URL to a port of this machine and puts the former one back at the end. Each attempt of the
gateway is verified, handed to --forward-to with the same bytes and headers, and answered with what your application says,
so that a 500 of yours is tried again as in production; when nobody answers there the gateway hears 502. Without
--forward-to every notification is answered 200. Ctrl-C is the usual end and comes to 0. Times are UTC.

Types: ${TYPES.slice(0, 5).join(', ')},
       ${TYPES.slice(5).join(', ')}
${example(
  'listen --forward-to http://localhost:3000/notifications',
  'listen --events payment.succeeded --limit 1 --timeout 30s --json',
)}`;

interface Plan {
  gateway: string;
  merchant: KnownMerchant;
  bank: string | undefined;
  target: { origin: string | undefined; path: string };
  secrets: readonly string[];
  wanted: readonly string[] | undefined;
  limit: number | undefined;
  seconds: number | undefined;
  stopped: AbortSignal;
}

async function listen(cli: Cli, plan: Plan): Promise<void> {
  const { merchant, target, limit, wanted } = plan;
  let count = 0;
  const enough = Promise.withResolvers<void>();
  const show = (attempt: Attempt): void => {
    if (limit !== undefined && count >= limit) return;
    count += 1;
    cli.screen.result(
      attemptJson(attempt, target.origin),
      attemptLine(attempt, target.origin, cli.screen.paint),
    );
    if (count === limit) enough.resolve();
  };
  const relay = await startRelay({
    clock: systemClock(),
    origin: target.origin,
    secrets: plan.secrets,
    wanted: (type) => wanted === undefined || wanted.includes(type),
    onAttempt: show,
  });
  const here = relay.origin + target.path;
  try {
    const former = await setUrl(plan, here);
    cli.screen.note(welcome(merchant, here, target));
    try {
      await firstOf(enough.promise, plan);
    } finally {
      await putBack(cli, plan, here, former);
    }
  } finally {
    await relay.close();
  }
  if (limit !== undefined && count < limit && !plan.stopped.aborted) {
    throw new Ended(EXIT.failed, `${count} of ${limit} notifications came in ${plan.seconds} s`);
  }
}

function welcome(merchant: KnownMerchant, here: string, { origin, path }: Plan['target']): string {
  const on =
    origin === undefined
      ? 'answering 200 to each (--forward-to hands them on)'
      : `→ ${origin}${path}`;
  return `tarik: listening for ${merchant.name} (${merchant.client_id}) at ${here} ${on}\ntarik: Ctrl-C ends`;
}

async function firstOf(enough: Promise<void>, { seconds, stopped }: Plan): Promise<void> {
  const over = new AbortController();
  const late =
    seconds === undefined
      ? []
      : [delay(seconds * 1000, undefined, { signal: over.signal }).catch(() => undefined)];
  await Promise.race([enough, aborted(stopped), ...late]);
  over.abort();
}

interface UrlAnswer {
  former_url: string | null;
}

async function setUrl(
  { gateway, merchant, bank }: Pick<Plan, 'gateway' | 'merchant' | 'bank'>,
  url: string | null,
): Promise<string | null> {
  const place = `${gateway}/sandbox/merchants/${encodeURIComponent(merchant.client_id)}/notification-url`;
  const body = { url, ...(bank === undefined ? {} : { bank }) };
  const answer = await askSandbox<UrlAnswer>(place, { method: 'PUT', body });
  return answer.former_url;
}

/** Whoever has set another URL in the meantime knows why. */
async function putBack(cli: Cli, plan: Plan, here: string, former: string | null): Promise<void> {
  try {
    const { banks } = await knownMerchant(plan.gateway, plan.merchant.client_id);
    if (!banks.some(({ notification_url: url }) => url === here)) return;
    await setUrl(plan, former);
    cli.screen.note(`tarik: notifications go to ${former ?? 'nobody'} again`);
  } catch (error) {
    if (!(error instanceof Ended)) throw error;
    cli.screen.note(
      `tarik: the former URL ${former ?? '(none)'} could not be put back: ${error.message}`,
    );
  }
}

function readTypes(text: string | undefined): string[] | undefined {
  const types = text?.split(',').map((type) => type.trim());
  const unknown = types?.find((type) => !TYPES.includes(type));
  if (unknown === undefined) return types;
  throw new Ended(EXIT.usage, `there is no event ${unknown}: it is one of ${TYPES.join(', ')}`);
}

function readLimit(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new Ended(EXIT.usage, `${text} is no limit: it is a whole number from 1`);
}

function readTarget(text: string | undefined): Plan['target'] {
  if (text === undefined) return { origin: undefined, path: USUAL_PATH };
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw new Ended(
      EXIT.usage,
      `${text} is no http or https URL: write http://localhost:3000/notifications`,
    );
  }
  return { origin: url.origin, path: url.pathname + url.search };
}
