// A client that speaks bytes: it sends what it is given, however wrong, and hears what comes back, byte for byte.
import net from 'node:net';

export interface Heard {
  status: number;
  /** Values by lower-case name; a repeated name keeps every value. */
  headers: ReadonlyMap<string, readonly string[]>;
  body: Buffer;
  /** How long it took, ms. */
  ms: number;
}

/** No whole answer: why. */
export interface Lost {
  lost: string;
  ms: number;
}

export interface Wire {
  /** Sends on a connection that is kept, or (`alone`) on one of its own that ends with it. */
  exchange(bytes: Buffer, about: { head: boolean; alone: boolean }): Promise<Heard | Lost>;
  close(): void;
}

/** An answer that is not here after this time is lost, ms. */
const PATIENCE_MS = 32_000;

interface Line {
  socket: net.Socket;
  hear(head: boolean): Promise<Heard | Lost>;
}

/** A client of one port; connections are kept as long as the server keeps them. */
export function openWire(port: number): Wire {
  const idle: Line[] = [];
  const all = new Set<net.Socket>();

  function connect(): Promise<Line | null> {
    const socket = net.connect({ port, host: '127.0.0.1', noDelay: true });
    all.add(socket);
    socket.once('close', () => all.delete(socket));
    const line = { socket, hear: hearing(socket) };
    return new Promise((resolve) => {
      socket.once('connect', () => resolve(line));
      socket.once('error', () => resolve(null));
    });
  }

  async function exchange(bytes: Buffer, about: { head: boolean; alone: boolean }) {
    let kept = about.alone ? undefined : idle.pop();
    while (kept !== undefined && (kept.socket.destroyed || kept.socket.readableEnded)) {
      kept = idle.pop();
    }
    const line = kept ?? (await connect());
    if (line === null) return { lost: 'no connection', ms: 0 };
    const answer = line.hear(about.head);
    line.socket.write(bytes);
    const heard = await answer;
    // The server gave the idle connection up in the very moment in which it was used.
    if ('lost' in heard && kept !== undefined && heard.lost === 'closed without an answer') {
      return await exchange(bytes, { ...about, alone: true });
    }
    const ends = 'lost' in heard || about.alone || heard.headers.get('connection')?.[0] === 'close';
    if (ends) line.socket.destroy();
    else idle.push(line);
    return heard;
  }

  return {
    exchange,
    close() {
      for (const socket of all) socket.destroy();
    },
  };
}

function hearing(socket: net.Socket): (head: boolean) => Promise<Heard | Lost> {
  let received = Buffer.alloc(0);
  let closed = false;
  let look = (): void => undefined;
  socket.on('data', (chunk) => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
    look();
  });
  socket.on('error', () => undefined);
  socket.once('close', () => {
    closed = true;
    look();
  });
  return (head) => {
    const began = performance.now();
    const { promise, resolve } = Promise.withResolvers<Heard | Lost>();
    const over = setTimeout(() => end({ lost: `no answer in ${PATIENCE_MS} ms` }), PATIENCE_MS);
    function end(heard: Omit<Heard, 'ms'> | { lost: string }): void {
      clearTimeout(over);
      look = () => undefined;
      resolve({ ...heard, ms: performance.now() - began });
    }
    look = () => {
      let parsed: Parsed | null | 'broken';
      do {
        parsed = parse(received, head, closed);
        if (parsed === 'broken')
          return end({ lost: `no HTTP: ${received.toString('latin1', 0, 80)}` });
        if (parsed !== null) received = received.subarray(parsed.length);
      } while (parsed !== null && parsed.status < 200);
      if (parsed !== null) end(parsed);
      else if (closed) end({ lost: received.length > 0 ? 'cut' : 'closed without an answer' });
    };
    look();
    return promise;
  };
}

interface Parsed extends Omit<Heard, 'ms'> {
  length: number;
}

/** The first answer in these bytes; null while it is not whole. */
function parse(bytes: Buffer, head: boolean, closed: boolean): Parsed | null | 'broken' {
  const end = bytes.indexOf('\r\n\r\n');
  if (end === -1) return bytes.length > 100_000 ? 'broken' : null;
  const [first = '', ...lines] = bytes.toString('latin1', 0, end).split('\r\n');
  const [, code] = /^HTTP\/1\.[01] (\d{3})(?: |$)/.exec(first) ?? [];
  if (code === undefined) return 'broken';
  const headers = new Map<string, string[]>();
  for (const line of lines) {
    const at = line.indexOf(':');
    if (at < 1) return 'broken';
    const name = line.slice(0, at).toLowerCase();
    headers.set(name, [...(headers.get(name) ?? []), line.slice(at + 1).trim()]);
  }
  const status = Number(code);
  const begin = end + 4;
  const whole = (length: number, body: Buffer): Parsed => ({ status, headers, body, length });
  if (head || status < 200 || status === 204 || status === 304)
    return whole(begin, Buffer.alloc(0));
  const [announced] = headers.get('content-length') ?? [];
  if (announced !== undefined) {
    const length = begin + Number(announced);
    return bytes.length < length ? null : whole(length, bytes.subarray(begin, length));
  }
  if (headers.get('transfer-encoding')?.[0] === 'chunked') return dechunk(bytes, begin, whole);
  return closed ? whole(bytes.length, bytes.subarray(begin)) : null;
}

function dechunk(
  bytes: Buffer,
  begin: number,
  whole: (length: number, body: Buffer) => Parsed,
): Parsed | null {
  const parts: Buffer[] = [];
  for (let at = begin; ;) {
    const eol = bytes.indexOf('\r\n', at);
    if (eol === -1) return null;
    const size = Number.parseInt(bytes.toString('latin1', at, eol), 16);
    if (bytes.length < eol + 2 + size + 2) return null;
    parts.push(bytes.subarray(eol + 2, eol + 2 + size));
    at = eol + 2 + size + 2;
    if (size === 0) return whole(at, Buffer.concat(parts));
  }
}
