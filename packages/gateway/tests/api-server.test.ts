// The server at the front: sizes, times, shedding, health, and bytes that are no HTTP.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { formatTimestamp } from '@tarik/wire/doku/headers';
import { sameSignature, signRequest, signResponse } from '@tarik/wire/doku/signature';
import { buildMetricsServer } from '../src/api/metrics.ts';
import type { CallSeen, SandboxPart } from '../src/api/witness.ts';
import { SECRET, startEdge, type Edge } from './api-edge.ts';
import { converse, exchange, requestBytes, type RawAnswer } from './raw-http.ts';

const PATH = '/cimb-direct-debit/v1/payment';

let edge: Edge;

function code(answer: RawAnswer): string {
  return (JSON.parse(answer.body) as { error: { code: string } }).error.code;
}

/** The headers of a right call with this body. */
function headersOf(body: string, requestId = '1'): [string, string][] {
  const { clientId } = edge.merchant;
  const timestamp = formatTimestamp(Date.now());
  const signature = signRequest({ clientId, requestId, timestamp, target: PATH, body }, SECRET);
  return [
    ['Client-Id', clientId],
    ['Request-Id', requestId],
    ['Request-Timestamp', timestamp],
    ['Signature', signature],
    ['Content-Type', 'application/json'],
  ];
}

function isSigned({ headers, body }: RawAnswer): boolean {
  const parts = {
    clientId: headers['client-id'] ?? '',
    requestId: headers['request-id'] ?? '',
    timestamp: headers['response-timestamp'] ?? '',
    target: PATH,
    body,
  };
  return sameSignature(signResponse(parts, SECRET), headers['signature'] ?? '');
}

describe('a server with its usual limits', () => {
  beforeEach(async () => {
    edge = await startEdge();
  });
  afterEach(() => edge[Symbol.asyncDispose]());

  describe('sizes', () => {
    test('64 KiB pass, one byte more does not', async () => {
      const most = `[${' '.repeat(64 * 1024 - 2)}]`;
      const passed = await exchange(edge.port, requestBytes('POST', PATH, headersOf(most), most));
      expect(code(passed)).toBe('invalid_request');
      const more = ` ${most}`;
      const refused = await exchange(edge.port, requestBytes('POST', PATH, headersOf(more), more));
      expect([refused.status, code(refused)]).toEqual([413, 'request_too_large']);
      expect(isSigned(refused)).toBe(true);
    });

    test('ten gigabytes are refused by their announcement, before a byte of them', async () => {
      const headers = [...headersOf(''), ['Content-Length', '10737418240']] as [string, string][];
      const conversation = await converse(edge.port);
      conversation.write(requestBytes('POST', PATH, headers));
      const answer = await conversation.answer();
      expect([answer.status, answer.headers['connection']]).toEqual([413, 'close']);
      await conversation.closed;
    });

    test('chunks without an announced length are counted', async () => {
      const conversation = await converse(edge.port);
      const headers = [...headersOf(''), ['Transfer-Encoding', 'chunked']] as [string, string][];
      conversation.write(requestBytes('POST', PATH, headers));
      const chunk = `4000\r\n${' '.repeat(0x4000)}\r\n`;
      for (let n = 0; n < 5; n += 1) conversation.write(chunk);
      const answer = await conversation.answer();
      expect([answer.status, answer.headers['connection']]).toEqual([413, 'close']);
      await conversation.closed;
    });

    test('chunks that end in time are a body like any other', async () => {
      const headers = [...headersOf('[]'), ['Transfer-Encoding', 'chunked']] as [string, string][];
      const bytes = requestBytes('POST', PATH, headers, '1\r\n[\r\n1\r\n]\r\n0\r\n\r\n');
      expect(code(await exchange(edge.port, bytes))).toBe('invalid_request');
    });

    test('headers of 20 kilobytes are refused', async () => {
      const headers = [['X-Large', 'x'.repeat(20_000)]] as [string, string][];
      const answer = await exchange(edge.port, requestBytes('GET', PATH, headers));
      expect(answer.status).toBe(431);
    });
  });

  describe('times', () => {
    test('slow headers, a slow body and a body without end are given up within ten seconds', async () => {
      const slowHeaders = await converse(edge.port);
      slowHeaders.write(`POST ${PATH} HTTP/1.1\r\nHost: x\r\n`);
      const slowBody = await converse(edge.port);
      const long = [...headersOf('[]'), ['Content-Length', '1000']] as [string, string][];
      slowBody.write(requestBytes('POST', PATH, long, '['));
      const endless = await converse(edge.port);
      const chunked = [...headersOf('[]'), ['Transfer-Encoding', 'chunked']] as [string, string][];
      endless.write(requestBytes('POST', PATH, chunked, '1\r\n[\r\n'));
      const drip = setInterval(() => {
        slowHeaders.write('X');
        slowBody.write(' ');
        endless.write('1\r\n \r\n');
      }, 200);
      try {
        const answers = await Promise.all([
          slowHeaders.answer(),
          slowBody.answer(),
          endless.answer(),
        ]);
        expect(answers.map((answer) => answer.status)).toEqual([408, 408, 408]);
        expect(answers.map(code)).toEqual(Array.from({ length: 3 }, () => 'request_timeout'));
        expect(answers.slice(1).map(isSigned)).toEqual([true, true]);
        await Promise.all([slowHeaders.closed, slowBody.closed, endless.closed]);
      } finally {
        clearInterval(drip);
      }
    });

    test('a caller that goes away in the middle disturbs nobody', async () => {
      const conversation = await converse(edge.port);
      const long = [...headersOf('[]'), ['Content-Length', '1000']] as [string, string][];
      conversation.write(requestBytes('POST', PATH, long, '['));
      conversation.end();
      await conversation.closed;
      expect((await fetch(`${edge.url}/livez`)).status).toBe(200);
      expect(edge.logged()).not.toContain('"level":50');
    });
  });

  describe('bytes', () => {
    test.each([
      ['no HTTP at all', 'hello\r\n\r\n'],
      [
        'length and chunks',
        `POST ${PATH} HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      ],
      [
        'two lengths',
        `POST ${PATH} HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}`,
      ],
      ['a length with a sign', `POST ${PATH} HTTP/1.1\r\nHost: x\r\nContent-Length: +2\r\n\r\n{}`],
      [
        'a line feed in a header',
        `GET ${PATH} HTTP/1.1\r\nHost: x\r\nRequest-Id: a\nClient-Id: b\n\r\n\r\n`,
      ],
      ['a NUL in a header', `GET ${PATH} HTTP/1.1\r\nHost: x\r\nRequest-Id: a\0b\r\n\r\n`],
    ])('%s: 400, and the connection ends', async (_what, bytes) => {
      const conversation = await converse(edge.port);
      conversation.write(bytes);
      const answer = await conversation.answer();
      expect([answer.status, code(answer)]).toEqual([400, 'invalid_request']);
      await conversation.closed;
    });

    test('one connection serves one call after another', async () => {
      const conversation = await converse(edge.port);
      for (let n = 0; n < 3; n += 1) {
        conversation.write(requestBytes('POST', PATH, headersOf('[]', `${n}`), '[]'));
        const answer = await conversation.answer();
        expect([answer.headers['request-id'], answer.headers['connection']]).toEqual([
          `${n}`,
          'keep-alive',
        ]);
      }
      conversation.end();
    });

    test('one connection may ask sixteen times without waiting, and no more', async () => {
      const calls = (many: number): Buffer =>
        Buffer.concat(Array.from({ length: many }, () => requestBytes('GET', '/livez', [])));
      const patient = await converse(edge.port);
      patient.write(calls(16));
      for (let n = 0; n < 16; n += 1) expect((await patient.answer()).status).toBe(200);
      patient.end();

      const hasty = await converse(edge.port);
      hasty.write(calls(1500));
      await hasty.closed;
      const calm = await exchange(edge.port, calls(1));
      expect(calm.status, `others are served`).toBe(200);
    });
  });

  describe('paths', () => {
    test.each([
      ['unknown', '/nothing'],
      ['the root', '/'],
      ['with a slash at the end', `${PATH}/`],
      ['with a doubled slash', `/${PATH}`],
      ['with a step up', '/cimb-direct-debit/v1/x/../payment'],
      ['in absolute form', `http://evil.example${PATH}`],
      ['percent-encoded', '/cimb%2Ddirect-debit/v1/payment'],
      ['in other capitals', '/CIMB-direct-debit/v1/payment'],
      ['with broken encoding', '/cimb-direct-debit/v1/%zz'],
      ['with a parameter', `${PATH};x=1`],
      ['of a bank that is not there', '/bri-direct-debit/v1/payment'],
      ['of another version', '/cimb-direct-debit/v2/payment'],
      ['check status of nothing', '/orders/v1/status/'],
      ['check status of two', '/orders/v1/status/a/b'],
    ])('%s: 404', async (_what, target) => {
      const method = target.startsWith('/orders') ? 'GET' : 'POST';
      const answer = await exchange(edge.port, requestBytes(method, target, headersOf('[]'), '[]'));
      expect([answer.status, code(answer)]).toEqual([404, 'route_not_found']);
      expect(answer.headers).toHaveProperty('signature');
    });

    test.each(['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])(
      '%s on a POST path: 405',
      async (method) => {
        const answer = await exchange(edge.port, requestBytes(method, PATH, headersOf('')));
        expect([answer.status, code(answer)]).toEqual([405, 'method_not_allowed']);
        expect(answer.headers['allow']).toBe('POST');
      },
    );

    test('POST on check status: 405', async () => {
      const bytes = requestBytes('POST', '/orders/v1/status/INV-1', headersOf('{}'), '{}');
      const answer = await exchange(edge.port, bytes);
      expect([answer.status, answer.headers['allow']]).toEqual([405, 'GET']);
    });

    test.each([`${PATH}?x=1`, `${PATH}?`])('%s: no query string is taken', async (target) => {
      const answer = await exchange(edge.port, requestBytes('POST', target, headersOf('[]'), '[]'));
      expect([answer.status, code(answer)]).toEqual([400, 'invalid_request']);
      expect(isSigned(answer)).toBe(true);
    });
  });

  describe('health', () => {
    test('/livez says that the process lives, /version which one it is', async () => {
      expect(await (await fetch(`${edge.url}/livez`)).json()).toEqual({ status: 'alive' });
      expect(await (await fetch(`${edge.url}/version`)).json()).toHaveProperty('version');
    });

    test('/readyz names what is missing', async () => {
      const answer = await fetch(`${edge.url}/readyz?verbose`);
      expect(answer.status).toBe(503);
      expect(await answer.json()).toEqual({
        status: 'not ready',
        reasons: ['database: unreachable', 'migrations: unknown'],
        checks: { database: 'unreachable', migrations: 'unknown', leaving: 'ok' },
      });
    });

    test('/metrics is not there unless it is asked for', async () => {
      expect((await fetch(`${edge.url}/metrics`)).status).toBe(404);
      const side = buildMetricsServer(edge.ctx.metrics);
      await edge.client.post(PATH, '[]');
      const { body } = await side.inject('/metrics');
      expect(body).toContain(`tarik_call_duration_seconds_count{route="${PATH}",status="400"} 1`);
      await side.close();
    });

    test('the sandbox’s clock is not there unless it is asked for', async () => {
      const answer = await fetch(`${edge.url}/sandbox/clock`, { method: 'POST', body: '{}' });
      expect(answer.status).toBe(404);
    });
  });
});

describe('shedding', () => {
  test('a call too many is told 503 before any look-up, and its answer is signed if we know it', async () => {
    await using small = await startEdge({ maxInFlight: 1 });
    edge = small;
    await small.client.post(PATH, '[]');
    const long = [...headersOf('[]'), ['Content-Length', '100']] as [string, string][];
    const first = await converse(small.port);
    first.write(requestBytes('POST', PATH, long, '['));
    await expect.poll(async () => (await small.client.post(PATH, '[]')).status).toBe(503);
    const lookedUp = small.lookedUp();
    const shed = await small.client.post(PATH, '[]');
    expect([shed.status, shed.json.error.code]).toEqual([503, 'server_unavailable']);
    expect(Number(shed.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(shed.verified).toBe(true);
    expect(small.lookedUp()).toBe(lookedUp);
    first.end();
    await expect.poll(async () => (await small.client.post(PATH, '[]')).status).toBe(400);
  });

  test('a merchant above its rate is told 429, and others are not', async () => {
    await using busy = await startEdge();
    busy.merchant.settings = { ...busy.merchant.settings, rate: { perSecond: 0.01, burst: 3 } };
    const answers = [];
    for (let n = 0; n < 4; n += 1) answers.push(await busy.client.post(PATH, '[]'));
    expect(answers.map((answer) => answer.status)).toEqual([400, 400, 400, 429]);
    const last = answers.at(-1);
    expect(last?.json.error.code).toBe('too_many_requests');
    expect(Number(last?.headers.get('retry-after'))).toBeGreaterThan(90);
    expect(last?.verified).toBe(true);
  });

  test('calls with a wrong signature use up nobody’s rate', async () => {
    await using busy = await startEdge();
    busy.merchant.settings = { ...busy.merchant.settings, rate: { perSecond: 0.01, burst: 1 } };
    for (let n = 0; n < 3; n += 1) {
      const headers = { Signature: 'HMACSHA256=x' };
      expect((await busy.client.post(PATH, '[]', { headers })).json.error.code).toBe(
        'invalid_signature',
      );
    }
    expect((await busy.client.post(PATH, '[]')).status).toBe(400);
  });

  test('an address above its rate is told 429 before its signature is looked at', async () => {
    await using guarded = await startEdge({ perAddress: { perSecond: 0.01, burst: 2 } });
    const headers = { Signature: 'HMACSHA256=x' };
    const answers = [];
    for (let n = 0; n < 3; n += 1) answers.push(await guarded.client.post(PATH, '[]', { headers }));
    expect(answers.map((answer) => answer.status)).toEqual([400, 400, 429]);
    expect((await fetch(`${guarded.url}/nothing`)).status).toBe(429);
  });

  test('without a database the answer is 503, to be tried again, and signed for those who called before', async () => {
    await using lost = await startEdge();
    await lost.client.post(PATH, '[]');
    lost.loseDatabase();
    const answer = await lost.client.post(PATH, '[]');
    expect([answer.status, answer.json.error]).toMatchObject([
      503,
      { code: 'server_unavailable', type: 'api_error' },
    ]);
    expect(answer.headers.get('retry-after')).toBe('2');
    expect(answer.verified).toBe(true);
    expect(lost.logged()).not.toContain('a call failed');
  });

  test('what fails by our own fault says nothing about why', async () => {
    await using broken = await startEdge();
    const answer = await broken.client.get('/orders/v1/status/INV-1');
    expect(answer.status).toBe(500);
    expect(answer.json.error).toMatchObject({ code: 'server_error', type: 'api_error' });
    expect(answer.text).not.toContain('went on');
    expect(answer.verified).toBe(true);
    expect(broken.logged()).toContain('a call failed');
  });
});

describe('a process that is leaving', () => {
  test('says so, serves what still comes, and ends the connections', async () => {
    const lifecycle = { leaving: false };
    await using going = await startEdge({ lifecycle });
    const before = await going.client.post(PATH, '[]');
    expect(before.headers.get('connection')).toBe('keep-alive');
    lifecycle.leaving = true;
    const answer = await fetch(`${going.url}/readyz`);
    expect(((await answer.json()) as { reasons: string[] }).reasons).toContain('leaving: yes');
    const after = await going.client.post(PATH, '[]');
    expect([after.status, after.headers.get('connection')]).toEqual([400, 'close']);
  });
});

describe('what a sandbox adds', () => {
  test('does not exist in production, even where it is given', async () => {
    const seen: CallSeen[] = [];
    const sandbox: SandboxPart = {
      mount: (app) => void app.post('/sandbox/clock', () => 'moved'),
      witness: (call) => void seen.push(call),
    };
    const move = (url: string) => fetch(`${url}/sandbox/clock`, { method: 'POST', body: '' });
    await using real = await startEdge({ sandbox }, false);
    expect((await move(real.url)).status).toBe(404);
    expect(seen).toEqual([]);
    await using box = await startEdge({ sandbox });
    expect((await move(box.url)).status).toBe(200);
    await box.client.post(PATH, '[]');
    expect(seen).toMatchObject([{ status: 400, proved: true, body: Buffer.from('[]') }]);
  });
});
