// The door to merchants against real servers on loopback: where it goes, where it must not, and how
// long it listens.
import { createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { selfSigned } from '../../tests/certificate.ts';
import {
  answering,
  silent,
  startMerchantServer,
  type MerchantServer,
} from '../../tests/merchant-server.ts';
import { systemClock } from '../base/clock.ts';
import { createMerchantDoor, type MerchantDoor, type MerchantDoorSettings } from './door.ts';
import { systemResolve } from './resolve.ts';

const QUICK = { connectMs: 200, totalMs: 400 };

let merchant: MerchantServer;
let asked: string[];
const closing: (() => Promise<unknown>)[] = [];

beforeEach(async () => {
  merchant = await startMerchantServer();
  closing.push(() => merchant.close());
  asked = [];
});

afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

/** A door whose name server gives these answers, one after the other; the last one stays. */
function open(
  answers: (readonly string[])[] = [['127.0.0.1']],
  settings: Partial<MerchantDoorSettings> = {},
): MerchantDoor {
  const left = [...answers];
  const door = createMerchantDoor({
    clock: systemClock(),
    sandbox: true,
    allow: [],
    resolve: async (name) => {
      asked.push(name);
      return (left.length > 1 ? left.shift() : left[0]) ?? [];
    },
    ...settings,
  });
  closing.push(() => door.close());
  return door;
}

function post(door: MerchantDoor, url: string, headers: Record<string, string> = {}) {
  return door.post({ url, headers, body: Buffer.from('{"a":"ç"}') });
}

const shop = (path = '/n'): string => `http://shop.example:${merchant.port}${path}`;

/** A server that says these raw bytes and leaves the line open. */
async function rawServer(bytes: string): Promise<number> {
  const server: Server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => socket.write(bytes));
    closing.push(async () => socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(async () => server.close());
  return (server.address() as AddressInfo).port;
}

describe('a post', () => {
  it('brings body, path, query and headers as they are, and the answer back', async () => {
    merchant.behave(answering(202, 'noted', { 'Retry-After': '7' }));
    const heard = await post(open(), shop('/a%20b?c=1'), { 'Client-Id': 'M', 'Request-Id': 'r' });
    expect(heard).toMatchObject({ status: 202, error: null, answer: 'noted', retryAfter: '7' });
    expect(heard.durationMs).toBeGreaterThanOrEqual(0);
    const [request] = merchant.received;
    expect(request).toMatchObject({ path: '/a%20b?c=1' });
    expect(request?.body.toString()).toBe('{"a":"ç"}');
    expect(request?.rawHeaders).toEqual(expect.arrayContaining(['Client-Id', 'Request-Id']));
  });

  it('speaks to the address and names the host', async () => {
    await post(open(), shop());
    expect(merchant.received[0]?.headers.host).toBe(`shop.example:${merchant.port}`);
    expect(asked).toEqual(['shop.example']);
  });

  it('tells an empty answer from none', async () => {
    merchant.behave(answering(204));
    expect(await post(open(), shop())).toMatchObject({ status: 204, error: null, answer: null });
  });

  it('keeps a connection for the next post to the same host, and shares it with no other', async () => {
    const door = open();
    await post(door, shop());
    await new Promise(setImmediate); // a connection is free again a turn after its answer
    await post(door, shop('/again'));
    expect([merchant.connections, asked.length]).toEqual([1, 1]);
    await post(door, `http://other.example:${merchant.port}/n`);
    expect([merchant.connections, asked.length]).toEqual([2, 2]);
  });

  it('takes the next address when nobody listens at the first', async () => {
    const heard = await post(open([['127.9.9.9', '127.0.0.1']]), shop());
    expect(heard).toMatchObject({ status: 200, error: null });
  });

  it('says that nobody listens', async () => {
    const { port } = merchant;
    await merchant.close();
    const heard = await post(open(), `http://shop.example:${port}/n`);
    expect(heard).toMatchObject({ status: null, error: 'econnrefused', answer: null });
  });

  it('reaches localhost in a sandbox without a name server', async () => {
    expect(await systemResolve()('shop.localhost')).toEqual(['127.0.0.1', '::1']);
    const heard = await post(
      open([], { resolve: systemResolve() }),
      `http://localhost:${merchant.port}/n`,
    );
    expect(heard.status).toBe(200);
  });
});

describe('an address that is not ours to call', () => {
  const FORBIDDEN = [
    '10.0.0.1',
    '172.16.0.1',
    '192.168.0.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    'fe80::1',
    'fd00::1',
    'ff02::1',
    '::ffff:10.0.0.1',
    '64:ff9b::a00:1',
    '2002:a00:1::',
    'not an address',
    '',
  ];

  it.each(FORBIDDEN)('is refused when a name server gives it: %s', async (address) => {
    const heard = await post(open([[address]]), shop());
    expect(heard).toMatchObject({ status: null, error: 'address_refused' });
  });

  it('is refused in the company of good ones, and nobody is called', async () => {
    const heard = await post(open([['127.0.0.1', '10.0.0.1']]), shop());
    expect(heard.error).toBe('address_refused');
    expect(merchant.connections).toBe(0);
  });

  it('is refused when it stands in the URL, where no name server is asked', async () => {
    const door = open();
    for (const host of ['10.0.0.1', '[fd00::1]', '169.254.169.254', '0xa9fea9fe']) {
      const heard = await post(door, `http://${host}:${merchant.port}/n`);
      expect(heard.error).toBe('address_refused');
    }
    expect(asked).toEqual([]);
  });

  it('is what loopback is in production, as a name and in every notation', async () => {
    const door = open([['127.0.0.1']], { sandbox: false });
    for (const host of ['shop.example', '127.0.0.1', '127.1', '[::1]', 'localhost', '2130706433']) {
      const heard = await post(door, `https://${host}:8443/n`);
      expect([host, heard.error]).toEqual([host, 'address_refused']);
    }
    expect(merchant.connections).toBe(0);
  });

  it('may be allowed by the operator, in production too', async () => {
    const door = open([['127.9.9.9']], { sandbox: false, allow: ['127.9.9.0/24'] });
    expect((await post(door, 'https://shop.example:8443/n')).error).toBe('econnrefused');
    expect((await post(door, 'https://127.9.9.9:8443/n')).error).toBe('econnrefused');
    expect((await post(door, 'https://127.9.8.9:8443/n')).error).toBe('address_refused');
  });

  it('is never reached by asking twice: the address that was judged is the one that is dialled', async () => {
    const other = await startMerchantServer({ host: '127.0.0.2', port: merchant.port });
    closing.push(() => other.close());
    const door = open([['127.0.0.1'], ['127.0.0.2'], ['10.0.0.1']]);
    await post(door, shop());
    expect([asked.length, merchant.received.length, other.received.length]).toEqual([1, 1, 0]);
  });

  it('is refused on the connection after the name was bound anew', async () => {
    merchant.behave(answering(200, 'OK', { Connection: 'close' }));
    const door = open([['127.0.0.1'], ['10.0.0.1']]);
    expect((await post(door, shop())).status).toBe(200);
    expect((await post(door, shop())).error).toBe('address_refused');
  });

  it('is not reached through a redirect', async () => {
    const other = await startMerchantServer();
    closing.push(() => other.close());
    merchant.behave(answering(307, '', { Location: `http://127.0.0.1:${other.port}/secret` }));
    expect(await post(open(), shop())).toMatchObject({ status: 307, error: null });
    expect(other.connections).toBe(0);
  });
});

describe('a URL that production refuses', () => {
  it('is not called at all', async () => {
    const door = open([['127.0.0.1']], { sandbox: false, allow: ['127.0.0.0/8'] });
    expect((await post(door, shop())).error).toBe('url_not_https');
    expect((await post(door, `https://shop.example:${merchant.port}/n`)).error).toBe('url_port');
    expect(merchant.connections).toBe(0);
    expect(asked).toEqual([]);
  });
});

describe('a name server', () => {
  it('that knows no such name', async () => {
    const door = open([], { resolve: () => Promise.reject(new Error('ENOTFOUND shop.example')) });
    expect((await post(door, shop())).error).toBe('name_not_resolved');
    expect((await post(open([[]]), shop())).error).toBe('name_not_resolved');
  });

  it('that never answers costs the time for connecting', async () => {
    const door = open([], { resolve: () => new Promise(() => undefined), limits: QUICK });
    const heard = await post(door, shop());
    expect(heard.error).toBe('connect_time_out');
  });

  it('that answers when the post is given up does not send it behind our back', async () => {
    const late = Promise.withResolvers<string[]>();
    const limits = { connectMs: 5000, totalMs: 100 };
    const door = open([], { resolve: () => late.promise, limits });
    expect((await post(door, shop('/given-up'))).error).toBe('time_out');
    late.resolve(['127.0.0.1']);
    const again = open();
    await post(again, shop('/second'));
    await post(door, shop('/third'));
    expect(merchant.received.map(({ path }) => path)).toEqual(['/second', '/third']);
  });
});

describe('a server', () => {
  it('that never answers is left when the time is up', async () => {
    merchant.behave(silent);
    const heard = await post(open(undefined, { limits: QUICK }), shop());
    expect(heard).toMatchObject({ status: null, error: 'time_out' });
    expect(heard.durationMs).toBeGreaterThanOrEqual(QUICK.totalMs - 1);
    await closed(merchant);
  });

  it('that drips is left when the time is up, and has not acknowledged', async () => {
    merchant.behave((_request, answer) => {
      answer.writeHead(200);
      const drip = setInterval(() => answer.write('.'), 20);
      answer.on('close', () => clearInterval(drip));
    });
    const heard = await post(open(undefined, { limits: QUICK }), shop());
    expect(heard).toMatchObject({ status: 200, error: 'time_out' });
    expect(heard.answer).toMatch(/^\.+$/);
    await closed(merchant);
  });

  it('that never stops is cut after 64 KiB; its status counts, 8 KB are kept', async () => {
    let sent = 0;
    merchant.behave((_request, answer) => {
      answer.writeHead(200);
      const pour = (): void => {
        while (!answer.destroyed && answer.write('x'.repeat(16_384))) sent += 16_384;
      };
      answer.on('drain', pour);
      pour();
    });
    const heard = await post(open(), shop());
    expect(heard).toMatchObject({ status: 200, error: null });
    expect(heard.answer?.length).toBe(8192);
    await closed(merchant);
    expect(sent).toBeLessThan(16 * 1024 * 1024); // what the sockets' buffers took, no more
  });

  it('that breaks off in the middle has not answered', async () => {
    merchant.behave((_request, answer) => {
      answer.writeHead(200, { 'Content-Length': '100' }).write('half', () => answer.destroy());
    });
    const heard = await post(open(), shop());
    expect(heard).toMatchObject({ status: 200, error: 'line_broken', answer: 'half' });
  });

  it('that hangs up has not answered', async () => {
    merchant.behave((_request, answer) => answer.destroy());
    const heard = await post(open(), shop());
    expect(heard.status).toBeNull();
    expect(['line_broken', 'econnreset']).toContain(heard.error);
  });

  it('that floods headers is left', async () => {
    const port = await rawServer(`HTTP/1.1 200 OK\r\nX: ${'x'.repeat(64 * 1024)}\r\n\r\n`);
    const heard = await post(open(), `http://shop.example:${port}/n`);
    expect(heard).toMatchObject({ status: null, error: 'headers_overflow' });
  });

  it('that speaks no HTTP is left', async () => {
    const port = await rawServer('220 mail.example ESMTP\r\n');
    const heard = await post(open(), `http://shop.example:${port}/n`);
    expect(heard).toMatchObject({ status: null, error: 'line_broken', answer: null });
  });

  it('that only ever promises to go on is left when the time is up', async () => {
    const port = await rawServer('HTTP/1.1 103 Early Hints\r\n\r\n'.repeat(50));
    const door = open(undefined, { limits: QUICK });
    const heard = await post(door, `http://shop.example:${port}/n`);
    expect(heard).toMatchObject({ status: null, error: 'time_out' });
  });

  it('that hides a password in its answer does not have it kept', async () => {
    merchant.behave(answering(500, 'password=hunter2 for budi@contoh.id'));
    expect((await post(open(), shop())).answer).toBe('password=[redacted] for [email]');
  });
});

describe('TLS', () => {
  const certificate = selfSigned('shop.example');
  let secure: MerchantServer;

  beforeEach(async () => {
    secure = await startMerchantServer({ tls: certificate });
    closing.push(() => secure.close());
  });

  it('is spoken under the name, to the address that was judged', async () => {
    const door = open(undefined, { trust: certificate.cert });
    const heard = await post(door, `https://shop.example:${secure.port}/n`);
    expect(heard).toMatchObject({ status: 200, error: null });
    expect(secure.received[0]?.headers.host).toBe(`shop.example:${secure.port}`);
  });

  it('with a certificate that nobody signed brings no request across', async () => {
    const heard = await post(open(), `https://shop.example:${secure.port}/n`);
    expect(heard).toMatchObject({ status: null, error: 'depth_zero_self_signed_cert' });
    expect(secure.received).toEqual([]);
  });

  it('with a certificate of another name brings no request across', async () => {
    const door = open(undefined, { trust: certificate.cert });
    for (const host of ['other.example', '127.0.0.1']) {
      const heard = await post(door, `https://${host}:${secure.port}/n`);
      expect(heard.error).toBe('err_tls_cert_altname_invalid');
    }
    expect(secure.received).toEqual([]);
  });

  it('that is never finished costs the time for connecting', async () => {
    const mute = createServer((socket) => socket.on('error', () => undefined));
    await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
    closing.push(async () => mute.close());
    const { port } = mute.address() as AddressInfo;
    const heard = await post(open(undefined, { limits: QUICK }), `https://shop.example:${port}/n`);
    expect(heard).toMatchObject({ status: null, error: 'connect_time_out' });
  });

  it('against a server that speaks none fails', async () => {
    const door = open();
    const heard = await post(door, `https://shop.example:${merchant.port}/n`);
    expect(heard.status).toBeNull();
    expect(heard.error).not.toBeNull();
    expect(merchant.received).toEqual([]);
  });
});

/**
 * Resolves when no connection to the server is open any more; the test's own time limit is the
 * other end.
 */
async function closed(server: MerchantServer): Promise<void> {
  await Promise.all(
    [...server.open].map((socket) => new Promise((resolve) => socket.once('close', resolve))),
  );
}
