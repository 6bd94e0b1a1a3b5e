// The four headers: what is asked for, in which order, and what is said about each that is wrong.
import { randomUUID } from 'node:crypto';
import { formatTimestamp } from '@tarik/wire/doku/headers';
import { from, type Group, type Need } from '../check.ts';
import type { Answer, CallOptions } from '../client.ts';
import { mustAnswer, mustRefuse } from '../expect.ts';
import type { Kit } from '../kit.ts';

const guide = from('guide', 'guide, Request Header Explanation');
const live = from('documented', "DOKU's live answers");
const tarik = from('tarik', 'spec: ours');

const NAMES = ['Client-Id', 'Request-Id', 'Request-Timestamp', 'Signature'] as const;
const WINDOW = 'Header Request-Timestamp is not in +- 3600 second of now';
const FORM = 'Invalid format Header Request-Timestamp';
const STALE = '2020-08-11T08:45:42Z';
const list: readonly Need[] = ['list'];

function ask(kit: Kit, options: CallOptions, body: unknown = { customer: { id: 'kit-nobody' } }): Promise<Answer> {
  return kit.post('list', body, options);
}

function without(...names: string[]): CallOptions {
  return { headers: (usual) => usual.filter(([name]) => !names.includes(name)) };
}

function secondsFromNow(seconds: number): string {
  return formatTimestamp(Date.now() + seconds * 1000);
}

async function mustBeMalformed(kit: Kit, forms: readonly string[]): Promise<void> {
  for (const timestamp of forms) {
    mustRefuse(await ask(kit, { timestamp }), 400, 'invalid_header_request', FORM);
  }
}

export const headers: Group = {
  name: 'headers',
  title: 'Headers, and the order in which they are looked at',
  checks: [
    ...NAMES.map((name) =>
      live(`headers.missing-${name.toLowerCase()}`, `without ${name} the call is refused by name`, list, async (kit) =>
        mustRefuse(await ask(kit, without(name)), 400, 'invalid_header_request', `Header ${name} is required`),
      ),
    ),
    ...NAMES.map((name) =>
      tarik(`headers.twice-${name.toLowerCase()}`, `${name} sent twice is refused`, list, async (kit) => {
        const twice: CallOptions = {
          headers: (usual) => [...usual, ...usual.filter(([one]) => one === name)],
        };
        mustRefuse(await ask(kit, twice), 400, 'invalid_header_request');
      }),
    ),
    live('headers.order-missing', 'of several missing headers the first in order is named', list, async (kit) => {
      const first = await ask(kit, without(...NAMES));
      mustRefuse(first, 400, 'invalid_header_request', 'Header Client-Id is required');
      const third = await ask(kit, without('Request-Timestamp', 'Signature'));
      mustRefuse(third, 400, 'invalid_header_request', 'Header Request-Timestamp is required');
    }),
    live('headers.timestamp-blank', 'a Request-Timestamp with a blank for its T is refused', list, (kit) =>
      mustBeMalformed(kit, [formatTimestamp(Date.now()).replace('T', ' ')]),
    ),
    tarik('headers.timestamp-form', 'a Request-Timestamp that is no moment in UTC is refused', list, (kit) =>
      mustBeMalformed(kit, ['yesterday', '2026-02-30T10:00:00Z', '2026-01-15T10:00:00+07:00', '1768471200']),
    ),
    tarik('headers.timestamp-ms', 'milliseconds in Request-Timestamp are accepted', list, async (kit) =>
      mustAnswer(await ask(kit, { timestamp: new Date().toISOString() }), 200),
    ),
    live('headers.window-past', 'a call more than 3600 s old is refused', list, async (kit) =>
      mustRefuse(await ask(kit, { timestamp: secondsFromNow(-3660) }), 400, 'request_time_out_of_range', WINDOW),
    ),
    live('headers.window-future', 'a call from more than 3600 s ahead is refused', list, async (kit) =>
      mustRefuse(await ask(kit, { timestamp: secondsFromNow((await kit.ahead()) + 3660) }), 400, 'request_time_out_of_range', WINDOW),
    ),
    live('headers.window-inside', 'a clock that is 3500 s off, either way, is accepted', list, async (kit) => {
      mustAnswer(await ask(kit, { timestamp: secondsFromNow(-3500) }), 200);
      mustAnswer(await ask(kit, { timestamp: secondsFromNow(3500) }), 200);
    }),
    live('headers.client', 'an unknown Client-Id is refused', list, async (kit) =>
      mustRefuse(await ask(kit, { clientId: 'MCH-0000-kit-unknown' }), 400, 'invalid_client_id', 'Invalid Client-Id'),
    ),
    live('headers.order-time-client', 'the time is looked at before the Client-Id', list, async (kit) =>
      mustRefuse(await ask(kit, { clientId: 'MCH-0000-kit-unknown', timestamp: STALE }), 400, 'request_time_out_of_range'),
    ),
    live('headers.order-client-signature', 'the Client-Id is looked at before the signature', list, async (kit) =>
      mustRefuse(await ask(kit, { clientId: 'MCH-0000-kit-unknown', secret: 'SK-other' }), 400, 'invalid_client_id'),
    ),
    live('headers.order-signature-body', 'the signature is looked at before the body', list, async (kit) =>
      mustRefuse(await ask(kit, { secret: 'SK-other' }, 'no JSON'), 400, 'invalid_signature'),
    ),
    guide('headers.request-id-128', 'a Request-Id of 128 characters is accepted', list, async (kit) =>
      mustAnswer(await ask(kit, { requestId: randomUUID().padEnd(128, 'x') }), 200),
    ),
    tarik('headers.request-id-129', 'a Request-Id of 129 characters, or with a blank, is refused', list, async (kit) => {
      for (const requestId of [randomUUID().padEnd(129, 'x'), `${randomUUID()} x`]) {
        mustRefuse(await ask(kit, { requestId }), 400, 'invalid_header_request');
      }
    }),
    tarik('headers.not-burnt', 'a call refused for its headers does not use up its Request-Id', list, async (kit) => {
      const requestId = randomUUID();
      mustRefuse(await ask(kit, { requestId, secret: 'SK-other' }), 400);
      mustRefuse(await ask(kit, { requestId, timestamp: STALE }), 400);
      mustAnswer(await ask(kit, { requestId }), 200);
    }),
  ],
};
