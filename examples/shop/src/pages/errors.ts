// When something is not there, or did not work.
import { html } from '../html.ts';
import type { Page, Visit } from '../visit.ts';

export function errorPage({ w }: Visit, status: number, text: string): Page {
  return { status, title: w.errorTitle, main: outcome(w.errorTitle, text, w.toShop) };
}

export function notFoundPage({ w }: Visit): Page {
  return {
    status: 404,
    title: w.notFoundTitle,
    main: outcome(w.notFoundTitle, w.notFoundText, w.toShop),
  };
}

function outcome(title: string, text: string, back: string) {
  return html`<div class="outcome"><h1>${title}</h1><p>${text}</p><p><a class="button" href="/">${back}</a></p></div>`;
}
