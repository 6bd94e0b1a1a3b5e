// Rows 1 to 35 of the catalogue of bad input: what holds for every endpoint.
import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { formatTimestamp } from '@tarik/wire/doku/headers';
import { signRequest } from '@tarik/wire/doku/signature';
import { Refusal } from '../../src/base/refusal.ts';
import { rotateKey } from '../../src/merchants/rotate-key.ts';
import type { Change, Told } from '../raw-call.ts';
import { converse, exchange, requestBytes, type RawAnswer } from '../raw-http.ts';
import { BANK, paymentBody } from '../world.ts';
import { naming, type Row, type Stage } from './stage.ts';

const PAYMENT = `${BANK}/payment`;
const PATHS = [
  'token',
  'tokens',
  'payment',
  'payment/validate',
  'payment-otp',
  'token-delete',
  'payment-refund',
];
const bad = [400, 'invalid_request'] as const;
const badHeader = [400, 'invalid_header_request'] as const;
const badSignature = [400, 'invalid_signature'] as const;

export const ANY_ENDPOINT: readonly Row[] = [
  {
    n: 1,
    says: 'GET on a POST route',
    cases: ({ call }) =>
      PATHS.map((path) => ({
        what: path,
        send: () => call(`${BANK}/${path}`, { method: 'GET' }),
        answer: [405, 'method_not_allowed'],
        check: ({ headers }) => expect(headers['allow']).toBe('POST'),
      })),
  },
  {
    n: 2,
    says: 'unknown path, slash at the end, //, /../, absolute form',
    cases: ({ call }) =>
      [
        '/none',
        `${PAYMENT}/`,
        `/${PAYMENT}`,
        `${BANK}/x/../payment`,
        `http://evil.example${PAYMENT}`,
      ].map((target) => ({
        what: target,
        send: () => call(target),
        answer: [404, 'route_not_found'],
      })),
  },
  {
    n: 3,
    says: 'query string on a POST route',
    cases: ({ call }) => [
      { what: '?x=1', send: () => call(`${PAYMENT}?x=1`), answer: bad },
      { what: 'a bare ?', send: () => call(`${PAYMENT}?`), answer: bad },
    ],
  },
  ...(['Client-Id', 'Request-Id', 'Request-Timestamp', 'Signature'] as const).map(
    (name, at): Row => ({
      n: 4 + at,
      says: `no ${name}`,
      cases: (stage) => [
        {
          what: 'absent',
          send: () => pay(stage, { headers: { [name]: null } }),
          answer: badHeader,
          check: ({ json }) => expect(json.error.message).toBe(`Header ${name} is required`),
        },
      ],
    }),
  ),
  {
    n: 8,
    says: 'Client-Id of nobody',
    cases: (stage) =>
      ['MCH-9999-1', `' or 1=1 --`, 'x'.repeat(65)].map((clientId) => ({
        what: clientId,
        send: () => pay(stage, { clientId }),
        answer: [400, 'invalid_client_id'],
      })),
  },
  {
    n: 9,
    says: 'suspended merchant, right signature',
    async cases(stage) {
      const who = await stage.merchant();
      const suspend = `update merchants set status = 'suspended' where merchant_id = $1`;
      await stage.rows(suspend, [who.merchantId]);
      return [
        {
          what: 'a call',
          send: () => stage.post('tokens', { customer: { id: 'C' } }, {}, who),
          answer: [403, 'merchant_not_active'],
        },
      ];
    },
  },
  {
    n: 10,
    says: 'Request-Id of 129 characters, empty, with a blank, not ASCII',
    cases: (stage) =>
      ['x'.repeat(129), '', 'a b', 'caf\u00e9'].map((id) => ({
        what: id === '' ? 'empty' : id,
        send: () => pay(stage, { requestId: '1', headers: { 'Request-Id': id } }),
        answer: badHeader,
      })),
  },
  {
    n: 11,
    says: 'Request-Id sent twice',
    cases: (stage) => [
      {
        what: 'twice',
        send: () => pay(stage, { headers: { 'Request-Id': ['a', 'b'] } }),
        answer: badHeader,
      },
      {
        what: 'the same twice',
        send: () => pay(stage, { headers: { 'Request-Id': ['a', 'a'] } }),
        answer: badHeader,
      },
    ],
  },
  {
    n: 12,
    says: 'line feed, carriage return, NUL in a header',
    cases: ({ port }) =>
      ['a\nClient-Id: b', 'a\rb', 'a\0b'].map((value) => ({
        what: JSON.stringify(value),
        send: () =>
          raw(port, `POST ${PAYMENT} HTTP/1.1\r\nHost: x\r\nRequest-Id: ${value}\r\n\r\n`),
        answer: bad,
        check: ({ headers }) => expect(headers['connection']).toBe('close'),
      })),
  },
  {
    n: 13,
    says: 'timestamp in another form (milliseconds are accepted: spec 2.2)',
    cases: (stage) =>
      [
        '2020-08-11 08:45:42',
        '2020-08-11T08:45:42+07:00',
        '1597135542',
        '2020-02-30T08:45:42Z',
        '2020-08-11T24:00:00Z',
      ].map((timestamp) => ({
        what: timestamp,
        send: () => pay(stage, { timestamp }),
        answer: badHeader,
        check: ({ json }) =>
          expect(json.error.message).toBe('Invalid format Header Request-Timestamp'),
      })),
  },
  {
    n: 14,
    says: 'timestamp more than 3600 s old or ahead',
    cases: (stage) =>
      [-3602, 3602].map((seconds) => ({
        what: `${seconds} s`,
        send: () => pay(stage, { timestamp: formatTimestamp(Date.now() + seconds * 1000) }),
        answer: [400, 'request_time_out_of_range'],
      })),
  },
  {
    n: 15,
    says: 'signature wrong, of another path, of another body, under another merchant’s key',
    cases: (stage) =>
      (
        [
          ['wrong', { headers: { Signature: `HMACSHA256=${'A'.repeat(43)}=` } }],
          ['of another path', { signedTarget: `${BANK}/tokens` }],
          ['of another body', { signedBody: '{"a":1}' }],
          ['under another key', { secret: stage.two.secret }],
        ] as [string, Change][]
      ).map(([what, change]) => ({ what, send: () => pay(stage, change), answer: badSignature })),
  },
  {
    n: 16,
    says: 'signature without prefix, prefix in lower case, unpadded, hex, url-safe, very long',
    cases: (stage) =>
      (
        [
          ['without prefix', (mac) => mac],
          ['lower case', (mac) => `hmacsha256=${mac}`],
          ['unpadded', (mac) => `HMACSHA256=${mac.replace(/=+$/, '')}`],
          ['hex', (mac) => `HMACSHA256=${Buffer.from(mac, 'base64').toString('hex')}`],
          ['url-safe', (mac) => `HMACSHA256=${mac.replaceAll('+', '-').replaceAll('/', '_')}`],
          ['8 KB long', (mac) => `HMACSHA256=${mac}${'A'.repeat(8000)}`],
        ] as [string, (mac: string) => string][]
      ).map(([what, spoil]) => ({
        what,
        send: () => spoiltSignature(stage, spoil),
        answer: badSignature,
      })),
  },
  {
    n: 17,
    says: 'body changed by one blank after signing',
    cases: (stage) => [
      {
        what: 'one blank',
        send: () => pay(stage, { body: '{} ', signedBody: '{}' }),
        answer: badSignature,
      },
    ],
  },
  {
    n: 18,
    says: 'revoked old secret',
    async cases(stage) {
      const who = await stage.merchant();
      await rotateKey(stage.world.ctx, who.merchantId, { overlapMs: 0 });
      return [
        {
          what: 'after the rotation',
          send: () => stage.post('tokens', { customer: { id: 'C' } }, {}, who),
          answer: badSignature,
        },
      ];
    },
  },
  {
    n: 19,
    says: 'same Request-Id, same body: the first body again',
    async cases(stage) {
      const paid = await stage.pay('800000000003');
      const body = JSON.stringify({
        customer: { id: paid.bound.customerId, name: 'Robby' },
        order: { invoice_number: paid.invoiceNumber, amount: paid.amount },
        payment: { token_id: paid.bound.tokenId },
      });
      const plain = await stage.merchant({ rate: null, replayStatus: 'original' });
      const list = { customer: { id: 'C' } };
      const first = await stage.post('tokens', list, {}, plain);
      const again = { requestId: first.requestId };
      return [
        {
          what: 'as DOKU documents it',
          send: () => stage.call(PAYMENT, { body, requestId: paid.requestId }),
          answer: [409],
          check: (told) => {
            expect(told.body).toBe(paid.told.body);
            expect(told.headers['idempotency-status']).toBe('replayed');
          },
        },
        {
          what: 'with the first status, where the merchant’s setting says so',
          send: () => stage.post('tokens', list, again, plain),
          answer: [200],
          check: (told) => expect(told.headers['idempotency-status']).toBe('replayed'),
        },
      ];
    },
  },
  {
    n: 20,
    says: 'same Request-Id, other body',
    async cases(stage) {
      const { requestId } = await stage.post('tokens', { customer: { id: 'C' } });
      return [
        {
          what: 'another customer',
          send: () => stage.post('tokens', { customer: { id: 'D' } }, { requestId }),
          answer: [409, 'idempotent_request'],
        },
      ];
    },
  },
  {
    n: 21,
    says: 'same Request-Id on another endpoint',
    async cases(stage) {
      const body = {
        customer: { id: 'C' },
        debit_card: { account_mobile_phone: '6281394130621', token_id: 'a' },
      };
      const { requestId } = await stage.post('tokens', body);
      return [
        {
          what: 'the same body',
          send: () => stage.post('token', body, { requestId }),
          answer: [409, 'idempotent_request'],
        },
      ];
    },
  },
  {
    n: 22,
    says: 'same Request-Id while the first runs: waits for its result, then 409 (spec 2.3)',
    async cases(stage) {
      const bound = await stage.world.token(stage.world.one, '800000000001');
      const body = JSON.stringify(paymentBody(bound));
      const requestId = randomUUID();
      return [
        {
          what: 'within its time limit',
          async send() {
            await stage.misbehave('pay', 'slow', { delay_ms: 500 });
            const first = stage.call(PAYMENT, { body, requestId });
            await expect.poll(() => stage.asked.at(-1)).toBe('pay');
            const second = await stage.call(PAYMENT, { body, requestId });
            expect(second.body).toBe((await first).body);
            return second;
          },
          answer: [409],
          leaves: 'work',
          asks: ['pay'],
        },
        {
          what: 'beyond its time limit',
          send: () => impatient(stage),
          answer: [409, 'idempotent_request'],
          check: ({ headers }) => expect(Number(headers['retry-after'])).toBeGreaterThan(0),
          leaves: 'answer',
        },
      ];
    },
  },
  {
    n: 23,
    says: 'Content-Type text/plain, form, missing',
    cases: (stage) =>
      ['text/plain', 'application/x-www-form-urlencoded', null, 'application/jsonp', ';;'].map(
        (type) => ({
          what: type ?? 'missing',
          send: () => pay(stage, { headers: { 'Content-Type': type } }),
          answer: [415, 'unsupported_media_type'],
        }),
      ),
  },
  {
    n: 24,
    says: 'charset other than UTF-8, invalid UTF-8, byte order mark',
    cases: (stage) => [
      {
        what: 'latin1',
        send: () =>
          pay(stage, { headers: { 'Content-Type': 'application/json; charset=iso-8859-1' } }),
        answer: bad,
      },
      {
        what: 'invalid bytes',
        send: () => pay(stage, { body: Buffer.from('{"a":"\xff"}', 'latin1') }),
        answer: bad,
      },
      { what: 'a mark', send: () => pay(stage, { body: '\ufeff{}' }), answer: bad },
    ],
  },
  {
    n: 25,
    says: 'Content-Encoding',
    cases: (stage) =>
      ['gzip', 'br', 'deflate', 'identity, gzip'].map((encoding) => ({
        what: encoding,
        send: () => pay(stage, { headers: { 'Content-Encoding': encoding } }),
        answer: [415, 'unsupported_media_type'],
      })),
  },
  {
    n: 26,
    says: 'body of 65 KiB, announced 10 GB, chunks without end',
    cases: (stage) => [
      {
        what: '65 KiB',
        send: () => pay(stage, { body: ' '.repeat(65 * 1024) }),
        answer: [413, 'request_too_large'],
      },
      {
        what: '10 GB',
        send: () => pay(stage, { body: '', headers: { 'Content-Length': '10737418240' } }),
        answer: [413, 'request_too_large'],
      },
      {
        what: 'without end',
        send: () => slowCallers(stage).endless,
        answer: [408, 'request_timeout'],
      },
    ],
  },
  {
    n: 27,
    says: 'length and chunks, two lengths',
    cases: ({ port }) =>
      [
        'Content-Length: 2\r\nTransfer-Encoding: chunked',
        'Content-Length: 2\r\nContent-Length: 3',
      ].map((lines) => ({
        what: lines.replace('\r\n', ', '),
        send: () => raw(port, `POST ${PAYMENT} HTTP/1.1\r\nHost: x\r\n${lines}\r\n\r\n{}`),
        answer: bad,
        check: ({ headers }) => expect(headers['connection']).toBe('close'),
      })),
  },
  {
    n: 28,
    says: 'headers or body a byte a second: 408 within ten seconds',
    cases: (stage) =>
      (['slowHeaders', 'slowBody'] as const).map((which) => ({
        what: which,
        send: () => slowCallers(stage)[which],
        answer: [408, 'request_timeout'],
      })),
  },
  {
    n: 29,
    says: 'no body, null, list, text, two objects, comma at the end, comment',
    cases: (stage) =>
      [
        '',
        'null',
        '[]',
        '"x"',
        '7',
        'true',
        '{}{}',
        '{"a":1,}',
        '{/* */}',
        '// x\n{}',
        '{',
        "{'a':1}",
      ].map((body) => ({ what: body || 'nothing', send: () => pay(stage, { body }), answer: bad })),
  },
  {
    n: 30,
    says: 'repeated JSON key',
    cases: (stage) =>
      ['{"order":{"amount":1,"amount":2}}', '{"a":1,"\\u0061":2}'].map((body) => ({
        what: body,
        send: () => pay(stage, { body }),
        answer: bad,
      })),
  },
  {
    n: 31,
    says: 'depth 17; more than 10,000 keys, which are too large a body before they are counted',
    cases: (stage) => [
      {
        what: 'depth 17',
        send: () => pay(stage, { body: `${'{"a":'.repeat(17)}1${'}'.repeat(17)}` }),
        answer: bad,
      },
      {
        what: '10,001 keys',
        send: () => pay(stage, { body: manyKeys(10_001) }),
        answer: [413, 'request_too_large'],
      },
    ],
  },
  {
    n: 32,
    says: '__proto__, constructor, prototype',
    cases: (stage) =>
      [
        '{"__proto__":{"a":1}}',
        '{"order":{"constructor":{"prototype":{}}}}',
        '{"\\u005f_proto__":1}',
      ].map((body) => ({ what: body, send: () => pay(stage, { body }), answer: bad })),
  },
  {
    n: 33,
    says: 'U+0000, half a surrogate pair, bidirectional control in text',
    cases: (stage) =>
      ['\\u0000', '\\ud800', '\\u202e', '\u202e'].map((text) => ({
        what: JSON.stringify(text),
        send: () => pay(stage, { body: `{"customer":{"id":"C","name":"a${text}b"}}` }),
        answer: [400, 'invalid_parameter'],
        check: naming('customer.name'),
      })),
  },
  {
    n: 34,
    says: 'one call more than the rate allows, where a rate is set',
    async cases(stage) {
      const who = await stage.merchant({ rate: { perSecond: 0.01, burst: 2 } });
      const list = () => stage.post('tokens', { customer: { id: 'C' } }, {}, who);
      await list();
      await list();
      return [
        {
          what: 'the third of two',
          send: list,
          answer: [429, 'too_many_requests'],
          check: ({ headers }) => expect(Number(headers['retry-after'])).toBeGreaterThan(0),
        },
      ];
    },
  },
  {
    n: 35,
    says: 'database away: nothing claimed',
    cases: (stage) => [
      {
        what: 'a list of tokens',
        send: () => withoutDatabase(stage, () => stage.post('tokens', { customer: { id: 'C' } })),
        answer: [503, 'server_unavailable'],
        check: ({ headers }) => expect(Number(headers['retry-after'])).toBeGreaterThan(0),
      },
    ],
  },
];

async function pay(stage: Stage, change: Change): Promise<Told> {
  return await stage.call(PAYMENT, change);
}

async function raw(port: number, bytes: string): Promise<Told> {
  return toldBy(await exchange(port, Buffer.from(bytes, 'latin1')));
}

function toldBy(answer: RawAnswer): Told {
  return { ...answer, json: JSON.parse(answer.body) as unknown, target: PAYMENT, requestId: '' };
}

/** A right signature, spoilt; of many, one that the spoiling changes. */
async function spoiltSignature(stage: Stage, spoil: (mac: string) => string): Promise<Told> {
  const { clientId, secret } = stage.one;
  for (;;) {
    const [requestId, timestamp] = [randomUUID(), formatTimestamp(Date.now())];
    const parts = { clientId, requestId, timestamp, target: PAYMENT, body: '{}' };
    const right = signRequest(parts, secret);
    const Signature = spoil(right.slice('HMACSHA256='.length));
    if (Signature !== right)
      return await pay(stage, { requestId, timestamp, headers: { Signature } });
  }
}

function manyKeys(count: number): string {
  return `{${Array.from({ length: count }, (_, n) => `"${n.toString(36)}":0`).join(',')}}`;
}

/** A repeat while the first runs in another process, by a caller whose time is up as soon as it waits. */
async function impatient(stage: Stage): Promise<Told> {
  const { clock } = stage.world;
  const { steady, sleep } = clock;
  const requestId = randomUUID();
  const body = JSON.stringify({ customer: { id: 'C' } });
  await stage.rows(
    `insert into requests (merchant_id, request_id, endpoint, body_hash, claim_id, lease_until, created_at)
     select merchant_id, $2, 'cimb/tokens', sha256($3), gen_random_uuid(), now() + interval '1 hour', now()
       from merchants where client_id = $1`,
    [stage.one.clientId, requestId, body],
  );
  clock.sleep = async () => {
    clock.steady = () => steady() + 60_000;
  };
  try {
    return await stage.call(`${BANK}/tokens`, { body, requestId });
  } finally {
    Object.assign(clock, { steady, sleep });
  }
}

async function withoutDatabase(stage: Stage, work: () => Promise<Told>): Promise<Told> {
  const { db } = stage.world;
  const { rows } = db;
  db.rows = () => Promise.reject(new Refusal('database_unavailable', { retryAfterSeconds: 2 }));
  try {
    return await work();
  } finally {
    db.rows = rows;
  }
}

interface SlowCallers {
  endless: Promise<Told>;
  slowHeaders: Promise<Told>;
  slowBody: Promise<Told>;
}

let slow: SlowCallers | undefined;

/** Starts the slow ones together at the first call, so that their ten seconds pass while the other rows run. */
export function slowCallers({ port, one }: Pick<Stage, 'port' | 'one'>): SlowCallers {
  const headers = (...more: [string, string][]): [string, string][] => [
    ['Client-Id', one.clientId],
    ...more,
  ];
  slow ??= {
    endless: dripped(
      port,
      requestBytes('POST', PAYMENT, headers(['Transfer-Encoding', 'chunked'])),
      '1\r\n \r\n',
    ),
    slowHeaders: dripped(port, Buffer.from(`POST ${PAYMENT} HTTP/1.1\r\nHost: x\r\nX-Slow: `), 'x'),
    slowBody: dripped(
      port,
      requestBytes('POST', PAYMENT, headers(['Content-Length', '1000'])),
      ' ',
    ),
  };
  return slow;
}

async function dripped(port: number, start: Buffer, drop: string): Promise<Told> {
  const conversation = await converse(port);
  conversation.write(start);
  const drip = setInterval(() => conversation.write(drop), 1000);
  try {
    return toldBy(await conversation.answer());
  } finally {
    clearInterval(drip);
    conversation.end();
  }
}
