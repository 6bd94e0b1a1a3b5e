// The house rules, checked: floors, doors, names, sizes, dead files. It may learn, never be silenced.
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { circles, floorOf, roomOf } from './tidy/floors.ts';
import { RULES, check, unreached } from './tidy/rules.ts';
import { parse, readSources } from './tidy/source.ts';

const sources = readSources(path.join(import.meta.dirname, '../src'));

/** Where reading begins: the command line, and the suite that the banks' tests share. */
const ENTRIES = ['cli/main.ts', 'banks/contract.ts'];

describe('the house', () => {
  for (const rule of RULES) {
    test(`keeps the rule about ${rule.name}`, () => {
      expect(sources.flatMap((source) => check(rule, source))).toEqual([]);
    });
  }

  test('has no circle between the rooms of floor 1', () => {
    expect(
      circles(sources).map(({ source, line, way }) => `${source.path}:${line} ${way}`),
    ).toEqual([]);
  });

  test('has no file that nothing reaches from the command line', () => {
    const built = sources.some(({ path: file }) => file === ENTRIES[0]);
    expect(built ? unreached(sources, ENTRIES) : []).toEqual([]);
  });
});

/** For each rule: code that breaks it, where it stands, and whether the rule must say so. */
const SAMPLES: readonly [rule: string, file: string, code: string, breaks: boolean][] = [
  ['rooms', 'payroll/pay.ts', '', true],
  ['rooms', 'banks/anybank/index.ts', '', false],
  ['floors', 'payments/create.ts', "import { a } from '../api/doku/payment.ts';", true],
  ['floors', 'payments/create.ts', "import type { A } from '../api/doku/payment.ts';", true],
  ['floors', 'payments/create.ts', "import { a } from '../refunds/refund.ts';", true],
  ['floors', 'refunds/create.ts', "import { a } from '../payments/payment.ts';", false],
  ['floors', 'payments/create.ts', "import { a } from '@tarik/wire/snap/codes';", true],
  ['floors', 'banks/cimb/codes.ts', "import { a } from '@tarik/wire/snap/codes';", false],
  ['floors', 'notifications/sign.ts', "import { a } from '@tarik/wire/doku/signature';", false],
  ['floors', 'notifications/deliver.ts', "import { a } from '@tarik/wire/doku/headers';", true],
  ['floors', 'payments/create.ts', "import { a } from '../context.ts';", true],
  ['floors', 'payments/create.ts', "import type { A } from '../context.ts';", false],
  ['floors', 'context.ts', "import { a } from './base/clock.ts';", true],
  ['floors', 'base/clock.ts', "import type { A } from '../context.ts';", true],
  ['floors', 'banks/cimb/index.ts', "import { a } from '../snap/outcome.ts';", false],
  ['floors', 'banks/snap/outcome.ts', "import { a } from '../cimb/codes.ts';", true],
  ['floors', 'banks/cimb/index.ts', "import { a } from '../registry.ts';", true],
  ['floors', 'api/doku/payment.ts', "import { a } from '../snap/payment.ts';", true],
  ['floors', 'api/doku/payment.ts', "const a = await import('../../worker/loop.ts');", true],
  ['floors', 'worker/chores.ts', "export { a } from '../backoffice/session.ts';", true],
  ['floors', 'app.ts', "import { a } from './banks/registry.ts';", false],
  ['floors', 'app.ts', "import { a } from '../tests/world.ts';", true],
  ['SQL', 'payments/create.ts', 'const q = `select id from ${table} where id = $1`;', true],
  ['SQL', 'payments/create.ts', "const q = 'update payments set state = $1';", true],
  ['SQL', 'payments/create.ts', "const q = 'select payment_begin($1)';", true],
  ['SQL', 'payments/store-due.ts', "const q = 'delete from payments';", false],
  ['SQL', 'payments/restore.ts', "const q = 'delete from payments';", true],
  ['SQL', 'payments/store.ts', "const q = 'delete from payments';", false],
  ['SQL', 'backoffice/banks.ts', "const label = 'Select a bank from the list';", false],
  ['HTTP out', 'payments/create.ts', "await fetch('https://bank.example');", true],
  ['HTTP out', 'worker/loop.ts', "import { request } from 'node:https';", true],
  ['HTTP out', 'worker/loop.ts', "import { Pool } from 'undici';", true],
  ['HTTP out', 'worker/loop.ts', "import type { Dispatcher } from 'undici';", false],
  ['HTTP out', 'banks/http.ts', "import { Pool } from 'undici';", false],
  ['HTTP out', 'api/server.ts', "import { createServer } from 'node:http';", false],
  ['environment', 'app.ts', "const port = process.env['PORT'];", true],
  ['environment', 'app.ts', "import { env } from 'node:process';", true],
  ['environment', 'base/config.ts', 'const all = process.env;', false],
  ['time', 'payments/create.ts', 'const now = Date.now();', true],
  ['time', 'payments/create.ts', 'const now = new Date();', true],
  ['time', 'payments/create.ts', 'const day = new Date(row.at);', false],
  ['time', 'payments/create.ts', 'const start = performance.now();', true],
  ['chance', 'tokens/register.ts', "import { randomUUID } from 'node:crypto';", true],
  ['chance', 'tokens/register.ts', 'const id = crypto.randomUUID();', true],
  ['chance', 'tokens/register.ts', 'const id = context.random.id();', false],
  ['Math.random', 'base/random.ts', 'const x = Math.random();', true],
  ['amounts', 'ledger/ledger.ts', 'const amount = Number(row.amount);', true],
  ['amounts', 'api/doku/page.ts', 'const page = Number(query.page);', false],
  ['console', 'cli/main.ts', "console.error('no');", true],
  ['console', 'cli/main.ts', "// console.log('no')", false],
  ['erasable', 'payments/payment.ts', 'export enum State { A }', true],
  ['erasable', 'payments/payment.ts', 'export default function pay() {}', true],
  ['erasable', 'payments/payment.ts', 'export default 1;', true],
  ['erasable', 'payments/payment.ts', 'namespace A { export const b = 1; }', true],
  ['size', 'payments/payment.ts', '//\n'.repeat(400), true],
  ['size', 'payments/payment.ts', '//\n'.repeat(399), false],
  ['opening', 'payments/payment.ts', "import { a } from './store.ts';", true],
  ['opening', 'payments/payment.ts', '// A payment and its moves.', false],
  ['file name', 'payments/payment-helper.ts', '', true],
  ['file name', 'payments/service.ts', '', true],
  ['file name', 'payments/data.ts', '', true],
  ['file name', 'payments/handle-otp.ts', '', true],
  ['file name', 'payments/database.ts', '', false],
  ['name', 'payments/create.ts', 'export function handleOtp() {}', true],
  ['name', 'payments/create.ts', 'export class PaymentService {}', true],
  ['name', 'payments/create.ts', 'const a = 1; export { a as dateUtils };', true],
  ['name', 'payments/create.ts', 'export const utility = 1;', false],
  ['name', 'banks/snap/codes.ts', 'export const serviceCode = 54;', false],
  ['leftover', 'payments/create.ts', '// TODO: later', true],
  ['machine path', 'sandbox/run.ts', "const at = '/home/somebody/tarik';", true],
  ['machine path', 'sandbox/run.ts', "import { a } from '../tmp/files.ts';", false],
];

describe('the rules themselves', () => {
  test.for(SAMPLES)('%s, in %s: %s', ([name, file, code, breaks]) => {
    const rule = RULES.find((one) => one.name === name)!;
    expect(check(rule, parse(file, code)).length > 0).toBe(breaks);
  });

  test('each has a sample that breaks it', () => {
    const broken = new Set(SAMPLES.filter(([, , , breaks]) => breaks).map(([name]) => name));
    expect(RULES.map(({ name }) => name).filter((name) => !broken.has(name))).toEqual([]);
  });

  test('a circle between rooms and a file out of reach are found', () => {
    const one = parse('ledger/check.ts', "import { a } from '../merchants/store.ts';");
    const two = parse('merchants/store.ts', "import { b } from '../ledger/ledger.ts';");
    expect(circles([one, two])).toHaveLength(1);
    expect(circles([one])).toHaveLength(0);
    expect(unreached([one, two], ['ledger/check.ts'])).toEqual([]);
    expect(unreached([one, two], ['merchants/store.ts'])).toEqual(['ledger/check.ts']);
  });

  test('a message names the file, the line, what was found and why it matters', () => {
    const rule = RULES.find((one) => one.name === 'time')!;
    const source = parse('payments/create.ts', '// Charges a token.\nconst now = Date.now();');
    expect(check(rule, source)).toEqual([
      'payments/create.ts:2 time: Date.now ' +
        '(the clock is handed in, so that the sandbox and the tests can move it)',
    ]);
  });

  test('a bank and a flavour are rooms of the third floor, the lists of them of the fourth', () => {
    const floors = [
      'banks/cimb/index.ts',
      'api/doku/payment.ts',
      'banks/registry.ts',
      'banks/bank.ts',
    ];
    expect(floors.map((file) => floorOf(roomOf(file)))).toEqual([3, 3, 4, 1]);
  });
});
