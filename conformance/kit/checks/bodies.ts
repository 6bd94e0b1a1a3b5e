// Bodies and refusals: lengths, fields that the guide does not name, what is no JSON, and the form of every error.
import { from, type Group, type Need } from '../check.ts';
import type { Answer, CallOptions } from '../client.ts';
import { at, mustAnswer, mustBe, mustBeOneOf, mustMatch, mustRefuse } from '../expect.ts';
import type { Body, Kit } from '../kit.ts';

const guide = from('guide', 'guide §3, Request Body Explanation');
const live = from('documented', "DOKU's live answers");
const tarik = from('tarik', 'spec: ours');

const call: readonly Need[] = ['pay', 'customer'];
const list: readonly Need[] = ['list'];

const LIMITS = [
  ['invoice_number', 64],
  ['session_id', 50],
] as const;

async function payWith(kit: Kit, change: Body): Promise<Answer> {
  return await kit.post('pay', kit.order(await kit.bound(), change));
}

function ofLength(length: number): string {
  return `KIT-${Date.now()}-`.padEnd(length, 'x');
}

function mustBeEnvelope({ json }: Answer): void {
  for (const field of ['code', 'message', 'type']) {
    mustMatch(`error.${field}`, at(json, `error.${field}`), /\S/, 'to be text');
  }
}

function contentType(value: string): CallOptions {
  return {
    headers: (usual) => usual.map(([name, old]) => [name, name === 'Content-Type' ? value : old]),
  };
}

const NO_JSON: readonly [string, string, string][] = [
  ['no-json', 'what is no JSON', '{"customer":'],
  ['empty', 'an empty body', ''],
  ['no-object', 'a list', '[]'],
  ['twice', 'the same field twice', '{"customer":{"id":"a"},"customer":{"id":"b"}}'],
];

export const bodies: Group = {
  name: 'bodies',
  title: 'Bodies, and the form of refusals',
  checks: [
    ...LIMITS.flatMap(([field, limit]) => {
      const name = field.replace('_', '-');
      return [
        guide(`bodies.limit-${name}`, `order.${field} may have ${limit} characters`, call, async (kit) =>
          mustAnswer(await payWith(kit, { [field]: ofLength(limit) }), 201),
        ),
        guide(`bodies.too-long-${name}`, `order.${field} of ${limit + 1} characters is refused`, call, async (kit) =>
          mustRefuse(await payWith(kit, { [field]: ofLength(limit + 1) })),
        ),
      ];
    }),
    tarik('bodies.unknown', 'fields that the guide does not name are ignored', call, async (kit) => {
      const body = { ...kit.order(await kit.bound(), { kit_unknown: [1] }), kit_unknown: { a: 1 } };
      const answer = await kit.post('pay', body);
      mustAnswer(answer, 201);
      mustBe(!answer.text.includes('kit_unknown'), 'no unknown field in the answer', answer.text);
    }),
    tarik('bodies.type', 'a field of the wrong type is 400 invalid_parameter and named', call, async (kit) => {
      const answer = await payWith(kit, { invoice_number: { a: 1 } });
      mustRefuse(answer, 400, 'invalid_parameter');
      mustMatch('error.message', at(answer.json, 'error.message'), /order\.invoice_number/);
    }),
    ...NO_JSON.map(([name, said, body]) =>
      tarik(`bodies.${name}`, `${said} is refused with 400`, list, async (kit) =>
        mustRefuse(await kit.post('list', body), 400),
      ),
    ),
    tarik('bodies.media-type', 'a body that is not said to be JSON is 415', list, async (kit) => {
      const body = { customer: { id: 'kit-nobody' } };
      mustRefuse(await kit.post('list', body, contentType('text/plain')), 415);
      mustAnswer(await kit.post('list', body, contentType('application/json; charset=utf-8')), 200);
    }),
    tarik('bodies.too-large', 'a body of more than 64 KiB is 413', list, async (kit) => {
      const body = { customer: { id: 'kit-nobody', padding: 'x'.repeat(66_000) } };
      mustRefuse(await kit.post('list', body), 413);
    }),
    live('bodies.envelope-header', 'a refused header is told as {"error":{code,message,type}}', list, async (kit) => {
      const answer = await kit.post('list', {}, { secret: 'SK-other' });
      mustBeEnvelope(answer);
      mustBeOneOf('error.type', at(answer.json, 'error.type'), ['invalid_request_error']);
    }),
    tarik('bodies.envelope-field', 'a refused field is told in the same form', list, async (kit) => {
      const answer = await kit.post('list', {});
      mustRefuse(answer, 400, 'invalid_parameter');
      mustBeEnvelope(answer);
    }),
    tarik('bodies.path', 'a path that nobody serves is 404 in the same form', [], async (kit) => {
      const answer = await kit.client.call('POST', `${kit.path('pay')}/nothing`, {});
      mustRefuse(answer, 404);
      mustBeEnvelope(answer);
    }),
    tarik('bodies.method', 'another method is 405 with Allow', list, async (kit) => {
      const answer = await kit.client.call('GET', kit.path('list'), undefined);
      mustRefuse(answer, 405);
      mustMatch('Allow', answer.headers.allow, /POST/);
    }),
    tarik('bodies.query', 'a query string is refused', list, async (kit) => {
      const target = `${kit.path('list')}?customer=x`;
      const options = { sign: { target: kit.path('list') } };
      mustRefuse(await kit.client.call('POST', target, { customer: { id: 'kit-nobody' } }, options), 400);
    }),
  ],
};
