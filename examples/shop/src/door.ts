// The door for notifications: verified by the SDK over the bytes as they came, kept whether they are
// believed or not, and for programs the list of them.
import { NotificationError, type Notification, type Tarik } from '@tarik/sdk';
import { fastifyNotifications } from '@tarik/sdk/fastify';
import type { FastifyInstance } from 'fastify';
import { receiveNotification } from './actions/receive-notification.ts';
import type { Kept } from './kept.ts';
import type { Received } from './received.ts';

const PATH = '/notifications';

/** Opens `/notifications`. `clients` by Client-Id: every merchant of the sandbox notifies here. */
export function openDoor(
  app: FastifyInstance,
  kept: Kept,
  clients: ReadonlyMap<string, Tarik>,
): void {
  const verify: Tarik['notifications']['verify'] = (rawBody, headers, options) => {
    const plain = headers as Readonly<Record<string, string | string[] | undefined>>;
    const client = clients.get(String(plain['client-id'])) ?? kept.tarik;
    const came = { headers: written(plain), body: readJson(rawBody) };
    try {
      const notification = client.notifications.verify(rawBody, headers, options);
      keep({ verified: true, ...came }, notification);
      return notification;
    } catch (error) {
      if (error instanceof NotificationError) keep({ verified: false, doubt: error.code, ...came });
      throw error;
    }

    function keep(one: Omit<Received, 'received_at'>, notification?: Notification): void {
      const received = { received_at: new Date().toISOString(), ...one };
      kept.inbox.add(received);
      kept.wire.notification(received, linesOf(), subjectOf(kept, notification));
    }

    function linesOf(): string {
      try {
        return client.notifications.stringToSign(rawBody, headers, options);
      } catch {
        return ''; // a header is missing: there is nothing that could have been signed
      }
    }
  };
  const door = { notifications: { ...kept.tarik.notifications, verify } };
  const receive = (notification: Notification): void => receiveNotification(kept, notification);
  void app.register(fastifyNotifications(door, receive), { url: PATH });
  app.get(PATH, () => kept.inbox.list());
  app.get(`${PATH}/count`, (_request, reply) =>
    reply.type('text/plain').send(`${kept.inbox.count()}`),
  );
}

function subjectOf(kept: Kept, notification: Notification | undefined) {
  if (notification?.kind === 'token') {
    const visitorId = notification.customer?.id;
    return visitorId === undefined ? undefined : { visitorId };
  }
  const order =
    notification === undefined ? undefined : kept.orders.ofRequest(notification.originalRequestId);
  return order === undefined ? undefined : { visitorId: order.visitorId, invoice: order.invoice };
}

function written(headers: Readonly<Record<string, string | string[] | undefined>>) {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, String(value ?? '')]),
  );
}

/** The JSON that was sent, or the text when it was none. */
function readJson(rawBody: Uint8Array | string): unknown {
  const text = Buffer.from(rawBody ?? '').toString();
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
