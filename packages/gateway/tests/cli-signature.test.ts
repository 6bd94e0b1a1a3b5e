// `tarik sign` and `tarik verify` as a merchant's engineer meets them: files in, words and exit codes out.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signNotification, signRequest, signResponse } from '@tarik/wire/doku/signature';
import { installed, runProgram } from './pages/snippets.ts';
import { runTarik } from './tarik.ts';

let folder: string;
beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tarik-signature-'));
});
afterAll(() => fs.rmSync(folder, { recursive: true }));

const SECRET = 'SK-test-secret';
const parts = {
  clientId: 'MCH-TEST',
  requestId: 'R-1',
  timestamp: '2026-11-23T01:02:03Z',
  target: '/cimb-direct-debit/v1/payment',
  body: '{ "amount": 90000 }\n',
};

function write(name: string, text: string | Buffer): string {
  const file = path.join(folder, name);
  fs.writeFileSync(file, text, { mode: 0o600 });
  return file;
}

const key = () => write('key', `${SECRET}\n`);

function raw(
  first: string,
  clock: string,
  signature: string,
  body = parts.body,
  more = '',
): string {
  return [
    first,
    'Host: 127.0.0.1:8080',
    `Client-Id: ${parts.clientId}`,
    `Request-Id: ${parts.requestId}`,
    `${clock}: ${parts.timestamp}`,
    `Signature: ${signature}${more}`,
    '',
    body,
  ].join('\r\n');
}

const post = `POST ${parts.target} HTTP/1.1`;
const verify = (...args: string[]) => runTarik(['verify', ...args, '--secret-file', key()]);

describe('a captured message', () => {
  test('is right: a request, an answer, a notification', async () => {
    const request = raw(post, 'Request-Timestamp', signRequest(parts, SECRET));
    expect(await verify(write('m', request))).toMatchObject({
      code: 0,
      out: expect.stringMatching(
        /^✓ right: the Signature of this request is made with the Secret Key in /,
      ),
      err: '',
    });
    const answer = raw('HTTP/1.1 201 Created', 'Response-Timestamp', signResponse(parts, SECRET));
    expect((await verify(write('m', answer), '--target', parts.target)).out).toContain(
      'this answer',
    );
    const hook = { ...parts, target: '/hook' };
    const signature = signNotification(hook, SECRET);
    const news = raw(
      'POST /hook HTTP/1.1',
      'Request-Timestamp',
      signature,
      parts.body,
      '\r\nwebhook-id: 1',
    );
    expect((await verify(write('m', news))).out).toContain('this notification');
  });

  test('that is wrong ends with 4, shows the first line that differs and what the code did', async () => {
    const minified = { ...parts, body: '{"amount":90000}' };
    const message = write('m', raw(post, 'Request-Timestamp', signRequest(minified, SECRET)));
    const { code, out, err } = await verify(message);
    expect({ code, err }).toEqual({ code: 4, err: '' });
    expect(out).toMatch(/^✗ wrong: the Signature of this request/);
    expect(out).toContain('The code that signed hashed the body written anew without spaces');
    expect(out).toMatch(
      /line 5, Digest:\n {2}expected {2}Digest:\S+\n {2}signed {4}Digest:\S+\n {12,}\^/,
    );
    expect(out).toContain(`which comes to ${signRequest(parts, SECRET)}`);
    const json = await runTarik(['verify', message, '--secret-file', key(), '--json']);
    expect(JSON.parse(json.out)).toMatchObject({
      right: false,
      kind: 'request',
      mistakes: ['body_minified'],
      first_difference: { line: 5, name: 'Digest' },
    });
  });

  test('is compared with the string that the user has signed', async () => {
    const message = write('m', raw(post, 'Request-Timestamp', 'HMACSHA256=nonsense'));
    const right = (await verify(message)).out
      .split('\n')
      .filter((line) => /^ {2}(Client-Id|Request-|Digest)/.test(line))
      .map((line) => line.trim())
      .join('\n');
    const theirs = right.replace('Request-Target:', 'Request-Target:https://127.0.0.1:8080');
    const { code, out } = await verify(message, '--string-to-sign', write('mine', theirs));
    expect(code).toBe(4);
    expect(out).toMatch(
      /line 4, Request-Target:\n {2}expected .*\n {2}yours {5}Request-Target:https:/,
    );
    expect(out).toContain('signed a Request-Target with scheme or host');
    const same = await verify(message, '--string-to-sign', write('mine', right));
    expect(same.out).toContain('Your string to sign is right to the byte');
  });

  test('of ours that was altered is not blamed on the one who signed', async () => {
    const hook = { ...parts, target: '/hook', body: '{"a":1}' };
    const signature = signNotification(hook, SECRET);
    const altered = raw('POST /hook HTTP/1.1', 'Request-Timestamp', signature, '{ "a": 1 }');
    const { code, out } = await verify(write('m', altered), '--kind', 'notification');
    expect(code).toBe(4);
    expect(out).toContain('this notification was altered on its way or when it was captured');
  });

  test('is verified with either of two keys, and says which', async () => {
    const other = write('other', 'SK-other');
    const message = write('m', raw(post, 'Request-Timestamp', signRequest(parts, SECRET)));
    const { out } = await runTarik(['verify', message, '--secret-file', other, key()]);
    expect(out).toContain(`the Secret Key in ${path.join(folder, 'key')}`);
  });

  test.each([
    ['an unreadable file', ['nowhere.http'], /nowhere.http cannot be read/],
    ['an unknown kind', ['m', '--kind', 'letter'], /request, answer, notification/],
    [
      'no parts at all',
      [],
      /missing: --client-id, --request-id, --timestamp, --signature, --target/,
    ],
  ])('with %s is a usage error', async (_what, args, says) => {
    const file = write('m', raw(post, 'Request-Timestamp', 'x'));
    const ended = await verify(...args.map((arg) => (arg === 'm' ? file : arg)));
    expect(ended).toMatchObject({ code: 2, out: '', err: expect.stringMatching(says) });
  });

  test('without its headers says which are missing, and for an answer that a target is', async () => {
    const bare = await verify(write('m', 'HTTP/1.1 200 OK\nClient-Id: M\n\n{}'));
    expect(bare.code).toBe(2);
    expect(bare.err).toMatch(/Request-Id.*Response-Timestamp.*Signature.*--target/);
  });
});

describe('a signed call', () => {
  const call = ['sign', '--client-id', 'MCH-TEST', '--target', '/x'];

  test('has its headers alone on standard output, as curl reads them', async () => {
    const { out, err } = await runTarik([...call, '--secret-file', key()]);
    expect(out).toMatch(
      /^Client-Id: MCH-TEST\nRequest-Id: \S+\nRequest-Timestamp: \S+Z\nSignature: HMACSHA256=\S+\n$/,
    );
    expect(err).toMatch(/^signed:\n {2}Client-Id:MCH-TEST\n/);
  });

  test('takes its key from the environment, and that of a sandbox merchant from nowhere', async () => {
    const told = await runTarik(call, { TARIK_SECRET_KEY: SECRET });
    expect(told.code).toBe(0);
    const data = { TARIK_DATA: folder };
    const seeded = ['sign', '--client-id', 'MCH-0001-10791114622547', '--target', '/x'];
    expect((await runTarik(seeded, data)).code).toBe(0);
    expect(await runTarik(call, data)).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringMatching(/--secret-file FILE .* TARIK_SECRET_KEY/),
    });
  });

  test.runIf(installed('sh'))('as a curl command is what curl is to be called with', async () => {
    const body = write("it's a body", parts.body);
    const options = [
      '--secret-file',
      key(),
      '--body',
      body,
      '--curl',
      '--gateway',
      'http://127.0.0.1:1/',
    ];
    const { out } = await runTarik([...call, ...options]);
    const shell = `curl() { for a in "$@"; do printf '%s\\0' "$a"; done; }\n${out}`;
    const ran = await runProgram('sh', ['-c', shell], folder, {});
    const args = ran.out.split('\0').slice(0, -1);
    expect(args).toEqual([
      '-sS',
      'http://127.0.0.1:1/x',
      '-H',
      'Client-Id: MCH-TEST',
      '-H',
      expect.stringMatching(/^Request-Id: /),
      '-H',
      expect.stringMatching(/^Request-Timestamp: /),
      '-H',
      expect.stringMatching(/^Signature: HMACSHA256=/),
      '-H',
      'Content-Type: application/json',
      '--data-binary',
      `@${body}`,
    ]);
  });

  test.each([
    [['--client-id', 'M C', '--target', '/x'], /a Client-Id is/],
    [['--client-id', 'M', '--target', 'https://x/y'], /a target is a path/],
    [['--client-id', 'M', '--target', '/x?y'], /a target is a path/],
    [['--client-id', 'M', '--target', '/x', '--timestamp', 'now'], /a timestamp is written/],
    [['--client-id', 'M', '--target', '/x', '--body', 'nowhere'], /nowhere cannot be read/],
    [['--client-id', 'M', '--target', '/x', '--gateway', 'here'], /no http or https URL/],
  ])('from %j is a usage error', async (args, says) => {
    const ended = await runTarik(['sign', ...args], { TARIK_SECRET_KEY: SECRET });
    expect(ended).toMatchObject({ code: 2, out: '', err: expect.stringMatching(says) });
  });
});
