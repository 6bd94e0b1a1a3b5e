// `tarik listen`: what arrives is verified, handed on as it is, answered with the application's own words, and the former
// URL is put back.
import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FORMER_URL, startPretendSandbox, type PretendSandbox } from './pretend-sandbox.ts';
import { beginTarik, runTarik } from './tarik.ts';

let sandbox: PretendSandbox;
let app: http.Server;
let heard: { path: string; headers: http.IncomingHttpHeaders; body: string }[];
let says: { status: number; body: string };

beforeEach(async () => {
  sandbox = await startPretendSandbox();
  heard = [];
  says = { status: 200, body: 'thanks' };
  app = http.createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      heard.push({ path: request.url ?? '', headers: request.headers, body });
      response.writeHead(says.status, { 'content-type': 'text/plain' }).end(says.body);
    });
  });
  await new Promise<void>((resolve) => app.listen(0, '127.0.0.1', resolve));
});

afterEach(async () => {
  app.closeAllConnections();
  await new Promise((resolve) => app.close(resolve));
  await sandbox.close();
});

const news = (type: string, invoice = 'INV-1') => ({
  transaction: { status: 'SUCCESS' },
  order: { invoice_number: invoice },
  event: { id: 'e', sequence: 3, type },
});
const target = () => `http://127.0.0.1:${(app.address() as AddressInfo).port}/hook?x=1`;
const urlNow = () => sandbox.merchant.banks[0].notification_url as string;

async function listening(...args: string[]) {
  const stop = new AbortController();
  const begun = beginTarik(
    ['listen', '--client-id', 'MCH-TEST', ...args],
    sandbox.env,
    stop.signal,
  );
  await expect.poll(() => begun.said.err).toContain('listening for Toko Uji (MCH-TEST)');
  return { ...begun, stop: () => stop.abort() };
}

describe('a listener', () => {
  test('hands the same bytes and headers on and answers what the application says', async () => {
    const { said, ended, stop } = await listening('--forward-to', target());
    expect(urlNow()).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/hook\?x=1$/);
    expect(await sandbox.notify(news('payment.succeeded'))).toBe(200);
    says = { status: 500, body: 'no' };
    expect(await sandbox.notify(news('payment.failed', 'INV-2'))).toBe(500);
    await expect.poll(() => said.out.split('\n')).toHaveLength(3);
    stop();
    const { code, out } = await ended;
    expect(code).toBe(0);
    expect(out).toMatch(
      /^\d\d:\d\d:\d\d {2}payment.succeeded {2}INV-1 {2}SUCCESS {2}→ 200 OK {2}\d+ ms\n/,
    );
    expect(out).toMatch(/payment.failed .* INV-2 .*→ 500 Internal Server Error/);
    expect(out).not.toContain('signature wrong');
    expect(heard[0]).toMatchObject({
      path: '/hook?x=1',
      body: JSON.stringify(news('payment.succeeded')),
      headers: { 'client-id': 'MCH-TEST', signature: expect.stringMatching(/^HMACSHA256=/) },
    });
    expect(urlNow()).toBe(FORMER_URL);
  });

  test('says what is signed with another key, and counts the attempts of one notification', async () => {
    const { said, ended, stop } = await listening('--json');
    await sandbox.notify(news('payment.succeeded'), 'SK-another');
    await expect.poll(() => said.out).not.toBe('');
    stop();
    expect(JSON.parse((await ended).out)).toMatchObject({
      event: 'payment.succeeded',
      subject: 'INV-1',
      status: 'SUCCESS',
      sequence: 3,
      attempt: 1,
      verified: false,
      forwarded_to: null,
      answer: { status: 200 },
    });
  });

  test('answers 502 where nobody answers, and says that the gateway will try again', async () => {
    const { said, ended, stop } = await listening('--forward-to', 'http://127.0.0.1:9/hook');
    expect(await sandbox.notify(news('payment.succeeded'))).toBe(502);
    await expect.poll(() => said.out).toContain('→ 502 Bad Gateway');
    expect(said.out).toContain('nobody answers at http://127.0.0.1:9: the gateway will try again');
    stop();
    await ended;
  });

  test('ends by itself after --limit of the --events that were asked for', async () => {
    const { ended } = await listening('--limit', '1', '--events', 'refund.succeeded', '--json');
    expect(await sandbox.notify(news('payment.succeeded'))).toBe(200);
    expect(await sandbox.notify(news('refund.succeeded'))).toBe(200);
    const { code, out } = await ended;
    expect(code).toBe(0);
    expect(
      out
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).event),
    ).toEqual(['refund.succeeded']);
    expect(urlNow()).toBe(FORMER_URL);
  });

  test('prints what tarik verify reads', async () => {
    const { ended } = await listening('--limit', '1', '--json');
    await sandbox.notify(news('payment.succeeded'));
    const { out } = await ended;
    const file = `${sandbox.env.TARIK_DATA}/line.json`;
    fs.writeFileSync(file, out);
    const verified = await runTarik(['verify', file], sandbox.env);
    expect(verified).toMatchObject({ code: 0, out: expect.stringContaining('this notification') });
  });

  test('ends with 1 when --limit was not reached in time, and puts the former URL back', async () => {
    const { ended } = await listening('--limit', '2', '--timeout', '1');
    await sandbox.notify(news('payment.succeeded'));
    expect(await ended).toMatchObject({
      code: 1,
      err: expect.stringContaining('1 of 2 notifications came in 1 s'),
    });
    expect(urlNow()).toBe(FORMER_URL);
  });

  test('leaves a URL alone that somebody has set in the meantime', async () => {
    const { ended, stop } = await listening();
    sandbox.merchant.banks[0].notification_url = 'http://127.0.0.1:9/newer';
    stop();
    expect((await ended).code).toBe(0);
    expect(urlNow()).toBe('http://127.0.0.1:9/newer');
  });

  test.each([
    [['--events', 'payment.success'], 2, /there is no event payment.success: it is one of/],
    [['--limit', 'many'], 2, /is no limit/],
    [['--timeout', 'soon'], 2, /is no time/],
    [['--forward-to', 'localhost:3000'], 2, /no http or https URL/],
    [['--client-id', 'MCH-NOBODY'], 6, /no merchant MCH-NOBODY/],
    [['--secret-file', 'nowhere'], 2, /cannot be read/],
  ])('refuses %j and changes nothing', async (args, code, words) => {
    const ended = await runTarik(['listen', '--client-id', 'MCH-TEST', ...args], sandbox.env);
    expect(ended).toMatchObject({ code, out: '', err: expect.stringMatching(words) });
    expect(urlNow()).toBe(FORMER_URL);
  });
});
