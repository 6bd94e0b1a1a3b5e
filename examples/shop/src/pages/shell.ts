// What every page of the shop has around it: sign, menu, looks, the drawer's place, and the footer.
import { band, mark } from '../goods/logo.ts';
import { html, type Html } from '../html.ts';
import type { Page, Said, Visit } from '../visit.ts';
import { LANGUAGES } from '../words/words.ts';

export function shell(visit: Visit, page: Page, said: Said | undefined): Html {
  const { w, look, kept } = visit;
  const theme = look.theme === 'auto' ? '' : html`data-theme="${look.theme}"`;
  return html`<!doctype html>
<html lang="${look.language}" ${theme}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${page.title} · ${w.shopName}</title>
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<link rel="preload" href="/fonts/caprasimo.woff2" as="font" type="font/woff2" crossorigin>
<link rel="stylesheet" href="/shop.css">
<script src="/shop.mjs" type="module"></script>
</head>
<body>
<a class="skip" href="#main">${w.skip}</a>
${header(visit, page)}
<div class="page">
<main id="main" tabindex="-1" data-version="${page.version}">
${said !== undefined && html`<p class="said ${said.tone}" role="${said.tone === 'bad' ? 'alert' : 'status'}">${said.text}</p>`}
${page.main}
</main>
</div>
<p id="live" class="unseen" role="status"></p>
<footer>${band()}<div class="foot"><p>${w.footer}</p>
<nav aria-label="${w.footer}"><a href="${kept.gatewayUrl}/docs">${w.apiReference}</a>
${kept.bank !== undefined && html`<a href="${kept.bank.url}">${w.theBank}</a>`}
<a href="/notifications">${w.allNotifications}</a></nav></div></footer>
<aside id="wire" aria-label="${w.wireTitle}" hidden><div class="wire-head"><h2>${w.wireTitle}</h2>
<button type="button" class="quiet" id="wire-close">${w.hideWire}</button></div><div id="wire-body"></div></aside>
</body>
</html>`;
}

function header(visit: Visit, page: Page): Html {
  const { w, visitor, kept } = visit;
  const pieces = Object.values(visitor.basket).reduce((sum, n) => sum + n, 0);
  const links = [
    ['goods', '/', w.goods],
    ['orders', '/orders', w.orders],
    ['accounts', '/accounts', w.accounts],
    ...(kept.bank === undefined ? [] : [['bank', '/bank', w.bank] as const]),
  ] as const;
  return html`<header><p class="ribbon">${w.demo}</p><div class="head">
<a class="sign" href="/">${mark()}<span><strong>${w.shopName}</strong><small>${w.trade}</small></span></a>
<nav class="menu" aria-label="${w.menu}">${links.map(
    ([name, to, text]) => html`<a href="${to}" ${current(page, name)}>${text}</a>`,
  )}</nav>
<div class="tools">${looks(visit)}
<a class="tool" id="wire-open" href="/wire" aria-label="${w.showWire}" ${current(page, 'wire')}>${WIRE}<span>${w.showWire}</span></a>
<a class="tool basket" href="/basket" aria-label="${w.basketCount(pieces)}" ${current(page, 'basket')}>${BASKET}<b>${pieces}</b></a>
</div></div></header>`;
}

function current(page: Page, name: Page['current']): Html | false {
  return page.current === name && html`aria-current="page"`;
}

/** Language and theme, each a form that works without a script. */
function looks({ w, look, request }: Visit): Html {
  const back = html`<input type="hidden" name="back" value="${request.method === 'GET' ? request.url : '/'}">`;
  const buttons = LANGUAGES.map(
    (one) => html`<button name="language" value="${one}" lang="${one}"
 aria-pressed="${String(one === look.language)}" aria-label="${one.toUpperCase()}, ${NAMES[one]}">${one.toUpperCase()}</button>`,
  );
  const toggle = (theme: 'light' | 'dark', text: string): Html =>
    html`<button name="theme" value="${theme}" class="to-${theme}" aria-label="${w.theme}: ${text}">${theme === 'dark' ? MOON : SUN}</button>`;
  return html`<form method="post" action="/look" class="looks" aria-label="${w.language}, ${w.theme}">${back}
<span class="languages">${buttons}</span>${toggle('dark', w.toDark)}${toggle('light', w.toLight)}</form>`;
}

const NAMES = { en: 'English', id: 'Bahasa Indonesia' };
const icon = (path: string): Html =>
  html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="${path}"/></svg>`;
const MOON = icon('M20 14.500A8.500 8.500 0 0 1 9.500 4 8.500 8.500 0 1 0 20 14.500z');
const SUN = icon(
  'M12 7.500a4.500 4.500 0 1 0 0 9 4.500 4.500 0 0 0 0-9zM12 2v2.500M12 19.500V22M2 12h2.500M19.500 12H22M5 5l1.700 1.700M17.300 17.300 19 19M19 5l-1.700 1.700M6.700 17.300 5 19',
);
const BASKET = icon('M3 9h18l-2 11H5zM8 9l3-6M16 9l-3-6M9 13v3M15 13v3M12 13v3');
const WIRE = icon('M4 8h13M13 4l4 4-4 4M20 16H7M11 12l-4 4 4 4');
