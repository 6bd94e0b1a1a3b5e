// Front page and basket.
import type { FastifyInstance } from 'fastify';
import { goodOf } from '../goods/goods.ts';
import type { Kept } from '../kept.ts';
import { basketPage, MOST_PIECES } from '../pages/basket.ts';
import { homePage } from '../pages/home.ts';
import { field, goTo, say, show, visitOf, type Visit } from '../visit.ts';

export function goodsRoutes(site: FastifyInstance, kept: Kept): void {
  site.get('/', (request, reply) => {
    const visit = visitOf(kept, request, reply);
    return show(visit, homePage(visit));
  });
  site.get('/basket', (request, reply) => {
    const visit = visitOf(kept, request, reply);
    return show(visit, basketPage(visit));
  });
  site.post('/basket', (request, reply) => changeBasket(visitOf(kept, request, reply)));
}

function changeBasket(visit: Visit) {
  const { kept, visitor, w, look } = visit;
  const good = goodOf(field(visit, 'sku'));
  if (good === undefined) return goTo(visit, '/basket');
  const { [good.sku]: before = 0, ...others } = visitor.basket;
  const adding = field(visit, 'add') !== '';
  const asked = adding ? before + 1 : Number(field(visit, 'quantity'));
  const removing = field(visit, 'remove') !== '' || !Number.isInteger(asked) || asked < 1;
  const pieces = Math.min(asked, MOST_PIECES);
  kept.visitors.change(visitor, { basket: removing ? others : { ...others, [good.sku]: pieces } });
  if (adding) say(visit, 'good', w.added(good.name[look.language]));
  return goTo(visit, '/basket');
}
