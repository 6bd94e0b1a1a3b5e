// A server that answers as no server should: without end, too much, or never. A bank or a merchant's receiver may be it.
import net, { type AddressInfo } from 'node:net';

export const HOSTILE_ANSWERS = {
  'a body without end': [
    'HTTP/1.1 200 OK\r\nContent-Length: 10000000000\r\n\r\n',
    'a'.repeat(65_536),
  ],
  'chunks without end': [
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n',
    `1000\r\n${'a'.repeat(4096)}\r\n`,
  ],
  'headers without end': ['HTTP/1.1 200 OK', `\r\nX-Flood: ${'a'.repeat(1000)}`],
  'interim answers without end': ['', 'HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n'.repeat(20)],
  'no HTTP at all': ['', '\u0000\u0001'.repeat(4096)],
} as const;

export type HostileAnswer = keyof typeof HOSTILE_ANSWERS;

export interface HostileServer {
  url: string;
  /** How the next calls are answered. */
  answer: HostileAnswer;
  /** Calls that it has answered so since it began. */
  calls(): number;
  /** Connections that stand. */
  open(): number;
  close(): Promise<void>;
}

/** Starts it. A call whose path ends in `honest.path` gets the honest text instead. */
export async function startHostileServer(honest?: {
  path: string;
  body: string;
}): Promise<HostileServer> {
  const sockets = new Set<net.Socket>();
  let calls = 0;
  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => sockets.delete(socket));
    socket.on('data', (chunk) => {
      const [, target = ''] = /^POST (\S+) HTTP/.exec(chunk.toString('latin1')) ?? [];
      if (target === '') return; // the rest of a call
      if (honest !== undefined && target.endsWith(honest.path)) {
        const length = Buffer.byteLength(honest.body);
        const head = `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${length}`;
        socket.write(`${head}\r\n\r\n${honest.body}`);
        return;
      }
      calls += 1;
      const [head, more] = HOSTILE_ANSWERS[hostile.answer];
      socket.write(head);
      pour(socket, Buffer.from(more));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const hostile: HostileServer = {
    url: `http://127.0.0.1:${port}/hostile`,
    answer: 'a body without end',
    calls: () => calls,
    open: () => sockets.size,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
  return hostile;
}

/** As much as the other side takes, and other work in between. */
function pour(socket: net.Socket, bytes: Buffer): void {
  const more = (): void => {
    let n = 0;
    while (!socket.destroyed && socket.writable && n < 64 && socket.write(bytes)) n += 1;
    if (n === 64) setImmediate(more);
  };
  socket.on('drain', more);
  more();
}
