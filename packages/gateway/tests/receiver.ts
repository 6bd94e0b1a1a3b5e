// A merchant's end of the line: takes notifications over HTTP, verifies each, and answers what the test wants.
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sameSignature, signNotification } from '@tarik/wire/doku/signature';

export interface Received {
  path: string;
  headers: IncomingHttpHeaders;
  raw: Buffer;
  body: Record<string, any>;
  /** Whether the Signature header is right for the merchant's key and this path. */
  verified: boolean;
}

export interface Receiver {
  url: string;
  received: Received[];
  /** What the next notifications are answered, null for never; 200 when the list is used up. */
  answers: (number | null)[];
  close(): Promise<void>;
}

/** Starts a receiver at `/notifications` on a free port; `secretOf` names the key by Client-Id. */
export async function startReceiver(
  secretOf: (clientId: string) => string | undefined,
): Promise<Receiver> {
  const received: Received[] = [];
  const answers: (number | null)[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const raw = Buffer.concat(chunks);
      const header = (name: string) => String(request.headers[name] ?? '');
      const clientId = header('client-id');
      const parts = {
        clientId,
        requestId: header('request-id'),
        timestamp: header('request-timestamp'),
        target: request.url ?? '',
        body: raw,
      };
      const secret = secretOf(clientId);
      const expected = secret === undefined ? '' : signNotification(parts, secret);
      received.push({
        path: request.url ?? '',
        headers: request.headers,
        raw,
        body: JSON.parse(raw.toString()) as Record<string, any>,
        verified: sameSignature(expected, header('signature')),
      });
      const answer = answers.shift();
      if (answer !== null) response.writeHead(answer ?? 200).end('OK');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/notifications`,
    received,
    answers,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
