// Wrong arguments of every command: the usage on standard error, nothing on standard output, exit code 2.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Command } from 'commander';
import { afterAll, describe, expect, test } from 'vitest';
import { buildProgram } from '../src/cli/main.ts';
import { createScreen } from '../src/cli/screen.ts';
import { runTarik } from './tarik.ts';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tarik-usage-'));
afterAll(() => fs.rmSync(folder, { recursive: true }));
const env = { TARIK_DATA: folder };

const screen = createScreen({ out: () => undefined, err: () => undefined });
const names = leaves(buildProgram({ screen, env: () => ({}) }), []);

/** Every command that does something, as it is typed. */
function leaves(command: Command, before: string[]): string[] {
  const shown = command.createHelp().visibleCommands(command);
  const subs = shown.filter((sub) => sub.name() !== 'help');
  const name = before.join(' ');
  const acts = subs.length === 0 || name === 'clock' || name === 'settle';
  const own = before.length > 0 && acts ? [name] : [];
  return [...own, ...subs.flatMap((sub) => leaves(sub, [...before, sub.name()]))];
}

const ID = 'MCH-1';
const SIGN = ['sign', '--client-id', ID, '--target', '/x'];

/** What each command needs or reads, left out or wrong. */
const WRONG: Readonly<Record<string, readonly string[][]>> = {
  sandbox: [['sandbox', 'now']],
  walk: [['walk', 'fast']],
  trigger: [
    ['trigger'],
    ['trigger', 'payment.sucess'],
    ['trigger', 'payment.success', '--amount', '1.5'],
    ['trigger', 'payment.success', '--invoice', 'a b'],
  ],
  listen: [
    ['listen', '--limit', '0'],
    ['listen', '--timeout', 'soon'],
    ['listen', '--events', 'payment.success'],
    ['listen', '--forward-to', 'localhost'],
  ],
  logs: [
    ['logs', '--last', 'all'],
    ['logs', 'x'],
  ],
  clock: [['clock', 'back']],
  'clock advance': [
    ['clock', 'advance'],
    ['clock', 'advance', 'later'],
  ],
  sign: [
    ['sign'],
    ['sign', '--client-id', ID],
    SIGN,
    [...SIGN, '--secret-file', 'nowhere'],
    [...SIGN, '--body', 'nowhere'],
    [...SIGN, '--timestamp', 'now'],
  ],
  verify: [
    ['verify'],
    ['verify', 'nowhere'],
    ['verify', '--kind', 'letter'],
    ['verify', '-', '--secret-file', '-'],
    ['verify', '--client-id', ID],
  ],
  serve: [['serve', 'now']],
  migrate: [['migrate', 'now']],
  'merchant create': [
    ['merchant', 'create'],
    ['merchant', 'create', '--name', 'x', '--set', 'amounts=roman'],
  ],
  'merchant list': [['merchant', 'list', 'all']],
  'merchant activate-bank': [
    ['merchant', 'activate-bank'],
    ['merchant', 'activate-bank', ID, 'cimb'],
  ],
  'merchant deactivate-bank': [['merchant', 'deactivate-bank', ID]],
  'merchant set-notification-url': [['merchant', 'set-notification-url', ID]],
  'merchant set-notification-hosts': [['merchant', 'set-notification-hosts']],
  'merchant fees': [
    ['merchant', 'fees'],
    ['merchant', 'fees', ID, '--amount', '9.000'],
  ],
  'merchant set-fee': [
    ['merchant', 'set-fee', ID],
    ['merchant', 'set-fee', ID, 'cimb', '--fixed', '2,000'],
    ['merchant', 'set-fee', ID, 'cimb', '--from', '2099-12-01'],
  ],
  'merchant withdraw-fee': [
    ['merchant', 'withdraw-fee', ID, 'cimb'],
    ['merchant', 'withdraw-fee', ID, 'cimb', 'no-uuid'],
  ],
  'merchant rotate-key': [
    ['merchant', 'rotate-key'],
    ['merchant', 'rotate-key', ID, '--overlap', 'long'],
  ],
  'merchant suspend': [['merchant', 'suspend']],
  'merchant resume': [['merchant', 'resume']],
  'merchant set': [
    ['merchant', 'set', ID],
    ['merchant', 'set', ID, 'amounts'],
  ],
  'accounts list': [['accounts', 'list']],
  'accounts show': [
    ['accounts', 'show', ID],
    ['accounts', 'show', ID, 'BCA-1'],
  ],
  'accounts add': [
    ['accounts', 'add', ID],
    ['accounts', 'add', ID, '--bank', '999', '--number', '1234567', '--holder', 'PT A'],
    ['accounts', 'add', ID, '--bank', '014', '--number', '12-34', '--holder', 'PT A'],
    ['accounts', 'add', ID, '--bank', '014', '--number', '1234567', '--holder', ' '],
  ],
  'accounts inquire': [
    ['accounts', 'inquire', ID],
    ['accounts', 'inquire', ID, 'BCA-1'],
  ],
  'operator add': [
    ['operator', 'add'],
    ['operator', 'add', '--email', 'ayu@toko.example'],
    ['operator', 'add', '--email', 'ayu@toko.example', '--role', 'owner'],
    ['operator', 'add', '--email', 'ayu', '--role', 'admin'],
  ],
  'operator list': [['operator', 'list', 'all']],
  'operator disable': [['operator', 'disable']],
  'operator enable': [['operator', 'enable']],
  'operator reset-totp': [['operator', 'reset-totp']],
  'operator set-role': [
    ['operator', 'set-role', 'ayu@toko.example'],
    ['operator', 'set-role', 'ayu@toko.example', '--role', 'owner'],
  ],
  resend: [
    ['resend'],
    ['resend', ID, 'no-uuid'],
    ['resend', ID, '--state', 'lost'],
    ['resend', ID, '--from', 'yesterday'],
  ],
  settle: [['settle'], ['settle', '--day', 'today'], ['settle', '--day', '2026-02-30']],
  'settle payouts': [['settle', 'payouts', 'now']],
  'settle sent': [
    ['settle', 'sent'],
    ['settle', 'sent', 'no-uuid'],
  ],
  'settle results': [
    ['settle', 'results'],
    ['settle', 'results', 'nowhere'],
  ],
  'settle release': [
    ['settle', 'release', ID],
    ['settle', 'release', ID, 'no-uuid', '--reason', 'x'],
  ],
  'settle release-file': [
    ['settle', 'release-file', ID],
    ['settle', 'release-file', 'no-uuid', '--reason', 'x'],
  ],
  'settle holidays': [
    ['settle', 'holidays', '--add', 'tomorrow'],
    ['settle', 'holidays', '--add', '2027-03-09'],
    ['settle', 'holidays', '--add', '2027-03-09', '--name', 'x', '--kind', 'feast'],
    ['settle', 'holidays', '--add', '2027-03-09', '--name', 'x', '--remove', '2027-03-10'],
  ],
  'settle terms': [
    ['settle', 'terms', ID],
    ['settle', 'terms', ID, 'cimb', '--minimum', '5.5'],
    ['settle', 'terms', ID, 'cimb', '--working-days', 'two'],
  ],
  'settle preview': [
    ['settle', 'preview', ID, 'cimb'],
    ['settle', 'preview', ID, 'cimb', '9.000'],
    ['settle', 'preview', ID, 'cimb', '0'],
    ['settle', 'preview', ID, 'cimb', '9000', '--split', 'SBA:HALF:1'],
  ],
  statement: [
    ['statement', ID],
    ['statement', ID, '26-11-2026'],
  ],
  'reconcile import': [
    ['reconcile', 'import'],
    ['reconcile', 'import', 'FILE', '--day', '2026-11-25'],
    ['reconcile', 'import', 'FILE', '--bank', 'bca', '--day', '2026-11-25'],
    ['reconcile', 'import', 'FILE', '--bank', 'cimb', '--day', '2026-02-30'],
    ['reconcile', 'import', 'nowhere', '--bank', 'cimb', '--day', '2026-11-25'],
  ],
  'reconcile day': [
    ['reconcile', 'day'],
    ['reconcile', 'day', '--bank', 'bca'],
    ['reconcile', 'day', '--bank', 'cimb', '--from', 'yesterday'],
  ],
  'reconcile exceptions': [['reconcile', 'exceptions', '--bank', 'bca']],
  'reconcile close': [
    ['reconcile', 'close', '--bank', 'cimb'],
    ['reconcile', 'close', '--bank', 'cimb', '--day', '25-11-2026'],
  ],
  'reconcile partner': [
    ['reconcile', 'partner', ID],
    ['reconcile', 'partner', ID, 'KEY', '--bank', 'bca'],
  ],
  check: [['check', 'all']],
  doctor: [
    ['doctor', 'me'],
    ['doctor', '--gateway', 'here'],
  ],
  'keys rotate': [['keys', 'rotate', 'x', 'y']],
  schema: [['schema', 'x']],
  version: [['version', 'x']],
  completion: [['completion'], ['completion', 'nosh']],
};

describe.each(names)('tarik %s', (name) => {
  const cases = [...(WRONG[name] ?? []), [...name.split(' '), '--no-such-option']];

  test('is in the table of wrong arguments', () => {
    expect(WRONG[name]).toBeDefined();
  });

  test.each(cases.map((args) => [args.join(' '), args] as const))(
    'tarik %s',
    async (_words, args) => {
      const { code, out, err } = await runTarik(args, env);
      expect({ code, out }).toEqual({ code: 2, out: '' });
      expect(err).toMatch(/^(error|tarik): /);
      expect(err).toContain(`Usage: tarik ${name.split(' ')[0]}`);
    },
  );
});

test('a command that does not exist is answered with the near one', async () => {
  const { code, out, err } = await runTarik(['trigerr'], env);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toMatch(/Did you mean trigger\?[^]*Usage: tarik/);
});
