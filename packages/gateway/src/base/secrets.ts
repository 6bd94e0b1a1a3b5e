// Sealing what must not be read from a stolen dump: envelope encryption, blind indexes and opaque references.
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createSecretKey,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
  type KeyObject,
} from 'node:crypto';
import { inspect } from 'node:util';
import { invariant } from './invariant.ts';

/** A value that prints as `[redacted]` wherever somebody prints it by mistake. */
export class Secret<T> {
  readonly #value: T;
  constructor(value: T) {
    this.#value = value;
  }
  reveal(): T {
    return this.#value;
  }
  toString(): string {
    return '[redacted]';
  }
  toJSON(): string {
    return '[redacted]';
  }
  [inspect.custom](): string {
    return '[redacted]';
  }
}

/** Where a sealed value rests; it cannot be opened anywhere else. */
export interface Place {
  table: string;
  column: string;
  merchantId: string;
  row: string;
}

export interface Sealer {
  /** Encrypts for one place: a fresh data key per value, wrapped by the ring's first key. */
  seal(place: Place, plain: Uint8Array | string): Buffer;
  /** Opens what was sealed for this very place with any key of the ring; throws when it was not. */
  open(place: Place, sealed: Uint8Array): Buffer;
  /** The same value under the ring's first key, or null when it already is: what a rotation writes back. */
  rewrap(place: Place, sealed: Uint8Array): Buffer | null;
  /** A keyed fingerprint for looking a personal value up without storing it (32 bytes). */
  blindIndex(kind: string, merchantId: string, value: string): Buffer;
  /** Turns ids into a 43-character (one id) or longer reference that reveals nothing and cannot be forged. */
  coverIds(kind: string, ...ids: string[]): string;
  /** The ids behind a reference made by {@link coverIds}, or null when it was not made here. */
  uncoverIds(kind: string, reference: string): string[] | null;
}

const DATA_KEY = 32;
const NONCE = 12;
const TAG = 16;
const KEY_ID = 4;
const HEAD = KEY_ID + NONCE + DATA_KEY + TAG + NONCE + TAG;

interface RingKey {
  id: Buffer;
  wrap: KeyObject;
  cover: KeyObject;
  coverMac: KeyObject;
}

/**
 * The sealer of a key ring. `masterKeys` are 32-byte secrets, newest first: the first seals, all open.
 * Blind indexes are keyed by `indexKey` alone, so that rotating the ring does not change them.
 */
export function createSealer(masterKeys: readonly Uint8Array[], indexKey: Uint8Array): Sealer {
  invariant(masterKeys.length > 0, 'a key ring has at least one key');
  const ring = masterKeys.map(deriveRingKey);
  const indexing = createSecretKey(indexKey);
  const [primary] = ring;
  invariant(primary, 'a key ring has a first key');

  function unwrap(aad: Buffer, sealed: Buffer): { key: RingKey; dataKey: Buffer } {
    const id = sealed.subarray(0, KEY_ID);
    const key = ring.find((candidate) => candidate.id.equals(id));
    if (key === undefined) throw new Error('sealed with a key that the ring does not hold');
    const nonce = sealed.subarray(KEY_ID, KEY_ID + NONCE);
    const wrapped = sealed.subarray(KEY_ID + NONCE, KEY_ID + NONCE + DATA_KEY + TAG);
    return { key, dataKey: decrypt(key.wrap, nonce, aad, wrapped) };
  }

  const { id, wrap } = primary;
  function wrapDataKey(aad: Buffer, nonce: Buffer, dataKey: Buffer): Buffer {
    return Buffer.concat([id, nonce, encrypt(wrap, nonce, aad, dataKey)]);
  }

  return {
    seal(place, plain) {
      const aad = placeBytes(place);
      // One draw for the data key and both nonces: drawing costs more than the bytes.
      const drawn = randomBytes(DATA_KEY + 2 * NONCE);
      const dataKey = drawn.subarray(0, DATA_KEY);
      const nonce = drawn.subarray(DATA_KEY, DATA_KEY + NONCE);
      const body = encrypt(dataKey, nonce, aad, Buffer.from(plain as Uint8Array));
      return Buffer.concat([
        wrapDataKey(aad, drawn.subarray(DATA_KEY + NONCE), dataKey),
        nonce,
        body,
      ]);
    },
    open(place, sealed) {
      const bytes = Buffer.from(sealed);
      if (bytes.length < HEAD) throw new Error('a sealed value is cut short');
      const aad = placeBytes(place);
      const { dataKey } = unwrap(aad, bytes);
      const at = KEY_ID + NONCE + DATA_KEY + TAG;
      const nonce = bytes.subarray(at, at + NONCE);
      return decrypt(dataKey, nonce, aad, bytes.subarray(at + NONCE));
    },
    rewrap(place, sealed) {
      const bytes = Buffer.from(sealed);
      if (bytes.subarray(0, KEY_ID).equals(primary.id)) return null;
      const aad = placeBytes(place);
      const { dataKey } = unwrap(aad, bytes);
      const rest = bytes.subarray(KEY_ID + NONCE + DATA_KEY + TAG);
      return Buffer.concat([wrapDataKey(aad, randomBytes(NONCE), dataKey), rest]);
    },
    blindIndex(kind, merchantId, value) {
      return createHmac('sha256', indexing).update(`${kind}\0${merchantId}\0${value}`).digest();
    },
    coverIds(kind, ...ids) {
      return cover(primary, kind, ids);
    },
    uncoverIds(kind, reference) {
      for (const key of ring) {
        const ids = uncover(key, kind, reference);
        if (ids !== null) return ids;
      }
      return null;
    },
  };
}

function deriveRingKey(master: Uint8Array): RingKey {
  invariant(master.length === 32, 'a master key has 32 bytes');
  const derive = (purpose: string): KeyObject =>
    createSecretKey(Buffer.from(hkdfSync('sha256', master, '', `tarik ${purpose}`, 32)));
  const id = createHash('sha256')
    .update('tarik key id')
    .update(master)
    .digest()
    .subarray(0, KEY_ID);
  return {
    id,
    wrap: derive('wrap'),
    cover: derive('cover'),
    coverMac: derive('cover mac'),
  };
}

function placeBytes(place: Place): Buffer {
  return Buffer.from(`${place.table}\0${place.column}\0${place.merchantId}\0${place.row}`);
}

function encrypt(key: KeyObject | Buffer, nonce: Buffer, aad: Buffer, plain: Buffer): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(aad);
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

function decrypt(key: KeyObject | Buffer, nonce: Buffer, aad: Buffer, sealed: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG });
  decipher.setAAD(aad);
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG));
  return Buffer.concat([decipher.update(sealed.subarray(0, -TAG)), decipher.final()]);
}

// An id is 16 bytes, one cipher block, so that a single block of AES hides it entirely; the MAC stops
// forgeries and binds the kind. Several ids are chained with CBC from a zero IV: the first is unique.
function cover(key: RingKey, kind: string, ids: readonly string[]): string {
  const cipher = createCipheriv('aes-256-cbc', key.cover, Buffer.alloc(16));
  cipher.setAutoPadding(false);
  const plain = Buffer.concat(ids.map((id) => Buffer.from(id.replaceAll('-', ''), 'hex')));
  invariant(plain.length === ids.length * 16, 'only uuids can be covered');
  const hidden = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([hidden, coverTag(key, kind, hidden)]).toString('base64url');
}

function uncover(key: RingKey, kind: string, reference: string): string[] | null {
  const bytes = Buffer.from(reference, 'base64url');
  if (bytes.length < 32 || bytes.length % 16 !== 0) return null;
  if (bytes.toString('base64url') !== reference) return null;
  const hidden = bytes.subarray(0, -16);
  if (!timingSafeEqual(coverTag(key, kind, hidden), bytes.subarray(-16))) return null;
  const decipher = createDecipheriv('aes-256-cbc', key.cover, Buffer.alloc(16));
  decipher.setAutoPadding(false);
  const plain = Buffer.concat([decipher.update(hidden), decipher.final()]);
  return Array.from({ length: plain.length / 16 }, (_, n) =>
    uuidText(plain.subarray(n * 16, n * 16 + 16)),
  );
}

function coverTag(key: RingKey, kind: string, hidden: Buffer): Buffer {
  return createHmac('sha256', key.coverMac)
    .update(`${kind}\0`)
    .update(hidden)
    .digest()
    .subarray(0, 16);
}

function uuidText(bytes: Buffer): string {
  const hex = bytes.toString('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join('-');
}
