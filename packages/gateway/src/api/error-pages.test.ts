import { fastify } from 'fastify';
import { describe, expect, test } from 'vitest';
import { ERRORS } from './doku/errors.ts';
import { catalogueIn, readCatalogue } from './error-catalogue.ts';
import { addErrorPages } from './error-pages.ts';

function app(page?: string) {
  const server = fastify();
  addErrorPages(server, page === undefined ? readCatalogue() : catalogueIn(page));
  return server;
}

describe('the page of an error', () => {
  test('is there for every code of the gateway, and says what to do', async () => {
    const server = app();
    for (const code of new Set(Object.values(ERRORS).map((one) => one.code))) {
      const { statusCode, body } = await server.inject(`/docs/errors/${code}`);
      expect([code, statusCode]).toEqual([code, 200]);
      expect(body).toContain(`<h1>${code}</h1>`);
      expect(body).toMatch(/<h2>What to do<\/h2><p>\S/);
    }
  });

  test('has a section for each cause of a code that has several', async () => {
    const { body } = await app().inject('/docs/errors/too_many_requests');
    expect(body.match(/<section>/g)).toHaveLength(2);
    expect(body).toContain('Yes: the very same call');
    expect(body).toContain('No: the same call would end the same way.');
  });

  test('lists the others where there is no such code, and repeats nothing of what was asked for', async () => {
    const { statusCode, body } = await app().inject('/docs/errors/%3Cscript%3E');
    expect(statusCode).toBe(404);
    expect(body).not.toContain('<script');
    expect(body).toContain('href="/docs/errors/invalid_otp"');
    expect((await app().inject('/docs/errors/')).statusCode).toBe(200);
  });

  test('shows the text of the catalogue as text, and may run and load nothing', async () => {
    const table =
      '| Code | Retry | Cause | What to do |\n|---|---|---|---|\n| `a` | no | <b>x</b> `y` | z |';
    const { body, headers } = await app(table).inject('/docs/errors/a');
    expect(body).toContain('&lt;b&gt;x&lt;/b&gt; <code>y</code>.');
    expect(headers['content-security-policy']).toContain("default-src 'none'");
  });

  test('is not there where a process was installed without its documentation', async () => {
    expect(readCatalogue('nowhere.md')).toEqual([]);
    expect((await app('').inject('/docs/errors/')).statusCode).toBe(404);
  });
});
