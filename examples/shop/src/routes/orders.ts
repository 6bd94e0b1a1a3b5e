// Checkout, orders, the code, refunds.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { askStatus } from '../actions/ask-status.ts';
import { giveCode } from '../actions/give-code.ts';
import { listAccounts } from '../actions/list-accounts.ts';
import { placeOrder } from '../actions/place-order.ts';
import { refundOrder } from '../actions/refund-order.ts';
import { resendCode } from '../actions/resend-code.ts';
import type { Kept } from '../kept.ts';
import { isFinal, type Order } from '../orders/order.ts';
import { basketLines } from '../pages/basket.ts';
import { checkoutPage } from '../pages/checkout.ts';
import { notFoundPage } from '../pages/errors.ts';
import { orderPage } from '../pages/order.ts';
import { ordersPage } from '../pages/orders.ts';
import { field, goTo, say, show, visitOf, type Visit } from '../visit.ts';

interface OfOrder {
  Params: { invoice: string };
}

export function orderRoutes(site: FastifyInstance, kept: Kept): void {
  site.get('/checkout', async (request, reply) => {
    const visit = visitOf(kept, request, reply);
    if (basketLines(visit).length === 0) return goTo(visit, '/basket');
    return show(visit, checkoutPage(visit, await listAccounts(kept, visit.visitor)));
  });
  site.post('/orders', (request, reply) => place(visitOf(kept, request, reply)));
  site.get('/orders', (request, reply) => {
    const visit = visitOf(kept, request, reply);
    return show(visit, ordersPage(visit));
  });

  /** A route of one order; a visitor sees no orders but their own. */
  function ofOrder(
    method: 'GET' | 'POST',
    path: string,
    answer: (visit: Visit, order: Order) => FastifyReply | Promise<FastifyReply>,
  ): void {
    const handler = (request: FastifyRequest<OfOrder>, reply: FastifyReply) => {
      const visit = visitOf(kept, request, reply);
      const order = kept.orders.get(request.params.invoice);
      if (order === undefined || order.visitorId !== visit.visitor.id) {
        return show(visit, notFoundPage(visit));
      }
      return answer(visit, order);
    };
    site.route<OfOrder>({ method, url: `/orders/:invoice${path}`, handler });
  }

  ofOrder('GET', '', async (visit, order) => {
    if (order.call === 'code' && !isFinal(order)) await kept.time.refresh();
    return show(visit, orderPage(visit, order));
  });
  ofOrder('POST', '/code', code);
  ofOrder('POST', '/resend', resend);
  ofOrder('POST', '/refund', refund);
  ofOrder('POST', '/check', async (visit, order) => {
    if (!isFinal(order)) await askStatus(kept, order);
    return goTo(visit, `/orders/${order.invoice}`);
  });
  ofOrder('POST', '/again', (visit, order) => {
    const basket = Object.fromEntries(order.lines.map(({ sku, quantity }) => [sku, quantity]));
    kept.visitors.change(visit.visitor, { basket });
    return goTo(visit, '/checkout');
  });
}

async function place(visit: Visit): Promise<FastifyReply> {
  const { kept, visitor, w } = visit;
  const lines = basketLines(visit);
  // A second click finds the basket empty, and the order that the first one made.
  if (lines.length === 0) return goTo(visit, '/orders');
  const accounts = await listAccounts(kept, visitor);
  const account = accounts.find(({ tokenId }) => tokenId === field(visit, 'account'));
  if (account === undefined) {
    say(visit, 'bad', w.pickAccount);
    return goTo(visit, '/checkout');
  }
  await kept.time.refresh();
  // That took its time: the basket is looked at again, in the same turn in which it is emptied.
  const now = basketLines(visitOf(kept, visit.request, visit.reply));
  if (now.length === 0) return goTo(visit, '/orders');
  const order = await placeOrder(kept, visitor, now, account);
  return goTo(visit, `/orders/${order.invoice}`);
}

async function code(visit: Visit, order: Order): Promise<FastifyReply> {
  const { kept, w } = visit;
  const otp = field(visit, 'otp');
  const back = goTo.bind(null, visit, `/orders/${order.invoice}`);
  if (order.code === undefined || isFinal(order)) return back();
  if (!/^\d{6}$/.test(otp)) {
    say(visit, 'bad', w.codeForm);
    return back();
  }
  const heard = await giveCode(kept, order, order.code, otp);
  if (heard.kind === 'wrong') say(visit, 'bad', w.codeWrong(heard.triesLeft));
  if (heard.kind === 'too_old') say(visit, 'bad', w.codeTooOld);
  if (heard.kind === 'try_again') say(visit, 'bad', w.codeBusy);
  return back();
}

async function resend(visit: Visit, order: Order): Promise<FastifyReply> {
  const { kept, w } = visit;
  if (order.code !== undefined && !isFinal(order)) {
    await kept.time.refresh();
    const heard = await resendCode(kept, order, order.code);
    const words = {
      sent: () => w.resent,
      too_soon: () => w.resendTooSoon(heard.kind === 'too_soon' ? heard.seconds : 0),
      too_often: () => w.resendTooOften,
      too_late: () => w.resendTooLate,
      not_now: () => w.resendNotNow,
    };
    say(visit, heard.kind === 'sent' ? 'good' : 'bad', words[heard.kind]());
  }
  return goTo(visit, `/orders/${order.invoice}`);
}

async function refund(visit: Visit, order: Order): Promise<FastifyReply> {
  const { kept, w } = visit;
  const digits = field(visit, 'amount');
  // A second click: the form knows of fewer refunds than there are by now.
  const isRepeat = field(visit, 'before') !== String(order.refunds.length);
  if (isRepeat) return goTo(visit, `/orders/${order.invoice}`);
  if (!/^\d{1,12}$/.test(digits) || BigInt(digits) === 0n) {
    say(visit, 'bad', w.refundForm);
  } else {
    const heard = await refundOrder(kept, order, BigInt(digits));
    const words = {
      SUCCESS: w.refunded,
      PENDING: w.refundPending,
      FAILED: w.refundRefused,
      too_much: w.refundTooMuch,
      not_possible: w.refundNotPossible,
    };
    const tones = { SUCCESS: 'good', PENDING: 'note' } as const;
    const tone = heard === 'SUCCESS' || heard === 'PENDING' ? tones[heard] : 'bad';
    say(visit, tone, words[heard]);
  }
  return goTo(visit, `/orders/${order.invoice}`);
}
