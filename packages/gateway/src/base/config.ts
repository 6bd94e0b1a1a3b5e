// The settings of a process, read once from the environment; every fault is reported at once, by name and rule.
import fs from 'node:fs';
import { z } from 'zod';
import {
  payoutFaults,
  payoutSettings,
  type CollectingAccount,
  type PayoutSettings,
} from './collecting.ts';
import {
  FOREIGN,
  SECRETS,
  bankPrefix,
  bankShape,
  environmentShape,
  payoutShape,
} from './environment.ts';
import { Secret } from './secrets.ts';
import { productionFaults } from './unsafe.ts';

export interface BankConfig extends PayoutSettings {
  /** The bank's base URL, without a slash at the end. */
  url: string;
  /** The bank's RSA public key, PEM. */
  publicKey: string;
  /** Whether the bank signs its answers; an unsigned one is then not believed. */
  signedAnswers: boolean;
}

export interface Config {
  mode: 'production' | 'sandbox';
  role: 'all' | 'api' | 'worker';
  host: string;
  /** 0 for any free port. */
  port: number;
  /** Where banks and browsers reach us; null (sandbox only) for where we listen. */
  publicUrl: string | null;
  databaseUrl: Secret<string>;
  dbConnections: number;
  dbTimeoutMs: number;
  /** 32-byte keys, newest first. */
  masterKeys: Secret<readonly Buffer[]>;
  indexKey: Secret<Buffer>;
  /** The gateway's own RSA key, PEM. */
  snapPrivateKey: Secret<string>;
  banks: ReadonlyMap<string, BankConfig>;
  maxInFlight: number;
  /** Calls to one bank that may be under way. */
  bankCalls: number;
  /** Calls a second that one address may make before its signature is checked; null for no limit. */
  addressRate: number | null;
  /** Addresses and networks of proxies in front of us whose X-Forwarded-For is believed. */
  trustedProxies: readonly string[];
  /** Networks of the operator's own to which notifications may go although they are private. */
  privateNetworks: readonly string[];
  logLevel: string;
  metricsHost: string;
  /** Null: no metrics are served. */
  metricsPort: number | null;
  /** How long a process that is leaving says so before it stops taking calls. */
  preStopMs: number;
  /** How long a merchant's call is remembered; 0: none is recorded. */
  callsKeptMs: number;
  /** Connections for what people read in the Back Office; null: there is none. */
  backofficeConnections: number | null;
  /** Where people of the Back Office may sign in besides; null for nowhere. */
  oidc: OidcConfig | null;
}

export interface OidcConfig {
  issuer: string;
  clientId: string;
  clientSecret: Secret<string>;
  /** What people call it. */
  name: string;
}

/** The settings are wrong; `faults` holds a line for each. */
export class ConfigRefused extends Error {
  override name = 'ConfigRefused';
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(`the settings cannot be used:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
    this.faults = faults;
  }
}

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the settings for the given banks. Throws {@link ConfigRefused} with every fault; warnings (a variable that
 * nobody knows) come back beside the settings.
 */
export function readConfig(
  env: Environment,
  banks: readonly string[],
): { config: Config; warnings: string[] } {
  const shape = {
    ...environmentShape,
    ...Object.fromEntries(banks.flatMap((slug) => Object.entries(bankShape(slug)))),
  };
  const config = shaped(parse(env, shape, banks) as Values, banks);
  const faults = config.mode === 'production' ? productionFaults(config, env) : [];
  if (faults.length > 0) throw new ConfigRefused(faults);
  return { config, warnings: unknownNames(env, Object.keys(shape), banks) };
}

/** What an operator's command needs of the settings: the database and the keys that open it. */
export type Vault = Pick<Config, 'mode' | 'databaseUrl' | 'masterKeys' | 'indexKey'>;

/** Reads a {@link Vault}. Throws {@link ConfigRefused}. */
export function readVault(env: Environment): Vault {
  const { TARIK_MODE, DATABASE_URL, TARIK_MASTER_KEYS, TARIK_INDEX_KEY } = environmentShape;
  const shape = { TARIK_MODE, DATABASE_URL, TARIK_MASTER_KEYS, TARIK_INDEX_KEY };
  const values = parse(env, shape, []) as Values;
  return {
    mode: values.TARIK_MODE,
    databaseUrl: new Secret(values.DATABASE_URL),
    masterKeys: new Secret(values.TARIK_MASTER_KEYS),
    indexKey: new Secret(values.TARIK_INDEX_KEY),
  };
}

/**
 * Reads our own accounts at these banks, for a command that makes files of payouts; a bank for which none are made is left out.
 * Throws {@link ConfigRefused}.
 */
export function readCollecting(
  env: Environment,
  banks: readonly string[],
): ReadonlyMap<string, CollectingAccount> {
  const { TARIK_MODE } = environmentShape;
  const shape = Object.assign({ TARIK_MODE }, ...banks.map(payoutShape)) as z.ZodRawShape;
  const values = parse(env, shape, banks) as Values;
  const settings = new Map(banks.map((slug) => [slug, payoutSettings(values, slug)]));
  const faults = [...settings].flatMap(([slug, one]) => payoutFaults(slug, one));
  if (faults.length > 0) throw new ConfigRefused(faults);
  return collectingOf(settings);
}

/** The accounts of those banks for which payouts are made. */
export function collectingOf(
  banks: ReadonlyMap<string, PayoutSettings>,
): ReadonlyMap<string, CollectingAccount> {
  return new Map(
    [...banks].flatMap(([slug, { collecting }]) =>
      collecting === null ? [] : [[slug, collecting] as const],
    ),
  );
}

/** Reads where browsers reach us: where it is not said, on this machine. Throws {@link ConfigRefused}. */
export function readPublicUrl(env: Environment): string {
  const { TARIK_PUBLIC_URL, TARIK_PORT } = environmentShape;
  const values = parse(env, { TARIK_PUBLIC_URL, TARIK_PORT }, []) as Values;
  return values.TARIK_PUBLIC_URL ?? `http://127.0.0.1:${values.TARIK_PORT}`;
}

/** Reads where the database is. Throws {@link ConfigRefused}. */
export function readDatabaseUrl(env: Environment): Secret<string> {
  const { DATABASE_URL } = environmentShape;
  return new Secret((parse(env, { DATABASE_URL }, []) as Values).DATABASE_URL);
}

function parse(env: Environment, shape: z.ZodRawShape, banks: readonly string[]): unknown {
  const faults: string[] = [];
  const production = (env['TARIK_MODE'] || 'production') === 'production';
  const values = fromFiles(env, banks, production, faults);
  const parsed = z.object(shape).safeParse(values);
  if (!parsed.success) faults.push(...parsed.error.issues.map(worded));
  if (faults.length > 0) throw new ConfigRefused([...new Set(faults)].toSorted());
  return parsed.data;
}

/** The environment of this process. */
export function processEnvironment(): Environment {
  return process.env;
}

type Values = { [K in keyof typeof environmentShape]: z.output<(typeof environmentShape)[K]> } & {
  [bank: `TARIK_${string}`]: unknown;
};

function shaped(values: Values, banks: readonly string[]): Config {
  return {
    mode: values.TARIK_MODE,
    role: values.TARIK_ROLE,
    host: values.TARIK_HOST,
    port: values.TARIK_PORT,
    publicUrl: values.TARIK_PUBLIC_URL ?? null,
    databaseUrl: new Secret(values.DATABASE_URL),
    dbConnections: values.TARIK_DB_CONNECTIONS,
    dbTimeoutMs: values.TARIK_DB_TIMEOUT_MS,
    masterKeys: new Secret(values.TARIK_MASTER_KEYS),
    indexKey: new Secret(values.TARIK_INDEX_KEY),
    snapPrivateKey: new Secret(values.TARIK_SNAP_PRIVATE_KEY),
    banks: new Map(banks.map((slug) => [slug, bankConfig(values, slug)])),
    maxInFlight: values.TARIK_MAX_IN_FLIGHT,
    bankCalls: values.TARIK_BANK_CALLS,
    addressRate: values.TARIK_ADDRESS_RATE || null,
    trustedProxies: listed(values.TARIK_TRUSTED_PROXIES),
    privateNetworks: listed(values.TARIK_PRIVATE_NETWORKS),
    logLevel: values.TARIK_LOG_LEVEL,
    metricsHost: values.TARIK_METRICS_HOST,
    metricsPort: values.TARIK_METRICS_PORT ?? null,
    preStopMs: values.TARIK_PRE_STOP_SECONDS * 1000,
    callsKeptMs: values.TARIK_CALLS_KEPT_DAYS * 86_400_000,
    backofficeConnections: values.TARIK_BACKOFFICE ? values.TARIK_BACKOFFICE_CONNECTIONS : null,
    oidc: oidcConfig(values),
  };
}

function oidcConfig(values: Values): OidcConfig | null {
  const {
    TARIK_OIDC_ISSUER: issuer,
    TARIK_OIDC_CLIENT_ID: clientId,
    TARIK_OIDC_CLIENT_SECRET: clientSecret,
    TARIK_OIDC_NAME: name,
  } = values;
  const given = [issuer, clientId, clientSecret].filter((one) => one !== undefined);
  if (given.length === 0) return null;
  const whole = issuer !== undefined && clientId !== undefined && clientSecret !== undefined;
  if (!whole) {
    throw new ConfigRefused([
      'TARIK_OIDC_ISSUER, TARIK_OIDC_CLIENT_ID and TARIK_OIDC_CLIENT_SECRET belong together',
    ]);
  }
  return { issuer, clientId, clientSecret: new Secret(clientSecret), name };
}

function bankConfig(values: Readonly<Record<string, unknown>>, slug: string): BankConfig {
  const name = bankPrefix(slug);
  return {
    url: values[`${name}_URL`] as string,
    publicKey: values[`${name}_PUBLIC_KEY`] as string,
    signedAnswers: values[`${name}_SIGNED_ANSWERS`] as boolean,
    ...payoutSettings(values, slug),
  };
}

/** Replaces `X_FILE` by what is in the file. A secret in a file that everybody may read is a fault. */
function fromFiles(
  env: Environment,
  banks: readonly string[],
  production: boolean,
  faults: string[],
): Environment {
  // An empty variable is one that is not set: that is how compose files and unit files leave one out.
  const values = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const publicKeys = banks.map((slug) => `${bankPrefix(slug)}_PUBLIC_KEY`);
  for (const name of [...SECRETS, ...publicKeys]) {
    const file = values[`${name}_FILE`];
    if (file === undefined) continue;
    if (values[name] !== undefined) faults.push(`${name} and ${name}_FILE are both set: keep one`);
    try {
      const secret = !publicKeys.includes(name);
      if (secret && production && isOpenToAll(file)) {
        faults.push(`${name}_FILE: everybody may read ${file}: chmod it to 0600 or 0400`);
      }
      values[name] = fs.readFileSync(file, 'utf8').trim();
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      faults.push(`${name}_FILE: ${file} cannot be read (${code ?? 'unknown'})`);
      values[name] = 'unread';
    }
  }
  return values;
}

function worded(issue: z.core.$ZodIssue): string {
  return `${issue.path.join('.')} ${issue.message}`;
}

function isOpenToAll(file: string): boolean {
  return process.platform !== 'win32' && (fs.statSync(file).mode & 0o004) !== 0;
}

/** TARIK_… variables that no rule speaks of: a misspelt one would otherwise be silently without effect. */
function unknownNames(
  env: Environment,
  known: readonly string[],
  banks: readonly string[],
): string[] {
  const files = [...SECRETS, ...banks.map((slug) => `${bankPrefix(slug)}_PUBLIC_KEY`)];
  const names = new Set([...known, ...files.map((name) => `${name}_FILE`)]);
  return Object.keys(env)
    .filter((name) => name.startsWith('TARIK_') && !names.has(name) && !FOREIGN.test(name))
    .map((name) => `${name} is not a setting that this version knows`);
}

function listed(value: string): string[] {
  return value
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
