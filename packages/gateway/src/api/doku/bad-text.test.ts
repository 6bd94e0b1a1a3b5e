// Text that must not be stored or shown: found, and named by its field.
import { expect, test } from 'vitest';
import { badText } from './bad-text.ts';

test.each([
  ['{"order":{"invoice_number":"a\\u0000b"}}', 'order.invoice_number'],
  ['{"order":{"line_items":[{"name":"ok"},{"name":"\\ud800"}]}}', 'order.line_items[1].name'],
  ['{"customer":{"name":"abc\\u202edef"}}', 'customer.name'],
  ['{"customer":{"a\\u202eb":1}}', 'customer'],
  ['["\\udc00"]', '[0]'],
])('%s is refused at %s', (body, field) => {
  expect(badText(Buffer.from(body))?.detail.field).toBe(field);
});

test.each(['{"customer":{"name":"José ₹ 😀"}}', '{"a":', 'null'])(
  '%s is not its matter',
  (body) => {
    expect(badText(Buffer.from(body))).toBeNull();
  },
);

test('a deep nest does not exhaust the stack', () => {
  expect(badText(Buffer.from('['.repeat(30_000) + ']'.repeat(30_000)))).toBeNull();
});
