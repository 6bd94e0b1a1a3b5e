// The rules of the environment's variables: one schema, whose every message says what a value must be.
import { z } from 'zod';

/** Variables that may also come from a file, named by the variable with `_FILE` at its end. */
export const SECRETS = [
  'DATABASE_URL',
  'TARIK_MASTER_KEYS',
  'TARIK_INDEX_KEY',
  'TARIK_SNAP_PRIVATE_KEY',
  'TARIK_OIDC_CLIENT_SECRET',
] as const;

/** Variables of the sandbox's other programs and of the tests, which are none of the gateway's business. */
export const FOREIGN =
  /^TARIK_(BANK|SHOP|TEST|BENCH|TORTURE|GATEWAY)_|^TARIK_(DATA|CHROMIUM|BANKS|SECRET_KEY)$/;

const port = z
  .string()
  .regex(/^\d{1,5}$/, 'must be a port from 0 to 65535')
  .transform(Number)
  .refine((value) => value <= 65_535, 'must be a port from 0 to 65535');

function whole(least: number, most: number) {
  const rule = `must be a whole number from ${least} to ${most}`;
  return z
    .string()
    .regex(/^\d{1,9}$/, rule)
    .transform(Number)
    .refine((value) => value >= least && value <= most, rule);
}

function oneOf<const W extends readonly [string, ...string[]]>(words: W) {
  return z.enum(words, { error: `must be one of ${words.join(', ')}` });
}

function text(rule: string) {
  return z.string({ error: rule }).min(1, rule);
}

const onOff = oneOf(['on', 'off']).transform((word) => word === 'on');

const KEYS =
  'must be one or more keys of 32 random bytes in base64, newest first, with commas between';
const masterKeys = text(KEYS)
  .transform((value) => value.split(',').map((part) => decode(part.trim())))
  .refine((keys): keys is Buffer[] => keys.every((key) => key?.length === 32), KEYS);

const INDEX_KEY = 'must be a key of at least 32 random bytes in base64';
const indexKey = text(INDEX_KEY)
  .transform(decode)
  .refine((key) => key !== null && key.length >= 32, INDEX_KEY)
  .transform((key) => key ?? Buffer.alloc(0));

const DATABASE = 'must be a PostgreSQL URL, postgres://user:password@host:port/database';
const databaseUrl = text(DATABASE).refine(isPostgres, DATABASE);

function url(rule: string) {
  return text(rule)
    .refine(isBase, rule)
    .transform((value) => value.replace(/\/$/, ''));
}

const BASE = 'must be an http(s) URL without user, query and fragment';

/** Everything but the banks' own variables, which {@link bankShape} adds. */
export const environmentShape = {
  DATABASE_URL: databaseUrl,
  TARIK_MODE: oneOf(['production', 'sandbox']).default('production'),
  TARIK_ROLE: oneOf(['all', 'api', 'worker']).default('all'),
  TARIK_HOST: text('must be an address to listen on').default('127.0.0.1'),
  TARIK_PORT: port.default(8080),
  TARIK_PUBLIC_URL: url(BASE).optional(),
  TARIK_MASTER_KEYS: masterKeys,
  TARIK_INDEX_KEY: indexKey,
  TARIK_SNAP_PRIVATE_KEY: text("must be the gateway's RSA private key in PEM").refine(
    (pem) => pem.includes('PRIVATE KEY-----'),
    "must be the gateway's RSA private key in PEM",
  ),
  TARIK_DB_CONNECTIONS: whole(2, 1000).default(20),
  TARIK_DB_TIMEOUT_MS: whole(100, 60_000).default(10_000),
  TARIK_MAX_IN_FLIGHT: whole(1, 100_000).default(1000),
  TARIK_BANK_CALLS: whole(1, 10_000).default(256),
  TARIK_ADDRESS_RATE: whole(0, 1_000_000).optional(),
  TARIK_TRUSTED_PROXIES: z.string().default(''),
  TARIK_PRIVATE_NETWORKS: z.string().default(''),
  TARIK_LOG_LEVEL: oneOf(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  TARIK_METRICS_HOST: text('must be an address to listen on').default('127.0.0.1'),
  TARIK_METRICS_PORT: port.optional(),
  TARIK_PRE_STOP_SECONDS: whole(0, 120).default(0),
  TARIK_CALLS_KEPT_DAYS: whole(0, 3650).default(30),
  TARIK_BACKOFFICE: onOff.default(true),
  TARIK_BACKOFFICE_CONNECTIONS: whole(2, 100).default(4),
  TARIK_OIDC_ISSUER: url(BASE).optional(),
  TARIK_OIDC_CLIENT_ID: text('must be the id that the identity provider knows us by').optional(),
  TARIK_OIDC_CLIENT_SECRET: text('must be the secret from the identity provider').optional(),
  TARIK_OIDC_NAME: text('must be what people call the identity provider').default('SSO'),
};

const ACCOUNT = 'must be the number of an account, 1 to 34 letters and digits';
const HOLDER = 'must be a name of 1 to 140 characters';

/** A bank's variables about payouts, `TARIK_CIMB_PAYOUTS` and so on. */
export function payoutShape(slug: string) {
  const name = bankPrefix(slug);
  return {
    [`${name}_PAYOUTS`]: onOff.default(true),
    [`${name}_COLLECTING_ACCOUNT`]: text(ACCOUNT)
      .regex(/^[A-Za-z0-9]{1,34}$/, ACCOUNT)
      .optional(),
    [`${name}_COLLECTING_NAME`]: text(HOLDER).max(140, HOLDER).optional(),
  };
}

/** A bank's variables, `TARIK_CIMB_URL` and so on. */
export function bankShape(slug: string) {
  const name = bankPrefix(slug);
  return {
    [`${name}_URL`]: url(BASE),
    [`${name}_PUBLIC_KEY`]: text("must be the bank's RSA public key in PEM").refine(
      (pem) => pem.includes('PUBLIC KEY-----'),
      "must be the bank's RSA public key in PEM",
    ),
    [`${name}_SIGNED_ANSWERS`]: onOff.default(true),
    ...payoutShape(slug),
  };
}

/** How a bank's variables begin. */
export function bankPrefix(slug: string): string {
  return `TARIK_${slug.toUpperCase()}`;
}

function decode(value: string): Buffer | null {
  const bytes = Buffer.from(value, 'base64');
  return bytes.toString('base64').replace(/=+$/, '') === value.replace(/=+$/, '') ? bytes : null;
}

function isPostgres(value: string): boolean {
  return URL.canParse(value) && /^postgres(ql)?:$/.test(new URL(value).protocol);
}

function isBase(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, username, password, search, hash } = new URL(value);
  return (
    /^https?:$/.test(protocol) && [username, password, search, hash].every((part) => part === '')
  );
}
