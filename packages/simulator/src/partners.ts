// The bank's registered clients: a Key, a Secret and the public half of the client's RSA pair.
import type { KeyObject } from 'node:crypto';
import { importPublicKey, importSecret } from '@tarik/wire/snap/signature';

/** A partner as it is registered. */
export interface PartnerEntry {
  key: string;
  secret: string;
  /** PEM. */
  publicKey: string;
  /** Shown to customers on the pages; the merchant id of the call when absent. */
  name?: string;
}

export interface Partner {
  key: string;
  secret: KeyObject;
  publicKey: KeyObject;
  name: string | null;
}

/** Reads an entry and imports its keys once. Throws an error that names the field. */
export function readPartner(entry: unknown): Partner {
  const { key, secret, publicKey, name } = (entry ?? {}) as Record<string, unknown>;
  if (typeof key !== 'string' || key === '' || key.length > 36) {
    throw new Error('partner: key must be text of 1 to 36 characters');
  }
  if (typeof secret !== 'string' || secret === '') {
    throw new Error(`partner ${key}: secret must be text`);
  }
  return {
    key,
    secret: importSecret(secret),
    publicKey: readPublicKey(key, publicKey),
    name: typeof name === 'string' && name !== '' ? name : null,
  };
}

function readPublicKey(key: string, pem: unknown): KeyObject {
  try {
    const publicKey = importPublicKey(typeof pem === 'string' ? pem : '');
    if (publicKey.asymmetricKeyType === 'rsa') return publicKey;
  } catch {
    // The reason would quote the key; the sentence below is enough.
  }
  throw new Error(`partner ${key}: publicKey must be an RSA public key in PEM`);
}
