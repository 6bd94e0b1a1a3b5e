// The drawings of what the shop sells: flat, in the colours of old coffee labels, by code alone. They
// say nothing that the words beside them do not, so readers of text skip them.
import { html, type Html } from '../html.ts';

const CREAM = '#f6ead0';
const INK = '#2a1a10';
const BRICK = '#b23a22';
const GREEN = '#1f4d3d';
const MUSTARD = '#e0a030';

/** The drawing of a good; a plain bag for one that has none. */
export function artOf(sku: string): Html {
  const drawing = DRAWINGS[sku] ?? bag('plain', BRICK, html``);
  return html`<svg class="art" viewBox="0 0 240 240" aria-hidden="true" focusable="false">${drawing}</svg>`;
}

/** Batik: four petals and a dot, kawung, as a pattern to fill with. */
export function kawung(id: string, colour: string, opacity = '0.28'): Html {
  return html`<pattern id="${id}" width="24" height="24" patternUnits="userSpaceOnUse">
<g fill="${colour}" fill-opacity="${opacity}"><ellipse cx="6" cy="6" rx="6.6" ry="3.4" transform="rotate(45 6 6)"/>
<ellipse cx="18" cy="6" rx="6.6" ry="3.4" transform="rotate(-45 18 6)"/>
<ellipse cx="6" cy="18" rx="6.6" ry="3.4" transform="rotate(-45 6 18)"/>
<ellipse cx="18" cy="18" rx="6.6" ry="3.4" transform="rotate(45 18 18)"/>
<circle cx="12" cy="12" r="1.5"/><circle cx="0" cy="0" r="1.5"/><circle cx="24" cy="0" r="1.5"/>
<circle cx="0" cy="24" r="1.5"/><circle cx="24" cy="24" r="1.5"/></g></pattern>`;
}

/** A paper bag with a folded top, batik on its sides and a round label for the picture. */
function bag(id: string, colour: string, picture: Html): Html {
  return html`<defs>${kawung(`batik-${id}`, CREAM)}<clipPath id="label-${id}"><circle cx="120" cy="134" r="46"/></clipPath></defs>
<ellipse cx="120" cy="220" rx="72" ry="7" fill="${INK}" fill-opacity="0.16"/>
<path d="M62 52h116l7 158q0 8-8 8H63q-8 0-8-8z" fill="${colour}"/>
<path d="M62 52h116l7 158q0 8-8 8H63q-8 0-8-8z" fill="url(#batik-${id})"/>
<path d="M168 52h10l7 158q0 8-8 8h-14z" fill="${INK}" fill-opacity="0.16"/>
<path d="M62 30q58-7 116 0v30q-58 6-116 0z" fill="${colour}"/>
<path d="M62 30q58-7 116 0v30q-58 6-116 0z" fill="${INK}" fill-opacity="0.2"/>
<path d="M56 46q64-7 128 0v9q-64-6-128 0z" fill="${MUSTARD}"/>
<circle cx="120" cy="134" r="54" fill="${CREAM}"/>
<circle cx="120" cy="134" r="50" fill="none" stroke="${INK}" stroke-width="1.5"/>
<g clip-path="url(#label-${id})">${picture}</g>
<circle cx="120" cy="134" r="46" fill="none" stroke="${INK}" stroke-width="1.5"/>`;
}

const SKY = (colour: string): Html =>
  html`<rect x="70" y="84" width="100" height="100" fill="${colour}"/>`;

/** Mountains of Gayo behind lake Laut Tawar. */
const gayo = html`${SKY('#f0b94e')}<circle cx="138" cy="118" r="15" fill="${BRICK}"/>
<path d="M66 160l34-44 16 20 20-28 40 52z" fill="${GREEN}"/><path d="M100 116l8 10-8 5-7-6zM136 108l10 13-9 4-8-8z" fill="${CREAM}"/>
<path d="M66 156h110v30H66z" fill="#3f7f78"/><path d="M80 164h26M112 171h34M92 178h22" stroke="${CREAM}" stroke-width="2" stroke-linecap="round"/>`;

/** A tongkonan, the house of Toraja with its roof like a boat. */
const toraja = html`${SKY('#d9e3c4')}<path d="M66 168q54-14 110 0v20H66z" fill="#7f9a55"/>
<path d="M76 108q16 24 44 24t44-24q-6 36-24 40h-40q-18-4-24-40z" fill="${BRICK}"/>
<path d="M76 108q16 24 44 24t44-24q-14 16-44 16t-44-16z" fill="${INK}"/>
<path d="M98 147h44v16H98z" fill="${INK}"/><path d="M103 151h8v12h-8zM116 151h8v12h-8zM129 151h8v12h-8z" fill="${MUSTARD}"/>
<path d="M101 163v12M112 163v12M128 163v12M139 163v12" stroke="${INK}" stroke-width="4"/>`;

/** A split gate of Bali before Mount Batur. */
const kintamani = html`${SKY('#f3c9a4')}<path d="M84 164l34-42h6l34 42z" fill="#8a6a8c"/>
<path d="M117 122q4-12 0-18 8 4 6 18z" fill="${CREAM}"/>
<path d="M110 176V112l-6 8v8l-6 4v10l-6 4v12l-8 6v12zM130 176V112l6 8v8l6 4v10l6 4v12l8 6v12z" fill="${INK}"/>
<path d="M66 174h110v14H66z" fill="${BRICK}"/><path d="M112 174h16l6 14h-28z" fill="${CREAM}"/>`;

/** Kopi tarik: pulled from one cup into the other. */
const tarik = html`${SKY('#f6dfa9')}
<path d="M84 96l30 10-5 18q-10 8-20 1-9-9-5-29z" fill="${GREEN}"/>
<path d="M108 122c26 4 34 20 30 42" fill="none" stroke="#6b3a1d" stroke-width="8" stroke-linecap="round"/>
<path d="M108 122c26 4 34 20 30 42" fill="none" stroke="#a8683a" stroke-width="3" stroke-linecap="round"/>
<path d="M118 156h40q0 24-14 24h-12q-14 0-14-24z" fill="${BRICK}"/><path d="M157 160q12 0 9 9t-13 5" fill="none" stroke="${BRICK}" stroke-width="4"/>`;

const tea = html`<defs>${kawung('batik-melati', '#173d30', '0.35')}</defs>
<ellipse cx="120" cy="220" rx="66" ry="7" fill="${INK}" fill-opacity="0.16"/>
<path d="M66 62h108v150q0 6-6 6H72q-6 0-6-6z" fill="#2f6e58"/><path d="M66 62h108v150q0 6-6 6H72q-6 0-6-6z" fill="url(#batik-melati)"/>
<path d="M158 62h16v150q0 6-6 6h-14z" fill="${INK}" fill-opacity="0.18"/>
<path d="M60 40q0-8 8-8h104q8 0 8 8v26H60z" fill="${MUSTARD}"/><path d="M60 58h120v8H60z" fill="${INK}" fill-opacity="0.18"/><rect x="108" y="22" width="24" height="11" rx="5" fill="${MUSTARD}"/>
<rect x="82" y="88" width="76" height="104" rx="38" fill="${CREAM}"/><rect x="86" y="92" width="68" height="96" rx="34" fill="none" stroke="${INK}" stroke-width="1.5"/>
<path d="M120 178q-4-24 2-44M121 160q-16-2-20-14 16-1 20 14zM122 150q14-4 17-15-15 1-17 15z" fill="#2f6e58" stroke="#2f6e58" stroke-width="2.5"/>
${flower(120, 122, 15)}${flower(104, 140, 8)}${flower(139, 131, 7)}`;

function flower(x: number, y: number, size: number): Html {
  const petals = [0, 72, 144, 216, 288].map(
    (turn) =>
      html`<ellipse cx="${x}" cy="${y - size * 0.62}" rx="${size * 0.4}" ry="${size * 0.62}" transform="rotate(${turn} ${x} ${y})"/>`,
  );
  return html`<g fill="#fffaf0" stroke="${INK}" stroke-width="1.2">${petals}</g><circle cx="${x}" cy="${y}" r="${size * 0.22}" fill="${MUSTARD}"/>`;
}

/** Enamel with specks: where each lies and how large it is. */
const SPECKS = [
  [78, 112, 5],
  [96, 98, 3],
  [112, 120, 6],
  [134, 104, 4],
  [146, 126, 5],
  [84, 142, 6],
  [104, 152, 4],
  [126, 146, 6],
  [148, 158, 4],
  [90, 176, 5],
  [114, 182, 6],
  [138, 184, 5],
  [74, 160, 3],
  [120, 166, 3],
  [154, 104, 3],
  [100, 132, 3],
  [136, 170, 3],
  [152, 186, 4],
  [80, 192, 4],
  [102, 200, 4],
  [128, 202, 3],
] as const;

const mug = html`<ellipse cx="116" cy="220" rx="66" ry="7" fill="${INK}" fill-opacity="0.16"/>
<path d="M164 112c34-8 44 62-4 66" fill="none" stroke="${GREEN}" stroke-width="13"/>
<path d="M56 84h116l-6 126q-1 8-9 8H71q-8 0-9-8z" fill="#2b6b52"/>
<g fill="#eaf3e4" fill-opacity="0.9">${SPECKS.map(([x, y, r]) => html`<ellipse cx="${x}" cy="${y}" rx="${r}" ry="${r * 0.72}" transform="rotate(${(x * 7 + y) % 90} ${x} ${y})"/>`)}</g>
<path d="M152 84h20l-6 126q-1 8-9 8h-9z" fill="${INK}" fill-opacity="0.16"/>
<ellipse cx="114" cy="84" rx="61" ry="17" fill="${INK}"/><ellipse cx="114" cy="83" rx="57" ry="14" fill="#fbf6e9"/>
<ellipse cx="114" cy="88" rx="49" ry="9" fill="#5a3018"/><path d="M80 86q34-9 66 0" fill="none" stroke="#a8683a" stroke-width="2.5" stroke-linecap="round"/>
<path d="M96 58q-9-10 0-19t0-19M126 58q-9-10 0-19t0-19" fill="none" stroke="${INK}" stroke-opacity="0.32" stroke-width="4" stroke-linecap="round"/>`;

const sock = html`<ellipse cx="112" cy="222" rx="40" ry="5" fill="${INK}" fill-opacity="0.16"/>
<path d="M162 62l58-26" stroke="${BRICK}" stroke-width="15" stroke-linecap="round"/><path d="M196 47l24-11" stroke="${INK}" stroke-opacity="0.25" stroke-width="15" stroke-linecap="round"/>
<path d="M50 68q2 66 36 128 24 28 46 0 34-62 36-128z" fill="#f7ebcd" stroke="#8a6a3d" stroke-width="2.5"/><path d="M64 76q6 62 32 118M150 76q-2 62-24 118" fill="none" stroke="#cbb07c" stroke-width="3" stroke-linecap="round"/>
<path d="M92 178q14 10 34 2l6 16q-22 28-46 0z" fill="#7a4523" fill-opacity="0.75"/>
<ellipse cx="109" cy="68" rx="60" ry="16" fill="#5b3d26"/><ellipse cx="109" cy="70" rx="52" ry="11" fill="#cbb07c"/>
<ellipse cx="109" cy="68" rx="60" ry="16" fill="none" stroke="#8c8f8a" stroke-width="5"/>
<path d="M109 210v5" stroke="#6b3a1d" stroke-width="6" stroke-linecap="round"/>`;

const sugar = html`<ellipse cx="120" cy="206" rx="88" ry="8" fill="${INK}" fill-opacity="0.16"/>
<path d="M38 200q0-66 54-66t54 66q-54 12-108 0z" fill="#8a4b22"/><path d="M52 178q8-28 34-32" fill="none" stroke="#c98a4b" stroke-width="5" stroke-linecap="round"/>
<path d="M98 204q0-72 56-72t54 72q-54 10-110 0z" fill="#6f3817"/><path d="M114 180q8-28 34-32" fill="none" stroke="#b06f38" stroke-width="5" stroke-linecap="round"/>
<path d="M64 138q0-62 54-62t54 62q-54 12-108 0z" fill="#a45c2a"/><path d="M78 118q8-26 34-29" fill="none" stroke="#dea25f" stroke-width="5" stroke-linecap="round"/>
<path d="M58 132q62 18 120 0l2 14q-62 18-124 0z" fill="#c9b45c"/><path d="M112 74q-4 34 0 72M124 74q4 34 0 72" stroke="#c9b45c" stroke-width="5" fill="none"/>
<path d="M118 78q-26-30-44-20 8 20 44 20zM118 78q28-30 46-18-10 20-46 18z" fill="#8f9a45"/>`;

const DRAWINGS: Readonly<Record<string, Html>> = {
  tarik: bag('tarik', BRICK, tarik),
  gayo: bag('gayo', GREEN, gayo),
  toraja: bag('toraja', '#6b2f1c', toraja),
  kintamani: bag('kintamani', '#35588a', kintamani),
  melati: tea,
  cangkir: mug,
  saring: sock,
  aren: sugar,
};
