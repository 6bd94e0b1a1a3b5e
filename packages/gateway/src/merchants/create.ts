// A new merchant: its Client-Id, its first Secret Key and its empty books.
import type { Clock } from '../base/clock.ts';
import { sqlState, type Db, type Tx } from '../base/db.ts';
import type { Random } from '../base/random.ts';
import { Secret, type Sealer } from '../base/secrets.ts';
import { secretPlace } from './directory.ts';
import { NotDone } from './not-done.ts';
import type { ChangedSettings } from './settings.ts';
import { insertMerchant } from './store.ts';

export interface MerchantDoors {
  db: Db;
  clock: Clock;
  random: Random;
  sealer: Sealer;
}

export interface NewMerchant {
  merchantId: string;
  clientId: string;
  /** Shown to the merchant once; afterwards it rests sealed. */
  secret: Secret<string>;
}

/**
 * Makes a merchant; Client-Id and Secret Key are drawn unless they are given. `also` runs in the same transaction. Throws
 * {@link NotDone} when the Client-Id is taken.
 */
export async function createMerchant(
  doors: MerchantDoors,
  input: { name: string; clientId?: string; secret?: string; settings?: ChangedSettings },
  also?: (tx: Tx, made: Omit<NewMerchant, 'secret'>) => Promise<void>,
): Promise<NewMerchant> {
  const merchantId = doors.random.id();
  const keyId = doors.random.id();
  const clientId = input.clientId ?? drawClientId(doors.random);
  const secret = input.secret ?? drawSecret(doors.random);
  const sealedSecret = doors.sealer.seal(secretPlace(merchantId, keyId), secret);
  try {
    await doors.db.transaction(async (tx) => {
      await insertMerchant(tx, {
        merchantId,
        clientId,
        name: input.name,
        settings: input.settings ?? {},
        keyId,
        sealedSecret,
        at: doors.clock.now(),
      });
      await also?.(tx, { merchantId, clientId });
    });
  } catch (error) {
    if (sqlState(error) === '23505') throw new NotDone(`the Client-Id ${clientId} is taken`);
    if (sqlState(error) === '23514') {
      throw new NotDone('a Client-Id is 1 to 64 letters, digits, points, underscores and hyphens');
    }
    throw error;
  }
  return { merchantId, clientId, secret: new Secret(secret) };
}

/** A Secret Key of 256 random bits. */
export function drawSecret(random: Random): string {
  return `SK-${random.bytes(32).toString('base64url')}`;
}

function drawClientId(random: Random): string {
  const drawn = BigInt(`0x${random.bytes(16).toString('hex')}`) % 10n ** 18n;
  const digits = drawn.toString().padStart(18, '0');
  return `MCH-${digits.slice(0, 4)}-${digits.slice(4)}`;
}
