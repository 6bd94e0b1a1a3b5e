// What every page shares: the document, the bank's mark, the headers that keep it safe.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { FastifyReply } from 'fastify';
import { html } from './html.ts';
import type { Html, Part } from './html.ts';

/** The design system, one file; its hash in the address lets browsers keep it for good. */
export const STYLE = readFileSync(new URL('./bank.css', import.meta.url), 'utf8');
export const INBOX_SCRIPT = readFileSync(new URL('./inbox.js', import.meta.url), 'utf8');
const version = createHash('sha256').update(STYLE).update(INBOX_SCRIPT).digest('hex').slice(0, 12);
export const STYLE_PATH = `/assets/${version}/bank.css`;
export const INBOX_SCRIPT_PATH = `/assets/${version}/inbox.js`;
export const MARK_PATH = '/assets/mark.svg';

/** The bank's mark as a file, for browser tabs. */
export const MARK = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
<rect width="32" height="32" rx="8" fill="#8c1c2e"/>
<path d="M9 23V13l7-5 7 5v10" fill="none" stroke="#fff" stroke-width="2.5" stroke-linejoin="round"/>
<path d="M16 15v8" stroke="#fff" stroke-width="2.5" stroke-linecap="round"/></svg>
`;

export interface Shell {
  language: string;
  title: string;
  /** Beside the bank's name: a language switch or a menu. */
  aside: Part;
  sandboxMark: string;
  main: Html;
  /** `form` for one narrow card, `wide` for tables. */
  layout: 'form' | 'wide';
  footer: Part;
  /** An own script of the page, by its address. */
  script?: string;
}

/** The whole document. */
export function shell(page: Shell): Html {
  return html`<!doctype html>
<html lang="${page.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${page.title} · CIMB Simulator</title>
<link rel="icon" href="${MARK_PATH}" type="image/svg+xml">
<link rel="stylesheet" href="${STYLE_PATH}">
${page.script !== undefined && html`<script src="${page.script}" defer></script>`}
</head>
<body class="${page.layout}">
<header class="bar">
<a class="brand" href="/">${mark()}
<span>CIMB Simulator <span class="pill">${page.sandboxMark}</span></span></a>
${page.aside}
</header>
<main>
${page.main}
</main>
<footer>${page.footer}</footer>
</body>
</html>
`;
}

function mark(): Html {
  return html`<svg class="mark" viewBox="0 0 32 32" aria-hidden="true">
<rect width="32" height="32" rx="8"/>
<path d="M9 23V13l7-5 7 5v10M16 15v8"/></svg>`;
}

/** Sends a page with headers that let nothing in but our own style, and nobody frame it. */
export function sendPage(reply: FastifyReply, status: number, page: Shell): FastifyReply {
  const script = page.script === undefined ? '' : "script-src 'self'; connect-src 'self'; ";
  return reply
    .code(status)
    .headers({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy':
        `default-src 'none'; style-src 'self'; img-src 'self'; ${script}` +
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      // Not `no-referrer`: browsers would then send `Origin: null` with our own forms.
      'referrer-policy': 'same-origin',
      'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=()',
      'cross-origin-opener-policy': 'same-origin',
    })
    .send(shell(page).text);
}
