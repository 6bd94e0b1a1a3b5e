// POST /sandbox/partners: one more client of the bank, for a test that brings merchants of its own.
import { importSecret } from '@tarik/wire/snap/signature';
import type { Bank } from '../bank.ts';
import { readPartner } from '../partners.ts';
import type { PartnerEntry } from '../partners.ts';
import { objectBody } from './body.ts';
import type { Body } from './body.ts';
import { fieldRefused, SandboxRefusal } from './refusal.ts';

export interface PartnerRegistered {
  key: string;
  name: string | null;
}

/**
 * Registers a partner in the journal, so that a restart keeps it. The same Key with the same Secret
 * is taken again and changes nothing. Without a public key it has the one of the partners before
 * it: one gateway speaks for all of them.
 */
export function registerPartner(bank: Bank, asked: unknown): PartnerRegistered {
  const body = objectBody(asked);
  const key = textField(body, 'key', 36);
  const secret = textField(body, 'secret', 256);
  const name = optional(body['name']) ? null : textField(body, 'name', 100);
  const known = bank.partners.get(key);
  if (known !== undefined) {
    if (known.secret.equals(importSecret(secret))) return { key, name: known.name };
    const message = `key: ${key} is registered already, with another secret`;
    throw new SandboxRefusal(409, 'partner_exists', message);
  }
  const publicKey = optional(body['public_key'])
    ? usualPublicKey(bank)
    : textField(body, 'public_key', 8192);
  const entry: PartnerEntry = { key, secret, publicKey, ...(name !== null && { name }) };
  bank.partners.set(key, readOrRefuse(entry));
  bank.book.write({ kind: 'partner_registered', key, secret, publicKey, name });
  return { key, name };
}

function readOrRefuse(entry: PartnerEntry) {
  try {
    return readPartner(entry);
  } catch {
    // All but the public key has been looked at.
    throw fieldRefused('public_key', 'must be an RSA public key in PEM');
  }
}

function usualPublicKey(bank: Bank): string {
  const [first] = bank.partners.values();
  if (first !== undefined) {
    return first.publicKey.export({ type: 'spki', format: 'pem' }).toString();
  }
  throw fieldRefused('public_key', 'must be given: there is no partner yet whose key it could be');
}

function textField(body: Body, name: string, most: number): string {
  const value = body[name];
  if (typeof value === 'string' && value !== '' && value.length <= most) return value;
  throw fieldRefused(name, `must be text of 1 to ${most} characters`);
}

function optional(value: unknown): boolean {
  return value === undefined || value === null;
}
