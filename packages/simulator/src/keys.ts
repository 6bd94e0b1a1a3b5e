// The bank's own RSA pair, made once and kept in its folder: the private half signs callbacks.
import { createPublicKey, generateKeyPair } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { importPrivateKey } from '@tarik/wire/snap/signature';

export interface BankKeys {
  privateKey: KeyObject;
  publicKeyPem: string;
}

/** Reads the bank's key from its folder, or makes one there. */
export async function bankKeys(folder: string): Promise<BankKeys> {
  const path = join(folder, 'bank-key.pem');
  const pem = await readFile(path, 'utf8').catch(() => makeKey(folder, path));
  const privateKey = importPrivateKey(pem);
  const publicKeyPem = createPublicKey(pem).export({ type: 'spki', format: 'pem' }).toString();
  return { privateKey, publicKeyPem };
}

async function makeKey(folder: string, path: string): Promise<string> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(`${path}.new`, pem, { mode: 0o600 });
  await rename(`${path}.new`, path);
  return pem;
}
