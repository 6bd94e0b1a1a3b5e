// The merchant API without anything behind it: for calls that end before a flow begins. One merchant, a clock to move.
import { generateKeyPairSync } from 'node:crypto';
import { importKey } from '@tarik/wire/doku/signature';
import { FLAVOURS } from '../src/api/flavours.ts';
import { buildServer, type ServerOptions } from '../src/api/server.ts';
import { createHttpDoor } from '../src/banks/http.ts';
import { createBanks } from '../src/banks/registry.ts';
import { systemClock, type MovableClock } from '../src/base/clock.ts';
import type { Db } from '../src/base/db.ts';
import { createLog } from '../src/base/log.ts';
import { createMetrics } from '../src/base/metrics.ts';
import { systemRandom } from '../src/base/random.ts';
import { Refusal } from '../src/base/refusal.ts';
import { createSealer } from '../src/base/secrets.ts';
import { createMerchantDoor } from '../src/notifications/door.ts';
import { createWake } from '../src/base/wake.ts';
import { dokuRenderer } from '../src/api/doku/notification.ts';
import type { Context } from '../src/context.ts';
import { DEFAULT_SETTINGS, type Merchant } from '../src/merchants/merchant.ts';
import { merchantClient, type MerchantClient } from './merchant-client.ts';

export const SECRET = 'SK-edge-0001';
export const OLD_SECRET = 'SK-edge-0000';

export interface Edge extends AsyncDisposable {
  url: string;
  port: number;
  clock: MovableClock;
  ctx: Context;
  client: MerchantClient;
  /** Changed by a test; the next call sees it. */
  merchant: Merchant;
  /** Connections that stand. */
  connections(): Promise<number>;
  /** Look-ups of merchants so far. */
  lookedUp(): number;
  /** From now on the database is away. */
  loseDatabase(): void;
  logged(): string;
}

const key = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});

/** Starts it on a free port. Whatever reaches the database or a bank fails the call with 500. */
export async function startEdge(
  options: Partial<ServerOptions> = {},
  sandbox = true,
): Promise<Edge> {
  const clock = systemClock();
  const random = systemRandom();
  const lines: string[] = [];
  let lookedUp = 0;
  let away = false;
  const nobody = (): never => {
    throw new Error('a call that should have ended went on');
  };
  const db: Db = { rows: nobody, transaction: nobody, close: async () => undefined };
  const http = createHttpDoor({
    clock,
    connections: 1,
    inFlightPerBank: 1,
    mustNotBeInTransaction: nobody,
  });
  const merchant: Merchant = {
    merchantId: '0197c2a4-7b1e-7000-8000-000000000001',
    clientId: 'MCH-0001-10791114622547',
    name: 'One',
    status: 'active',
    settings: { ...DEFAULT_SETTINGS, rate: null },
    keys: [
      { keyId: 'new', key: importKey(SECRET), validFrom: 0, validUntil: null },
      { keyId: 'old', key: importKey(OLD_SECRET), validFrom: 0, validUntil: null },
    ],
    banks: new Map(),
    notificationHosts: [],
    tariffs: [],
  };
  const find = async (clientId: string): Promise<Merchant | null> => {
    lookedUp += 1;
    if (away) throw new Refusal('database_unavailable');
    return clientId === merchant.clientId ? merchant : null;
  };
  const ctx: Context = {
    db,
    clock,
    random,
    sealer: createSealer([Buffer.alloc(32, 1)], Buffer.alloc(32, 2)),
    log: createLog('debug', { write: (line) => void lines.push(line) }),
    metrics: createMetrics(false),
    banks: createBanks(() => ({
      clock,
      random,
      http,
      baseUrl: 'http://127.0.0.1:9/bank',
      signedAnswers: true,
      privateKey: key.privateKey,
      bankPublicKey: key.publicKey,
      observer: () => undefined,
    })),
    collecting: new Map(),
    merchants: { find, byId: async () => merchant, forget: () => undefined },
    door: createMerchantDoor({ clock, sandbox: true, allow: [] }),
    renderer: dokuRenderer(),
    wake: createWake(),
    publicUrl: 'http://127.0.0.1',
    sandbox,
  };
  const server = buildServer(ctx, { flavours: FLAVOURS, ...options });
  const url = await server.listen({ port: 0, host: '127.0.0.1' });
  return {
    url,
    port: Number(new URL(url).port),
    clock,
    ctx,
    merchant,
    client: merchantClient(() => url, { clientId: merchant.clientId, secret: SECRET }),
    connections: () =>
      new Promise((resolve, reject) => {
        server.server.getConnections((error, count) => {
          if (error === null) resolve(count);
          else reject(error);
        });
      }),
    lookedUp: () => lookedUp,
    loseDatabase: () => (away = true),
    logged: () => lines.join(''),
    async [Symbol.asyncDispose]() {
      await server.close();
      await http.close();
    },
  };
}
