// Where a merchant's notifications come in: a server on a free port of loopback that verifies each,
// hands it on to the app under test, and answers as that does or as the test says.
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { NotificationError } from '../errors.ts';
import type { Notifications } from '../notifications/notifications.ts';
import { deliveries, type Deliveries, type Delivery } from './deliveries.ts';

/**
 * The app under test, as its notification endpoint is called: a fetch-style handler, which may answer
 * with a `Response`, a status, or nothing for 200. What it throws is answered 500.
 */
export type NotificationHandler = (
  request: Request,
) => Response | number | void | Promise<Response | number | void>;

export interface Receiver {
  /** Without a path. */
  readonly url: string;
  readonly deliveries: Deliveries;
  /** What the next deliveries are answered in place of the app. */
  readonly answers: number[];
  /** Who is given every delivery that `answers` does not answer. */
  forward: NotificationHandler | undefined;
  close(): Promise<void>;
}

export async function openReceiver(notifications: Notifications): Promise<Receiver> {
  const server = createServer((request, response) => {
    void bytesOf(request).then(
      async (rawBody) => {
        const delivery = await deliver(request, rawBody);
        response.writeHead(delivery.status).end(() => receiver.deliveries.add(delivery));
      },
      () => response.destroy(),
    );
  });
  // A test that forgets to close it must still end.
  server.unref();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const receiver: Receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    deliveries: deliveries(),
    answers: [],
    forward: undefined,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };

  async function deliver(request: IncomingMessage, rawBody: Buffer): Promise<Delivery> {
    const path = request.url ?? '/';
    const came = { path, headers: headersOf(request), rawBody };
    const seen: Omit<Delivery, 'status'> = { ...came, ...verified(notifications, came) };
    const answer = receiver.answers.shift();
    if (answer !== undefined) return { ...seen, status: answer };
    try {
      return { ...seen, status: await handOn(receiver, came) };
    } catch (failure) {
      return { ...seen, status: 500, failure };
    }
  }
  return receiver;
}

type Came = Pick<Delivery, 'path' | 'headers' | 'rawBody'>;

function verified(
  notifications: Notifications,
  { path, headers, rawBody }: Came,
): Pick<Delivery, 'notification' | 'refusal'> {
  try {
    return { notification: notifications.verify(rawBody, headers, { path }) };
  } catch (error) {
    if (error instanceof NotificationError) return { refusal: error };
    throw error;
  }
}

async function handOn(receiver: Receiver, { path, headers, rawBody }: Came): Promise<number> {
  if (receiver.forward === undefined) return 200;
  const request = new Request(receiver.url + path, {
    method: 'POST',
    headers: { ...headers },
    body: Uint8Array.from(rawBody),
  });
  const answer = await receiver.forward(request);
  if (answer === undefined) return 200;
  return typeof answer === 'number' ? answer : answer.status;
}

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** What belongs to the connection and not to the message stays behind. */
const OF_THE_CONNECTION = ['host', 'connection', 'content-length', 'transfer-encoding'];

function headersOf({ headers }: IncomingMessage): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (!OF_THE_CONNECTION.includes(name) && value !== undefined) kept[name] = String(value);
  }
  return kept;
}

/** A handler that posts the same bytes and headers to a URL and answers what that answers. */
export function postingTo(url: string): NotificationHandler {
  return async (request) => {
    const answer = await fetch(url, {
      method: 'POST',
      headers: request.headers,
      body: await request.arrayBuffer(),
      redirect: 'manual',
    });
    await answer.arrayBuffer();
    return answer.status;
  };
}
