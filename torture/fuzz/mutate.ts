// Mutations: of a body's tree, and of its bytes. Each answers what it did, in a word, for the case's report.
import type { Chance } from './chance.ts';
import { hostileNumber, hostileShape, hostileText, hostileValue } from './hostile.ts';
import {
  Fields,
  Lexeme,
  placesOf,
  put,
  takeOut,
  treeOf,
  written,
  type Place,
  type Tree,
} from './tree.ts';

export interface Mutated {
  body: Buffer;
  says: string;
}

/** A body that is mutated in one to three places of its tree, and sometimes in its bytes as well. */
export function mutateBody(chance: Chance, value: unknown): Mutated {
  let tree = treeOf(value);
  const says: string[] = [];
  const times = chance.pick([1, 1, 1, 1, 2, 3]);
  if (!chance.is(0.12)) {
    for (let n = 0; n < times; n += 1) {
      const { tree: next, did } = mutateTree(chance, tree);
      tree = next;
      says.push(did);
    }
  }
  const body = Buffer.from(written(tree));
  if (says.length > 0 && !chance.is(0.1)) return { body, says: says.join(', ') };
  const bytes = mutateBytes(chance, body);
  return { body: bytes.body, says: [...says, bytes.says].join(', ') };
}

function mutateTree(chance: Chance, tree: Tree): { tree: Tree; did: string } {
  const places = placesOf(tree);
  if (places.length === 0 || chance.is(0.03)) return { tree: hostileValue(chance), did: 'whole' };
  const place = chance.pick(places);
  const { key, value, holder } = place;
  const at = key === '' ? 'an item' : key;
  const field = holder instanceof Fields ? holder : null;
  switch (chance.whole(0, 13)) {
    case 0:
      takeOut(place);
      return { tree, did: `${at} missing` };
    case 1:
      put(place, null);
      return { tree, did: `${at} null` };
    case 2:
    case 3:
      put(place, hostileText(chance));
      return { tree, did: `${at} odd text` };
    case 4:
    case 5:
      put(place, hostileNumber(chance));
      return { tree, did: `${at} odd number` };
    case 6:
      put(place, hostileShape(chance));
      return { tree, did: `${at} odd shape` };
    case 7:
      put(place, chance.is(0.5) ? [value] : new Fields([[at, value]]));
      return { tree, did: `${at} wrapped` };
    case 8:
      put(place, value instanceof Lexeme ? value.text : new Lexeme(written(value)));
      return { tree, did: `${at} of the other type` };
    case 9:
      field?.pairs.push([key, chance.is(0.5) ? value : hostileValue(chance)]);
      return { tree, did: `${at} twice` };
    case 10:
      field?.pairs.splice(place.index, 1, [oddKey(chance, key), value]);
      return { tree, did: `${at} renamed` };
    case 11:
      field?.pairs.push([chance.pick(STRANGERS), hostileValue(chance)]);
      return { tree, did: 'a strange field' };
    case 12: {
      const other = chance.pick(places);
      // One that holds the other would hold itself.
      if (holds(value, other) || holds(other.value, place)) return { tree, did: 'nothing' };
      put(place, other.value);
      put(other, value);
      return { tree, did: `${at} and ${other.key} swapped` };
    }
    default:
      put(place, hostileValue(chance));
      return { tree, did: `${at} anything` };
  }
}

function holds(tree: Tree, place: Place): boolean {
  return placesOf(tree).some(
    ({ holder, index }) => holder === place.holder && index === place.index,
  );
}

const STRANGERS = [
  'x',
  '',
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'id',
  'amount',
  'order',
  'override_notification_url',
  '\\u005f_proto__',
];

function oddKey(chance: Chance, key: string): string {
  return chance.pick([
    key.toUpperCase(),
    `${key} `,
    ` ${key}`,
    `${key}\u0000`,
    `\\u00${key.charCodeAt(0).toString(16).padStart(2, '0')}${key.slice(1)}`,
    '',
    '__proto__',
  ]);
}

/** Bytes that are flipped, cut, put in, doubled or replaced. */
export function mutateBytes(chance: Chance, body: Buffer): Mutated {
  const at = chance.whole(0, Math.max(0, body.length - 1));
  const before = body.subarray(0, at);
  const after = body.subarray(at);
  const some = Buffer.from(Array.from({ length: chance.whole(1, 8) }, () => chance.whole(0, 255)));
  switch (chance.whole(0, 9)) {
    case 0: {
      const flipped = Buffer.from(body);
      if (flipped.length > 0) flipped[at] = (flipped[at] ?? 0) ^ (1 << chance.whole(0, 7));
      return { body: flipped, says: 'a bit flipped' };
    }
    case 1:
      return { body: before, says: 'truncated' };
    case 2:
      return { body: Buffer.concat([before, some, after]), says: 'bytes put in' };
    case 3:
      return { body: Buffer.concat([body, body]), says: 'twice' };
    case 4:
      return {
        body: Buffer.concat([before, after.subarray(some.length)]),
        says: 'bytes taken out',
      };
    case 5:
      return { body: Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), body]), says: 'a BOM' };
    case 6:
      return { body: Buffer.from(body.toString(), 'utf16le'), says: 'as UTF-16' };
    case 7: {
      const part = after.subarray(0, chance.whole(1, 64));
      const times = Array.from({ length: chance.whole(2, 50) }, () => part);
      return { body: Buffer.concat([before, ...times, after]), says: 'a part repeated' };
    }
    case 8:
      return { body: Buffer.concat([body, Buffer.from('\n '.repeat(3))]), says: 'blanks behind' };
    default:
      return { body: Buffer.concat([before, Buffer.from([0xc0, 0x80]), after]), says: 'no UTF-8' };
  }
}
