// A proxy between a merchant and the gateway that breaks a share of the calls, drawn from a seed: the request lost, the
// answer lost, the answer cut in its middle, the answer late.
import { createServer, request as httpRequest, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export type ProxyFault = 'request lost' | 'answer lost' | 'answer cut' | 'answer late';

export interface FaultProxy {
  url: string;
  /** How often each fault was done. */
  done: Record<ProxyFault, number>;
  /** Calls that went through the proxy, broken or not. */
  calls(): number;
  close(): Promise<void>;
}

const FAULTS: readonly ProxyFault[] = ['request lost', 'answer lost', 'answer cut', 'answer late'];

/** Starts a proxy to `target`; `share` of the calls break, as `draw` (0 to 1) says. */
export async function startFaultProxy(
  target: string,
  share: number,
  draw: () => number,
  lateMs: number,
): Promise<FaultProxy> {
  const done: Record<ProxyFault, number> = {
    'request lost': 0,
    'answer lost': 0,
    'answer cut': 0,
    'answer late': 0,
  };
  let calls = 0;
  const server = createServer((incoming, outgoing) => {
    calls += 1;
    const fault = draw() < share ? FAULTS[Math.floor(draw() * FAULTS.length)] : undefined;
    if (fault !== undefined) done[fault] += 1;
    const reset = (): void => void incoming.socket.resetAndDestroy();
    void (async () => {
      const body = await whole(incoming);
      if (fault === 'request lost') return reset();
      const answer = await forward(target, incoming, body);
      if (fault === 'answer lost') return reset();
      const { 'transfer-encoding': _chunked, ...headers } = answer.headers;
      outgoing.writeHead(answer.status, { ...headers, 'content-length': answer.body.length });
      if (fault === 'answer cut') {
        outgoing.write(answer.body.subarray(0, answer.body.length / 2), reset);
        return;
      }
      if (fault === 'answer late') await new Promise((resolve) => setTimeout(resolve, lateMs));
      outgoing.end(answer.body);
    })().catch(reset);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    done,
    calls: () => calls,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface Forwarded {
  status: number;
  headers: IncomingMessage['headers'];
  body: Buffer;
}

function forward(target: string, incoming: IncomingMessage, body: Buffer): Promise<Forwarded> {
  return new Promise((resolve, reject) => {
    const { method = 'GET', url = '/', rawHeaders: headers } = incoming;
    const asked = httpRequest(target + url, { method, headers }, (answer) => {
      whole(answer).then(
        (bytes) =>
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: bytes }),
        reject,
      );
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

async function whole(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
