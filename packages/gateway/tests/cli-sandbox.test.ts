// The command line beside a running sandbox, from one end to the other: what is triggered is heard, logged and verified.
import { spawn, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Environment } from '../src/base/config.ts';
import { SCENARIOS } from '../src/cli/trigger/scenarios.ts';
import { SANDBOX_MERCHANTS } from '../src/sandbox/merchants.ts';
import { sandboxEnvironment } from '../src/sandbox/running.ts';
import { beginTarik, runTarik } from './tarik.ts';

const MAIN = path.join(import.meta.dirname, '../src/cli/main.ts');
const PATIENT = 240_000;
const ID = SANDBOX_MERCHANTS[0]!.clientId;

let folder: string;
let child: ChildProcess;
let ready: { gateway: string; shop: string };
let env: Environment;

/** The environment of a command in another terminal, as `main.ts` reads it. */
function environment(own: Record<string, string>): NodeJS.ProcessEnv {
  const { DATABASE_URL: _, ...rest } = process.env;
  return { ...rest, NO_COLOR: '1', TARIK_DATA: folder, ...own };
}

beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tarik-cli-sandbox-'));
  fs.chmodSync(folder, 0o755);
  const free = { TARIK_PORT: '0', TARIK_BANK_PORT: '0', TARIK_SHOP_PORT: '0' };
  child = spawn(process.execPath, [MAIN, 'sandbox', '--json'], {
    env: environment(free),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const line = await new Promise<string>((resolve) =>
    createInterface(child.stdout!).once('line', resolve),
  );
  ready = JSON.parse(line);
  env = { TARIK_DATA: folder, ...sandboxEnvironment(folder) };
  await runTarik(['merchant', 'set', ID, 'notifyRefunds=true', 'notifyTokens=true'], env);
}, PATIENT);

afterAll(async () => {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGINT');
  await ended;
  fs.rmSync(folder, { recursive: true, force: true });
}, PATIENT);

async function json(...args: string[]): Promise<any> {
  const { code, out, err } = await runTarik([...args, '--json'], env);
  expect({ args, code, err: code === 0 ? '' : err }).toEqual({ args, code: 0, err: '' });
  return JSON.parse(out);
}

async function listening(signal: AbortSignal | undefined, ...args: string[]) {
  const begun = beginTarik(['listen', '--json', '--timeout', '60s', ...args], env, signal);
  await expect.poll(() => begun.said.err, { timeout: 10_000 }).toContain('listening for');
  return begun;
}

const lines = (out: string): any[] =>
  out
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));

async function urlOfMerchant(): Promise<string> {
  const answer = await fetch(`${ready.gateway}/sandbox/merchants/${ID}`);
  return ((await answer.json()) as any).banks[0].notification_url;
}

describe('every event of tarik trigger', () => {
  test.each(SCENARIOS)(
    '$event comes about: $says',
    async ({ event, notified }) => {
      const stop = new AbortController();
      const listener =
        notified === undefined ? undefined : await listening(stop.signal, '--events', notified);
      const result = await json('trigger', event);
      expect(result).toMatchObject({ event, client_id: ID, notification: notified ?? null });
      if (listener === undefined) return;
      // Earlier runs may have left something that ends now.
      const subject = result.invoice_number ?? result.token_id;
      const heard = () =>
        lines(listener.said.out).filter((one) => !subject || one.subject === subject);
      await expect.poll(() => heard().length, { timeout: 20_000 }).toBeGreaterThan(0);
      expect(heard()[0]).toMatchObject({ event: notified, verified: true, client_id: ID });
      stop.abort();
      expect((await listener.ended).code).toBe(0);
    },
    PATIENT,
  );
});

describe('a notification', () => {
  test(
    'that comes twice has one Request-Id, is verified from its line, and can be sent again',
    async () => {
      const before = await urlOfMerchant();
      const { ended } = await listening(undefined, '--events', 'payment.succeeded', '--limit', '2');
      await json('trigger', 'notification.duplicate');
      const heard = lines((await ended).out);
      expect(heard.map((one) => one.attempt)).toEqual([1, 2]);
      expect(new Set(heard.map((one) => one.request_id)).size).toBe(1);
      expect(await urlOfMerchant()).toBe(before);

      const file = path.join(folder, 'line.json');
      fs.writeFileSync(file, JSON.stringify(heard[0]));
      expect((await runTarik(['verify', file], env)).code).toBe(0);

      const again = await listening(undefined, '--limit', '1');
      await json('resend', ID, heard[0].request_id, '--to-configured-url');
      expect(lines((await again.ended).out)).toMatchObject([{ request_id: heard[0].request_id }]);
    },
    PATIENT,
  );

  test(
    'is heard by a process that ends with 0 on Ctrl-C and puts the URL back',
    async () => {
      const before = await urlOfMerchant();
      const listener = spawn(process.execPath, [MAIN, 'listen'], {
        env: environment({}),
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let said = '';
      listener.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
      const ended = new Promise((resolve) => listener.once('exit', resolve));
      await expect.poll(() => said, { timeout: 20_000 }).toContain('listening for');
      expect(await urlOfMerchant()).not.toBe(before);
      listener.kill('SIGINT');
      expect(await ended).toBe(0);
      expect(said).toContain(`notifications go to ${before} again`);
      expect(await urlOfMerchant()).toBe(before);
    },
    PATIENT,
  );
});

describe('a call', () => {
  test('signed by tarik sign is taken; one with a wrong signature is explained by logs and verify', async () => {
    const target = '/orders/v1/status/INV-NOBODY';
    const { headers } = await json('sign', '--client-id', ID, '--target', target);
    const right = await fetch(ready.gateway + target, { headers });
    expect(right.status).toBe(404);
    const signed = await json('sign', '--client-id', ID, '--target', `${target}/`);
    const wrong = await fetch(ready.gateway + target, { headers: signed.headers });
    expect(wrong.status).toBe(400);

    const [last] = lines((await runTarik(['logs', '--failed', '--last', '1', '--json'], env)).out);
    expect(last).toMatchObject({ signature: 'wrong', code: 'invalid_signature' });
    expect(last.string_to_sign).toContain(`Request-Target:${target}`);
    const message = path.join(folder, 'wrong.http');
    const head = Object.entries(signed.headers).map(([name, value]) => `${name}: ${String(value)}`);
    fs.writeFileSync(message, [`GET ${target} HTTP/1.1`, ...head, '', ''].join('\n'));
    const { code, out } = await runTarik(['verify', message], env);
    expect(code).toBe(4);
    expect(out).toContain('[target_slash]');
  });

  test(
    'is shown as it happens',
    async () => {
      const stop = new AbortController();
      const { said, ended } = beginTarik(
        ['logs', '--follow', '--last', '1', '--json'],
        env,
        stop.signal,
      );
      await expect.poll(() => said.err).toContain('waiting for calls');
      const before = said.out.length;
      await json('trigger', 'payment.no_otp');
      await expect.poll(() => said.out.slice(before)).toContain('/cimb-direct-debit/v1/payment"');
      stop.abort();
      expect((await ended).code).toBe(0);
    },
    PATIENT,
  );
});

describe('the sandbox', () => {
  test('moves its clock for one merchant alone, and for all', async () => {
    const { offset_seconds: before } = await json('clock');
    await json('clock', 'advance', '15m', '--client-id', ID);
    expect((await json('clock')).offset_seconds).toBe(before);
    await json('clock', 'advance', '1m');
    expect((await json('clock')).offset_seconds).toBe(before + 60);
  });

  test(
    'is found healthy by the doctor, from inside and from outside',
    async () => {
      const checks = (found: any[]) => found.map((one) => [one.check, one.ok]);
      const inside = checks(await json('doctor'));
      for (const check of [
        'node',
        'sandbox',
        'gateway',
        'clock',
        'bank',
        'shop',
        'signature',
        'books',
      ]) {
        expect(inside).toContainEqual([check, true]);
      }
      const outside = await json('doctor', '--gateway', ready.gateway, '--client-id', ID);
      expect(checks(outside).map(([check]) => check)).toEqual([
        'node',
        'gateway',
        'clock',
        'signature',
      ]);
      const key = path.join(folder, 'wrong-key');
      fs.writeFileSync(key, 'SK-wrong');
      const wrong = ['doctor', '--gateway', ready.gateway, '--client-id', ID, '--secret-file', key];
      expect(await runTarik(wrong, env)).toMatchObject({
        code: 1,
        out: expect.stringContaining('invalid_signature'),
      });
    },
    PATIENT,
  );

  test('that does not run is what the doctor says, and how to start one', async () => {
    const none = fs.mkdtempSync(path.join(folder, 'none-'));
    const { code, out } = await runTarik(['doctor'], { TARIK_DATA: none });
    expect(code).toBe(1);
    expect(out).toMatch(/✗ sandbox +none runs here: tarik sandbox \(npm start\) starts one/);
  });
});

describe('completion', () => {
  test.each(['bash', 'zsh', 'fish'])('prints a script for %s and answers it', async (shell) => {
    const script = await program('completion', shell);
    expect(script).toContain('tarik complete --');
    expect(await program('complete', '--', 'trigger', 'payment.un')).toContain(
      'payment.unclear.failed',
    );
    expect(await program('complete', '--', 'listen', '--for')).toContain('--forward-to');
  });

  async function program(...args: string[]): Promise<string> {
    const running = spawn(process.execPath, [MAIN, ...args], { env: environment({}) });
    let out = '';
    running.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    await new Promise((resolve) => running.once('close', resolve));
    return out;
  }
});
