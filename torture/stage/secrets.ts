// The secrets of a stage, drawn anew for each, and the list of those that must be found nowhere in plain.
import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';

export interface StageSecrets {
  databasePassword: string;
  masterKey: Buffer;
  indexKey: Buffer;
  /** The gateway's RSA key at the bank, PEM. */
  privateKey: string;
  publicKey: string;
  /** The merchants' Keys and secrets at the bank. */
  partners: readonly { key: string; secret: string; publicKey: string }[];
}

/** Draws them for so many merchants. */
export function drawSecrets(merchants: number): StageSecrets {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  return {
    databasePassword: randomUUID(),
    masterKey: randomBytes(32),
    indexKey: randomBytes(32),
    privateKey,
    publicKey,
    partners: Array.from({ length: merchants }, (_, n) => ({
      key: `KEY-${n}`,
      secret: `bank-secret-${randomUUID()}`,
      publicKey,
    })),
  };
}

/** What must be found in no log and in no row. */
export function canariesOf(
  secrets: StageSecrets,
  merchants: readonly { secret: string }[],
): string[] {
  return [
    secrets.databasePassword,
    secrets.masterKey.toString('base64'),
    secrets.indexKey.toString('base64'),
    // A line from the middle: the first and the last lines are the same in every key.
    secrets.privateKey.split('\n')[5] ?? '',
    ...secrets.partners.map((partner) => partner.secret),
    ...merchants.map((merchant) => merchant.secret),
  ];
}
