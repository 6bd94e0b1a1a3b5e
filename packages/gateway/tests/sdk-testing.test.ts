// The SDK's test helper against real sandboxes: every outcome forced, tests beside one another undisturbed, nothing left behind.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FAULTS, OPERATIONS } from '../../simulator/src/faults.ts';
import { DeclinedError, InputError, OtpError } from '../../sdk/src/index.ts';
import {
  ACCOUNTS,
  joinSandbox,
  OTP,
  SandboxError,
  startSandbox,
  type FaultName,
  type Operation,
  type Sandbox,
  type TestMerchant,
} from '../../sdk/src/testing/index.ts';
import { isAlive } from '../src/sandbox/processes.ts';

const HOME = path.join(import.meta.dirname, '../../..');
const PATIENT = 120_000;
const AMOUNT = 90_000;

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox({ home: HOME });
}, PATIENT);

afterAll(() => sandbox.stop(), PATIENT);

/** A payment that waits for its OTP. */
async function pending(merchant: TestMerchant) {
  const account = await merchant.bind();
  const { customer, tokenId } = account;
  const order = { customer, tokenId, invoiceNumber: `INV-${crypto.randomUUID()}`, amount: AMOUNT };
  const payment = await merchant.tarik.payments.create(order);
  if (payment.status !== 'PENDING') throw new Error('expected an OTP step');
  return { ...payment, account };
}

async function errorOf(call: Promise<unknown>): Promise<Error> {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(Error);
  return error as Error;
}

describe('a merchant of a test', () => {
  test('binds, pays and is told; the OTP is read from the SMS', async () => {
    const merchant = await sandbox.merchant();
    const bound = await merchant.bind({ account: ACCOUNTS.pays });
    const tokens = await merchant.tarik.tokens.list({ customer: bound.customer });
    expect(tokens.map((token) => token.tokenId)).toEqual([bound.tokenId]);
    const paid = await merchant.pay({ account: bound, amount: AMOUNT });
    expect(paid).toMatchObject({ status: 'SUCCESS', amount: 90_000n });
    const { invoiceNumber, requestId } = paid;
    const told = await merchant.notification({ kind: 'payment', invoiceNumber });
    expect(told).toMatchObject({ type: 'payment.succeeded', originalRequestId: requestId });
    expect(merchant.notifications).toEqual([told]);
    expect(merchant.deliveries).toMatchObject([{ path: '/notifications', status: 200 }]);
  });

  test('meets every outcome that an account number forces', async () => {
    const merchant = await sandbox.merchant();
    const pay = (account: string) => merchant.pay({ account, amount: AMOUNT });
    expect(await errorOf(pay(ACCOUNTS.insufficientFunds))).toMatchObject({
      constructor: DeclinedError,
      reason: 'insufficient_funds',
    });
    expect(await errorOf(pay(ACCOUNTS.blocked))).toMatchObject({ reason: 'account_blocked' });
    expect(await errorOf(pay(ACCOUNTS.registrationRefused))).toMatchObject({
      constructor: SandboxError,
      code: 'registration_failed',
    });
    expect(await pay(ACCOUNTS.paysWithoutOtp)).toMatchObject({ status: 'SUCCESS' });
    const [debited, not] = [
      await pay(ACCOUNTS.unclearDebited),
      await pay(ACCOUNTS.unclearNotDebited),
    ];
    expect([debited.status, not.status]).toEqual(['PENDING', 'PENDING']);
    await merchant.advance({ hours: 1 });
    const { invoiceNumber } = debited;
    expect((await merchant.notification({ invoiceNumber })).status).toBe('SUCCESS');
    await merchant.advance({ days: 1 });
    const failed = await merchant.notification({ invoiceNumber: not.invoiceNumber });
    expect(failed.status).toBe('FAILED');
  });

  test('can give wrong OTPs, and one that is too late', async () => {
    const merchant = await sandbox.merchant();
    const wrong = await errorOf(merchant.pay({ amount: AMOUNT, otp: OTP.neverRight }));
    expect(wrong).toMatchObject({ constructor: OtpError, code: 'invalid_otp', triesLeft: 2 });

    const { challenge, account, invoiceNumber } = await pending(merchant);
    const otp = await merchant.otp(account);
    expect(await merchant.otp(account.account)).toBe(otp);
    expect(await merchant.otp(account.phone)).toBe(otp);
    await merchant.advance({ minutes: 15 });
    await merchant.notification({ type: 'payment.expired', invoiceNumber });
    await errorOf(merchant.tarik.payments.validate({ challenge, otp }));
    const { status } = await merchant.tarik.payments.status({ invoiceNumber });
    expect(status).toBe('EXPIRED');
  });

  test('hands notifications on to a handler and to a URL, bytes unchanged, and answers as they do', async () => {
    const merchant = await sandbox.merchant();
    const seen: string[] = [];
    const answers = [503, 200];
    const app = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = Buffer.concat(chunks);
        const target = { path: '/hooks/tarik' };
        const told = merchant.tarik.notifications.verify(body, request.headers, target);
        seen.push(told.type);
        response.writeHead(answers.shift() ?? 200).end();
      });
    }).listen(0, '127.0.0.1');
    await once(app, 'listening');
    const { port } = app.address() as AddressInfo;
    await merchant.forwardTo(`http://127.0.0.1:${port}/hooks/tarik`);
    const { invoiceNumber } = await merchant.pay({ amount: AMOUNT });
    await merchant.notification({ invoiceNumber });
    await merchant.advance({ minutes: 1 });
    await merchant.notification({ invoiceNumber });
    expect(seen).toEqual(['payment.succeeded', 'payment.succeeded']);
    expect(merchant.deliveries.map((one) => one.status)).toEqual([503, 200]);
    app.close();

    await merchant.forwardTo(async (request) => {
      if (seen.length === 2) {
        seen.push('throws');
        throw new Error('the app has a bug');
      }
      return Response.json(await request.json());
    });
    const next = await merchant.pay({ amount: AMOUNT });
    await merchant.notification({ invoiceNumber: next.invoiceNumber });
    await merchant.advance({ minutes: 1 });
    await merchant.notification({ invoiceNumber: next.invoiceNumber });
    expect(merchant.deliveries.slice(2)).toMatchObject([
      { status: 500, failure: new Error('the app has a bug'), path: '/hooks/tarik' },
      { status: 200 },
    ]);
  });

  test('answers for the app where retries are wanted, and has notifications sent again', async () => {
    const merchant = await sandbox.merchant();
    merchant.answerNotifications([500, 502]);
    const { invoiceNumber } = await merchant.pay({ amount: AMOUNT });
    const first = await merchant.notification({ invoiceNumber });
    await merchant.advance({ minutes: 1 });
    const second = await merchant.notification({ invoiceNumber });
    await merchant.advance({ minutes: 5 });
    const third = await merchant.notification({ invoiceNumber });
    await merchant.resendNotifications({ invoiceNumber });
    const fourth = await merchant.notification({ invoiceNumber });
    expect(new Set([first, second, third, fourth].map((one) => one.id)).size).toBe(1);
    expect(merchant.deliveries.map((one) => one.status)).toEqual([500, 502, 200, 200]);
  });
});

describe('two merchants beside one another', () => {
  test('share neither faults, nor time, nor notifications', async () => {
    const [one, other] = [await sandbox.merchant(), await sandbox.merchant()];
    const [waiting, unmoved] = [await pending(one), await pending(other)];

    await one.fault({ operation: 'pay', fault: 'timeout_after' });
    await one.advance({ minutes: 15 });
    await one.notification({ type: 'payment.expired', invoiceNumber: waiting.invoiceNumber });

    // The fault and the fifteen minutes are the first one's alone.
    const undisturbed = await other.pay({ account: ACCOUNTS.paysWithoutOtp, amount: AMOUNT });
    expect(undisturbed.status).toBe('SUCCESS');
    const otp = await other.otp(unmoved.account);
    const { challenge } = unmoved;
    expect((await other.tarik.payments.validate({ challenge, otp })).status).toBe('SUCCESS');
    const unclear = await one.pay({ account: ACCOUNTS.paysWithoutOtp, amount: AMOUNT });
    expect(unclear.status).toBe('PENDING');
    await one.advance({ hours: 1 });
    await one.notification({ type: 'payment.succeeded', invoiceNumber: unclear.invoiceNumber });

    for (const { invoiceNumber } of [undisturbed, unmoved]) {
      await other.notification({ invoiceNumber });
    }
    const told = (merchant: TestMerchant) =>
      merchant.notifications.map((it) => (it.kind === 'token' ? it.tokenId : it.invoiceNumber));
    expect(told(one)).toEqual([waiting.invoiceNumber, unclear.invoiceNumber]);
    expect(told(other).toSorted()).toEqual(
      [undisturbed.invoiceNumber, unmoved.invoiceNumber].toSorted(),
    );
  });
});

describe('errors teach', () => {
  test('a notification that never comes lists what did', async () => {
    const merchant = await sandbox.merchant();
    const wait = { timeoutMs: 50 };
    expect(await errorOf(merchant.notification({ type: 'payment.failed' }, wait))).toMatchObject({
      constructor: SandboxError,
      code: 'notification_missing',
      message:
        'no notification with type payment.failed came within 50 ms. Nothing has come to this merchant at all. ' +
        'Has its payment ended? A PENDING one is told of when it ends.',
    });
    const { invoiceNumber } = await merchant.pay({ amount: AMOUNT });
    await merchant.notification({ invoiceNumber });
    const missing = await errorOf(merchant.notification({ where: () => true }, wait));
    expect(missing.message).toBe(
      'no notification with what where() asks for came within 50 ms. This came:\n' +
        `  payment.succeeded ${invoiceNumber}, answered 200, given to the test before`,
    );
  });

  test('a sandbox that does not run, or cannot be found or started, says what to do', async () => {
    const nobody = { gateway: 'http://127.0.0.1:9', bank: sandbox.bank };
    expect((await errorOf(joinSandbox(nobody))).message).toMatch(
      /^no sandbox: its gateway does not answer at http:\/\/127\.0\.0\.1:9\. Start one \(npm start/,
    );
    const joined = await joinSandbox({ gateway: sandbox.bank, bank: sandbox.bank });
    expect((await errorOf(joined.merchant())).message).toMatch(
      /^the gateway of the sandbox refused POST \/sandbox\/merchants \(404\)/,
    );
    expect((await errorOf(startSandbox({ home: os.tmpdir() }))).message).toMatch(
      /is no clone of Tarik: it has no scripts\/run\.mjs$/,
    );
    const broken = [process.execPath, '-e', 'console.error("the port is taken"); process.exit(3)'];
    expect((await errorOf(startSandbox({ command: broken }))).message).toBe(
      'the sandbox ended (code 3) before it was ready. It said:\nthe port is taken',
    );
    const silent = [process.execPath, '-e', 'setInterval(() => {}, 1000)'];
    expect((await errorOf(startSandbox({ command: silent, timeoutMs: 200 }))).message).toMatch(
      /^the sandbox was not ready within 200 ms/,
    );
    expect((await errorOf(startSandbox({ command: ['/no/such/program'] }))).message).toMatch(
      /\(code 127\) before it was ready\. It said:\nspawn \/no\/such\/program ENOENT$/,
    );
  });

  test('what cannot be meant is refused before anything is sent', async () => {
    const merchant = await sandbox.merchant();
    expect(await errorOf(merchant.advance({ minutes: -1 }))).toBeInstanceOf(InputError);
    expect(await errorOf(merchant.advance({ weeks: 1 } as object))).toBeInstanceOf(InputError);
    expect(() => merchant.answerNotifications([99])).toThrow(InputError);
    expect(await errorOf(merchant.forwardTo('not a URL'))).toBeInstanceOf(InputError);
    expect(await errorOf(merchant.otp('628000000000'))).toMatchObject({ code: 'otp_missing' });
    const fault = { operation: 'pay', fault: 'no_such' as FaultName } as const;
    expect((await errorOf(merchant.fault(fault))).message).toMatch(
      /refused POST \/sandbox\/faults \(400\): fault must be one of/,
    );
    expect((await errorOf(sandbox.merchant({ settings: { unknown: 1 } }))).message).toMatch(
      /refused POST \/sandbox\/merchants \(400\): settings/,
    );
  });

  test('operations and faults are the bank’s own', () => {
    const operations: Record<Operation, true> = Object.fromEntries(
      OPERATIONS.map((name) => [name, true as const]),
    ) as Record<(typeof OPERATIONS)[number], true>;
    const faults: Record<FaultName, unknown> = FAULTS;
    const same: keyof typeof FAULTS extends FaultName ? true : never = true;
    expect([Object.keys(operations).length, Object.keys(faults).length > 0, same]).toEqual([
      OPERATIONS.length,
      true,
      true,
    ]);
  });
});

describe('nothing is left behind', { timeout: PATIENT }, () => {
  test('when it is stopped, and several run side by side', async () => {
    const dataFolder = fs.mkdtempSync(path.join(os.tmpdir(), 'tarik-helper-test-'));
    fs.chmodSync(dataFolder, 0o755);
    const second = await startSandbox({ home: HOME, dataFolder });
    expect(second.gateway).not.toBe(sandbox.gateway);
    const { pid } = JSON.parse(fs.readFileSync(path.join(dataFolder, 'running.json'), 'utf8')) as {
      pid: number;
    };
    const merchant = await second.merchant();
    expect((await merchant.pay({ amount: AMOUNT })).status).toBe('SUCCESS');
    expect(isAlive(pid)).toBe(true);
    await second.stop();
    expect(isAlive(pid)).toBe(false);
    await expect(fetch(`${second.gateway}/readyz`)).rejects.toThrow();
    expect((await errorOf(merchant.pay({ amount: AMOUNT }))).message).toMatch(
      /^the bank of the sandbox does not answer at .*: is it still running\?$/,
    );
    // The folder was named: it is the caller's, and stays.
    expect(fs.existsSync(dataFolder)).toBe(true);
    fs.rmSync(dataFolder, { recursive: true });
  });

  test('when the test run is killed', async () => {
    const temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'tarik-helper-test-'));
    fs.chmodSync(temporary, 0o755);
    const run = spawn(process.execPath, ['--input-type=module', '-e', ENDLESS_RUN], {
      env: { ...process.env, TARIK_SANDBOX_HOME: HOME, TMPDIR: temporary },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = (await once(createInterface({ input: run.stdout }), 'line')) as [string];
    const { TARIK_GATEWAY_URL: gateway } = JSON.parse(line) as Sandbox['env'];
    const ofTheSandbox = () =>
      fs.readdirSync(temporary).filter((name) => name.startsWith('tarik-sandbox-'));
    expect((await fetch(`${gateway}/readyz`)).status).toBe(200);
    expect(ofTheSandbox()).toHaveLength(1);
    run.kill('SIGKILL');
    await expect.poll(ofTheSandbox).toEqual([]);
    await expect(fetch(`${gateway}/readyz`)).rejects.toThrow();
    fs.rmSync(temporary, { recursive: true });
  });
});

const ENDLESS_RUN = `
  import { startSandbox } from ${JSON.stringify(path.join(HOME, 'packages/sdk/src/testing/index.ts'))};
  const sandbox = await startSandbox();
  console.log(JSON.stringify(sandbox.env));
  setInterval(() => undefined, 1000);
`;
