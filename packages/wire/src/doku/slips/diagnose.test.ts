// Every usual slip, made on purpose by code that knows nothing of the table, is named; a right signature is called right.
import { createHash, createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { diagnose, explainString, firstDifference, type Claim } from './diagnose.ts';
import { SLIPS } from './slips.ts';

const KEY = 'SK-c0ffee00c0ffee00';
const BODY =
  '{\n  "customer": {"id": "C-1", "name": "Zoë"},\n  "order": {"amount": 90000, "url": "https://x/y"}\n}';
const AT = '2026-11-23T01:02:03Z';
const PATH = '/cimb-direct-debit/v1/payment';

const sha = (body: string, form: 'base64' | 'hex' = 'base64') =>
  createHash('sha256').update(body).digest(form);
const mac = (text: string, key: string | Buffer = KEY) =>
  createHmac('sha256', key).update(text).digest();
const signed = (text: string, key?: string | Buffer) =>
  `HMACSHA256=${mac(text, key).toString('base64')}`;
const five = (over: { at?: string; clock?: string; path?: string; digest?: string | null } = {}) =>
  [
    'Client-Id:MCH-1',
    'Request-Id:R-1',
    `${over.clock ?? 'Request-Timestamp'}:${over.at ?? AT}`,
    `Request-Target:${over.path ?? PATH}`,
    ...(over.digest === null ? [] : [`Digest:${over.digest ?? sha(BODY)}`]),
  ].join('\n');

function claim(
  signature: string,
  over: Partial<Claim> & { at?: string; body?: string | null } = {},
): Claim {
  const { at = AT, body = BODY, ...rest } = over;
  return {
    kind: 'request',
    parts: {
      clientId: 'MCH-1',
      requestId: 'R-1',
      timestamp: at,
      target: PATH,
      body: body === null ? undefined : Buffer.from(body),
    },
    signature,
    keys: [['the key', KEY]],
    query: '?a=1',
    host: 'pay.example',
    method: 'POST',
    strangers: [['the Secret Key of Toko Lain', 'SK-lain']],
    ...rest,
  };
}

const value: unknown = JSON.parse(BODY);
const python =
  '{"customer": {"id": "C-1", "name": "Zo\\u00eb"}, "order": {"amount": 90000, "url": "https://x/y"}}';
const php =
  '{"customer":{"id":"C-1","name":"Zo\\u00eb"},"order":{"amount":90000,"url":"https:\\/\\/x\\/y"}}';

const LINES = five().split('\n');
const lowerName = (line: string) => line.replace(/^[^:]+/, (name) => name.toLowerCase());

const ONE: readonly [slip: string, claim: Claim, line: string | undefined][] = [
  ['body_bytes', claim(signed(five({ digest: sha(`\ufeff${BODY}`) }))), 'Digest'],
  ['digest_base64url', claim(signed(five({ digest: sha(BODY).replace('=', '') }))), 'Digest'],
  [
    'digest_other_hash',
    claim(signed(five({ digest: createHash('sha512').update(BODY).digest('base64') }))),
    'Digest',
  ],
  ['digest_hex', claim(signed(five({ digest: sha(BODY, 'hex').toUpperCase() }))), 'Digest'],
  ['target_encoded', claim(signed(five({ path: encodeURIComponent(PATH) }))), 'Request-Target'],
  ['target_case', claim(signed(five({ path: PATH.toUpperCase() }))), 'Request-Target'],
  ['value_changed', claim(signed(five().replace('R-1', 'r-1'))), 'Request-Id'],
  [
    'ids_swapped',
    claim(signed(five().replace('MCH-1', 'x').replace('R-1', 'MCH-1').replace('x', 'R-1'))),
    'Client-Id',
  ],
  ['line_names', claim(signed(LINES.map(lowerName).join('\n'))), 'Client-Id'],
  [
    'line_names_left_out',
    claim(signed(LINES.map((line) => line.slice(line.indexOf(':') + 1)).join('\n'))),
    'Client-Id',
  ],
  ['line_missing', claim(signed(LINES.toSpliced(1, 1).join('\n'))), 'Request-Id'],
  ['lines_order', claim(signed(LINES.toReversed().join('\n'))), 'Client-Id'],
  [
    'mac_other',
    claim(`HMACSHA256=${createHmac('sha512', KEY).update(five()).digest('base64')}`),
    undefined,
  ],
  ['body_minified', claim(signed(five({ digest: sha(JSON.stringify(value)) }))), 'Digest'],
  [
    'body_reformatted',
    claim(signed(five({ digest: sha(JSON.stringify(value, null, 4)) }))),
    'Digest',
  ],
  ['body_reformatted', claim(signed(five({ digest: sha(python) }))), 'Digest'],
  ['body_reformatted', claim(signed(five({ digest: sha(php) }))), 'Digest'],
  ['body_newline', claim(signed(five({ digest: sha(`${BODY}\n`) }))), 'Digest'],
  ['body_newline', claim(signed(five()), { body: `${BODY}\n` }), 'Digest'],
  ['body_empty', claim(signed(five({ digest: sha('') }))), 'Digest'],
  ['digest_missing', claim(signed(five({ digest: null }))), 'Digest'],
  [
    'digest_of_a_get',
    claim(signed(five({ digest: sha('') })), { body: null, method: 'GET' }),
    'Digest',
  ],
  ['digest_prefixed', claim(signed(five({ digest: `SHA-256=${sha(BODY)}` }))), 'Digest'],
  ['digest_hex', claim(signed(five({ digest: sha(BODY, 'hex') }))), 'Digest'],
  [
    'digest_not_hashed',
    claim(signed(five({ digest: Buffer.from(BODY).toString('base64') }))),
    'Digest',
  ],
  [
    'target_with_host',
    claim(signed(five({ path: `https://pay.example${PATH}` }))),
    'Request-Target',
  ],
  ['target_with_query', claim(signed(five({ path: `${PATH}?a=1` }))), 'Request-Target'],
  ['target_slash', claim(signed(five({ path: PATH.slice(1) }))), 'Request-Target'],
  ['target_with_method', claim(signed(five({ path: `POST ${PATH}` }))), 'Request-Target'],
  [
    'timestamp_milliseconds',
    claim(signed(five({ at: '2026-11-23T01:02:03.417Z' }))),
    'Request-Timestamp',
  ],
  [
    'timestamp_milliseconds',
    claim(signed(five()), { at: '2026-11-23T01:02:03.417Z' }),
    'Request-Timestamp',
  ],
  [
    'timestamp_offset',
    claim(signed(five({ at: '2026-11-23T08:02:03+07:00' }))),
    'Request-Timestamp',
  ],
  ['timestamp_line', claim(signed(five({ clock: 'Response-Timestamp' }))), 'Request-Timestamp'],
  ['timestamp_line', claim(signed(five()), { kind: 'response' }), 'Response-Timestamp'],
  ['string_newline', claim(signed(`${five()}\n`)), ''],
  ['string_line_ends', claim(signed(five().replaceAll('\n', '\\n'))), 'Client-Id'],
  ['string_spaces', claim(signed(five().replaceAll(/^([A-Za-z-]+):/gm, '$1: '))), 'Client-Id'],
  ['key_whitespace', claim(signed(five(), `${KEY}\n`)), undefined],
  ['key_decoded', claim(signed(five(), Buffer.from(KEY, 'base64'))), undefined],
  ['key_of_another', claim(signed(five(), 'SK-lain')), undefined],
  ['signature_hex', claim(`HMACSHA256=${mac(five()).toString('hex')}`), undefined],
  ['signature_base64url', claim(`HMACSHA256=${mac(five()).toString('base64url')}`), undefined],
  ['signature_prefix', claim(mac(five()).toString('base64')), undefined],
];

describe('a signature', () => {
  test('that the guide would make is right, with the key that made it', () => {
    expect(diagnose(claim(signed(five())))).toEqual({
      right: true,
      key: 'the key',
      signed: five(),
    });
    const keys = [['new', 'SK-new'] as const, ['old', KEY] as const];
    expect(diagnose(claim(signed(five()), { keys }))).toMatchObject({ right: true, key: 'old' });
    const get = claim(signed(five({ digest: null })), { body: null });
    expect(diagnose(get)).toMatchObject({ right: true });
  });

  test.each(ONE)('with %s is wrong and says so', (slip, wrong, line) => {
    const verdict = diagnose(wrong);
    expect(verdict).toMatchObject({ right: false, slips: [{ name: slip }] });
    expect(verdict.right || verdict.difference?.name).toBe(line);
  });

  test('that comes of each slip in the table is shown by the cases above', () => {
    const shown = new Set(ONE.map(([slip]) => slip));
    expect(SLIPS.map(({ name }) => name).filter((name) => !shown.has(name))).toEqual([]);
  });

  test('that comes of two slips at once names both', () => {
    const text = five({ digest: sha(JSON.stringify(value)), path: `https://pay.example${PATH}` });
    const names = (verdict: ReturnType<typeof diagnose>) =>
      verdict.right ? [] : verdict.slips.map(({ name }) => name);
    expect(names(diagnose(claim(signed(text))))).toEqual(['body_minified', 'target_with_host']);
    const hex = claim(`HMACSHA256=${mac(five(), `${KEY}\n`).toString('hex')}`);
    expect(names(diagnose(hex))).toEqual(['key_whitespace', 'signature_hex']);
  });

  test('made with the key of somebody who is known says whose', () => {
    expect(diagnose(claim(signed(five(), 'SK-lain')))).toMatchObject({
      strangersKey: 'the Secret Key of Toko Lain',
    });
  });

  test('that nothing explains is wrong without a reason, and says what it had to be', () => {
    expect(diagnose(claim(signed(five(), 'another')))).toMatchObject({
      right: false,
      slips: [],
      theirs: undefined,
      difference: undefined,
      signed: five(),
      expected: signed(five()),
    });
  });

  test('with a line break in a signed value is not judged at all', () => {
    const broken = claim('x');
    broken.parts.requestId = 'R-1\nRequest-Timestamp:x';
    expect(() => diagnose(broken)).toThrow(/line break/);
  });
});

describe('two strings to sign', () => {
  test('differ first in a line and a column', () => {
    expect(firstDifference('a:1\nb:22\nc:3', 'a:1\nb:2x\nc:4')).toEqual({
      line: 2,
      name: 'b',
      expected: 'b:22',
      theirs: 'b:2x',
      column: 4,
    });
    expect(firstDifference('a:1', 'a:1\n')).toMatchObject({
      line: 2,
      expected: undefined,
      theirs: '',
    });
    expect(firstDifference('a:1', 'a:1')).toBeUndefined();
  });

  test('are explained by what was signed, whatever the signature', () => {
    const because = (text: string) => explainString(claim('unused'), text).map(({ name }) => name);
    expect(because(five({ digest: sha(JSON.stringify(value)) }))).toEqual(['body_minified']);
    expect(because(`${five()}\n`)).toEqual(['string_newline']);
    expect(because(five())).toEqual([]);
    expect(because('something else')).toEqual([]);
  });
});
