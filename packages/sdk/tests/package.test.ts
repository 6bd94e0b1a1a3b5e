// The package that merchants install: built, packed, put into empty projects of each kind, on the oldest Node it promises.
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { build } from 'rolldown';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packSdk, stranger, type Packed, type Stranger } from './stranger.ts';

const PLATFORM = `${process.platform}-${process.arch}`;
const strangers: Stranger[] = [];
let packed: Packed;

beforeAll(async () => {
  packed = await packSdk();
}, 120_000);

afterAll(() => {
  for (const one of strangers) one.remove();
  packed.remove();
});

async function project(manifest: object, ...packages: string[]): Promise<Stranger> {
  const made = stranger(manifest);
  strangers.push(made);
  await made.install(packed.tarball, ...packages);
  return made;
}

describe('the packed SDK', () => {
  test('is clean to publint', async () => {
    const { messages, pkg } = await publint({ pkgDir: packed.content, strict: true });
    expect(messages.map((message) => formatMessage(message, pkg))).toEqual([]);
  });

  test('has types that are right for every kind of import', async () => {
    const data = createPackageFromTarballData(new Uint8Array(readFileSync(packed.tarball)));
    const result = await checkPackage(data);
    if (!result.types) throw new Error('the package has no types');
    // Subpaths for resolvers older than Node 12.7's are not promised.
    const problems = result.problems.filter(
      (problem) => !('resolutionKind' in problem && problem.resolutionKind === 'node10'),
    );
    expect(problems).toEqual([]);
  });

  test('comes to at most 30 kB when it is bundled and minified', async () => {
    const { output } = await build({
      input: path.join(packed.content, 'index.js'),
      platform: 'node',
      external: /^node:/,
      write: false,
      output: { minify: true },
    });
    const bytes = output.reduce((sum, one) => sum + ('code' in one ? one.code.length : 0), 0);
    expect(bytes).toBeLessThanOrEqual(30_000);
  });

  test('depends on nothing', () => {
    const manifest = JSON.parse(readFileSync(path.join(packed.content, 'package.json'), 'utf8'));
    expect([manifest.dependencies, manifest.peerDependencies]).toEqual([undefined, undefined]);
  });
});

const USE = `
const tarik = new Tarik({ clientId: 'MCH-1', secretKey: 'SK-1', baseUrl: 'http://127.0.0.1:9' });
const body = JSON.stringify({
  transaction: { status: 'SUCCESS', original_request_id: 'R-1' },
  order: { invoice_number: 'INV-1', amount: 90000 },
});
const headers = tarik.notifications.testHeaders(body, { path: '/n' });
const notification = tarik.notifications.verify(body, headers, { path: '/n' });
console.log(notification.invoiceNumber, notification.amount, typeof fetchNotifications(tarik, () => 0));
try { tarik.notifications.verify(body + ' ', headers, { path: '/n' }); }
catch (error) { console.log(error instanceof NotificationError, error instanceof TarikError, error.code); }
`;
const PRINTED = 'INV-1 90000n function\ntrue true notification_signature_wrong\n';

describe('a stranger installs it', () => {
  test('in an empty project of ES modules, and of CommonJS, on the oldest Node it promises', async () => {
    const oldest = `node-${PLATFORM}@20.19.0`;
    const here = await project({ type: 'module' }, oldest);
    here.write(
      'use.mjs',
      `import { Tarik, TarikError, NotificationError } from '@tarik/sdk';
       import { fetchNotifications } from '@tarik/sdk/fetch';${USE}`,
    );
    here.write(
      'use.cjs',
      `const { Tarik, TarikError, NotificationError } = require('@tarik/sdk');
       const { fetchNotifications } = require('@tarik/sdk/fetch');${USE}`,
    );
    const old = path.join(here.folder, `node_modules/node-${PLATFORM}/bin/node`);
    expect(await here.node(['--version'], old)).toBe('v20.19.0\n');
    for (const program of [old, process.execPath]) {
      expect(await here.node(['use.mjs'], program)).toBe(PRINTED);
      expect(await here.node(['use.cjs'], program)).toBe(PRINTED);
    }
  }, 120_000);

  test('in a TypeScript project, with Express and Fastify, under strict types', async () => {
    const here = await project(
      { type: 'module' },
      'typescript@6.0.3',
      'express@5.3.0',
      '@types/express@5.0.6',
      'fastify@5.12.8',
      '@types/node@20',
    );
    here.write(
      'tsconfig.json',
      JSON.stringify({
        compilerOptions: {
          strict: true,
          exactOptionalPropertyTypes: true,
          noEmit: true,
          module: 'nodenext',
          target: 'es2022',
          lib: ['es2023'],
          types: ['node'],
        },
        include: ['*.ts', '*.cts'],
      }),
    );
    here.write('use.ts', TYPED);
    here.write('required.cts', REQUIRED);
    for (const [n, line] of WRONG_LINES.entries()) here.write(`wrong-${n}.ts`, TYPED + line);
    const said = await here.node(['node_modules/typescript/bin/tsc']).catch(String);
    const faults = said.matchAll(/^(\S+\(\d+),\d+\): error TS/gm).map(([, place = '']) => place);
    const last = TYPED.split('\n').length;
    const expected = WRONG_LINES.map((_, n) => `wrong-${n}.ts(${last}`);
    expect([...new Set(faults)].toSorted(), `the compiler: ${said}`).toEqual(expected);
  }, 180_000);
});

const TYPED = `
import express from 'express';
import { fastify } from 'fastify';
import { Tarik, DeclinedError, type Notification, type Payment } from '@tarik/sdk';
import { expressNotifications } from '@tarik/sdk/express';
import { fastifyNotifications } from '@tarik/sdk/fastify';
import { fetchNotifications } from '@tarik/sdk/fetch';
import { ACCOUNTS, openSandbox, type TestMerchant } from '@tarik/sdk/testing';

export const tarik = new Tarik({ clientId: 'MCH-1', secretKey: ['SK-2', 'SK-1'], baseUrl: 'http://127.0.0.1:9' });

export async function pay(): Promise<string> {
  const payment = await tarik.payments.create({
    customer: { id: 'C-1', name: undefined }, tokenId: 'T', invoiceNumber: 'INV-1', amount: 90_000n,
    lineItems: undefined,
  }, { requestId: undefined, signal: undefined });
  return told(payment);
}

function told(payment: Payment): string {
  switch (payment.status) {
    case 'PENDING': return payment.challenge;
    case 'SUCCESS': return payment.paymentId;
    case 'FAILED': return payment.invoiceNumber;
  }
}

export function receive(notification: Notification): bigint | string {
  switch (notification.kind) {
    case 'payment': return notification.amount;
    case 'refund': return notification.requestId;
    case 'token': return notification.tokenId;
  }
}

export const reason = (error: unknown): string | undefined =>
  error instanceof DeclinedError ? error.reason : undefined;

express().post('/n', expressNotifications(tarik, receive));
await fastify().register(fastifyNotifications(tarik, receive), { url: '/n' });

export async function reasonOf(merchant: TestMerchant): Promise<string | undefined> {
  await merchant.pay({ account: ACCOUNTS.pays, amount: 90_000n });
  return (await merchant.notification({ kind: 'payment' })).reason;
}
export const stop = async (): Promise<void> => await (await openSandbox({ fresh: true })).stop();
export const POST: (request: Request) => Promise<Response> = fetchNotifications(tarik, receive);
`;

const REQUIRED = `
import sdk = require('@tarik/sdk');
export const tarik = new sdk.Tarik({ clientId: 'MCH-1', secretKey: 'SK-1', baseUrl: 'http://127.0.0.1:9' });
`;

/** What the types must refuse. */
const WRONG_LINES = [
  "new Tarik({ clientId: 'MCH-1', baseUrl: 'http://127.0.0.1:9' });",
  "await tarik.payments.create({ customer: { id: 'C' }, tokenId: 'T', invoiceNumber: 'I', amount: '90000' });",
  "(await tarik.payments.validate({ challenge: 'c', otp: '123456' })).challenge;",
  "await tarik.payments.status({ invoice_number: 'INV-1' });",
  "(await (await openSandbox()).merchant()).fault({ operation: 'pay', fault: 'no_such_fault' });",
];
