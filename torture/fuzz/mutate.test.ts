// The mutations: the same seed gives the same ones, most of them change something, and all of them can be written.
import { expect, test } from 'vitest';
import { chanceOf } from './chance.ts';
import { mutateBody } from './mutate.ts';
import { Fields, Lexeme, treeOf, written } from './tree.ts';

const CONTENT = { customer: { id: 'C-1' }, order: { amount: 5, items: [{ price: 1 }] } };

function mutations(seed: number): string[] {
  const chance = chanceOf(seed);
  return Array.from({ length: 500 }, () => mutateBody(chance, CONTENT).body.toString('base64'));
}

test('a seed can be had again, and another one is another', () => {
  expect(mutations(7)).toEqual(mutations(7));
  expect(mutations(7)).not.toEqual(mutations(8));
});

test('nearly every mutation changes the body', () => {
  const plain = Buffer.from(JSON.stringify(CONTENT)).toString('base64');
  expect(mutations(1).filter((body) => body === plain).length).toBeLessThan(50);
  expect(new Set(mutations(1)).size).toBeGreaterThan(300);
});

test('a tree is written as it is meant: numbers by their text, keys twice, escapes as they stand', () => {
  expect(written(treeOf(CONTENT))).toBe(JSON.stringify(CONTENT));
  const odd = new Fields([
    ['a', new Lexeme('1e400')],
    ['a', '\ud800'],
    ['\\u0061', null],
  ]);
  expect(written(odd)).toBe('{"a":1e400,"a":"\\ud800","\\u0061":null}');
});
