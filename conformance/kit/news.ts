// What the implementation notified: received by a listener of our own, or read from Tarik's demo shop.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sameSignature, signNotification } from '@tarik/wire/doku/signature';
import { Untried } from './check.ts';
import { askSandbox } from './customer.ts';
import { at } from './expect.ts';

export interface Heard {
  /** Whether its signature is right for the path of the notification URL. */
  verified: boolean;
  /** By lower-case name. */
  headers: Readonly<Record<string, string>>;
  body: unknown;
}

export interface News {
  /** Everything that was heard of a payment, oldest first. */
  of(paymentRequestId: string): Promise<Heard[]>;
  close(): Promise<void>;
}

/** Listens on a port for notifications that were sent to `publicUrl`; answers each with 200. */
export async function listen(
  port: number,
  publicUrl: string,
  merchant: { clientId: string; secret: string },
): Promise<News & { port: number }> {
  const heard: Heard[] = [];
  const target = new URL(publicUrl).pathname;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const raw = Buffer.concat(chunks);
      const headers = Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
      );
      heard.push({ verified: isSigned(headers, raw), headers, body: jsonOf(raw) });
      response.end();
    });
  });

  function isSigned(headers: Record<string, string>, body: Buffer): boolean {
    const clientId = headers['client-id'] ?? '';
    const requestId = headers['request-id'] ?? '';
    const timestamp = headers['request-timestamp'] ?? '';
    const parts = { clientId, requestId, timestamp, target, body };
    const expected = signNotification(parts, merchant.secret);
    return clientId === merchant.clientId && sameSignature(expected, headers['signature'] ?? '');
  }

  server.listen(port);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    of: (requestId) => Promise.resolve(heard.filter((one) => isAbout(one, requestId))),
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/** Reads the list of a shop: `GET {shop}/notifications`, newest first. */
export function shopNews(shop: string): News {
  return {
    async of(requestId) {
      const list = await askSandbox(`${shop}/notifications`);
      if (!Array.isArray(list)) throw new Untried('the shop answered no list');
      return (list as Heard[]).filter((one) => isAbout(one, requestId)).toReversed();
    },
    close: () => Promise.resolve(),
  };
}

function isAbout({ body }: Heard, paymentRequestId: string): boolean {
  return at(body, 'transaction.original_request_id') === paymentRequestId;
}

function jsonOf(raw: Buffer): unknown {
  try {
    return JSON.parse(raw.toString()) as unknown;
  } catch {
    return undefined;
  }
}
