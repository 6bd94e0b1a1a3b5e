// The ways out: each carries the same request, and each that breaks says so.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Server } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { openSender, type Wire } from './send.ts';

let ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.toReversed()) await end();
  ends = [];
});

async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  ends.push(() => new Promise((resolve) => server.close(resolve)));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function sender(url: string) {
  const made = openSender(url);
  ends.push(() => made.close());
  return made;
}

const WIRE: Wire = {
  method: 'POST',
  path: '/a',
  headers: { 'Content-Type': 'application/json', 'Request-Id': 'r-1' },
  body: '{"text":"é"}',
};

test.each(['kept', 'pipelined'] as const)(
  '%s: the request and its answer are whole',
  async (way) => {
    const server = createServer((request, response) => {
      void (async () => {
        const chunks: Buffer[] = [];
        for await (const chunk of request) chunks.push(chunk as Buffer);
        response.setHeader('Signature', String(request.headers['request-id']));
        response.end(Buffer.concat(chunks));
      })();
    });
    const raw = await sender(await listen(server)).send(WIRE, way, 20_000);
    expect(raw).toMatchObject({ status: 200, text: WIRE.body, headers: { signature: 'r-1' } });
  },
);

test('pipelined: three requests go out before the first answer comes', async () => {
  let heard = '';
  const server = createTcpServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => {
      heard += chunk.toString();
      if (heard.split('POST /a').length < 4) return;
      for (const n of '123') socket.write(`HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n${n}`);
    });
  });
  const out = sender(await listen(server));
  // The first one alone opens the connection.
  const all = [1, 2, 3].map(() => out.send(WIRE, 'pipelined', 20_000));
  expect((await Promise.all(all)).map(({ text }) => text)).toEqual(['1', '2', '3']);
});

test('half-open: its side ends with the request, and the answer is heard', async () => {
  let heard = '';
  const server = createTcpServer({ allowHalfOpen: true }, (socket) => {
    socket.on('data', (chunk: Buffer) => (heard += chunk.toString()));
    socket.on('end', () =>
      socket.end('HTTP/1.1 201 Created\r\nSignature: s\r\nContent-Length: 2\r\n\r\né'),
    );
  });
  const raw = await sender(await listen(server)).send(WIRE, 'half-open', 20_000);
  expect(raw).toEqual({
    status: 201,
    text: 'é',
    headers: { signature: 's', 'content-length': '2' },
  });
  expect(heard.endsWith(`\r\n\r\n${WIRE.body}`)).toBe(true);
});

test.each([
  ['nothing', ''],
  ['half a head', 'HTTP/1.1 200 OK\r\nContent-Le'],
  ['half a body', 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf'],
])('half-open: %s is no answer', async (_, answer) => {
  const server = createTcpServer({ allowHalfOpen: true }, (socket) => {
    socket.resume();
    socket.on('end', () => socket.end(answer));
  });
  const sent = sender(await listen(server)).send(WIRE, 'half-open', 20_000);
  await expect(sent).rejects.toThrow('the connection ended before the answer did');
});

test('half-sent: half of the body goes out, and then a reset', async () => {
  let heard = '';
  let code: string | undefined;
  const server = createTcpServer((socket) => {
    socket.on('data', (chunk: Buffer) => (heard += chunk.toString()));
    socket.on('error', (error: NodeJS.ErrnoException) => (code = error.code));
  });
  const sent = sender(await listen(server)).send(WIRE, 'half-sent', 20_000);
  await expect(sent).rejects.toThrow('broken off by the sender');
  await expect.poll(() => code).toBe('ECONNRESET');
  expect(heard).toMatch(/^POST \/a HTTP\/1\.1\r\n/);
  expect(heard).not.toContain(WIRE.body);
});

test.each(['kept', 'pipelined', 'half-open'] as const)(
  '%s: no answer in time is none',
  async (way) => {
    const server = createTcpServer((socket) => {
      socket.resume();
      socket.on('error', () => undefined);
      ends.push(() => socket.destroy());
    });
    await expect(sender(await listen(server)).send(WIRE, way, 50)).rejects.toThrow();
  },
);
