// What a sandbox says when it is ready: where everything is, who may call, and what to do next.
import path from 'node:path';
import { SANDBOX_MERCHANTS } from './merchants.ts';
import { SANDBOX_PASSWORD, SANDBOX_PEOPLE } from './people.ts';
import type { Sandbox } from './sandbox.ts';

type Paint = (style: 'bold' | 'dim' | 'cyan' | 'green' | 'yellow', text: string) => string;

/** The screen for people. */
export function welcome(sandbox: Sandbox, paint: Paint, version: string, seconds: string): string {
  const { gateway, bank, shop, folder } = sandbox;
  const place = (name: string, url: string, says: string): string =>
    `  ${name.padEnd(11)} ${paint('cyan', url.padEnd(32))} ${paint('dim', says)}`;
  const third = SANDBOX_MERCHANTS.find(({ active }) => !active);
  return [
    '',
    `  ${paint('bold', 'Tarik')} ${version} ${paint('green', `is ready`)} ${paint('dim', `after ${seconds} s`)}`,
    '',
    place('Gateway', gateway, `API reference at ${gateway}/docs`),
    place('Back Office', `${gateway}/backoffice`, 'people below, in two languages'),
    place('Bank', bank, 'CIMB, simulated: SMS inbox at /sms, accounts, book, faults'),
    ...(shop === null
      ? []
      : [
          place('Shop', shop, 'buy something; its API messages and the bank’s moods are beside it'),
        ]),
    `  ${'Data'.padEnd(11)} ${shortPath(folder)} ${paint('dim', '(logs in logs/)')}`,
    '',
    `  ${paint('dim', `${'Client-Id'.padEnd(25)} ${'Secret Key'.padEnd(42)} CIMB`)}`,
    ...SANDBOX_MERCHANTS.map(
      ({ clientId, secret, active }) =>
        `  ${clientId.padEnd(25)} ${secret.padEnd(42)} ${active ? paint('green', 'active') : paint('yellow', 'to be activated')}`,
    ),
    ...(third === undefined
      ? []
      : [`  ${paint('dim', `Its Key is ${third.bank.key}, its Secret ${third.bank.secret}`)}`]),
    '',
    `  ${paint('dim', `People of the Back Office, all with the password ${SANDBOX_PASSWORD}`)}`,
    ...people(paint),
    '',
    `  ${paint('dim', 'Accounts at the bank (OTP 999999 is always right, 000000 never)')}`,
    ...accounts(paint),
    '',
    `  ${paint('dim', 'Next')}      ${paint('bold', 'npm run walk')}  ${paint('dim', 'the whole guide, step by step, in another terminal')}`,
    `            ${paint('dim', 'in your own code: docs/src/content/docs/quickstart.md')}`,
    `  ${paint('dim', 'Ctrl-C ends everything and keeps the data; npm start -- --fresh begins anew')}`,
    '',
  ].join('\n');
}

/** The people in three columns. */
function people(paint: Paint): string[] {
  const cells = SANDBOX_PEOPLE.map(
    ({ email, role, ofGateway }) =>
      `${email.padEnd(21)} ${paint('dim', (ofGateway ? `${role} of all` : role).padEnd(13))}`,
  );
  const rows = Array.from({ length: Math.ceil(cells.length / 3) }, (_, n) =>
    cells.slice(3 * n, 3 * n + 3),
  );
  return rows.map((row) => `  ${row.join('  ')}`.trimEnd());
}

const ACCOUNTS: readonly (readonly [number: string, behaviour: string])[] = [
  ['800000000001', 'OTP, then pays'],
  ['800000000002', 'has no money'],
  ['800000000003', 'pays without OTP'],
  ['800000000004', 'times out, has debited'],
  ['800000000005', 'times out, has not'],
  ['800000000006', 'answers after 5 s'],
  ['800000000007', 'is blocked'],
  ['800000000008', 'refuses refunds'],
  ['800000000009', 'refuses deletion'],
  ['800000000010', 'refuses registration'],
  ['800000000011', 'callbacks twice, and early'],
];

/** The accounts in two columns. */
function accounts(paint: Paint): string[] {
  const half = Math.ceil((ACCOUNTS.length + 1) / 2);
  const cells = [...ACCOUNTS, ['any other', 'as 800000000001'] as const].map(
    ([number, behaviour]) => [number.padEnd(12), behaviour.padEnd(26)] as const,
  );
  const cell = (n: number): string => {
    const [number, behaviour] = cells[n] ?? ['', ''];
    return `${number} ${paint('dim', behaviour)}`;
  };
  return Array.from({ length: half }, (_, n) => `  ${cell(n)}  ${cell(n + half)}`.trimEnd());
}

/** The same for programs. */
export function welcomeJson(sandbox: Sandbox): object {
  return {
    ready: true,
    gateway: sandbox.gateway,
    backoffice: `${sandbox.gateway}/backoffice`,
    bank: sandbox.bank,
    shop: sandbox.shop,
    folder: sandbox.folder,
    database_url: sandbox.databaseUrl,
    pid: process.pid,
    pids: sandbox.pids(),
    merchants: SANDBOX_MERCHANTS.map(({ clientId, secret, active, bank }) => ({
      client_id: clientId,
      secret_key: secret,
      bank: { name: 'cimb', active, ...bank },
    })),
    people: SANDBOX_PEOPLE.map(({ email, role, ofGateway }) => ({
      email,
      password: SANDBOX_PASSWORD,
      role,
      of: ofGateway ? 'gateway' : 'merchants',
    })),
  };
}

function shortPath(folder: string): string {
  const relative = path.relative(process.cwd(), folder);
  return relative.startsWith('..') || relative === '' ? folder : relative;
}
