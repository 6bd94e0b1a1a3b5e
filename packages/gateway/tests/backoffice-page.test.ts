// The page's own files: what is sent for which path, under which policy, and that no path leads out of the build.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fastify, type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addPage } from '../src/backoffice/static.ts';
import { systemRandom } from '../src/base/random.ts';

const INDEX = '<!doctype html><style nonce="__CSP_NONCE__"></style><meta content="__CSP_NONCE__">';
let folder: string;
let app: FastifyInstance;

beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'tarik-dist-'));
  writeFileSync(path.join(folder, '..', 'outside.txt'), 'outside');
  mkdirSync(path.join(folder, 'dist/assets'), { recursive: true });
  app = serving('https://gateway.example');
});

afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true });
});

function serving(publicUrl: string): FastifyInstance {
  const made = fastify();
  addPage(made, { random: systemRandom(), publicUrl }, path.join(folder, 'dist'));
  return made;
}

function get(url: string, headers: Record<string, string> = {}) {
  return app.inject({ method: 'GET', url, headers });
}

test('while nothing has been built, the page says what to do', async () => {
  const answer = await get('/backoffice');
  expect(answer.statusCode).toBe(503);
  expect(answer.body).toContain('npm run build');
});

describe('what has been built', () => {
  beforeAll(() => {
    const file = (name: string, text: string) =>
      writeFileSync(path.join(folder, 'dist', name), text);
    file('index.html', INDEX);
    file('favicon.svg', '<svg/>');
    file('assets/app-1a2b.js', 'plain');
    file('assets/app-1a2b.js.br', 'brotli');
    file('assets/app-1a2b.js.gz', 'gzip');
    file('assets/app-1a2b.css', 'css');
  });

  test('is there without a restart, its first page for every path that is no file', async () => {
    for (const url of ['/backoffice', '/backoffice/', '/backoffice/MCH-1/payments?state=failed']) {
      const answer = await get(url);
      expect([answer.statusCode, answer.headers['content-type']]).toEqual([
        200,
        'text/html; charset=utf-8',
      ]);
      expect(answer.headers['cache-control']).toBe('no-store');
    }
  });

  test('runs under a policy without anything inline, and each answer has its own nonce', async () => {
    const [one, two] = [await get('/backoffice'), await get('/backoffice')];
    const policy = String(one.headers['content-security-policy']);
    const nonce = /'nonce-([^']{24})'/.exec(policy)?.[1];
    expect(policy.replace(nonce!, '…')).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-…'; img-src 'self' data:; " +
        "font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; " +
        "frame-ancestors 'none'; require-trusted-types-for 'script'",
    );
    expect(one.body).toBe(INDEX.replaceAll('__CSP_NONCE__', nonce!));
    expect(two.headers['content-security-policy']).not.toBe(policy);
    expect(one.headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'strict-transport-security': 'max-age=31536000; includeSubDomains',
    });
  });

  test('asks for https alone only where it is reached by https', async () => {
    const plain = serving('http://127.0.0.1:8080');
    const answer = await plain.inject({ method: 'GET', url: '/backoffice' });
    expect(answer.headers['strict-transport-security']).toBeUndefined();
    await plain.close();
  });

  test('is kept by the browser where its name changes with its contents, and asked for anew elsewhere', async () => {
    const script = await get('/backoffice/assets/app-1a2b.js');
    expect(script.headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
      vary: 'accept-encoding',
    });
    expect(script.body).toBe('plain');
    expect((await get('/backoffice/favicon.svg')).headers['cache-control']).toBe('no-cache');
  });

  test.each([
    ['br, gzip', 'br', 'brotli'],
    ['gzip, deflate', 'gzip', 'gzip'],
    ['gzip;q=1.0, br;q=0.5', 'br', 'brotli'],
    ['br;q=0, gzip', 'gzip', 'gzip'],
    ['identity', undefined, 'plain'],
  ])('is sent packed to who takes it: %s', async (accepts, coding, body) => {
    const answer = await get('/backoffice/assets/app-1a2b.js', { 'accept-encoding': accepts });
    expect([answer.headers['content-encoding'], answer.body]).toEqual([coding, body]);
    const css = await get('/backoffice/assets/app-1a2b.css', { 'accept-encoding': accepts });
    expect([css.headers['content-encoding'], css.body]).toEqual([undefined, 'css']);
  });

  test('is all there is: no path leads out of it', async () => {
    for (const name of [
      '../outside.txt',
      '..%2foutside.txt',
      '%2e%2e/outside.txt',
      '....//outside.txt',
    ]) {
      expect((await get(`/backoffice/${name}`)).body).not.toBe('outside');
    }
    const gone = await get('/backoffice/assets/app-old.js');
    expect([gone.statusCode, gone.headers['content-type']]).toEqual([404, 'text/plain']);
  });
});
