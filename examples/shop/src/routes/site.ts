// What belongs to no page: looks, the wire, live events, style, script, fonts, and what is shown when
// something goes wrong.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ConnectionError, TarikError, TimeoutError, UnavailableError } from '@tarik/sdk';
import type { FastifyInstance } from 'fastify';
import { ICON } from '../goods/logo.ts';
import type { Kept } from '../kept.ts';
import { errorPage, notFoundPage } from '../pages/errors.ts';
import { wirePage } from '../pages/wire.ts';
import { isOwnForm } from '../visitor/own-form.ts';
import { setLook } from '../visitor/look.ts';
import { field, goTo, show, visitOf } from '../visit.ts';

const here = (file: string): string => fileURLToPath(new URL(`../public/${file}`, import.meta.url));
const packed = (file: string): string => fileURLToPath(import.meta.resolve(file));
const FONT = 'font/woff2';

const FILES = [
  ['/shop.mjs', here('shop.mjs'), 'text/javascript; charset=utf-8'],
  ['/drawer.mjs', here('drawer.mjs'), 'text/javascript; charset=utf-8'],
  [
    '/fonts/caprasimo.woff2',
    packed('@fontsource/caprasimo/files/caprasimo-latin-400-normal.woff2'),
    FONT,
  ],
  [
    '/fonts/figtree.woff2',
    packed('@fontsource-variable/figtree/files/figtree-latin-wght-normal.woff2'),
    FONT,
  ],
] as const;

/** The style sheet's parts, in the order in which they are read. */
const STYLE = 'tokens sign page front lists order bank wire foot screens'.split(' ');

export function siteRoutes(site: FastifyInstance, kept: Kept): void {
  site.post('/look', (request, reply) => {
    const visit = visitOf(kept, request, reply);
    const [language, theme, back] = ['language', 'theme', 'back'].map((name) => field(visit, name));
    setLook(request, reply, { language, theme });
    // Back to where the form stood, on this shop and nowhere else.
    return goTo(visit, back !== undefined && /^\/(?![/\\])/.test(back) ? back : '/');
  });
  site.get('/wire', (request, reply) => {
    const visit = visitOf(kept, request, reply);
    return show(visit, wirePage(visit));
  });
  site.get('/live', (request, reply) => {
    kept.live.listen(kept.visitors.of(request, reply).id, reply);
  });
  const style = STYLE.map((part) => readFileSync(here(`style/${part}.css`), 'utf8')).join('\n');
  const files = FILES.map(([path, file, type]) => [path, readFileSync(file), type] as const);
  const sheet = ['/shop.css', style, 'text/css; charset=utf-8'] as const;
  for (const [path, content, type] of [sheet, ...files]) {
    site.get(path, (_request, reply) =>
      reply
        .type(type)
        .headers({ 'cache-control': 'no-cache', 'x-content-type-options': 'nosniff' })
        .send(content),
    );
  }
  site.get('/icon.svg', (_request, reply) => reply.type('image/svg+xml').send(ICON.markup));
}

/** Refuses forms of other sites, and shows what went wrong as a page. */
export function siteRules(site: FastifyInstance, kept: Kept): void {
  site.removeAllContentTypeParsers();
  site.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => done(null, new URLSearchParams(String(body))),
  );
  site.addHook('preHandler', async (request, reply) => {
    if (request.method === 'GET' || isOwnForm(request.headers)) return;
    const visit = visitOf(kept, request, reply);
    return show(visit, errorPage(visit, 403, visit.w.foreignForm));
  });
  site.setNotFoundHandler((request, reply) => {
    const visit = visitOf(kept, request, reply);
    return show(visit, notFoundPage(visit));
  });
  site.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
    const visit = visitOf(kept, request, reply);
    const { w } = visit;
    const away = [ConnectionError, TimeoutError, UnavailableError];
    if (away.some((kind) => error instanceof kind)) {
      return show(visit, errorPage(visit, 503, w.gatewayAway));
    }
    if (error instanceof TarikError) {
      return show(visit, errorPage(visit, 502, w.refusedCall(error.code)));
    }
    if (error.statusCode !== undefined && error.statusCode < 500) {
      return show(visit, errorPage(visit, error.statusCode, w.unexpected));
    }
    process.stderr.write(`${error.stack ?? error.message}\n`);
    return show(visit, errorPage(visit, 500, w.unexpected));
  });
}
