// What an operator types about a merchant, read and judged: secrets, URLs, times, settings.
import fs from 'node:fs';
import { ZodError } from 'zod';
import { BANK_SLUGS } from '../banks/registry.ts';
import type { MerchantDoors } from '../merchants/create.ts';
import { parseSettings, type ChangedSettings } from '../merchants/settings.ts';
import { findMerchantByClientId } from '../merchants/store.ts';
import { isHost, urlFault, type UrlFault } from '../notifications/target.ts';
import { EXIT, Ended } from './exit.ts';

/** The merchant with this Client-Id; ends the command when there is none, or no such bank. */
export async function mustFind(
  doors: Pick<MerchantDoors, 'db'>,
  clientId: string,
  bank?: string,
): Promise<{ merchantId: string }> {
  if (bank !== undefined && !BANK_SLUGS.includes(bank)) {
    throw new Ended(EXIT.usage, `there is no bank ${bank}: it is one of ${BANK_SLUGS.join(', ')}`);
  }
  const row = await findMerchantByClientId(doors.db, clientId);
  if (row === null) throw new Ended(EXIT.notFound, `there is no merchant ${clientId}`);
  return { merchantId: row.merchant_id };
}

/** A secret from a file, or from standard input for `-`. */
export function readSecret(file: string): string {
  let secret: string;
  try {
    secret = fs.readFileSync(file === '-' ? 0 : file, 'utf8').trim();
  } catch {
    throw new Ended(EXIT.usage, `the file ${file} cannot be read`);
  }
  if (secret === '') throw new Ended(EXIT.usage, 'the secret is empty');
  return secret;
}

const URL_RULES: Record<UrlFault, string> = {
  url_malformed: 'it is no URL',
  url_not_https: 'it must be https',
  url_has_user: 'it must not hold a user or a password',
  url_has_fragment: 'it must not have a fragment',
  url_port: 'its port must be 443 or 8443',
  address_refused: 'it must not be a private or local address',
};

/** A notification URL that the door would take. */
export function checkedUrl(url: string, sandbox: boolean): string {
  const fault = urlFault(url, sandbox);
  if (fault !== null) throw new Ended(EXIT.usage, `the URL cannot be used: ${URL_RULES[fault]}`);
  return url;
}

/** A host with its port where it has one, as a URL writes them. */
export function checkedHost(host: string): string {
  if (isHost(host)) return host;
  throw new Ended(EXIT.usage, `${host} is no host: write it as shop.example or shop.example:8443`);
}

const UNITS: Record<string, number> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `0`, `90s`, `15m`, `24h` or `7d` in ms. */
export function parseDuration(text: string): number {
  const [, count, unit] = /^(\d{1,5})([smhd])$/.exec(text) ?? [];
  if (text === '0') return 0;
  if (count === undefined || unit === undefined) {
    throw new Ended(
      EXIT.usage,
      'a time is 0, or a number of seconds, minutes, hours or days: 90s, 15m, 24h, 7d',
    );
  }
  return Number(count) * (UNITS[unit] ?? 0);
}

/** `amounts=string notifyRefunds=true rate=null` as settings. */
export function readSettings(pairs: readonly string[]): ChangedSettings {
  try {
    return parseSettings(Object.fromEntries(pairs.map(readPair)));
  } catch (error) {
    if (!(error instanceof ZodError)) throw error;
    const faults = error.issues.map(({ path, message }) =>
      path.length === 0 ? message : `${path.join('.')}: ${message}`,
    );
    throw new Ended(EXIT.usage, `the settings cannot be used:\n  ${faults.join('\n  ')}`);
  }
}

function readPair(pair: string): [string, unknown] {
  const at = pair.indexOf('=');
  if (at < 1) throw new Ended(EXIT.usage, `"${pair}" is not setting=value`);
  const value = pair.slice(at + 1);
  const literal = /^(true|false|null|\{.*\})$/.test(value);
  try {
    return [pair.slice(0, at), literal ? JSON.parse(value) : value];
  } catch {
    throw new Ended(EXIT.usage, `the value of ${pair.slice(0, at)} is not valid JSON`);
  }
}

/** Epoch ms as people and programs read it. */
export function isoTime(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}
