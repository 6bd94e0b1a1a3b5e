// Every mistake in signing that people make is found by its own code, and no answer says what would have been right.
import { createHash, createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { judge, type Known, type Pasted } from './judge.ts';

const NOW = Date.UTC(2026, 10, 26, 3, 0, 0);
const AT = '2026-11-26T03:00:00Z';
const SECRET = 'SK-the-newest-key-of-all';
const OLD = 'SK-an-older-key';
const ENDED = 'SK-a-key-that-has-ended';
const PATH = '/cimb-direct-debit/v1/payment';
const BODY = '{\n  "order": {"amount": 90000, "invoice_number": "INV-Zoë"}\n}';
const CLIENT = 'MCH-0001-10791114622547';
const REQUEST = 'aBcD-0001';

const KNOWN: Known = {
  clientId: CLIENT,
  keys: [
    { keyId: 'newest', secret: SECRET, validFrom: NOW - 1000, validUntil: null },
    { keyId: 'older', secret: OLD, validFrom: NOW - 9000, validUntil: NOW + 1000 },
    { keyId: 'ended', secret: ENDED, validFrom: NOW - 99_000, validUntil: NOW - 1 },
  ],
  strangers: [
    ['bank_secret', 'the-secret-of-the-bank'],
    ['client_id', CLIENT],
  ],
};

const sha = (body: string, form: 'base64' | 'hex' | 'base64url' = 'base64') =>
  createHash('sha256').update(body).digest(form);
const mac = (text: string, key: string | Buffer = SECRET) =>
  createHmac('sha256', key).update(text).digest();
const sign = (text: string, key?: string | Buffer) =>
  `HMACSHA256=${mac(text, key).toString('base64')}`;

interface Lines {
  client?: string;
  request?: string;
  at?: string;
  path?: string;
  digest?: string | null;
}

const linesOf = (l: Lines = {}) => [
  `Client-Id:${l.client ?? CLIENT}`,
  `Request-Id:${l.request ?? REQUEST}`,
  `Request-Timestamp:${l.at ?? AT}`,
  `Request-Target:${l.path ?? PATH}`,
  ...(l.digest === null ? [] : [`Digest:${l.digest ?? sha(BODY)}`]),
];
const text = (l?: Lines) => linesOf(l).join('\n');

function pasted(signature: string, more: Partial<Pasted> = {}): Pasted {
  return {
    method: 'POST',
    target: PATH,
    clientId: CLIENT,
    requestId: REQUEST,
    timestamp: AT,
    signature,
    body: BODY,
    ...more,
  };
}

const MOMENT = { now: NOW, wall: NOW };
const codesOf = async (given: Pasted) =>
  (await judge(given, KNOWN, MOMENT)).findings.map(({ code }) => code);
const right = sign(text());
const compact = JSON.stringify(JSON.parse(BODY));

const MISTAKES: readonly [code: string, given: Pasted, line: number | null][] = [
  ['client_id_missing', pasted(right, { clientId: ' ' }), 1],
  ['client_id_other', pasted(sign(text({ client: 'MCH-2' })), { clientId: 'MCH-2' }), 1],
  ['client_id_case', pasted(sign(text()), { clientId: CLIENT.toLowerCase() }), 1],
  ['client_id_malformed', pasted(right, { clientId: 'MCH 1/2' }), 1],
  ['request_id_missing', pasted(right, { requestId: '' }), 2],
  ['request_id_malformed', pasted(sign(text({ request: 'a b' })), { requestId: 'a b' }), 2],
  ['timestamp_missing', pasted(right, { timestamp: '' }), 3],
  ['timestamp_malformed', pasted(sign(text({ at: '26/11/2026' })), { timestamp: '26/11/2026' }), 3],
  [
    'timestamp_malformed',
    pasted(sign(text({ at: '2026-11-26T10:00:00+07:00' })), {
      timestamp: '2026-11-26T10:00:00+07:00',
    }),
    3,
  ],
  [
    'timestamp_skew',
    pasted(sign(text({ at: '2026-11-26T10:00:00Z' })), { timestamp: '2026-11-26T10:00:00Z' }),
    3,
  ],
  ['signature_missing', pasted(''), null],
  ['signature_form', pasted('HMACSHA256=short'), null],
  ['target_malformed', pasted(right, { target: PATH.slice(1) }), 4],
  ['query_not_allowed', pasted(right, { target: `${PATH}?a=1` }), 4],
  ['body_missing', pasted(sign(text({ digest: sha('') })), { body: '' }), 5],
  ['body_of_get', pasted(sign(text({ digest: null })), { method: 'GET' }), null],
  ['key_ended', pasted(sign(text(), ENDED)), null],
  ['key_whitespace', pasted(sign(text(), `${SECRET} `)), null],
  ['key_whitespace', pasted(sign(text(), `${SECRET}\n`)), null],
  ['key_decoded', pasted(sign(text(), Buffer.from(SECRET, 'base64'))), null],
  ['key_of_another', pasted(sign(text(), 'the-secret-of-the-bank')), null],
  ['body_minified', pasted(sign(text({ digest: sha(compact) }))), 5],
  ['body_newline', pasted(sign(text({ digest: sha(`${BODY}\n`) }))), 5],
  ['body_newline', pasted(sign(text({ digest: sha(BODY.replaceAll('\n', '\r\n')) }))), 5],
  [
    'body_reformatted',
    pasted(sign(text({ digest: sha(JSON.stringify(JSON.parse(BODY), null, 4)) }))),
    5,
  ],
  ['body_bytes', pasted(sign(text({ digest: sha(`\ufeff${BODY}`) }))), 5],
  ['body_empty', pasted(sign(text({ digest: sha('') }))), 5],
  ['digest_missing', pasted(sign(text({ digest: null }))), 5],
  ['digest_of_a_get', pasted(sign(text({ digest: sha('') })), { method: 'GET', body: '' }), 5],
  ['digest_prefixed', pasted(sign(text({ digest: `SHA-256=${sha(BODY)}` }))), 5],
  ['digest_hex', pasted(sign(text({ digest: sha(BODY, 'hex') }))), 5],
  ['digest_base64url', pasted(sign(text({ digest: sha(BODY, 'base64url') }))), 5],
  [
    'digest_other_hash',
    pasted(sign(text({ digest: createHash('sha1').update(BODY).digest('base64') }))),
    5,
  ],
  ['digest_not_hashed', pasted(sign(text({ digest: Buffer.from(BODY).toString('base64') }))), 5],
  ['target_with_query', pasted(sign(text({ path: `${PATH}?a=1` })), { target: `${PATH}?a=1` }), 4],
  [
    'target_with_host',
    pasted(sign(text({ path: `https://pay.example${PATH}` })), {
      target: `https://pay.example${PATH}`,
    }),
    4,
  ],
  ['target_slash', pasted(sign(text({ path: `${PATH}/` }))), 4],
  ['target_encoded', pasted(sign(text({ path: encodeURIComponent(PATH) }))), 4],
  ['target_case', pasted(sign(text({ path: PATH.toUpperCase() }))), 4],
  ['target_with_method', pasted(sign(text({ path: `POST ${PATH}` }))), 4],
  ['timestamp_milliseconds', pasted(sign(text({ at: '2026-11-26T03:00:00.123Z' }))), 3],
  ['timestamp_offset', pasted(sign(text({ at: '2026-11-26T10:00:00+07:00' }))), 3],
  ['timestamp_line', pasted(sign(text().replace('Request-Timestamp', 'Response-Timestamp'))), 3],
  ['value_changed', pasted(sign(text({ request: REQUEST.toLowerCase() }))), 2],
  ['ids_swapped', pasted(sign(text({ client: REQUEST, request: CLIENT }))), 1],
  [
    'line_names',
    pasted(
      sign(
        text()
          .replace('Client-Id', 'client-id')
          .replace('Request-Id', 'request-id')
          .replace('Request-Timestamp', 'request-timestamp')
          .replace('Request-Target', 'request-target')
          .replace('Digest', 'digest'),
      ),
    ),
    1,
  ],
  [
    'line_names_left_out',
    pasted(
      sign(
        linesOf()
          .map((one) => one.slice(one.indexOf(':') + 1))
          .join('\n'),
      ),
    ),
    1,
  ],
  ['line_missing', pasted(sign(linesOf().toSpliced(1, 1).join('\n'))), 2],
  ['lines_order', pasted(sign(linesOf().toReversed().join('\n'))), 1],
  ['string_newline', pasted(sign(`${text()}\n`)), 6],
  ['string_line_ends', pasted(sign(text().replaceAll('\n', '\\n'))), 1],
  [
    'string_spaces',
    pasted(
      sign(
        linesOf()
          .map((one) => one.replace(':', ': '))
          .join('\n'),
      ),
    ),
    1,
  ],
  [
    'mac_other',
    pasted(`HMACSHA256=${createHmac('sha512', SECRET).update(text()).digest('base64')}`),
    null,
  ],
  ['signature_hex', pasted(`HMACSHA256=${mac(text()).toString('hex')}`), null],
  ['signature_base64url', pasted(right.replace(/=$/, '')), null],
  ['signature_prefix', pasted(mac(text()).toString('base64')), null],
  ['unexplained', pasted(sign('nothing like it')), null],
  // With the string that the program signed, whatever it is.
  ['key_or_mac_other', pasted(sign(text(), 'nobody'), { signedString: text() }), null],
  ['body_minified', pasted(sign('x'), { signedString: text({ digest: sha(compact) }) }), 5],
  ['line_client_id', pasted(sign('x'), { signedString: text({ client: 'MCH-other' }) }), 1],
  ['line_request_id', pasted(sign('x'), { signedString: text({ request: 'other' }) }), 2],
  ['line_timestamp', pasted(sign('x'), { signedString: text({ at: '2020-01-01T00:00:00Z' }) }), 3],
  ['line_target', pasted(sign('x'), { signedString: text({ path: '/v2/other' }) }), 4],
  ['line_digest', pasted(sign('x'), { signedString: text({ digest: sha('another body') }) }), 5],
  ['line_unknown', pasted(sign('x'), { signedString: `${text()}\nHost:pay.example` }), 6],
  [
    'line_missing',
    pasted(sign('x'), { signedString: linesOf({ at: 'x' }).toSpliced(1, 1).join('\n') }),
    2,
  ],
  [
    'lines_order',
    pasted(sign('x'), { signedString: linesOf({ at: 'x' }).toReversed().join('\n') }),
    1,
  ],
];

describe('a pasted request', () => {
  test('that is signed as the guide says is right, for the key that signed it', async () => {
    expect(await judge(pasted(right), KNOWN, MOMENT)).toEqual({
      right: true,
      keyId: 'newest',
      stringToSign: text(),
      digest: sha(BODY),
      findings: [],
    });
    expect(await judge(pasted(sign(text(), OLD)), KNOWN, MOMENT)).toMatchObject({
      right: true,
      keyId: 'older',
    });
    const get = pasted(sign(text({ digest: null })), { method: 'GET', body: '' });
    expect(await judge(get, KNOWN, MOMENT)).toMatchObject({
      right: true,
      digest: null,
      findings: [],
    });
    expect((await judge(pasted(` ${right} `), KNOWN, MOMENT)).right).toBe(true);
  });

  test.each(MISTAKES)('with %s is told so, by the line', async (code, given, line) => {
    const { right: isRight, findings } = await judge(given, KNOWN, MOMENT);
    const found = findings.find((one) => one.code === code);
    expect(found, `found: ${findings.map((one) => one.code).join()}`).toBeDefined();
    expect(found?.line).toBe(line);
    const harmless = [
      'timestamp_skew',
      'timestamp_malformed',
      'request_id_malformed',
      'body_missing',
      'query_not_allowed',
      'body_of_get',
    ];
    if (!harmless.includes(code)) expect(isRight).toBe(false);
    expect(findings.filter((one) => one.code === 'unexplained').length).toBe(
      code === 'unexplained' ? 1 : 0,
    );
  });

  test('with two mistakes at once is told both', async () => {
    const both = text({ digest: sha(compact), path: `${PATH}/` });
    expect(await codesOf(pasted(sign(both)))).toEqual(['body_minified', 'target_slash']);
  });

  test('is judged by the wall’s time or by the sandbox’s', async () => {
    const moved = await judge(pasted(right), KNOWN, { now: NOW + 500, wall: NOW - 86_400_000 });
    expect(moved.findings).toEqual([]);
    const off = await judge(pasted(right), KNOWN, {
      now: NOW + 86_400_000,
      wall: NOW - 86_400_000,
    });
    expect(off.findings.map(({ code }) => code)).toContain('timestamp_skew');
  });

  test('with line breaks where a header has none is judged all the same', async () => {
    expect(await codesOf(pasted(right, { requestId: 'a\nb' }))).toContain('request_id_malformed');
  });

  test('of a merchant without a valid key says that', async () => {
    const none = { ...KNOWN, keys: [] };
    expect((await judge(pasted(right), none, MOMENT)).findings).toMatchObject([
      { code: 'no_valid_key' },
    ]);
  });

  test('never learns a key, nor a signature that would have been right', async () => {
    for (const [, given] of MISTAKES) {
      const judgement = await judge(given, KNOWN, MOMENT);
      const said = JSON.stringify(judgement);
      for (const secret of [SECRET, OLD, ENDED, 'the-secret-of-the-bank']) {
        expect(said).not.toContain(secret);
      }
      const would = [SECRET, OLD].map((key) => sign(judgement.stringToSign, key));
      for (const signature of would) {
        const naked = signature.slice(11, -1);
        if (!given.signature.includes(naked)) expect(said).not.toContain(naked);
      }
    }
  });
});
