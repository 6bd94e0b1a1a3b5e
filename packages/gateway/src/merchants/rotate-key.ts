// A new Secret Key beside the old one, which stays valid for a while so that the merchant can change over.
import { Secret } from '../base/secrets.ts';
import type { Together } from './activate-bank.ts';
import { drawSecret, type MerchantDoors } from './create.ts';
import { secretPlace } from './directory.ts';
import { ChangedMeanwhile, NotDone } from './not-done.ts';
import { endKeys, holdKeys, insertKey, setKeyEnd } from './store.ts';

interface Rotation extends Together {
  /** How long every older key stays valid, ms; 0: not at all. */
  overlapMs: number;
  /** Drawn when absent. */
  secret?: string;
  /** Throws {@link ChangedMeanwhile} unless this is the newest key. */
  instead?: string;
}

/**
 * Adds a key and lets every older one end after the overlap. Answers the new Secret Key and when the old one ends, epoch
 * ms. Calls are answered with the key that they were signed with, notifications with the newest.
 */
export async function rotateKey(
  doors: MerchantDoors,
  merchantId: string,
  input: Rotation,
): Promise<{ keyId: string; secret: Secret<string>; oldUntil: number }> {
  const at = doors.clock.now();
  const keyId = doors.random.id();
  const secret = input.secret ?? drawSecret(doors.random);
  const sealedSecret = doors.sealer.seal(secretPlace(merchantId, keyId), secret);
  const oldUntil = at + input.overlapMs;
  await doors.db.transaction(async (tx) => {
    const [newest] = await holdKeys(tx, merchantId);
    if (input.instead !== undefined && newest?.key_id !== input.instead) {
      throw new ChangedMeanwhile('the key was rotated meanwhile');
    }
    await endKeys(tx, merchantId, oldUntil);
    await insertKey(tx, { merchantId, keyId, sealedSecret, at });
    await input.also?.(tx);
  });
  return { keyId, secret: new Secret(secret), oldUntil };
}

/** Ends an older key at once. Throws {@link NotDone} for the newest one; false where there is no such key. */
export async function endKey(
  doors: MerchantDoors,
  merchantId: string,
  keyId: string,
  { also }: Together = {},
): Promise<boolean> {
  const at = doors.clock.now();
  return await doors.db.transaction(async (tx) => {
    const keys = await holdKeys(tx, merchantId);
    const key = keys.find((one) => one.key_id === keyId);
    if (key === undefined) return false;
    if (key === keys[0]) throw new NotDone('the newest key cannot be ended: rotate it first');
    if (key.valid_until !== null && key.valid_until <= at) {
      throw new NotDone('this key has ended already');
    }
    await setKeyEnd(tx, merchantId, keyId, at);
    await also?.(tx);
    return true;
  });
}
