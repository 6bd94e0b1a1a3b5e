// What is read of an answer's body, and what is not believed to be one.
import { describe, expect, it } from 'vitest';
import { matchAmounts, matchTexts, readBody } from './answer.ts';

function body(text: string): ReturnType<typeof readBody> {
  return readBody({
    sent: true,
    lost: null,
    http: 200,
    headers: {},
    body: Buffer.from(text),
    durationMs: 1,
  });
}

describe('the body of an answer', () => {
  it('gives its code and fields', () => {
    const read = body(
      '{"responseCode":"2005400","responseMessage":"Successful","referenceNo":"1"}',
    );
    expect(read.code).toEqual({ http: 200, service: '54', case: '00' });
    expect(read).toMatchObject({ responseCode: '2005400', message: 'Successful' });
    expect(read.fields['referenceNo']).toBe('1');
  });

  it.each([
    ['nothing', ''],
    ['HTML', '<html><body>502 Bad Gateway</body></html>'],
    ['half a JSON text', '{"responseCode":"2005400","refe'],
    ['a repeated key', '{"responseCode":"4035414","responseCode":"2005400"}'],
    [
      'a repeated key written in two ways',
      String.raw`{"responseCode":"4035414","\u0072esponseCode":"2005400"}`,
    ],
    ['text after the end', '{"responseCode":"2005400"}{}'],
    ['a byte order mark', '\uFEFF{"responseCode":"2005400"}'],
    ['a list', '[{"responseCode":"2005400"}]'],
    ['a number', '2005400'],
    ['a text', '"2005400"'],
    ['null', 'null'],
    ['a code that is a number', '{"responseCode":2005400}'],
    ['a code of six digits', '{"responseCode":"200540"}'],
    ['a code of eight digits', '{"responseCode":"20054000"}'],
    ['a code with a blank', '{"responseCode":"2005400 "}'],
    ["the API manager's own error", '{"httpCode":"401","httpMessage":"Unauthorized"}'],
  ])('has no code when it is %s', (_name, text) => {
    expect(body(text)).toMatchObject({ code: undefined, responseCode: null });
  });

  it('keeps of a message no long number, no control character and no more than 150 characters', () => {
    const message = `Invalid 6281234567890\u0001${'x'.repeat(300)}`;
    const read = body(JSON.stringify({ responseCode: '4005401', responseMessage: message }));
    expect(read.message).toMatch(/^Invalid … x+$/);
    expect(read.message?.length).toBe(150);
  });
});

describe('what an answer names', () => {
  it('is ours when every text is there and equal', () => {
    expect(matchTexts({ a: '1', b: '2' }, { a: '1', b: '2' })).toBe('same');
    expect(matchTexts({ a: '1' }, { a: '1', b: '2' })).toBe('absent');
    expect(matchTexts({ a: '1', b: '3' }, { a: '1', b: '2' })).toBe('other');
    expect(matchTexts({ b: '3' }, { a: '1', b: '2' })).toBe('other');
    expect(matchTexts({}, {})).toBe('not_asked');
  });

  it.each([
    [{ value: '10000.00', currency: 'IDR' }, 'same'],
    [{ value: '10000', currency: 'IDR' }, 'other'],
    [{ value: '10000.01', currency: 'IDR' }, 'other'],
    [{ value: '10000.00', currency: 'USD' }, 'other'],
    [{ value: '1e4', currency: 'IDR' }, 'other'],
    ['10000.00', 'other'],
    [null, 'absent'],
  ])('amount %j is %s', (amount, expected) => {
    expect(matchAmounts({ amount }, { amount: 10_000n })).toBe(expected);
  });
});
