// The page after the bank's page: its language, its words, and that nothing in it can run.
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { languageOf, RESULT_POLICY, resultPage, type Result } from './result-page.ts';

const RESULTS: readonly Result[] = ['succeeded', 'failed', 'pending', 'unknown', 'unavailable'];

test.each([
  [undefined, 'id'],
  ['', 'id'],
  ['en', 'en'],
  ['en-GB,en;q=0.9', 'en'],
  ['id-ID,id;q=0.9,en-US;q=0.8', 'id'],
  ['en;q=0.3, id;q=0.8', 'id'],
  ['fr-FR,en;q=0.5', 'en'],
  ['de', 'id'],
  ['en;q=0', 'id'],
])('a browser that asks for %s gets %s', (accepted, language) => {
  expect(languageOf(accepted)).toBe(language);
});

describe.each(['id', 'en'] as const)('in %s', (language) => {
  test.each(RESULTS)('%s has a title and a sentence of its own', (result) => {
    const page = resultPage(result, language, 'CIMB Niaga');
    expect(page).toContain(`<html lang="${language}">`);
    const others = RESULTS.filter((one) => one !== result);
    const title = /<h1>(.+)<\/h1>/.exec(page)?.[1] ?? '';
    expect(title).not.toBe('');
    for (const other of others) expect(resultPage(other, language, '')).not.toContain(title);
  });
});

test('what is put into the page cannot become a part of it', () => {
  const page = resultPage('succeeded', 'en', `<script>alert("x")</script> & 'y'`);
  expect(page).not.toContain('<script');
  expect(page).toContain('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; &#39;y&#39;');
});

test('its policy allows its own style sheet and nothing else', () => {
  const style = /<style>([^]*)<\/style>/.exec(resultPage('failed', 'id', ''))?.[1] ?? '';
  const hash = createHash('sha256').update(style).digest('base64');
  expect(RESULT_POLICY).toContain(`default-src 'none'; style-src 'sha256-${hash}'`);
  expect(RESULT_POLICY).not.toContain('unsafe');
});
