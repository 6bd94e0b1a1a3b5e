// The keys of one sandbox, made once and kept in its folder. They are marked, so that no production ever takes them.
import { generateKeyPairSync } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { systemRandom } from '../base/random.ts';
import { SANDBOX_KEY_MARK } from '../base/unsafe.ts';

export interface SandboxKeys {
  /** Base64, 32 bytes. */
  masterKey: string;
  indexKey: string;
  databasePassword: string;
  /** The gateway's RSA pair, PEM. */
  privateKey: string;
  publicKey: string;
}

/** Reads the keys of a folder, or makes them there; nobody else may read the file. */
export function sandboxKeys(folder: string): SandboxKeys {
  const file = path.join(folder, 'keys.json');
  if (fs.existsSync(file)) return JSON.parse(fs.readFileSync(file, 'utf8')) as SandboxKeys;
  const pair = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const keys: SandboxKeys = {
    masterKey: markedKey(),
    indexKey: markedKey(),
    databasePassword: systemRandom().bytes(24).toString('base64url'),
    privateKey: pair.privateKey,
    publicKey: pair.publicKey,
  };
  writeSecret(file, keys);
  return keys;
}

/** Writes JSON that only we may read; a crash leaves the old file or the new one. */
export function writeSecret(file: string, value: unknown): void {
  fs.writeFileSync(`${file}.new`, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  fs.renameSync(`${file}.new`, file);
}

function markedKey(): string {
  return Buffer.concat([
    SANDBOX_KEY_MARK,
    systemRandom().bytes(32 - SANDBOX_KEY_MARK.length),
  ]).toString('base64');
}
