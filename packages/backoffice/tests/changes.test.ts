// What is sent when settings are saved, and when it needs a second person.
import { describe, expect, it } from 'vitest';
import { changeOf, pointsOf, successRate } from '../src/pages/home/change.ts';
import {
  changesOf,
  readHosts,
  type Settings,
  waits,
  weakens,
  wrongHost,
} from '../src/pages/settings/changes.ts';
import { differencesOf } from '../src/parts/differences.ts';

const KEPT: Settings = {
  line_items: 'enforce',
  amounts: 'number',
  replay_status: 'conflict',
  notification_schedule: 'durable',
  notify_tokens: false,
  notify_refunds: false,
  notification_hosts: [],
  rate: null,
  four_eyes: {
    refund_above: '5000000',
    keys: true,
    notification_url: true,
    bank_credentials: true,
    team: true,
  },
};
const EYES = KEPT.four_eyes;

describe('changed settings', () => {
  it('are those that differ, and nothing else', () => {
    expect(changesOf(KEPT, { ...KEPT, amounts: 'string', notification_hosts: [] })).toEqual({
      amounts: 'string',
    });
    expect(changesOf(KEPT, { ...KEPT })).toEqual({});
  });

  it('make four eyes weaker when less needs a second person', () => {
    expect(weakens(EYES, { ...EYES, keys: false })).toBe(true);
    expect(weakens(EYES, { ...EYES, team: false })).toBe(true);
    expect(weakens(EYES, { ...EYES, refund_above: null })).toBe(true);
    expect(weakens(EYES, { ...EYES, refund_above: '10000000' })).toBe(true);
    expect(weakens(EYES, { ...EYES, refund_above: '999999' })).toBe(false);
    expect(weakens({ ...EYES, refund_above: null }, EYES)).toBe(false);
  });

  it('wait for somebody else where four eyes become weaker, or hosts that were there others', () => {
    const there = { ...KEPT, notification_hosts: ['shop.example'] };
    expect(waits(there, { notification_hosts: [] })).toBe(true);
    expect(waits(KEPT, { notification_hosts: ['shop.example'] })).toBe(false);
    const off = { ...there, four_eyes: { ...EYES, notification_url: false } };
    expect(waits(off, { notification_hosts: [] })).toBe(false);
    expect(waits(KEPT, { four_eyes: { ...EYES, keys: false } })).toBe(true);
    expect(waits(KEPT, { amounts: 'string' })).toBe(false);
  });

  it('have each host once, however it was typed', () => {
    expect(readHosts(' Shop.example,\nshop.example \n\nb.example:8443')).toEqual([
      'shop.example',
      'b.example:8443',
    ]);
  });
});

describe('a host', () => {
  it.each(['shop.example', 'shop.example:8443', 'localhost', '127.0.0.1:9000', '[::1]:8443'])(
    'may be %s',
    (host) => expect(wrongHost([host])).toBeUndefined(),
  );

  it.each(['https://shop.example', 'shop.example/notifications', '-shop.example', 'shop.example:'])(
    'is not %s',
    (host) => expect(wrongHost(['shop.example', host])).toBe(host),
  );
});

describe('before and after', () => {
  it('are held against each other name by name, also inside', () => {
    const rows = differencesOf({ a: { b: 1, c: 2 } }, { a: { b: 1, c: 3 }, d: null });
    expect(rows.map(({ name, changed }) => [name, changed])).toEqual([
      ['a.b', false],
      ['a.c', true],
      ['d', true],
    ]);
  });
});

describe('a figure against the range before', () => {
  it('changes by per mille, also where sums are longer than numbers are exact', () => {
    const before = 9_007_199_254_740_993_000n;
    expect(changeOf(before + before / 4n, before)).toEqual({
      kind: 'percent',
      up: true,
      permille: 250,
    });
    expect(changeOf(1n, 0n)).toEqual({ kind: 'none' });
    expect(changeOf(7n, 7n)).toEqual({ kind: 'same' });
  });

  it('has a rate of what has ended, and none where nothing has', () => {
    expect(successRate({ succeeded: 2, failed: 1, expired: 0 })).toBe(666);
    expect(successRate({ succeeded: 0, failed: 0, expired: 0 })).toBeNull();
    expect(pointsOf(900, 950)).toEqual({ kind: 'points', up: false, permille: 50 });
  });
});
