// The generated part of docs/operating.md: every variable of the environment, its rule and its default, asked of the very
// schema that reads it. A variable without a sentence here does not compile.
import type { z } from 'zod';
import { BANK_SLUGS } from '../../src/banks/registry.ts';
import { SECRETS, bankPrefix, bankShape, environmentShape } from '../../src/base/environment.ts';
import { table } from './generated.ts';

const MEANING: Readonly<Record<keyof typeof environmentShape, string>> = {
  DATABASE_URL: 'the database, with the role that serves',
  TARIK_MODE: 'in a sandbox, loopback and http are allowed and time can be moved',
  TARIK_ROLE: '`api` answers calls, `worker` does what happens later, `all` is both',
  TARIK_HOST: 'where the API listens',
  TARIK_PORT: '0 for any free port',
  TARIK_PUBLIC_URL: 'where banks and browsers reach us; production needs it, in https',
  TARIK_MASTER_KEYS: 'seal what rests in the database; the first seals, all open',
  TARIK_INDEX_KEY: 'finds a customer without storing who it is; it must never change',
  TARIK_SNAP_PRIVATE_KEY: 'signs our token calls to banks',
  TARIK_DB_CONNECTIONS: 'connections of this process to the database',
  TARIK_DB_TIMEOUT_MS: 'longest time of one statement',
  TARIK_MAX_IN_FLIGHT: 'calls served at once; one more is answered 503',
  TARIK_BANK_CALLS: 'calls to one bank that may be under way',
  TARIK_ADDRESS_RATE:
    'calls a second from one address before its signature is checked; 0 or unset for no limit',
  TARIK_TRUSTED_PROXIES:
    'addresses and networks, with commas between, whose `X-Forwarded-For` is believed',
  TARIK_PRIVATE_NETWORKS:
    'networks of your own, with commas between, to which notifications may go although they are private',
  TARIK_LOG_LEVEL: 'what is logged at least',
  TARIK_METRICS_HOST: 'where metrics and health are served beside the API',
  TARIK_METRICS_PORT: 'unset: no metrics in production',
  TARIK_CALLS_KEPT_DAYS: 'how long the Back Office shows a call of the API; 0: no call is recorded',
  TARIK_PRE_STOP_SECONDS:
    'how long a process that is leaving says so on `/readyz` before it stops taking calls',
  TARIK_BACKOFFICE: 'whether this process serves the Back Office at `/backoffice`',
  TARIK_BACKOFFICE_CONNECTIONS: 'further connections for what people read in the Back Office',
  TARIK_OIDC_ISSUER:
    'an identity provider (OpenID Connect) by which people may sign in to the Back Office besides; https in production',
  TARIK_OIDC_CLIENT_ID: 'goes with it',
  TARIK_OIDC_CLIENT_SECRET: 'goes with it',
  TARIK_OIDC_NAME: 'what the sign-in page calls it',
};

/** Of a bank's variables, by what follows its prefix. */
const BANK_MEANING: Readonly<Record<string, string>> = {
  URL: "the bank's base URL with its path prefix",
  PUBLIC_KEY: "verifies the bank's callbacks",
  SIGNED_ANSWERS: 'whether the bank signs its answers; an unsigned one is then not believed',
  PAYOUTS: 'whether files of payouts are made for this bank',
  COLLECTING_ACCOUNT:
    'our own account at the bank, out of which merchants are paid; production needs it where payouts are on',
  COLLECTING_NAME: 'goes with it: whose account it is, as the bank has it',
};

/** Values that some rule refuses, so that it has to say what it wants. */
const WRONG = ['?', ''];

/** The parts by name. */
export function settingsParts(): Record<string, string> {
  const own = Object.entries(environmentShape).map(([name, schema]) =>
    row(name, schema, MEANING[name as keyof typeof environmentShape]),
  );
  const ofBanks = BANK_SLUGS.flatMap((slug) =>
    Object.entries(bankShape(slug)).map(([name, schema]) =>
      row(name, schema, BANK_MEANING[name.slice(bankPrefix(slug).length + 1)] ?? ''),
    ),
  );
  return { settings: table(['Variable', 'Default', 'Value', 'For'], [...own, ...ofBanks]) };
}

function row(name: string, schema: z.ZodType, meaning: string): string[] {
  if (meaning === '') throw new Error(`${name} needs a sentence`);
  const file = mayBeFile(name) ? ' ·' : '';
  return [`\`${name}\`${file}`, defaultOf(schema), ruleOf(schema), meaning];
}

function mayBeFile(name: string): boolean {
  return SECRETS.some((secret) => secret === name) || name.endsWith('_PUBLIC_KEY');
}

function defaultOf(schema: z.ZodType): string {
  const read = schema.safeParse(undefined);
  if (!read.success) return '**required**';
  if (read.data === undefined || read.data === '') return '';
  if (typeof read.data === 'boolean') return read.data ? '`on`' : '`off`';
  return `\`${JSON.stringify(read.data).replaceAll('"', '')}\``;
}

function ruleOf(schema: z.ZodType): string {
  for (const value of WRONG) {
    const read = schema.safeParse(value);
    if (!read.success) return (read.error.issues[0]?.message ?? '').replace(/^must be /, '');
  }
  return 'text';
}
