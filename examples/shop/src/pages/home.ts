// The front page: what is sold, and how one pays here.
import { artOf } from '../goods/art.ts';
import { GOODS, type Good } from '../goods/goods.ts';
import { band, pull } from '../goods/logo.ts';
import { html, type Html } from '../html.ts';
import type { Page, Visit } from '../visit.ts';
import { rupiah } from '../words/words.ts';

export function homePage(visit: Visit): Page {
  const { w, kept } = visit;
  const main = html`<section class="hero"><div><h1>${w.heroTitle}</h1><p>${w.heroText}</p>
<p><a class="button light" href="#shelf">${w.heroBuy}</a></p></div>${pull()}</section>
${band()}
<section class="how"><h2>${w.howTitle}</h2><ol>${w.how.map(
    ([title, text]) => html`<li><h3>${title}</h3><p>${text}</p></li>`,
  )}</ol>${kept.bank !== undefined && html`<p class="how-more"><a href="/bank">${w.howTry}</a></p>`}</section>
<section id="shelf"><h2>${w.shelf}</h2><ul class="shelf">${GOODS.map((good) => card(visit, good))}</ul></section>`;
  return { title: w.goods, main, current: 'goods' };
}

function card({ w, look }: Visit, good: Good): Html {
  const name = good.name[look.language];
  return html`<li class="good"><div class="plate">${artOf(good.sku)}</div><h3>${name}</h3>
<p>${good.about[look.language]}</p><p class="size">${good.size[look.language]}</p>
<div class="buy"><span class="price">${rupiah(good.price)}</span><form method="post" action="/basket">
<input type="hidden" name="sku" value="${good.sku}"><button class="button small" name="add" value="1" aria-label="${w.addNamed(name)}">${w.add}</button></form></div></li>`;
}
