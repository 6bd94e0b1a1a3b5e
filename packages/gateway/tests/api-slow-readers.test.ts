// Callers that ask and do not read the answer, or do not leave when they are sent away: what each of them costs, and how
// long it is borne.
import { once } from 'node:events';
import net from 'node:net';
import { expect, test } from 'vitest';
import { startEdge } from './api-edge.ts';

const SCRIPT = 'GET /docs/js/scalar.js HTTP/1.1\r\nHost: x\r\n\r\n';

/** Connects, asks, and takes no more of the answer than its beginning, which it waits for. */
async function askAndIgnore(port: number): Promise<net.Socket> {
  const socket = net.connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.write(SCRIPT.repeat(4));
  await once(socket, 'readable');
  return socket;
}

test('an answer that nobody reads is given up with its connection', async () => {
  await using edge = await startEdge({ silenceMs: 300 });
  const socket = await askAndIgnore(edge.port);
  await expect.poll(() => edge.connections()).toBe(1);
  await expect.poll(() => edge.connections()).toBe(0);
  socket.destroy();
});

test.each([
  [16, 'all get one'],
  [17, 'the connection is lost'],
])('of %i requests that do not wait for an answer %s', async (asked, what) => {
  await using edge = await startEdge();
  const socket = net.connect(edge.port, '127.0.0.1');
  socket.on('error', () => undefined);
  let heard = '';
  socket.on('data', (chunk: Buffer) => (heard += chunk.toString()));
  const more = 'GET /livez HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(asked - 1);
  socket.write(`${more}GET /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
  await once(socket, 'close');
  const answered = heard.split('HTTP/1.1 200').length - 1;
  expect(answered === asked, `${answered} were answered: ${what}`).toBe(asked === 16);
});

test('a large page is in memory once, however many callers do not read it', async () => {
  await using edge = await startEdge();
  const { byteLength } = await (await fetch(`${edge.url}/docs/js/scalar.js`)).arrayBuffer();
  const before = process.memoryUsage().rss;
  const sockets = await Promise.all(Array.from({ length: 80 }, () => askAndIgnore(edge.port)));
  const each = (process.memoryUsage().rss - before) / sockets.length;
  for (const socket of sockets) socket.destroy();
  expect(each, `bytes a caller of a page of ${byteLength}`).toBeLessThan(byteLength / 4);
});

test.each([
  ['bytes that are no HTTP', 'x\r\n\r\n'],
  ['headers that do not end', 'GET /livez HTTP/1.1\r\nHost: x\r\nX-Pad: '],
  ['a body that is too large', 'POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: 9999999999\r\n\r\n'],
])(
  'a caller that is refused for %s and keeps its half of the connection open loses it',
  async (_what, bytes) => {
    await using edge = await startEdge();
    const port = { port: edge.port, host: '127.0.0.1', allowHalfOpen: true };
    const socket = net.connect(port);
    socket.on('error', () => undefined);
    socket.write(bytes);
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 4/);
    // As if it had heard nothing.
    const dripping = setInterval(() => socket.write('x'), 100);
    await expect.poll(() => edge.connections(), { timeout: 12_000 }).toBe(0);
    clearInterval(dripping);
    socket.destroy();
  },
);
