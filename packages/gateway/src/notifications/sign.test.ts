import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { importKey, signNotification } from '@tarik/wire/doku/signature';
import { Webhook } from 'standardwebhooks';
import { attemptHeaders, type Attempt } from './sign.ts';

const jokul = createRequire(import.meta.url)('jokul-nodejs-library') as {
  getSignature(header: object, body: string, key: string): Promise<string>;
};

const SECRET = 'SK-sandbox-0001-do-not-use-in-production';
const WALL = Date.now();

function attempt(changes: Partial<Attempt> = {}): Attempt {
  return {
    clientId: 'MCH-0001-10791114622547',
    notificationId: '019ab3c4-0000-7000-8000-000000000001',
    url: 'https://shop.example:8443/hooks/bank%20news?shop=7',
    body: Buffer.from('{"order":{"invoice_number":"INV-é-1","amount":90000}}'),
    keys: [importKey(SECRET)],
    wall: WALL,
    ...changes,
  };
}

describe('the headers of an attempt', () => {
  it("carry the wire's four, over the path without host and query", () => {
    const headers = attemptHeaders(attempt());
    expect(headers).toMatchObject({
      'Content-Type': 'application/json',
      'Client-Id': 'MCH-0001-10791114622547',
      'Request-Id': '019ab3c4-0000-7000-8000-000000000001',
    });
    expect(headers['Request-Timestamp']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    expect(headers['Signature']).toBe(
      signNotification(
        {
          clientId: 'MCH-0001-10791114622547',
          requestId: '019ab3c4-0000-7000-8000-000000000001',
          timestamp: headers['Request-Timestamp']!,
          target: '/hooks/bank%20news',
          body: attempt().body,
        },
        SECRET,
      ),
    );
  });

  it("satisfy the official library's check", async () => {
    const { body } = attempt();
    const sent = attemptHeaders(attempt());
    const header = {
      'client-id': sent['Client-Id'],
      'request-id': sent['Request-Id'],
      'request-timestamp': sent['Request-Timestamp'],
      'request-target': '/hooks/bank%20news',
    };
    expect(await jokul.getSignature(header, body.toString(), SECRET)).toBe(sent['Signature']);
  });

  it('satisfy a Standard Webhooks receiver whose secret is the Secret Key in base64', () => {
    const { body } = attempt();
    const headers = attemptHeaders(attempt());
    const receiver = new Webhook(`whsec_${Buffer.from(SECRET).toString('base64')}`);
    expect(receiver.verify(body.toString(), headers)).toEqual(JSON.parse(body.toString()));
    expect(() => receiver.verify(`${body.toString()} `, headers)).toThrow('No matching signature');
    const raw = new Webhook(SECRET, { format: 'raw' });
    expect(raw.verify(body.toString(), headers)).toEqual(JSON.parse(body.toString()));
  });

  it('differ between tries in timestamp and signatures alone', () => {
    const first = attemptHeaders(attempt());
    const second = attemptHeaders(attempt({ wall: WALL + 5000 }));
    const changed = Object.keys(first).filter((name) => first[name] !== second[name]);
    expect(changed).toEqual([
      'Request-Timestamp',
      'Signature',
      'webhook-timestamp',
      'webhook-signature',
    ]);
  });

  it('while keys are rotated, Signature is of the newest and every key verifies the webhook', () => {
    const keys = [importKey('new'), importKey('old')] as const;
    const headers = attemptHeaders(attempt({ keys }));
    const alone = attemptHeaders(attempt({ keys: [importKey('new')] }));
    expect(headers['Signature']).toBe(alone['Signature']);
    for (const secret of ['new', 'old']) {
      const receiver = new Webhook(Buffer.from(secret).toString('base64'));
      expect(() => receiver.verify(attempt().body.toString(), headers)).not.toThrow();
    }
  });
});
