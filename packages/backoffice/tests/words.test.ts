// The words of both languages: the same keys, the same placeholders, nothing empty.
import { describe, expect, test } from 'vitest';
import { en } from '../src/words/en/index.ts';
import { id } from '../src/words/id/index.ts';

type Tree = { readonly [key: string]: string | Tree };

function flat(tree: Tree, above = ''): Map<string, string> {
  return new Map(
    Object.entries(tree).flatMap(([key, value]) =>
      typeof value === 'string'
        ? [[above + key, value] as const]
        : [...flat(value, `${above}${key}.`)],
    ),
  );
}

const english = flat(en);
const indonesian = flat(id);
const placeholders = (text: string | undefined) =>
  [...(text ?? '').matchAll(/\{\{\w+\}\}/g)].join();

describe('the words', () => {
  test('are there in both languages', () => {
    const needed = [...english.keys()].filter((key) => !key.endsWith('_one'));
    expect([...indonesian.keys()].toSorted()).toEqual(needed.toSorted());
    const empty = [...english, ...indonesian].filter(([, text]) => text.trim() === '');
    expect(empty).toEqual([]);
  });

  test('have the same placeholders in both', () => {
    for (const [key, text] of indonesian) {
      const wanted = placeholders(english.get(key));
      expect({ key, has: placeholders(text) }).toEqual({ key, has: wanted });
    }
  });

  test('have a singular wherever English has a plural', () => {
    for (const key of english.keys()) {
      if (key.endsWith('_other'))
        expect([...english.keys()]).toContain(key.replace(/_other$/, '_one'));
    }
  });
});
