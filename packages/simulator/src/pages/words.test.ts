// The choice of language, and that both languages say everything.
import { expect, test } from 'vitest';
import { languageOf, WORDS } from './words.ts';

const cases: [
  asked: string | undefined,
  cookie: string | undefined,
  accepted: string | undefined,
  is: string,
][] = [
  [undefined, undefined, undefined, 'en'],
  [undefined, undefined, 'id-ID,id;q=0.9,en;q=0.8', 'id'],
  [undefined, undefined, 'in', 'id'],
  [undefined, undefined, 'en;q=0.5, id;q=0.7', 'id'],
  [undefined, undefined, 'id;q=0, en', 'en'],
  [undefined, undefined, 'fr, de', 'en'],
  [undefined, 'a=b; bank_lang=id', 'en', 'id'],
  [undefined, 'bank_lang=fr', 'id', 'id'],
  ['en', 'bank_lang=id', 'id', 'en'],
  ['fr', 'bank_lang=id', 'en', 'id'],
];
test.for(cases)('?lang=%s, cookie %s, Accept-Language %s: %s', ([asked, cookie, accepted, is]) => {
  expect(languageOf(asked, cookie, accepted)).toBe(is);
});

test('every failure has its words in both languages', () => {
  expect(Object.keys(WORDS.id.failed)).toEqual(Object.keys(WORDS.en.failed));
  for (const [key, english] of Object.entries(WORDS.en)) {
    const same = ['sandboxMark', 'merchantFact'].includes(key);
    const other = WORDS.id[key as keyof typeof WORDS.id];
    if (typeof english === 'string' && !same) expect(other).not.toBe(english);
  }
});
