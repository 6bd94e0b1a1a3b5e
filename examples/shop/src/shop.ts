// The shop's server, put together: a client of the gateway, what the shop keeps, the door for
// notifications, and the pages.
import { Tarik } from '@tarik/sdk';
import { fastify, type FastifyInstance } from 'fastify';
import { sandboxBank } from './bank/sandbox-bank.ts';
import { openDoor } from './door.ts';
import type { Kept } from './kept.ts';
import { openLive } from './live.ts';
import { openOrderBook } from './orders/order-book.ts';
import { watchOrders } from './orders/watch.ts';
import { openInbox } from './received.ts';
import { accountRoutes } from './routes/accounts.ts';
import { bankRoutes } from './routes/bank.ts';
import { goodsRoutes } from './routes/goods.ts';
import { orderRoutes } from './routes/orders.ts';
import { siteRoutes, siteRules } from './routes/site.ts';
import { openShopTime } from './shop-time.ts';
import { openVisitors } from './visitor/visitor.ts';
import { openWireLog } from './wire/wire-log.ts';

export interface ShopMerchant {
  clientId: string;
  secret: string;
  name?: string;
}

export interface ShopOptions {
  /** The first is this shop; the others only notify here, as merchants of a sandbox do. */
  merchants: readonly [ShopMerchant, ...ShopMerchant[]];
  /** Where orders, visitors and notifications are kept. */
  dataFolder: string;
  gatewayUrl: string;
  /** The simulated bank, where there is one: the control panel and the SMS inbox are then shown. */
  bankUrl?: string;
}

const MAX_BODY_BYTES = 64 * 1024;

/** Builds the shop; nothing listens yet. Throws when its folder or its settings cannot be used. */
export function buildShop(options: ShopOptions): FastifyInstance {
  const { dataFolder, gatewayUrl, merchants } = options;
  const live = openLive();
  const wire = openWireLog(live);
  const [own, ...others] = merchants.map(
    ({ clientId, secret }) =>
      new Tarik({ clientId, secretKey: secret, baseUrl: gatewayUrl, onExchange: wire.exchange }),
  );
  if (own === undefined) throw new Error('the shop needs a merchant');
  const kept: Kept = {
    tarik: own,
    orders: openOrderBook(dataFolder, live),
    visitors: openVisitors(dataFolder),
    inbox: openInbox(dataFolder),
    wire,
    live,
    time: openShopTime(options.bankUrl),
    said: new Map(),
    bank: options.bankUrl === undefined ? undefined : sandboxBank(options.bankUrl),
    gatewayUrl,
    merchantNames: new Map(merchants.map(({ clientId, name }) => [clientId, name ?? clientId])),
  };
  const app = fastify({ logger: false, bodyLimit: MAX_BODY_BYTES, forceCloseConnections: true });
  const clients = [own, ...others].map(
    (client, n) => [merchants[n]?.clientId ?? '', client] as const,
  );
  openDoor(app, kept, new Map(clients));
  app.get('/readyz', () => ({ status: 'ready' }));
  void app.register(async (site) => {
    siteRules(site, kept);
    goodsRoutes(site, kept);
    accountRoutes(site, kept);
    orderRoutes(site, kept);
    bankRoutes(site, kept);
    siteRoutes(site, kept);
  });
  const watch = watchOrders(kept);
  app.addHook('preClose', async () => {
    watch.stop();
    live.close();
  });
  return app;
}
