// The proxy over real sockets: a plain wire when nothing is ordered, and each fault as its name says.
import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createHash, randomBytes } from 'node:crypto';
import { Pool, request } from 'undici';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startFaultProxy } from './proxy.ts';
import type { FaultProxy } from './types.ts';

let proxy: FaultProxy;
let ends: (() => unknown)[] = [];

beforeEach(async () => {
  proxy = await startFaultProxy('test');
});
afterEach(async () => {
  await proxy.close();
  for (const end of ends.toReversed()) await end();
  ends = [];
});

interface Peer {
  port: number;
  /** Everything that came, in the order that it came. */
  heard: string;
  sockets: Socket[];
}

/** A target that notes what it hears, and answers `reply` to every chunk. */
async function target(reply = ''): Promise<Peer> {
  const peer: Peer = { port: 0, heard: '', sockets: [] };
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    peer.sockets.push(socket);
    socket.on('data', (chunk: Buffer) => {
      peer.heard += chunk.toString();
      if (reply !== '') socket.write(reply);
    });
    socket.on('end', () => socket.end());
    socket.on('error', () => undefined);
  });
  peer.port = await listen(server);
  proxy.setTargets([{ host: '127.0.0.1', port: peer.port }]);
  return peer;
}

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => sockets.add(socket));
  ends.push(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  });
  return (server.address() as AddressInfo).port;
}

interface Caller {
  socket: Socket;
  heard: string;
  /** `open`, `ended` or the error's code. */
  state: string;
}

async function call(say = ''): Promise<Caller> {
  const socket = connect({ host: '127.0.0.1', port: proxy.port, allowHalfOpen: true });
  ends.push(() => socket.destroy());
  const caller: Caller = { socket, heard: '', state: 'open' };
  socket.on('data', (chunk: Buffer) => (caller.heard += chunk.toString()));
  socket.on('end', () => (caller.state = 'ended'));
  socket.on('error', (error: NodeJS.ErrnoException) => (caller.state = error.code ?? 'error'));
  await new Promise((resolve) => socket.once('connect', resolve).once('close', resolve));
  if (say !== '') socket.write(say);
  return caller;
}

async function until<T>(see: () => T, wanted: T): Promise<void> {
  await expect.poll(see).toEqual(wanted);
}

test('nothing is ordered: bytes pass both ways, and each end of a side is an end', async () => {
  const peer = await target('pong');
  const caller = await call('ping');
  await until(() => caller.heard, 'pong');
  expect(peer.heard).toBe('ping');
  expect(proxy.open).toBe(1);
  caller.socket.end();
  await until(() => caller.state, 'ended');
  await until(() => proxy.open, 0);
});

test('a side that ended still hears the other', async () => {
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    let heard = '';
    socket.on('data', (chunk: Buffer) => (heard += chunk.toString()));
    socket.on('end', () => socket.end(`heard ${heard}`));
  });
  proxy.setTargets([{ host: '127.0.0.1', port: await listen(server) }]);
  const caller = await call();
  caller.socket.end('all of it');
  await until(() => caller.heard, 'heard all of it');
  await until(() => caller.state, 'ended');
});

test('HTTP with a kept connection and a body of 20 MB arrives whole', async () => {
  const server = createHttpServer((incoming, outgoing) => void incoming.pipe(outgoing));
  proxy.setTargets([{ host: '127.0.0.1', port: await listen(server) }]);
  const pool = new Pool(proxy.url, { connections: 1 });
  ends.push(() => pool.close());
  const body = randomBytes(20_000_000);
  for (const part of [body.subarray(0, 10), body, body.subarray(0, 10)]) {
    const answer = await pool.request({ path: '/', method: 'POST', body: part });
    const back = Buffer.from(await answer.body.arrayBuffer());
    expect(sha(back)).toBe(sha(part));
  }
  expect(proxy.open).toBe(1);
});

const sha = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

test('a reader that does not read makes the writer wait', async () => {
  const server = createServer((socket) => socket.pause());
  proxy.setTargets([{ host: '127.0.0.1', port: await listen(server) }]);
  const caller = await call();
  const block = Buffer.alloc(1_000_000);
  let written = 0;
  // More than all the kernel's and the proxy's buffers hold.
  for (let n = 0; n < 64; n += 1) caller.socket.write(block, () => (written += 1));
  await expect.poll(() => written).toBeGreaterThan(0);
  let before = -1;
  await expect
    .poll(() => [before, (before = written)].every((one) => one === written), { interval: 300 })
    .toBe(true);
  expect(written).toBeLessThan(64);
});

test('connections go to the targets in turn, and past one that refuses', async () => {
  const first = await target('1');
  const second = await target('2');
  const gone = createServer();
  gone.listen(0, '127.0.0.1');
  await once(gone, 'listening');
  const { port } = gone.address() as AddressInfo;
  gone.close();
  await once(gone, 'close');
  const ports = [first.port, port, second.port];
  proxy.setTargets(ports.map((one) => ({ host: '127.0.0.1', port: one })));
  const heard: string[] = [];
  for (let n = 0; n < 6; n += 1) {
    const caller = await call('x');
    await expect.poll(() => caller.heard).not.toBe('');
    heard.push(caller.heard);
  }
  expect(heard).toEqual(['1', '2', '2', '1', '2', '2']);
});

test('without a target that accepts, a connection is reset', async () => {
  const caller = await call();
  await until(() => caller.state, 'ECONNRESET');
});

test('delay: the bytes wait, and lifting it lets them go', async () => {
  const peer = await target('pong');
  const lift = proxy.order({ kind: 'delay', direction: 'in', ms: 3_600_000 });
  const late = await call('late');
  await until(() => proxy.done['delay'], 1);
  const soon = await call('soon');
  await until(() => soon.heard, 'pong');
  expect(peer.heard).toBe('soon');
  lift();
  await until(() => late.heard, 'pong');
  expect(peer.heard).toBe('soonlate');
});

test('delay: the bytes come after it by themselves', async () => {
  await target('pong');
  proxy.order({ kind: 'delay', direction: 'out', ms: 40, jitterMs: 20 });
  const asked = performance.now();
  const caller = await call('ping');
  await until(() => caller.heard, 'pong');
  expect(performance.now() - asked).toBeGreaterThan(39);
});

test('throttle: the bytes come one by one', async () => {
  const peer = await target();
  proxy.order({ kind: 'throttle', direction: 'in', bytesPerSecond: 20 });
  const chunks: number[] = [];
  const caller = await call();
  await until(() => peer.sockets.length, 1);
  peer.sockets[0]!.on('data', (chunk: Buffer) => chunks.push(chunk.length));
  caller.socket.write('12345');
  await until(() => peer.heard, '12345');
  expect(chunks).toEqual([1, 1, 1, 1, 1]);
  expect(proxy.done).toEqual({ throttle: 1 });
});

test.each([0, 3, 10])(
  'cut: after %i bytes towards the target both ends are reset',
  async (bytes) => {
    const peer = await target();
    proxy.order({ kind: 'cut', direction: 'in', bytes });
    const caller = await call('0123456789');
    await until(() => caller.state, 'ECONNRESET');
    await until(() => peer.heard, '0123456789'.slice(0, bytes));
    await until(() => proxy.open, 0);
    expect(proxy.done).toEqual({ cut: 1 });
  },
);

test.each([0, 3])(
  'cut: after %i bytes of the answer, with the request delivered',
  async (bytes) => {
    const peer = await target('0123456789');
    proxy.order({ kind: 'cut', direction: 'out', bytes });
    const caller = await call('ask');
    await until(() => caller.state, 'ECONNRESET');
    expect(peer.heard).toBe('ask');
    expect(caller.heard).toBe('0123456789'.slice(0, bytes));
  },
);

test.each(['in', 'out'] as const)(
  'half-open %s: its bytes vanish and all stands',
  async (direction) => {
    const peer = await target('pong');
    const lift = proxy.order({ kind: 'half-open', direction });
    const caller = await call('ping');
    await until(() => proxy.done['half-open'], 1);
    expect([peer.heard, caller.heard, caller.state]).toEqual([
      direction === 'in' ? '' : 'ping',
      '',
      'open',
    ]);
    lift();
    // Bytes are missing: it cannot go on as if they were not.
    await until(() => caller.state, 'ECONNRESET');
  },
);

test('half-open: the target does not hear that its caller broke off', async () => {
  const peer = await target();
  const caller = await call('ping');
  await until(() => peer.heard, 'ping');
  const ended = proxy.order({ kind: 'half-open', direction: 'in' }, { now: true });
  let closed = false;
  peer.sockets[0]!.on('close', () => (closed = true));
  caller.socket.resetAndDestroy();
  await until(() => proxy.done['half-open'], 1);
  expect(closed).toBe(false);
  ended();
  await until(() => closed, true);
});

test.each([
  ['as held', 'abc'],
  ['reversed', 'cba'],
] as const)('hold: what is kept back passes %s', async (order, heard) => {
  const peer = await target('ok');
  proxy.order({ kind: 'hold', direction: 'in' }, { connections: 3 });
  expect(await proxy.heldSomething(1)).toBe(false);
  const callers: Caller[] = [];
  for (const letter of 'abc') {
    callers.push(await call(letter));
    await until(() => proxy.done['hold'], callers.length);
  }
  expect(await proxy.heldSomething(0)).toBe(true);
  expect(peer.heard).toBe('');
  proxy.release(order);
  await until(() => callers.map((one) => one.heard).join(), 'ok,ok,ok');
  expect(peer.heard).toBe(heard);
  expect(await proxy.heldSomething(1)).toBe(false);
});

test('hold: a request comes to its target long after its caller gave up', async () => {
  const peer = await target();
  proxy.order({ kind: 'hold', direction: 'in' });
  const told = proxy.heldSomething(20_000);
  const caller = await call('late');
  expect(await told).toBe(true);
  caller.socket.resetAndDestroy();
  await until(() => proxy.open, 0);
  expect(peer.heard).toBe('');
  proxy.release();
  await until(() => peer.heard, 'late');
});

test('hold: an answer is kept back and passes', async () => {
  await target('pong');
  proxy.order({ kind: 'hold', direction: 'out' });
  const caller = await call('ping');
  expect(await proxy.heldSomething(20_000)).toBe(true);
  expect(caller.heard).toBe('');
  proxy.release();
  await until(() => caller.heard, 'pong');
});

test('refuse: so many connections are reset, the next is served', async () => {
  await target('pong');
  proxy.order({ kind: 'refuse' }, { connections: 2 });
  for (let n = 0; n < 2; n += 1) {
    const caller = await call('ping');
    await until(() => caller.state, 'ECONNRESET');
  }
  const served = await call('ping');
  await until(() => served.heard, 'pong');
  expect(proxy.done).toEqual({ refuse: 2 });
});

test('blackhole: it is accepted and never answered, until healed', async () => {
  const peer = await target('pong');
  proxy.order({ kind: 'blackhole' });
  const caller = await call('ping');
  const served = await call('ping');
  await until(() => served.heard, 'pong');
  expect([peer.heard, caller.heard, caller.state]).toEqual(['ping', '', 'open']);
  proxy.heal();
  await until(() => caller.state, 'ECONNRESET');
  expect(served.state).toBe('open');
});

test('resetAll: every connection that stands is reset', async () => {
  const peer = await target('pong');
  const callers = [await call('a'), await call('b')];
  await until(() => callers.map((one) => one.heard).join(), 'pong,pong');
  expect(proxy.resetAll()).toBe(2);
  await until(() => callers.map((one) => one.state).join(), 'ECONNRESET,ECONNRESET');
  await until(() => peer.sockets.every((one) => one.destroyed), true);
});

test('heal: orders are called off, and what is held passes', async () => {
  await target('pong');
  proxy.order({ kind: 'hold', direction: 'in' });
  proxy.order({ kind: 'refuse' }, { connections: Infinity });
  const refused = await call('ping');
  await until(() => refused.state, 'ECONNRESET');
  proxy.heal();
  proxy.order({ kind: 'hold', direction: 'in' });
  const held = await call('ping');
  expect(await proxy.heldSomething(20_000)).toBe(true);
  proxy.heal();
  await until(() => held.heard, 'pong');
  const plain = await request(proxy.url).catch(() => null);
  expect(plain).toBeNull();
});
