// The escaping of templates.
import { expect, test } from 'vitest';
import { html } from './html.ts';

test('text is escaped, in content and in attributes', () => {
  const evil = `<script>"x"&'y'`;
  expect(html`<p title="${evil}">${evil}</p>`.text).toBe(
    '<p title="&lt;script&gt;&quot;x&quot;&amp;&#39;y&#39;">&lt;script&gt;&quot;x&quot;&amp;&#39;y&#39;</p>',
  );
});

test('finished HTML stays, lists are joined, nothing-values vanish', () => {
  const items = ['a', '<b>'].map((item) => html`<li>${item}</li>`);
  expect(html`<ul>${items}${null}${undefined}${false}</ul>`.text).toBe(
    '<ul><li>a</li><li>&lt;b&gt;</li></ul>',
  );
  expect(html`${0} ${12n} ${['<', '>']}`.text).toBe('0 12 &lt;&gt;');
});
