// Seals open only where they were made, survive a rotation, and references reveal nothing.
import { randomBytes, randomUUID } from 'node:crypto';
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { createSealer, Secret } from './secrets.ts';

const index = randomBytes(32);
const place = { table: 'payments', column: 'sealed_details', merchantId: 'm-1', row: 'p-1' };

describe('a seal', () => {
  test('opens for its own place only', () => {
    const sealer = createSealer([randomBytes(32)], index);
    const sealed = sealer.seal(place, 'Robby, 628817219910');
    expect(sealer.open(place, sealed).toString()).toBe('Robby, 628817219910');
    for (const other of [
      { ...place, row: 'p-2' },
      { ...place, merchantId: 'm-2' },
      { ...place, column: 'body' },
    ]) {
      expect(() => sealer.open(other, sealed)).toThrow();
    }
  });

  test('shows nothing of what is in it and never looks the same twice', () => {
    const sealer = createSealer([randomBytes(32)], index);
    const [one, two] = [sealer.seal(place, 'secret words'), sealer.seal(place, 'secret words')];
    expect(one.includes('secret words')).toBe(false);
    expect(one.equals(two)).toBe(false);
  });

  test('breaks when one bit of it changes', () => {
    const sealer = createSealer([randomBytes(32)], index);
    const sealed = sealer.seal(place, 'x');
    for (let at = 0; at < sealed.length; at += 1) {
      const bent = Buffer.from(sealed);
      bent.writeUInt8(bent.readUInt8(at) ^ 1, at);
      expect(() => sealer.open(place, bent), `bit of byte ${at}`).toThrow();
    }
  });

  test('is wrapped anew by a rotation, and the old key is then no longer needed', () => {
    const [old, fresh] = [randomBytes(32), randomBytes(32)];
    const sealed = createSealer([old], index).seal(place, 'kept');
    const both = createSealer([fresh, old], index);
    const rewrapped = both.rewrap(place, sealed);
    expect(rewrapped).not.toBeNull();
    expect(createSealer([fresh], index).open(place, rewrapped!).toString()).toBe('kept');
    expect(both.rewrap(place, rewrapped!)).toBeNull();
    expect(() => createSealer([fresh], index).open(place, sealed)).toThrow(/does not hold/);
  });
});

describe('a blind index', () => {
  test('finds the same value of the same merchant, under any ring', () => {
    const [one, two] = [
      createSealer([randomBytes(32)], index),
      createSealer([randomBytes(32)], index),
    ];
    expect(one.blindIndex('customer', 'm', 'C-1')).toEqual(two.blindIndex('customer', 'm', 'C-1'));
  });

  test('tells nothing across merchants', () => {
    const sealer = createSealer([randomBytes(32)], index);
    const [one, two] = ['m-1', 'm-2'].map((m) => sealer.blindIndex('customer', m, 'C-1'));
    expect(one).not.toEqual(two);
  });
});

describe('a covered id', () => {
  test('is 43 characters and comes back', () => {
    const sealer = createSealer([randomBytes(32)], index);
    const id = randomUUID();
    const covered = sealer.coverIds('challenge', id);
    expect(covered).toMatch(/^[\w-]{43}$/);
    expect(sealer.uncoverIds('challenge', covered)).toEqual([id]);
  });

  test('carries several ids', () => {
    const sealer = createSealer([randomBytes(32)], index);
    const ids = [randomUUID(), randomUUID()];
    expect(sealer.uncoverIds('registration', sealer.coverIds('registration', ...ids))).toEqual(ids);
  });

  test('is nothing for another kind, another ring, or with a character changed', () => {
    const sealer = createSealer([randomBytes(32)], index);
    const covered = sealer.coverIds('challenge', randomUUID());
    expect(sealer.uncoverIds('registration', covered)).toBeNull();
    expect(createSealer([randomBytes(32)], index).uncoverIds('challenge', covered)).toBeNull();
    for (const at of [0, 20, 42]) {
      const bent = covered.slice(0, at) + (covered[at] === 'A' ? 'B' : 'A') + covered.slice(at + 1);
      expect(sealer.uncoverIds('challenge', bent)).toBeNull();
    }
    for (const junk of ['', '?UiUVuLz', 'x'.repeat(256)]) {
      expect(sealer.uncoverIds('challenge', junk)).toBeNull();
    }
  });

  test('shows no order of the ids behind it', () => {
    const sealer = createSealer([randomBytes(32)], index);
    const near = ['00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000002'];
    const [one, two] = near.map((id) => sealer.coverIds('challenge', id));
    const same = one!.split('').filter((letter, n) => letter === two![n]).length;
    expect(same).toBeLessThan(12);
  });
});

test('a secret prints as nothing', () => {
  const secret = new Secret('SK-1');
  expect(String(secret) + JSON.stringify({ secret }) + inspect({ secret })).not.toContain('SK-1');
  expect(secret.reveal()).toBe('SK-1');
});
