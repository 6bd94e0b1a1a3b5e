// GET /docs/errors/{code}: the page that an error of the SDK links to. What it says is docs/errors.md; it needs no other host.
import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { readCatalogue, type CatalogueEntry } from './error-catalogue.ts';
import { escapeMarkup } from './escape-markup.ts';

const STYLE = `
:root { color-scheme: light dark; --back: #f3f5f7; --card: #fff; --ink: #17202a; --soft: #51606e; --line: #d9dfe5;
  --link: #0b5cad; }
@media (prefers-color-scheme: dark) {
  :root { --back: #12171c; --card: #1c232a; --ink: #e9eef2; --soft: #a5b2be; --line: #34404b; --link: #7cb8f5; }
}
* { box-sizing: border-box; }
body { margin: 0; padding: 2rem 1.25rem 4rem; background: var(--back); color: var(--ink);
  font: 1rem/1.6 system-ui, sans-serif; }
main { max-width: 44rem; margin: 0 auto; }
h1 { margin: .25rem 0 1.25rem; font: 600 1.625rem/1.3 ui-monospace, monospace; overflow-wrap: anywhere; }
h2 { margin: 1.25rem 0 .25rem; font-size: 1rem; }
p { margin: 0; }
nav, dt { color: var(--soft); }
a { color: var(--link); }
code { font: .9375em ui-monospace, monospace; overflow-wrap: anywhere; }
section { margin: 0 0 1rem; padding: 1.25rem 1.5rem; background: var(--card); border: 1px solid var(--line);
  border-radius: .75rem; }
section > :first-child { margin-top: 0; }
dl { display: flex; flex-wrap: wrap; gap: .25rem 1.75rem; margin: 0 0 1rem; }
dl div { display: flex; gap: .5rem; }
dd { margin: 0; }
ul { margin: 0; padding: 0; list-style: none; columns: 2 16rem; }
li { padding: .1875rem 0; }
`;
const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');
const POLICY =
  `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; ` +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Adds the list at `/docs/errors/` and a page per code; nothing where there is no catalogue. */
export function addErrorPages(app: FastifyInstance, entries = readCatalogue()): void {
  if (entries.length === 0) return;
  const byCode = Map.groupBy(entries, ({ code }) => code);
  const codes = [...byCode.keys()];
  app.get('/docs/errors/', (_request, reply) => send(reply, 200, listPage(codes)));
  app.get<{ Params: { code: string } }>('/docs/errors/:code', (request, reply) => {
    const causes = byCode.get(request.params.code);
    return causes === undefined
      ? send(reply, 404, listPage(codes, 'There is no such code'))
      : send(reply, 200, codePage(causes));
  });
}

function send(reply: FastifyReply, status: number, page: string): FastifyReply {
  return reply
    .code(status)
    .type('text/html; charset=utf-8')
    .headers({ 'content-security-policy': POLICY, 'x-content-type-options': 'nosniff' })
    .send(page);
}

function codePage(causes: readonly CatalogueEntry[]): string {
  const code = causes[0]?.code ?? '';
  const sections = causes.map(
    ({ cause, whatToDo, retry, facts }) => `<section>
<dl>${facts.map(([name, value]) => `<div><dt>${escapeMarkup(name)}</dt><dd>${prose(value)}</dd></div>`).join('')}</dl>
<h2>What happened</h2><p>${sentence(cause)}</p>
<h2>What to do</h2><p>${sentence(whatToDo)}</p>
<h2>Send it again?</h2><p>${
      retry
        ? 'Yes: the very same call, with the same Request-Id. It cannot happen twice.'
        : 'No: the same call would end the same way.'
    }</p>
</section>`,
  );
  return page(code, `<h1>${escapeMarkup(code)}</h1>\n${sections.join('\n')}`);
}

function listPage(codes: readonly string[], title = 'Errors'): string {
  const links = codes.map(
    (code) => `<li><a href="/docs/errors/${code}"><code>${code}</code></a></li>`,
  );
  return page(title, `<h1>${title}</h1>\n<section><ul>${links.join('')}</ul></section>`);
}

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeMarkup(title)} · Tarik</title>
<style>${STYLE}</style>
<main>
<nav><a href="/docs">API reference</a> · <a href="/docs/errors/">All errors</a></nav>
${body}
</main>
</html>
`;
}

function sentence(text: string): string {
  return prose(/[.!?]$/.test(text) ? text : `${text}.`);
}

/** The catalogue's own markup: code between backticks. */
function prose(text: string): string {
  return escapeMarkup(text).replaceAll(/`([^`]+)`/g, '<code>$1</code>');
}
