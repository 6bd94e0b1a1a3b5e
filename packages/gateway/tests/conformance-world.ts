// What the conformance kit's tests stand on: a world whose due work is done while the kit waits, a demo shop that is
// notified, and a proxy that breaks one thing in what the gateway answers.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request as ask, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { signResponse } from '@tarik/wire/doku/signature';
import { buildShop } from '../../../examples/shop/src/shop.ts';
import { setNotificationUrl } from '../src/merchants/activate-bank.ts';
import { startWorld, type World } from './world.ts';

export interface KitWorld {
  world: World;
  shop: string;
  /** Where the simulated bank's programs' door is. */
  bank: string;
  /** A file with the merchant's Secret Key. */
  secretFile: string;
  /** What every run says on its command line, but for where the implementation is. */
  everything: string[];
  close(): Promise<void>;
}

export async function startKitWorld(): Promise<KitWorld> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'tarik-kit-'));
  const world = await startWorld();
  const { clientId, secret } = world.one;
  const shop = buildShop({ merchants: [{ clientId, secret }], dataFolder: folder });
  const shopUrl = await shop.listen({ host: '127.0.0.1', port: 0 });
  const merchant = await world.ctx.merchants.find(clientId);
  const to = `${shopUrl}/notifications`;
  await setNotificationUrl(world.ctx, merchant?.merchantId ?? '', 'cimb', to);
  const secretFile = path.join(folder, 'secret.txt');
  writeFileSync(secretFile, `${secret}\n`);

  const bank = await startBankDoor(world);
  const over = new AbortController();
  const working = (async () => {
    while (!over.signal.aborted) {
      await world.settle();
      await sleep(50);
    }
  })();

  const sandbox = ['--complete', '--otp', '--accounts', '--clock'].flatMap((o) => [o, 'sandbox']);
  return {
    world,
    shop: shopUrl,
    bank: bank.url,
    secretFile,
    everything: [
      '--client-id',
      clientId,
      '--secret-file',
      secretFile,
      '--bank',
      bank.url,
      ...sandbox,
      '--notifications',
      'shop',
      shopUrl,
    ],
    async close() {
      over.abort();
      await working;
      await Promise.all([shop.close(), bank.close()]);
      await world.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What the simulated bank lets programs do; its clock is the world's, which moves the gateway too. */
async function startBankDoor(world: World): Promise<{ url: string; close(): Promise<void> }> {
  return await serve(async (incoming, body) => {
    const where = incoming.url ?? '';
    if (where === '/sandbox/clock') {
      if (body.length > 0) world.advance(jsonOf(body.toString()).advance_seconds);
      return { offset_seconds: world.clock.offset() / 1000 };
    }
    return await world.sandbox(where, body.length === 0 ? undefined : jsonOf(body.toString()));
  });
}

async function serve(
  answer: (incoming: IncomingMessage, body: Buffer) => Promise<unknown>,
): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      answer(incoming, Buffer.concat(chunks)).then(
        (json) => outgoing.end(JSON.stringify(json)),
        () => outgoing.writeHead(500).end(),
      );
    });
  });
  return await listening(server);
}

async function listening(server: Server): Promise<{ url: string; close(): Promise<void> }> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** An answer on its way back, and the request that it answers. */
export interface Passing {
  method: string;
  target: string;
  /** The request's body as JSON, or its text. */
  asked: any;
  requestId: string;
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** Changes an answer; true to have it signed again, so that nothing but the change is wrong. */
export type Sabotage = (answer: Passing) => boolean;

/** A request on its way to the gateway. */
export interface Asked {
  method: string;
  target: string;
  body: Buffer;
}

/** A proxy before the gateway. `onWay` may change what is asked before it is asked. */
export async function startSaboteur(
  gateway: string,
  merchant: { clientId: string; secret: string },
  spoil: Sabotage,
  onWay: (headers: string[], asked: Asked) => void = () => undefined,
): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const body = Buffer.concat(chunks);
      const headers = [...incoming.rawHeaders];
      const { hostname, port } = new URL(gateway);
      const { url: target = '', method = '' } = incoming;
      onWay(headers, { method, target, body });
      const onward = ask({ hostname, port, path: target, method, headers }, (answer) => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.on('end', () => {
          const passing: Passing = {
            method,
            target,
            asked: jsonOf(body.toString()),
            requestId: String(incoming.headers['request-id'] ?? ''),
            status: answer.statusCode ?? 0,
            headers: Object.fromEntries(
              Object.entries(answer.headers).map(([name, value]) => [name, String(value)]),
            ),
            body: Buffer.concat(parts).toString(),
          };
          if (spoil(passing)) signAgain(passing);
          delete passing.headers['content-length'];
          delete passing.headers['transfer-encoding'];
          outgoing.writeHead(passing.status, passing.headers).end(passing.body);
        });
      });
      onward.on('error', () => outgoing.destroy());
      onward.end(body);
    });
  });

  function signAgain({ headers, target, body }: Passing): void {
    if (headers['signature'] === undefined) return;
    headers['signature'] = signResponse(
      {
        clientId: headers['client-id'] ?? '',
        requestId: headers['request-id'] ?? '',
        timestamp: headers['response-timestamp'] ?? '',
        target: target.split('?', 1)[0] ?? '',
        body,
      },
      merchant.secret,
    );
  }

  return await listening(server);
}

function jsonOf(text: string): any {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
