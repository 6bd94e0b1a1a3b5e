// The mark of the shop and the picture on its front page: coffee pulled from a cup held high.
import { html, type Html } from '../html.ts';
import { kawung } from './art.ts';

/** The round mark; its colours come from the style sheet. */
export function mark(): Html {
  return html`<svg class="mark" viewBox="0 0 48 48" aria-hidden="true" focusable="false">
<circle cx="24" cy="24" r="23" class="mark-back"/><circle cx="24" cy="24" r="20.5" class="mark-ring"/>
<path d="M11 11l13 4-2 8q-4 4-9 1-4-4-2-13z" class="mark-high"/>
<path d="M21 22c9 1 11 6 9.500 12" class="mark-pull"/>
<path d="M22 30h16q0 9-5 9h-6q-5 0-5-9z" class="mark-low"/></svg>`;
}

/** The mark for the browser's tab. */
export const ICON = html`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48"><circle cx="24" cy="24" r="23" fill="#b23a22"/>
<circle cx="24" cy="24" r="20.500" fill="none" stroke="#f6ead0"/><path d="M11 11l13 4-2 8q-4 4-9 1-4-4-2-13z" fill="#f6ead0"/>
<path d="M21 22c9 1 11 6 9.500 12" fill="none" stroke="#e0a030" stroke-width="3.500"/><path d="M22 30h16q0 9-5 9h-6q-5 0-5-9z" fill="#f6ead0"/></svg>`;

/** The picture of the front page. */
export function pull(): Html {
  return html`<svg class="pull" viewBox="0 0 420 420" aria-hidden="true" focusable="false">
<defs>${kawung('batik-pull', '#f6ead0', '0.16')}</defs>
<circle cx="210" cy="210" r="196" fill="#e0a030"/><circle cx="210" cy="210" r="184" fill="none" stroke="#2a1a10" stroke-width="2"/>
<circle cx="210" cy="210" r="176" fill="#b23a22"/><circle cx="210" cy="210" r="176" fill="url(#batik-pull)"/>
<path d="M232 150c84 10 96 62 66 128" fill="none" stroke="#4b2412" stroke-width="34" stroke-linecap="round"/>
<path d="M232 150c84 10 96 62 66 128" fill="none" stroke="#8a5229" stroke-width="20" stroke-linecap="round"/>
<path d="M238 146c78 12 88 56 62 116" fill="none" stroke="#d9a56b" stroke-width="6" stroke-linecap="round"/>
<g transform="rotate(24 160 110)"><path d="M88 66h140l-8 92q-2 16-18 16h-88q-16 0-18-16z" fill="#f6ead0"/>
<path d="M88 66h140l-1 12H89z" fill="#1f4d3d"/><path d="M90 90c-44-4-44 64 6 62" fill="none" stroke="#f6ead0" stroke-width="16"/>
<path d="M200 78h27l-7 80q-2 16-18 16h-18z" fill="#2a1a10" fill-opacity="0.12"/>
<path d="M118 112q18-16 36 0t36 0M118 132q18-16 36 0t36 0" fill="none" stroke="#1f4d3d" stroke-width="5" stroke-linecap="round"/></g>
<path d="M214 268h134l-8 70q-2 16-18 16h-82q-16 0-18-16z" fill="#f6ead0"/><path d="M214 268h134l-1.400 12H215.400z" fill="#1f4d3d"/>
<ellipse cx="281" cy="268" rx="67" ry="14" fill="#1f4d3d"/><ellipse cx="281" cy="268" rx="58" ry="10" fill="#8a5229"/>
<g fill="#f3e3c4"><circle cx="262" cy="262" r="8"/><circle cx="278" cy="258" r="10"/><circle cx="296" cy="262" r="9"/><circle cx="312" cy="266" r="6"/><circle cx="248" cy="267" r="5"/></g>
<path d="M322 280h25l-7 58q-2 16-18 16h-14z" fill="#2a1a10" fill-opacity="0.12"/>
<path d="M240 304q18-14 36 0t36 0" fill="none" stroke="#1f4d3d" stroke-width="5" stroke-linecap="round"/>
<path d="M96 336q-10-14 0-28t0-28M130 350q-10-14 0-28t0-28" fill="none" stroke="#f6ead0" stroke-opacity="0.7" stroke-width="7" stroke-linecap="round"/>
</svg>`;
}

/** A band of batik, to part what is above from what is below. */
export function band(): Html {
  return html`<svg class="band" aria-hidden="true" focusable="false" width="100%" height="24"><defs>${kawung('batik-band', '#e0a030', '0.9')}</defs>
<rect width="100%" height="24" fill="url(#batik-band)"/></svg>`;
}
