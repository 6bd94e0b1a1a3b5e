// Settings that a sandbox may have and a production must not: what could be seen before anything is opened.
import inspector from 'node:inspector';
import ipaddr from 'ipaddr.js';
import { payoutFaults } from './collecting.ts';
import type { Config, Environment } from './config.ts';

/** How the keys of a sandbox begin, so that none of them is ever taken for a real one. */
export const SANDBOX_KEY_MARK = Buffer.from('tarik-sandbox-');

/** What the Secret Keys of a sandbox's merchants say of themselves. */
export const SANDBOX_SECRET = /do-not-use-in-production/;

/** How the addresses of a sandbox's people end; everybody knows their password. */
export const SANDBOX_ADDRESS = '@tarik.test';

/** Why these settings are no production's, a line each. */
export function productionFaults(config: Config, env: Environment): string[] {
  return [
    ...publicUrlFaults(config.publicUrl),
    ...[...config.banks].flatMap(([slug, bank]) => [
      ...bankFaults(slug, bank.url),
      ...payoutFaults(slug, bank),
    ]),
    ...keyFaults(config),
    ...(config.oidc?.issuer.startsWith('http:') === true
      ? ['TARIK_OIDC_ISSUER must be https in production']
      : []),
    ...(env['NODE_TLS_REJECT_UNAUTHORIZED'] === '0'
      ? ['NODE_TLS_REJECT_UNAUTHORIZED=0 lets anybody pose as the bank: remove it']
      : []),
    ...(inspectorOpen(env)
      ? ['the debugger is open (--inspect or NODE_OPTIONS): it shows every secret, close it']
      : []),
  ];
}

function publicUrlFaults(url: string | null): string[] {
  if (url === null) return ['TARIK_PUBLIC_URL must say where banks and browsers reach us'];
  return url.startsWith('https:') ? [] : ['TARIK_PUBLIC_URL must be https in production'];
}

function bankFaults(slug: string, url: string): string[] {
  const name = `TARIK_${slug.toUpperCase()}_URL`;
  const { protocol, hostname } = new URL(url);
  return [
    ...(protocol === 'https:' ? [] : [`${name} must be https in production`]),
    ...(isLoopback(hostname) ? [`${name} is this machine: a simulated bank is no bank`] : []),
  ];
}

function keyFaults(config: Config): string[] {
  const named: [string, readonly Buffer[]][] = [
    ['TARIK_MASTER_KEYS', config.masterKeys.reveal()],
    ['TARIK_INDEX_KEY', [config.indexKey.reveal()]],
  ];
  return named.flatMap(([name, keys]) => [
    ...(keys.some((key) => key.subarray(0, SANDBOX_KEY_MARK.length).equals(SANDBOX_KEY_MARK))
      ? [`${name} holds a sandbox's key: make a new one`]
      : []),
    // 32 random bytes with so few different ones among them do not happen.
    ...(keys.some((key) => new Set(key).size < 12)
      ? [`${name} holds a key that is not random: make one with "openssl rand -base64 32"`]
      : []),
  ]);
}

/** Whether a host of a URL is this very machine, whatever way it is written. */
export function isLoopback(hostname: string): boolean {
  const bare = hostname.replace(/^\[|\]$|\.$/g, '').toLowerCase();
  if (bare === 'localhost' || bare.endsWith('.localhost')) return true;
  if (!ipaddr.isValid(bare)) return false;
  const range = ipaddr.process(bare).range();
  return range === 'loopback' || range === 'unspecified';
}

function inspectorOpen(env: Environment): boolean {
  const asked = [...process.execArgv, ...(env['NODE_OPTIONS'] ?? '').split(/\s+/)];
  return inspector.url() !== undefined || asked.some((option) => option.startsWith('--inspect'));
}
