// HTTP byte by byte, for what no client would send and for header names as they are on the wire.
import net from 'node:net';

export interface RawAnswer {
  status: number;
  /** Header lines as they came, names with their capitals. */
  lines: string[];
  /** Values by lower-case name. */
  headers: Record<string, string>;
  body: string;
}

export interface Conversation {
  write(bytes: string | Buffer): void;
  /** The next answer; rejects when the connection ends without one. */
  answer(): Promise<RawAnswer>;
  /** Resolves when the other side has closed the connection. */
  closed: Promise<void>;
  end(): void;
}

/** Opens a connection to a port of this machine. */
export async function converse(port: number): Promise<Conversation> {
  const socket = net.connect(port, '127.0.0.1');
  let received = Buffer.alloc(0);
  let over = false;
  let look = (): void => undefined;
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  socket.on('error', () => undefined);
  socket.on('data', (chunk) => {
    received = Buffer.concat([received, chunk]);
    look();
  });
  void closed.then(() => {
    over = true;
    look();
  });
  await new Promise((resolve) => socket.once('connect', resolve));
  return {
    closed,
    write: (bytes) => void socket.write(bytes),
    end: () => void socket.destroy(),
    answer: () =>
      new Promise((resolve, reject) => {
        look = () => {
          const parsed = parse(received);
          if (parsed !== null) {
            received = received.subarray(parsed.length);
            look = () => undefined;
            resolve(parsed.answer);
          } else if (over) {
            reject(new Error(`the connection ended after ${received.length} bytes`));
          }
        };
        look();
      }),
  };
}

/** Sends these bytes on a connection of their own and answers with what comes back. */
export async function exchange(port: number, bytes: string | Buffer): Promise<RawAnswer> {
  const conversation = await converse(port);
  conversation.write(bytes);
  try {
    return await conversation.answer();
  } finally {
    conversation.end();
  }
}

/** A request's bytes; `headers` are written as they are given, also twice. */
export function requestBytes(
  method: string,
  target: string,
  headers: readonly (readonly [string, string])[],
  body: string | Buffer = '',
): Buffer {
  const lines = [`${method} ${target} HTTP/1.1`, 'Host: 127.0.0.1'];
  for (const [name, value] of headers) lines.push(`${name}: ${value}`);
  const framed = headers.some(([name]) => /^(content-length|transfer-encoding)$/i.test(name));
  if (!framed && body.length > 0) lines.push(`Content-Length: ${Buffer.byteLength(body)}`);
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), Buffer.from(body)]);
}

function parse(bytes: Buffer): { length: number; answer: RawAnswer } | null {
  const end = bytes.indexOf('\r\n\r\n');
  if (end === -1) return null;
  const [first = '', ...lines] = bytes.subarray(0, end).toString('latin1').split('\r\n');
  const headers = Object.fromEntries(
    lines.map((line) => {
      const at = line.indexOf(':');
      return [line.slice(0, at).toLowerCase(), line.slice(at + 1).trim()];
    }),
  );
  const length = end + 4 + Number(headers['content-length'] ?? 0);
  if (bytes.length < length) return null;
  const body = bytes.subarray(end + 4, length).toString();
  return { length, answer: { status: Number(first.split(' ')[1]), lines, headers, body } };
}
