// The command line: what can be said, and what is wrong with what was said.
import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { LEVELS, type Level } from './check.ts';
import { GROUPS } from './checks/all.ts';

export const USAGE = `Usage: npm run conformance -- --base URL --client-id ID --secret-file FILE [options]

Checks an implementation of the CIMB direct-debit guide from outside and reports what holds, differs or is absent.

The implementation
  --base URL                 where it listens, for example http://127.0.0.1:8080
  --client-id ID             a merchant with the bank's channel active
  --secret-file FILE         a file with the merchant's Secret Key and nothing else
  --bank-slug SLUG           the bank in the paths (default: cimb)
  --yes                      really send payments to something that is not on this machine

What it needs from outside; checks without it are "not tried"
  --complete sandbox|manual  who does the customer's part of a registration: Tarik's simulated bank, or you
  --token-id ID --customer-id ID [--phone NUMBER]
                             or an account that is bound already
  --otp sandbox|manual|OTP   where the OTP comes from: its SMS inbox, you, or one that always works
  --notifications listen --port PORT --public-url URL
                             listen for notifications that are sent to URL
  --notifications shop URL   or read them from Tarik's demo shop
  --accounts sandbox         use the simulated bank's accounts that decline, time out, and so on
  --clock sandbox            move the sandbox's clock instead of waiting
  --bank URL                 the simulated bank, for everything that is "sandbox"
  --patience SECONDS         how long something that happens by itself may take (default: 15)

What is checked and how it is told
  --only NAME[,NAME]         only these groups or checks
  --level LEVEL[,LEVEL]      only these levels: guide, documented, tarik
  --list                     print the checks and run none
  --json                     the report as JSON
  --strict                   what is absent or was not tried fails as well
  --help                     print this

Ends with 0 when nothing differs, 1 when something does, 2 for a wrong command line, 5 when nothing can be reached.

Example, against a sandbox that "npm start" has started:
  npm run conformance -- --base http://127.0.0.1:8080 --bank http://127.0.0.1:8090 \\
    --client-id MCH-0001-10791114622547 --secret-file secret.txt \\
    --complete sandbox --otp sandbox --accounts sandbox --clock sandbox --notifications shop http://127.0.0.1:8070
`;

export type NewsOptions =
  | { kind: 'listen'; port: number; publicUrl: string }
  | { kind: 'shop'; url: string };

export interface Options {
  base: string;
  clientId: string;
  secret: string;
  bankSlug: string;
  yes: boolean;
  complete: 'sandbox' | 'manual' | undefined;
  bound: { tokenId: string; customerId: string; phone: string } | undefined;
  /** `sandbox`, `manual`, or the OTP itself. */
  otp: string | undefined;
  news: NewsOptions | undefined;
  accounts: boolean;
  clock: boolean;
  bank: string;
  patience: number;
  only: string[];
  levels: readonly Level[];
  json: boolean;
  strict: boolean;
}

/** What the command line asks for. */
export type Asked =
  | { kind: 'help' }
  | { kind: 'list'; levels: readonly Level[]; only: string[] }
  | { kind: 'run'; options: Options };

/** A command line that cannot be obeyed, with the sentence that says why. */
export class UsageError extends Error {}

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;

/** Reads the command line; throws a UsageError. */
export function readOptions(argv: readonly string[]): Asked {
  const { values, positionals } = parsed(argv);
  if (values.help) return { kind: 'help' };
  const levels = namesOf(values.level, LEVELS, '--level');
  const names = GROUPS.flatMap(({ name, checks }) => [name, ...checks.map(({ id }) => id)]);
  const only = namesOf(values.only, names, '--only');
  if (values.list) return { kind: 'list', levels: levels ?? LEVELS, only: only ?? [] };

  const complete = oneOf(values.complete, ['sandbox', 'manual'] as const, '--complete');
  const accounts = oneOf(values.accounts, ['sandbox'] as const, '--accounts') !== undefined;
  const clock = oneOf(values.clock, ['sandbox'] as const, '--clock') !== undefined;
  const otp = otpOf(values.otp);
  if (accounts && complete !== 'sandbox') {
    throw new UsageError('--accounts sandbox goes with --complete sandbox');
  }
  const needsBank = complete === 'sandbox' || clock || otp === 'sandbox';
  if (needsBank && values.bank === undefined) {
    throw new UsageError('what is "sandbox" needs --bank, where the simulated bank listens');
  }
  if ((complete === 'manual' || otp === 'manual') && !process.stdin.isTTY) {
    throw new UsageError('"manual" needs a terminal to ask at');
  }
  return {
    kind: 'run',
    options: {
      base: originOf(needed(values.base, '--base'), '--base'),
      clientId: needed(values['client-id'], '--client-id'),
      secret: secretOf(needed(values['secret-file'], '--secret-file')),
      bankSlug: values['bank-slug'] ?? 'cimb',
      yes: values.yes ?? false,
      complete,
      bound: boundOf(values),
      otp,
      news: newsOf(values, positionals),
      accounts,
      clock,
      bank: values.bank === undefined ? '' : originOf(values.bank, '--bank'),
      patience: numberOf(values.patience ?? '15', '--patience', 1, 3600),
      only: only ?? [],
      levels: levels ?? LEVELS,
      json: values.json ?? false,
      strict: values.strict ?? false,
    },
  };
}

function parsed(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        base: text,
        'client-id': text,
        'secret-file': text,
        'bank-slug': text,
        yes: flag,
        complete: text,
        'token-id': text,
        'customer-id': text,
        phone: text,
        otp: text,
        notifications: text,
        port: text,
        'public-url': text,
        accounts: text,
        clock: text,
        bank: text,
        patience: text,
        only: text,
        level: text,
        list: flag,
        json: flag,
        strict: flag,
        help: flag,
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

type Values = ReturnType<typeof parsed>['values'];

function boundOf(values: Values): Options['bound'] {
  const { 'token-id': tokenId, 'customer-id': customerId } = values;
  if (tokenId === undefined && customerId === undefined) return undefined;
  return {
    tokenId: needed(tokenId, '--token-id'),
    customerId: needed(customerId, '--customer-id'),
    phone: values.phone ?? '',
  };
}

function newsOf(values: Values, positionals: readonly string[]): NewsOptions | undefined {
  const kind = oneOf(values.notifications, ['listen', 'shop'] as const, '--notifications');
  const [url, ...more] = kind === 'shop' ? positionals : [undefined, ...positionals];
  if (more.length > 0) throw new UsageError(`what does "${more.join(' ')}" mean here?`);
  if (kind === undefined) return undefined;
  if (kind === 'shop') {
    if (url === undefined) throw new UsageError('--notifications shop needs the URL of the shop');
    return { kind, url: originOf(url, '--notifications shop') };
  }
  const publicUrl = needed(values['public-url'], '--public-url');
  if (!URL.canParse(publicUrl)) throw new UsageError(`--public-url: ${publicUrl} is no URL`);
  const port = numberOf(needed(values.port, '--port'), '--port', 1, 65_535);
  return { kind, port, publicUrl };
}

function otpOf(value: string | undefined): string | undefined {
  if (value === undefined || value === 'sandbox' || value === 'manual') return value;
  if (!/^\d{6}$/.test(value)) throw new UsageError('--otp must be sandbox, manual or six digits');
  return value;
}

function secretOf(file: string): string {
  if (!existsSync(file)) throw new UsageError(`--secret-file: there is no file ${file}`);
  const secret = readFileSync(file, 'utf8').trim();
  if (!/^\S+$/.test(secret)) {
    throw new UsageError(`--secret-file: ${file} must hold the Secret Key and nothing else`);
  }
  return secret;
}

function originOf(url: string, option: string): string {
  const known = URL.canParse(url) ? new URL(url) : undefined;
  const isOrigin = known?.pathname === '/' && known.search === '' && known.hash === '';
  if (known === undefined || !/^https?:$/.test(known.protocol) || !isOrigin) {
    throw new UsageError(`${option} must be like http://127.0.0.1:8080, without a path`);
  }
  return known.origin;
}

function numberOf(value: string, option: string, least: number, most: number): number {
  const number = /^\d+$/.test(value) ? Number(value) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw new UsageError(`${option} must be a number from ${least} to ${most}`);
}

function needed(value: string | undefined, option: string): string {
  if (value === undefined || value === '') throw new UsageError(`${option} is missing`);
  return value;
}

function oneOf<T extends string>(
  value: string | undefined,
  words: readonly T[],
  option: string,
): T | undefined {
  if (value === undefined) return undefined;
  const word = words.find((one) => one === value);
  if (word !== undefined) return word;
  throw new UsageError(`${option} must be ${words.join(' or ')}, not "${value}"`);
}

function namesOf<T extends string>(
  value: string | undefined,
  known: readonly T[],
  option: string,
): T[] | undefined {
  return value?.split(',').map((name) => {
    const word = known.find((one) => one === name);
    if (word !== undefined) return word;
    throw new UsageError(`${option}: nothing is called "${name}"; --list shows what there is`);
  });
}
