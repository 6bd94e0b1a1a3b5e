// The API reference: the file in docs/ is what the code says, its references lead somewhere, and its page needs nobody else.
// After a change: `npm test -- packages/gateway/tests/api-openapi.test.ts -u` writes the file anew.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { FLAVOURS } from '../src/api/flavours.ts';
import { buildOpenApi } from '../src/api/openapi.ts';
import { CIMB } from '../src/banks/cimb/profile.ts';
import { exchange } from './raw-http.ts';
import { startEdge } from './api-edge.ts';

const root = path.join(import.meta.dirname, '../../..');
const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
  version: string;
};
const document = buildOpenApi(FLAVOURS, { banks: [CIMB], version });

test('docs/openapi.json is what the schemas say', async () => {
  const text = `${JSON.stringify(document, null, 2)}\n`;
  await expect(text).toMatchFileSnapshot(path.join(root, 'docs/openapi.json'));
});

describe('the document', () => {
  const text = JSON.stringify(document);

  test('has every call of the guide, and check status', () => {
    expect(Object.keys(document.paths)).toEqual([
      '/cimb-direct-debit/v1/token',
      '/cimb-direct-debit/v1/tokens',
      '/cimb-direct-debit/v1/payment',
      '/cimb-direct-debit/v1/payment/validate',
      '/cimb-direct-debit/v1/payment-otp',
      '/cimb-direct-debit/v1/token-delete',
      '/cimb-direct-debit/v1/payment-refund',
      '/orders/v1/status/{reference}',
    ]);
  });

  test('has no reference that leads nowhere', () => {
    const references = [...new Set(text.matchAll(/"\$ref":"#\/([^"]+)"/g).map(([, to]) => to))];
    expect(references.length).toBeGreaterThan(20);
    for (const reference of references) {
      const found = reference
        ?.split('/')
        .reduce<any>((inside, step) => inside?.[step], document as unknown);
      expect({ reference, found }).toEqual({ reference, found: expect.any(Object) });
    }
  });

  test('has an example for every request, good answer and error', () => {
    for (const [where, operations] of Object.entries(document.paths) as [string, any][]) {
      const { requestBody, responses } = operations.post ?? operations.get;
      if (operations.post !== undefined) {
        const { example } = requestBody.content['application/json'];
        expect({ where, example }).toEqual({ where, example: expect.any(Object) });
      }
      for (const [status, response] of Object.entries(responses) as [string, any][]) {
        const content = response.content['application/json'];
        const example = content.example ?? content.examples;
        expect({ where, status, example }).toMatchObject({ example: expect.any(Object) });
      }
    }
  });

  test('has a second bank’s calls as soon as there is a second bank', () => {
    const banks = [CIMB, { slug: 'bri', name: 'BRI', code: 'BRI' }];
    const two = buildOpenApi(FLAVOURS, { banks, version });
    expect(two.paths).toHaveProperty(['/bri-direct-debit/v1/payment']);
    expect(Object.keys(two.paths)).toHaveLength(15);
  });
});

describe('the reference that a process serves', () => {
  test('is the same document, and a page that asks no other host', async () => {
    await using edge = await startEdge();
    const served = await fetch(`${edge.url}/openapi.json`);
    expect(await served.json()).toMatchObject({ paths: document.paths });
    const page = await fetch(`${edge.url}/docs/`);
    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    const html = await page.text();
    expect(html).toContain('js/scalar.js');
    expect(html).not.toMatch(/https?:\/\//);
    const script = await fetch(`${edge.url}/docs/js/scalar.js`);
    expect(script.headers.get('content-type')).toContain('javascript');
    expect((await script.text()).length).toBeGreaterThan(1_000_000);
  });
});

test.each(['', '[', 'a b'])(
  'a reader whose Host is "%s" is refused, and is no bug of ours',
  async (host) => {
    await using edge = await startEdge();
    for (const page of ['/docs', '/docs/']) {
      const bytes = `GET ${page} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`;
      const answer = await exchange(edge.port, bytes);
      expect(answer.status, `answer to ${page}`).toBe(400);
    }
  },
);
