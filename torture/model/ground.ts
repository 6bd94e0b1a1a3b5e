// What outlives a run: a database, a merchant with a bank, and the gateway's code loaded twice, as two processes have it.
import { vi } from 'vitest';
import { systemClock } from '../../packages/gateway/src/base/clock.ts';
import { systemRandom } from '../../packages/gateway/src/base/random.ts';
import { createSealer } from '../../packages/gateway/src/base/secrets.ts';
import { activateBank } from '../../packages/gateway/src/merchants/activate-bank.ts';
import { createMerchant } from '../../packages/gateway/src/merchants/create.ts';
import { createDirectory } from '../../packages/gateway/src/merchants/directory.ts';
import { freshDatabase, openTestDb } from '../../packages/gateway/tests/database.ts';
import type { Ground, House } from './world.ts';

let houses: Promise<readonly [House, House]> | undefined;

async function loadTwice(): Promise<readonly [House, House]> {
  const one = await import('./house.ts');
  vi.resetModules();
  const two = await import('./house.ts');
  if (one.Refusal === two.Refusal) throw new Error('the two processes share their memory');
  return [one, two];
}

/** A fresh database with one merchant; close it when its runs are over. */
export async function openGround(): Promise<Ground & { close(): Promise<void> }> {
  const database = await freshDatabase();
  const db = openTestDb(database.url, 4);
  const clock = systemClock();
  const random = systemRandom();
  const sealer = createSealer([Buffer.alloc(32, 1)], Buffer.alloc(32, 2));
  const doors = { db, clock, random, sealer };
  const settings = { rate: null, notifyTokens: false, notifyRefunds: true };
  const { merchantId } = await createMerchant(doors, { name: 'Model', settings });
  const notificationUrl = 'https://shop.example/notifications';
  const input = { bank: 'cimb', key: 'key', secret: 'secret', notificationUrl };
  await activateBank(doors, merchantId, input);
  const merchant = await createDirectory(doors).byId(merchantId);
  if (merchant === null) throw new Error('a merchant that was made is there');
  houses ??= loadTwice();
  return {
    db,
    sealer,
    merchant,
    houses: await houses,
    async close() {
      await db.close();
      await database.drop();
    },
  };
}
