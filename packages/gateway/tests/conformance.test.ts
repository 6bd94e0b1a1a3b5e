// The conformance kit: it passes wholly on our own gateway, it turns exactly the right checks red where something is
// broken, and it says what is wrong with a command line.
import { randomUUID } from 'node:crypto';
import { signRequest } from '@tarik/wire/doku/signature';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { conform } from '../../../conformance/kit/main.ts';
import {
  startKitWorld,
  startSaboteur,
  type Asked,
  type KitWorld,
  type Sabotage,
} from './conformance-world.ts';

interface Report {
  holds: number;
  differs: number;
  absent: number;
  not_tried: number;
  not_refunded: string[];
  checks: { id: string; verdict: string }[];
}

let kit: KitWorld;

beforeAll(async () => {
  kit = await startKitWorld();
});

afterAll(() => kit.close());

async function run(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  const said = { out: '', err: '' };
  const code = await conform(argv, {
    print: (text) => void (said.out += text),
    note: (text) => void (said.err += text),
    coloured: false,
  });
  return { code, ...said };
}

function words(text: string): string[] {
  return text.split(' ');
}

function identity(): string[] {
  const { clientId } = kit.world.one;
  return ['--base', kit.world.url, '--client-id', clientId, '--secret-file', kit.secretFile];
}

async function report(base: string, ...more: string[]): Promise<Report> {
  const { out } = await run('--base', base, ...kit.everything, '--json', ...more);
  return JSON.parse(out) as Report;
}

function withVerdict({ checks }: Report, verdict: string): string[] {
  return checks.filter((check) => check.verdict === verdict).map(({ id }) => id);
}

describe('on our own gateway', () => {
  test('every check is tried and holds, and all money is given back', async () => {
    const { code, out } = await run(
      '--base',
      kit.world.url,
      ...kit.everything,
      '--json',
      '--strict',
    );
    const whole = JSON.parse(out) as Report;
    expect(whole.checks.filter(({ verdict }) => verdict !== 'holds')).toEqual([]);
    expect({ code, left: whole.not_refunded }).toEqual({ code: 0, left: [] });
    expect(whole.holds).toBeGreaterThan(200);
    const book = await kit.world.sandbox<{ type: string; amount: number }[]>('/sandbox/book');
    const sum = (type: string): number =>
      book.filter((entry) => entry.type === type).reduce((total, { amount }) => total + amount, 0);
    // One payment is from the account whose bank refuses refunds.
    expect(sum('DEBIT') - sum('REFUND')).toBe(1000);
    expect(Math.max(...book.map(({ amount }) => amount))).toBe(1000);
  }, 120_000);

  test('what it is not helped with is not tried, and that is no failure', async () => {
    const bare = [...identity(), '--bank', kit.bank];
    const { code, out } = await run(...bare);
    expect(code).toBe(0);
    expect(out).toContain('payments.status not tried: needs --complete or --token-id');
    expect(out).toMatch(/the guide +\d+ hold, 0 differ, 0 absent, \d+ not tried/);
    expect((await run(...bare, '--strict')).code).toBe(1);
  });

  test('an account that is bound already will do for payments', async () => {
    const { tokenId, customerId } = await kit.world.token(kit.world.one, '800000000001');
    const { code, out } = await run(
      ...identity(),
      ...words(`--token-id ${tokenId} --customer-id ${customerId} --otp 999999`),
      ...words('--only payments,otp.success --level guide'),
    );
    expect({ code, out }).toEqual({
      code: 0,
      out: expect.stringMatching(/the guide +12 hold, 0 differ, 0 absent, 1 not tried/),
    });
  });
});

const BANK = '/cimb-direct-debit/v1';

/** Changes the JSON of 2xx answers of one path. */
function fields(path: string, change: (json: any) => void): Sabotage {
  return (answer) => {
    if (answer.target !== path || answer.status > 299) return false;
    const json = JSON.parse(answer.body);
    change(json);
    answer.body = JSON.stringify(json);
    return true;
  };
}

const SABOTAGES: readonly [name: string, sabotage: Sabotage, groups: string, red: string[]][] = [
  [
    'answers without a signature',
    ({ headers }) => {
      delete headers['signature'];
      return false;
    },
    'signatures,headers,tokens',
    [
      'signatures.answer-register',
      'signatures.answer-list',
      'signatures.answer-pay',
      'signatures.answer-validate',
      'signatures.answer-delete',
      'signatures.answer-refund',
      'signatures.answer-status',
      'signatures.answer-error',
      'signatures.answer-replay',
    ],
  ],
  [
    'a byte that is altered after signing, in refunds',
    (answer) => {
      if (answer.target === `${BANK}/payment-refund`) answer.body += ' ';
      return false;
    },
    'signatures,refunds',
    ['signatures.answer-refund'],
  ],
  [
    'an answer with the Request-Id of another',
    (answer) => {
      answer.headers['request-id'] = 'another';
      return true;
    },
    'signatures,headers',
    ['signatures.answer-headers'],
  ],
  [
    'a Response-Timestamp with milliseconds',
    (answer) => {
      answer.headers['response-timestamp'] = new Date().toISOString();
      return true;
    },
    'signatures,headers',
    ['signatures.answer-time'],
  ],
  [
    'a registration without debit_card.message',
    fields(`${BANK}/token`, (json) => delete json.debit_card.message),
    'registration,tokens',
    ['registration.fields'],
  ],
  [
    'a registration with a field more',
    fields(`${BANK}/token`, (json) => {
      json.debit_card.token_id = 'x';
    }),
    'registration,tokens',
    ['registration.no-other'],
  ],
  [
    'payments answered 200',
    (answer) => {
      if (answer.target === `${BANK}/payment` && answer.status === 201) answer.status = 200;
      return false;
    },
    'payments',
    [
      'payments.status',
      'payments.minimal',
      'payments.phone-number',
      'payments.no-otp',
      'payments.invoice-shared',
    ],
  ],
  [
    'amounts as text',
    fields(`${BANK}/payment`, (json) => {
      json.order.amount = String(json.order.amount);
    }),
    'payments,amounts',
    ['amounts.out'],
  ],
  [
    'a validation without payment_id',
    fields(`${BANK}/payment/validate`, (json) => delete json.payment.payment_id),
    'otp',
    ['otp.fields'],
  ],
  [
    'a whole account number in the list',
    fields(`${BANK}/tokens`, (json) =>
      json.forEach((entry: any) => {
        entry.debit_card.account_no = '800000000001';
      }),
    ),
    'tokens,registration',
    ['tokens.masked'],
  ],
  [
    'a resend with another token',
    fields(`${BANK}/payment-otp`, (json) => {
      json.payment.token = 'another';
    }),
    'resend',
    ['resend.answer'],
  ],
  [
    'replays answered 200',
    (answer) => {
      if (answer.headers['idempotency-status'] === 'replayed') answer.status = 200;
      return false;
    },
    'idempotency',
    [
      ...['registration', 'payment', 'validation', 'refund', 'deletion'].map(
        (name) => `idempotency.${name}-409`,
      ),
      'idempotency.at-once',
      'idempotency.refusal',
    ],
  ],
  [
    'replays in which a byte differs',
    (answer) => {
      if (answer.headers['idempotency-status'] === 'replayed') answer.body += ' ';
      return true;
    },
    'idempotency',
    [
      ...['registration', 'payment', 'validation', 'refund', 'deletion', 'later'].map(
        (name) => `idempotency.${name}`,
      ),
      'idempotency.at-once',
      'idempotency.refusal',
    ],
  ],
  [
    'errors in another envelope',
    (answer) => {
      if (answer.status !== 400) return false;
      answer.body = answer.body.replace('{"error":', '{"errors":');
      return true;
    },
    'bodies,deletion',
    ['bodies.type', 'bodies.envelope-header', 'bodies.envelope-field'],
  ],
  [
    'a wrong signature answered 401',
    (answer) => {
      if (answer.body.includes('"invalid_signature"')) answer.status = 401;
      return false;
    },
    'headers',
    ['headers.not-burnt', 'headers.order-signature-body'],
  ],
  [
    'a status that never says REFUNDED',
    (answer) => {
      answer.body = answer.body.replace('"REFUNDED"', '"SUCCESS"');
      return true;
    },
    'status,refunds',
    ['status.refunded', 'status.refund'],
  ],
  [
    'a deletion that is said and not done',
    (answer) => {
      if (answer.target !== `${BANK}/tokens` || answer.body !== '[]') return false;
      if (answer.asked.customer.id === 'kit-nobody') return false;
      answer.body = '[{"customer":{"id":"x"},"debit_card":{"token_id":"x","account_no":"XX0001"}}]';
      return true;
    },
    'deletion',
    ['deletion.unlisted'],
  ],
];

/** Gives a POST another Request-Id and the signature that goes with it. */
function renewRequestId(headers: string[], asked: Asked, secret: string): void {
  const place = (name: string): number => headers.findIndex((one) => one === name) + 1;
  const requestId = randomUUID();
  headers[place('Request-Id')] = requestId;
  headers[place('Signature')] = signRequest(
    {
      clientId: headers[place('Client-Id')] ?? '',
      requestId,
      timestamp: headers[place('Request-Timestamp')] ?? '',
      target: asked.target,
      ...(asked.method === 'POST' ? { body: asked.body } : {}),
    },
    secret,
  );
}

describe('on a gateway that is broken', () => {
  test.each(SABOTAGES)(
    '%s: exactly the matching checks differ',
    async (_, spoil, groups, red) => {
      const saboteur = await startSaboteur(kit.world.url, kit.world.one, spoil);
      const found = await report(saboteur.url, '--only', groups);
      await saboteur.close();
      expect(withVerdict(found, 'differs').toSorted()).toEqual(red.toSorted());
      expect(withVerdict(found, 'absent')).toEqual([]);
      expect(withVerdict(found, 'not_tried')).toEqual([]);
    },
    60_000,
  );

  test('Request-Ids that are forgotten let things happen twice', async () => {
    const { one } = kit.world;
    const forgetful = await startSaboteur(
      kit.world.url,
      one,
      () => false,
      (headers, asked) => renewRequestId(headers, asked, one.secret),
    );
    const found = await report(forgetful.url, '--only', 'idempotency');
    await forgetful.close();
    expect(withVerdict(found, 'differs')).toEqual(
      expect.arrayContaining([
        'idempotency.registration',
        'idempotency.refund',
        'idempotency.once',
        'idempotency.other-body',
        'idempotency.at-once',
      ]),
    );
  }, 60_000);

  test('a call that is not there is absent, and what needs it with it', async () => {
    const saboteur = await startSaboteur(kit.world.url, kit.world.one, (answer) => {
      if (!answer.target.endsWith('/payment-refund')) return false;
      answer.status = 404;
      answer.body = '{"message":"No static resource"}';
      return true;
    });
    const found = await report(saboteur.url, '--only', 'refunds,status');
    await saboteur.close();
    expect(withVerdict(found, 'differs')).toEqual([]);
    expect(withVerdict(found, 'absent')).toEqual(
      expect.arrayContaining(['refunds.status', 'refunds.full', 'status.refunded']),
    );
  }, 60_000);

  test('a difference is told with its call, without the secret key and without the OTP', async () => {
    const [, spoil] = SABOTAGES[8] ?? [];
    const saboteur = await startSaboteur(kit.world.url, kit.world.one, spoil ?? (() => false));
    const { code, out } = await run(
      '--base',
      saboteur.url,
      ...kit.everything,
      '--only',
      'otp.fields',
    );
    await saboteur.close();
    expect(code).toBe(1);
    expect(out).toContain('✗ otp.fields');
    expect(out).toContain('payment.payment_id is missing');
    expect(out).toContain(`> POST ${BANK}/payment/validate`);
    expect(out).toContain('"otp":"******"');
    expect(out).toContain('< 200');
    expect(out).not.toContain(kit.world.one.secret);
    expect(out.trim().split('\n').at(-1)).toBe('1 of 1 checks differ.');
  });
});

describe('the command line', () => {
  const base = () => [
    '--base',
    kit.world.url,
    '--client-id',
    'MCH-1',
    '--secret-file',
    kit.secretFile,
  ];

  test.each<[string, () => string[], string]>([
    ['nothing', () => [], '--base is missing'],
    ['no secret', () => base().slice(0, 4), '--secret-file is missing'],
    [
      'a secret file that is not there',
      () => [...base().slice(0, 4), '--secret-file', '/no/file'],
      'no file',
    ],
    [
      'a base with a path',
      () => ['--base', 'http://127.0.0.1:1/x', ...base().slice(2)],
      'without a path',
    ],
    ['an unknown option', () => [...base(), '--wrong'], '--wrong'],
    ['a word too many', () => [...base(), 'word'], 'word'],
    ['an unknown group', () => [...base(), '--only', 'nothing'], 'nothing is called "nothing"'],
    ['an unknown level', () => [...base(), '--level', 'high'], 'nothing is called "high"'],
    ['a sandbox that is nowhere', () => [...base(), '--complete', 'sandbox'], '--bank'],
    [
      'accounts without registrations',
      () => [...base(), '--accounts', 'sandbox'],
      '--complete sandbox',
    ],
    ['an OTP of four digits', () => [...base(), '--otp', '1234'], 'six digits'],
    ['half an account', () => [...base(), '--token-id', 'x'], '--customer-id is missing'],
    [
      'a listener without a port',
      () => [...base(), '--notifications', 'listen', '--public-url', 'http://x'],
      '--port',
    ],
    ['a shop without a URL', () => [...base(), '--notifications', 'shop'], 'URL of the shop'],
    ['another machine', () => ['--base', 'https://api.example', ...base().slice(2)], '--yes'],
    ['a Client-Id that nobody knows', base, 'invalid_client_id'],
  ])('with %s: the reason on stderr, nothing on stdout, exit 2', async (_, argv, reason) => {
    const { code, out, err } = await run(...argv());
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(reason);
    expect(err).not.toContain(kit.world.one.secret);
  });

  test('ends with 5 where nothing answers', async () => {
    const nobody = await startSaboteur(kit.world.url, kit.world.one, () => false);
    await nobody.close();
    const { code, err } = await run('--base', nobody.url, ...base().slice(2));
    expect(code).toBe(5);
    expect(err).toContain('cannot be reached');
  });

  test('lists every check with its source, once', async () => {
    const { code, out } = await run('--list');
    expect(code).toBe(0);
    const ids = [...out.matchAll(/^ {2}([a-z]+\.[a-z0-9-]+) /gm)].map(([, id]) => id);
    expect(ids.length).toBeGreaterThan(200);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('prints its usage with an example', async () => {
    expect(await run('--help')).toMatchObject({ code: 0, out: expect.stringContaining('Example') });
  });
});
