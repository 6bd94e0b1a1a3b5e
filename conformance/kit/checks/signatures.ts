// Signatures both ways: what must be accepted, what must not, and whether answers are signed.
import { randomUUID } from 'node:crypto';
import { digest } from '@tarik/wire/doku/signature';
import { Difference, from, type Group, type Need } from '../check.ts';
import type { Answer, CallOptions, HeaderLines } from '../client.ts';
import { at, mustAnswer, mustBe, mustEqual, mustMatch, mustRefuse } from '../expect.ts';
import type { Kit } from '../kit.ts';

const guide = from('guide', 'guide, Request and Response Header Explanation');
const documented = from('documented', 'DOKU docs, Signature Component (non-SNAP)');
const live = from('documented', "DOKU's live answers");
const tarik = from('tarik', 'spec: ours');

const NOBODY = { customer: { id: 'kit-nobody' } };

/** A call that only reads. */
function harmless(kit: Kit, options?: CallOptions, body: unknown = NOBODY): Promise<Answer> {
  return kit.post('list', body, options);
}

function withSignature(change: (signature: string) => string): CallOptions {
  return { headers: (usual) => changed(usual, 'Signature', change) };
}

function changed(
  usual: HeaderLines,
  header: string,
  change: (value: string) => string,
): HeaderLines {
  return usual.map(([name, value]) => [name, name === header ? change(value) : value]);
}

async function mustNotPass(kit: Kit, options: CallOptions): Promise<void> {
  mustRefuse(await harmless(kit, options), 400, 'invalid_signature', 'Invalid Header Signature');
}

function mustBeSigned(answer: Answer): void {
  if (answer.signature !== 'right') {
    throw new Difference('an answer with the right signature', `one that is ${answer.signature}`);
  }
}

const ANSWERS: readonly [string, readonly Need[], (kit: Kit) => Promise<Answer>][] = [
  ['register', ['register'], async (kit) => (await kit.register()).answer],
  ['list', ['list'], (kit) => harmless(kit)],
  ['pay', ['pay', 'customer'], async (kit) => (await kit.pending()).answer],
  [
    'validate',
    ['pay', 'validate', 'customer', 'otp'],
    async (kit) => kit.validate(await kit.pending()),
  ],
  [
    'delete',
    ['delete', 'registration'],
    async (kit) => {
      const bound = await kit.bind();
      return await kit.unbind(bound);
    },
  ],
  [
    'refund',
    ['pay', 'refund', 'customer', 'otp'],
    async (kit) => kit.refund(await kit.paid(), { amount: 1 }),
  ],
  ['status', ['pay', 'status', 'customer'], async (kit) => kit.status((await kit.pending()).invoice)],
];

const list: readonly Need[] = ['list'];

export const signatures: Group = {
  name: 'signatures',
  title: 'Signatures, both ways',
  checks: [
    documented('signatures.post', 'a POST signed over its five lines is accepted', list, async (kit) =>
      mustAnswer(await harmless(kit), 200),
    ),
    documented('signatures.get', 'a GET signed without a Digest line is accepted', ['status'], async (kit) => {
      const answer = await kit.status(randomUUID());
      mustBe(
        at(answer.json, 'error.code') !== 'invalid_signature',
        'a signature that is accepted',
        'invalid_signature',
      );
    }),
    live('signatures.get-digest', 'a GET signed with a Digest line is refused', ['status'], async (kit) =>
      mustRefuse(await kit.status('x', { sign: { body: '' } }), 400, 'invalid_signature'),
    ),
    documented('signatures.bytes', 'a body is verified as it was sent, with blanks, line breaks and UTF-8', list, async (kit) => {
      const body = '{\n  "customer" : { "id": "kit-nobody",\t"name": "José Ñandú" }\n}\n';
      mustAnswer(await harmless(kit, {}, body), 200);
    }),
    live('signatures.other-key', 'a signature made with another key is refused', list, (kit) =>
      mustNotPass(kit, { secret: 'SK-some-other-key' }),
    ),
    documented('signatures.altered-body', 'a body of which one byte was altered is refused', list, (kit) =>
      mustNotPass(kit, { sign: { body: JSON.stringify(NOBODY).replace('body', 'bodx') } }),
    ),
    documented('signatures.altered-target', 'a signature for another path is refused', list, (kit) =>
      mustNotPass(kit, { sign: { target: kit.path('register') } }),
    ),
    documented('signatures.altered-request-id', 'a signature for another Request-Id is refused', list, (kit) =>
      mustNotPass(kit, { sign: { requestId: randomUUID() } }),
    ),
    documented('signatures.altered-timestamp', 'a signature for another Request-Timestamp is refused', list, (kit) =>
      mustNotPass(kit, { sign: { timestamp: '2020-08-11T08:45:42Z' } }),
    ),
    documented('signatures.prefix', 'a signature without HMACSHA256= before it is refused', list, (kit) =>
      mustNotPass(kit, withSignature((text) => text.slice('HMACSHA256='.length))),
    ),
    tarik('signatures.padding', 'a signature without its padding is refused', list, (kit) =>
      mustNotPass(kit, withSignature((text) => text.replace(/=$/, ''))),
    ),
    tarik('signatures.hex', 'a signature in hexadecimal is refused', list, (kit) =>
      mustNotPass(
        kit,
        withSignature((text) => `HMACSHA256=${Buffer.from(text.slice(11), 'base64').toString('hex')}`),
      ),
    ),
    tarik('signatures.noise', 'a wrong Digest or Request-Target header is ignored', list, async (kit) => {
      const noise: HeaderLines = [
        ['Digest', digest('something else')],
        ['Request-Target', '/somewhere/else'],
      ];
      mustAnswer(await harmless(kit, { headers: (usual) => [...usual, ...noise] }), 200);
    }),
    ...ANSWERS.map(([call, needs, ask]) =>
      guide(`signatures.answer-${call}`, `the answer to ${call} is signed`, needs, async (kit) =>
        mustBeSigned(await ask(kit)),
      ),
    ),
    guide('signatures.answer-headers', 'an answer repeats Client-Id and Request-Id', list, async (kit) => {
      const { headers, requestId } = await harmless(kit);
      mustEqual('Client-Id', headers['client-id'], kit.client.clientId);
      mustEqual('Request-Id', headers['request-id'], requestId);
    }),
    guide('signatures.answer-time', 'Response-Timestamp is now, in UTC and whole seconds', list, async (kit) => {
      const { headers } = await harmless(kit);
      const stamp = headers['response-timestamp'];
      mustMatch('Response-Timestamp', stamp, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
      const awayMs = Math.abs(Date.parse(String(stamp)) - Date.now());
      mustBe(awayMs < 300_000, 'a Response-Timestamp within five minutes of now', stamp);
    }),
    tarik('signatures.answer-error', 'a refusal is signed, whatever was wrong', list, async (kit) => {
      mustBeSigned(await harmless(kit, {}, {}));
      mustBeSigned(await harmless(kit, { secret: 'SK-some-other-key' }));
      mustBeSigned(await harmless(kit, { timestamp: '2020-08-11T08:45:42Z' }));
    }),
    tarik('signatures.answer-replay', 'a replay is signed afresh', list, async (kit) => {
      const { requestId } = await harmless(kit);
      mustBeSigned(await harmless(kit, { requestId }));
    }),
  ],
};
