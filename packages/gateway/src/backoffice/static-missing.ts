// What a browser is shown at /backoffice while the page has not been built: what to do about it.
import type { FastifyReply } from 'fastify';

const STYLE = `:root { color-scheme: light dark; }
body { max-width: 38rem; margin: 4rem auto; padding: 0 1.25rem; font: 1rem/1.6 system-ui, sans-serif; }
code { font: .9375em ui-monospace, monospace; }`;

/** Sends the plain page; its style is allowed by the nonce. */
export function plainPage(reply: FastifyReply, nonce: string): FastifyReply {
  return reply.code(503).header('cache-control', 'no-store').type('text/html; charset=utf-8')
    .send(`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Back Office · Tarik</title>
<style nonce="${nonce}">${STYLE}</style>
<main>
<h1>The Back Office has not been built</h1>
<p>The gateway runs, and so does the Back Office's API; its page is missing. Build it once, in the folder of the
repository, and load this page again:</p>
<p><code>npm run build --workspace @tarik/backoffice</code></p>
</main>
</html>
`);
}
