// Attacks on a server's memory: connections that come slowly, never end, say too much, or do not listen.
import type net from 'node:net';

export interface Attack {
  name: string;
  /** What each connection does; it ends by itself when the server closes. */
  begin(socket: net.Socket, request: SignedRequest): void;
  /** Whether the server must have closed the connection by itself in the end. */
  mustClose: boolean;
}

/** A right request that an attack may begin with. */
export interface SignedRequest {
  /** Start line and headers without Content-Length, without the empty line. */
  head: string;
  body: string;
}

const SLOWLY_MS = 200;

const FEW_KEYS = keyed(7000);
const MANY_KEYS = keyed(100_000);

export const ATTACKS: readonly Attack[] = [
  {
    name: 'headers a byte at a time',
    mustClose: true,
    begin: (socket, { head }) => drip(socket, Buffer.from(`${head}\r\nX-Pad: ${'a'.repeat(4000)}`)),
  },
  {
    name: 'a body a byte at a time',
    mustClose: true,
    begin(socket, { head, body }) {
      socket.write(`${head}\r\nContent-Length: ${body.length}\r\n\r\n`);
      drip(socket, Buffer.from(body));
    },
  },
  {
    name: 'a chunk a byte at a time',
    mustClose: true,
    begin(socket, { head }) {
      socket.write(`${head}\r\nTransfer-Encoding: chunked\r\n\r\n`);
      drip(socket, Buffer.from('1\r\na\r\n'.repeat(2000)));
    },
  },
  {
    name: 'a body of 10 GB',
    mustClose: true,
    begin(socket, { head }) {
      socket.write(`${head}\r\nContent-Length: 10000000000\r\n\r\n`);
      pour(socket, Buffer.alloc(64 * 1024, 'a'));
    },
  },
  {
    name: 'chunks without end',
    mustClose: true,
    begin(socket, { head }) {
      socket.write(`${head}\r\nTransfer-Encoding: chunked\r\n\r\n`);
      pour(socket, Buffer.from(`1000\r\n${'a'.repeat(4096)}\r\n`));
    },
  },
  {
    name: 'a chunk extension without end',
    mustClose: true,
    begin(socket, { head }) {
      socket.write(`${head}\r\nTransfer-Encoding: chunked\r\n\r\n1;`);
      pour(socket, Buffer.alloc(16 * 1024, 'a'));
    },
  },
  {
    name: 'headers without end',
    mustClose: true,
    begin(socket, { head }) {
      socket.write(head);
      pour(socket, Buffer.from('\r\nX-Flood: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'.repeat(64)));
    },
  },
  {
    name: 'one header without end',
    mustClose: true,
    begin(socket, { head }) {
      socket.write(`${head}\r\nX-Flood: `);
      pour(socket, Buffer.alloc(16 * 1024, 'a'));
    },
  },
  {
    name: 'as many keys as fit',
    mustClose: false,
    begin: (socket, request) => sendKeys(socket, request, FEW_KEYS),
  },
  {
    name: '100,000 keys',
    mustClose: true,
    begin: (socket, request) => sendKeys(socket, request, MANY_KEYS),
  },
  { name: 'a connection without a word', mustClose: true, begin: (socket) => void socket.resume() },
  {
    name: 'half of a connection',
    mustClose: true,
    begin(socket, { head }) {
      socket.resume();
      socket.end(head);
    },
  },
  {
    name: 'answers that nobody reads',
    mustClose: true,
    begin(socket) {
      socket.pause();
      socket.write('GET /docs/js/scalar.js HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(20));
    },
  },
  {
    name: 'requests without end and answers that nobody reads',
    mustClose: true,
    begin(socket) {
      socket.pause();
      pour(socket, Buffer.from('GET /openapi.json HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(50)));
    },
  },
];

function keyed(length: number): Buffer {
  const keys = Array.from({ length }, (_, n) => `"${n.toString(36)}":1`);
  return Buffer.from(`{${keys.join(',')}}`);
}

function sendKeys(socket: net.Socket, { head }: SignedRequest, body: Buffer): void {
  socket.resume();
  socket.write(`${head}\r\nContent-Length: ${body.length}\r\n\r\n`);
  socket.write(body);
}

/** A byte every now and then, until it is over. */
function drip(socket: net.Socket, bytes: Buffer): void {
  socket.resume();
  let at = 0;
  const timer = setInterval(() => {
    if (at >= bytes.length) clearInterval(timer);
    else socket.write(bytes.subarray(at, (at += 1)));
  }, SLOWLY_MS);
  socket.once('close', () => clearInterval(timer));
}

/** As much as the other side takes. */
function pour(socket: net.Socket, bytes: Buffer): void {
  const more = (): void => {
    while (!socket.destroyed && socket.writable && socket.write(bytes));
  };
  socket.on('drain', more);
  more();
}
