// The merchants of a stage, made straight in its database, each with an active bank, a notification path, fees and bank accounts.
import { systemClock } from '../../packages/gateway/src/base/clock.ts';
import { openDb } from '../../packages/gateway/src/base/db.ts';
import { systemRandom } from '../../packages/gateway/src/base/random.ts';
import { createSealer } from '../../packages/gateway/src/base/secrets.ts';
import { activateBank } from '../../packages/gateway/src/merchants/activate-bank.ts';
import { createMerchant } from '../../packages/gateway/src/merchants/create.ts';
import { makeTerms } from './make-terms.ts';
import type { StageSecrets } from './secrets.ts';
import type { StageMerchant } from './types.ts';

const DAY_MS = 86_400_000;

/** Makes a merchant for every partner of the bank; `receiverUrl` is where their notifications go. */
export async function makeMerchants(
  databaseUrl: string,
  secrets: StageSecrets,
  receiverUrl: string,
): Promise<StageMerchant[]> {
  const db = openDb({
    url: databaseUrl,
    connections: 1,
    statementTimeoutMs: 30_000,
    acquireTimeoutMs: 10_000,
    onError: () => undefined,
  });
  const sealer = createSealer([secrets.masterKey], secrets.indexKey);
  // Older than any jump of a clock backwards: a key is not valid before it was made.
  const clock = systemClock();
  clock.setOffset(-DAY_MS);
  const doors = { db, clock, random: systemRandom(), sealer };
  const merchants: StageMerchant[] = [];
  try {
    for (const [n, { key, secret }] of secrets.partners.entries()) {
      const made = await createMerchant(doors, { name: `Toko ${key}`, settings: { rate: null } });
      const notificationPath = `/merchants/${key}/notifications`;
      const notificationUrl = receiverUrl + notificationPath;
      await activateBank(doors, made.merchantId, { bank: 'cimb', key, secret, notificationUrl });
      merchants.push({
        accounts: await makeTerms(doors, made, n),
        merchantId: made.merchantId,
        clientId: made.clientId,
        secret: made.secret.reveal(),
        partnerKey: key,
        notificationPath,
      });
    }
  } finally {
    await db.close();
  }
  return merchants;
}
