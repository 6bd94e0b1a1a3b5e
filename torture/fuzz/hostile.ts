// Values that somebody did not think of: numbers by their spelling, texts by their characters, shapes by their depth.
import type { Chance } from './chance.ts';
import { Fields, Lexeme, type Tree } from './tree.ts';

const NUMBERS = [
  '0',
  '-0',
  '-1',
  '1',
  '0.1',
  '1.0',
  '1.00',
  '1.000',
  '90000.00',
  '1e2',
  '1E5',
  '1e400',
  '-1e400',
  '1e-400',
  '9007199254740991',
  '9007199254740993',
  '999999999999',
  '1000000000000',
  '9223372036854775808',
  '340282366920938463463374607431768211456',
  '0.30000000000000004',
  '00',
  '01',
  '+1',
  '.5',
  '1.',
  '1e',
  '0x10',
  'NaN',
  'Infinity',
  '-',
  'undefined',
  'True',
  "'x'",
  '/**/1',
];

const TEXTS = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\udc00a',
  'a\u202eb',
  '\u2066',
  '\u2028',
  '\u0085',
  '\ufeff',
  '\u007f',
  '\uffff',
  '😀',
  'é',
  'ａｂｃ',
  '٣٤٥',
  '\r\nX-Injected: 1',
  '\t',
  "'; drop table payments; --",
  '<script>alert(1)</script>',
  '%00',
  '%2e%2e%2f',
  '../../etc/passwd',
  '__proto__',
  'constructor',
  'toString',
  'null',
  'true',
  '0',
  '-1',
  '90000',
  '20.000',
  ' 20000',
  '1e5',
  '=cmd()',
  '${7*7}',
  'javascript:alert(1)',
  'http://169.254.169.254/latest',
  'http://127.1/',
  'https://user@host/',
  'http://[::1]:1/',
  '//evil.example',
  'a@b',
  'a@b.c',
  '4111111111111111',
  '31-02-2000',
  '01-01-2999',
  '628812',
  '+62812',
  '0812',
  '000000',
  '00000000-0000-0000-0000-000000000000',
];

const LENGTHS = [
  1, 2, 6, 7, 20, 21, 32, 50, 51, 63, 64, 65, 70, 71, 128, 129, 256, 257, 2048, 2049,
];

/** A number by its spelling, or what looks like one. */
export function hostileNumber(chance: Chance): Tree {
  return new Lexeme(chance.pick(NUMBERS));
}

/** A text of odd characters or of an odd length. */
export function hostileText(chance: Chance): string {
  if (chance.is(0.6)) return chance.pick(TEXTS);
  const length = chance.is(0.05) ? chance.whole(4000, 30_000) : chance.pick(LENGTHS);
  return chance.pick(['a', '7', '😀', 'é', ' ', '\u0301']).repeat(length);
}

/** An object, a list, or a nest of either. */
export function hostileShape(chance: Chance): Tree {
  switch (chance.whole(0, 7)) {
    case 0:
      return [];
    case 1:
      return new Fields([]);
    case 2:
      return nested(chance.whole(2, 40), chance.is(0.5));
    case 3:
      return Array.from({ length: chance.whole(2, 300) }, () => new Lexeme('1'));
    case 4:
      return new Fields(
        Array.from({ length: chance.whole(2, 300) }, (_, n) => [`k${n}`, new Lexeme(`${n}`)]),
      );
    case 5:
      return new Fields([['__proto__', new Fields([['amount', new Lexeme('1')]])]]);
    case 6:
      return new Fields([
        ['constructor', new Fields([['prototype', new Fields([['admin', true]])]])],
      ]);
    default:
      return new Fields([
        ['toString', new Lexeme('1')],
        ['hasOwnProperty', null],
        ['length', new Lexeme('-1')],
      ]);
  }
}

function nested(depth: number, list: boolean): Tree {
  let tree: Tree = new Lexeme('1');
  for (let level = 0; level < depth; level += 1) tree = list ? [tree] : new Fields([['a', tree]]);
  return tree;
}

/** Anything at all. */
export function hostileValue(chance: Chance): Tree {
  switch (chance.whole(0, 4)) {
    case 0:
    case 1:
      return hostileText(chance);
    case 2:
      return hostileNumber(chance);
    case 3:
      return hostileShape(chance);
    default:
      return chance.pick([null, true, false]);
  }
}
