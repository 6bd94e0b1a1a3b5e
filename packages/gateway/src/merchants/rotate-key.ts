// A new Secret Key beside the old one, which stays valid for a while so that the merchant can change over.
import { Secret } from '../base/secrets.ts';
import { drawSecret, type MerchantDoors } from './create.ts';
import { secretPlace } from './directory.ts';
import { endKeys, insertKey } from './store.ts';

/**
 * Adds a key and lets every older one end after `overlapMs` (0: at once). Answers the new Secret Key and when the old
 * one ends, epoch ms. Calls are answered with the key that they were signed with, notifications with the newest.
 */
export async function rotateKey(
  doors: MerchantDoors,
  merchantId: string,
  input: { overlapMs: number; secret?: string },
): Promise<{ keyId: string; secret: Secret<string>; oldUntil: number }> {
  const at = doors.clock.now();
  const keyId = doors.random.id();
  const secret = input.secret ?? drawSecret(doors.random);
  const sealedSecret = doors.sealer.seal(secretPlace(merchantId, keyId), secret);
  const oldUntil = at + input.overlapMs;
  await doors.db.transaction(async (tx) => {
    await endKeys(tx, merchantId, oldUntil);
    await insertKey(tx, { merchantId, keyId, sealedSecret, at });
  });
  return { keyId, secret: new Secret(secret), oldUntil };
}
