// Programs that others wrote speak with us: DOKU's own library signs our requests and verifies what we sign, a Standard
// Webhooks receiver takes our notifications.
import { createHmac, createHash, randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BANK, booksOf, paymentBody, startWorld, type Bound, type World } from './world.ts';

/** `jokul-nodejs-library` as merchants call it: header names in lower case, `request-target` among them. */
interface Jokul {
  getSignature(header: Record<string, string>, body: string, key: string): Promise<string>;
}
const jokul = createRequire(import.meta.url)('jokul-nodejs-library') as Jokul;

let world: World;
let bound: Bound;

beforeAll(async () => {
  world = await startWorld();
  bound = await world.token(world.one, '800000000003');
});

afterAll(async () => {
  await world.settle();
  expect(await booksOf(world)).toEqual({ findings: [], differences: [] });
  await world.close();
});

/** A merchant's request, made by hand around the library's signature. */
async function send(path: string, body: string, twist: { key?: string; body?: string } = {}) {
  const header = {
    'client-id': world.one.clientId,
    'request-id': randomUUID(),
    'request-timestamp': `${new Date().toISOString().slice(0, 19)}Z`,
    'request-target': path,
  };
  const signature = await jokul.getSignature(header, body, twist.key ?? world.one.secret);
  const response = await fetch(world.ctx.publicUrl + path, {
    method: 'POST',
    headers: { ...header, Signature: signature, 'Content-Type': 'application/json' },
    body: twist.body ?? body,
  });
  return { header, response, text: await response.text() };
}

describe('jokul-nodejs-library', () => {
  test('signs requests that we accept', async () => {
    const paid = await send(`${BANK}/payment`, JSON.stringify(paymentBody(bound)));
    expect(paid.response.status).toBe(201);
    expect(JSON.parse(paid.text).payment.status).toBe('SUCCESS');
    const list = await send(`${BANK}/tokens`, `{ "customer": {"id":"${bound.customerId}"} }\n`);
    expect(JSON.parse(list.text)).toHaveLength(1);
  });

  test('is refused with another key or another body than it signed', async () => {
    const body = JSON.stringify(paymentBody(bound));
    for (const twist of [{ key: world.two.secret }, { body: `${body} ` }]) {
      const refused = await send(`${BANK}/payment`, body, twist);
      expect(refused.response.status).toBe(400);
      expect(JSON.parse(refused.text).error.code).toBe('invalid_signature');
    }
  });

  test('verifies our notifications, with what a receiver has in its hands', async () => {
    await send(`${BANK}/payment`, JSON.stringify(paymentBody(bound)));
    await world.settle();
    const { headers, raw, path } = world.receiver.received.at(-1)!;
    const header = { ...(headers as Record<string, string>), 'request-target': path };
    const expected = await jokul.getSignature(header, raw.toString(), world.one.secret);
    expect(headers['signature']).toBe(expected);
    const others = await jokul.getSignature(header, raw.toString(), world.two.secret);
    expect(headers['signature']).not.toBe(others);
  });

  test('does not know the signature of answers, which is DOKU’s with another name for the time', async () => {
    const { response, text } = await send(`${BANK}/tokens`, '{"customer":{"id":"x"}}');
    const { headers } = response;
    const parts = [
      `Client-Id:${world.one.clientId}`,
      `Request-Id:${headers.get('request-id')}`,
      `Response-Timestamp:${headers.get('response-timestamp')}`,
      `Request-Target:${BANK}/tokens`,
      `Digest:${createHash('sha256').update(text).digest('base64')}`,
    ];
    const mac = createHmac('sha256', world.one.secret).update(parts.join('\n')).digest('base64');
    expect(headers.get('signature')).toBe(`HMACSHA256=${mac}`);
  });
});

describe('a Standard Webhooks receiver', () => {
  test('takes our notifications with the Secret Key as its secret, and no forged ones', async () => {
    const bearer = await world.token(world.two, '800000000003');
    await world.two.post(`${BANK}/payment`, paymentBody(bearer));
    await world.settle();
    const { headers, raw, body } = world.receiver.received.at(-1)!;
    const given = headers as Record<string, string>;
    const receiver = new Webhook(world.two.secret, { format: 'raw' });
    expect(receiver.verify(raw, given)).toEqual(body);
    const coded = new Webhook(`whsec_${Buffer.from(world.two.secret).toString('base64')}`);
    expect(coded.verify(raw.toString(), given)).toEqual(body);
    expect(given['webhook-id']).toBe(given['request-id']);
    expect(body.event.id).toBe(given['webhook-id']);
    const forged = Buffer.from(raw.toString().replace('SUCCESS', 'FAILED'));
    expect(() => receiver.verify(forged, given)).toThrow('No matching signature');
    const stranger = new Webhook(world.one.secret, { format: 'raw' });
    expect(() => stranger.verify(raw, given)).toThrow('No matching signature');
  });
});
