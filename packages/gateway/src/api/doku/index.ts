// DOKU's flavour of the API, the guide's own: the table of its routes, made from the list of banks.
import type { Bank } from '../../banks/bank.ts';
import type { Flavour } from '../flavour.ts';
import { sayReply } from './answer.ts';
import type { Endpoint } from './endpoint.ts';
import { errorBody } from './errors.ts';
import { describeDoku } from './openapi.ts';
import { ordersStatus, STATUS_PREFIX } from './orders-status.ts';
import { attend, refuseAtDoor, type Route } from './passage.ts';
import { paymentOtp } from './payment-otp.ts';
import { paymentRefund } from './payment-refund.ts';
import { paymentValidate } from './payment-validate.ts';
import { payment } from './payment.ts';
import { tokenDelete } from './token-delete.ts';
import { token } from './token.ts';
import { tokens } from './tokens.ts';

export const ENDPOINTS: readonly Endpoint[] = [
  token,
  tokens,
  payment,
  paymentValidate,
  paymentOtp,
  tokenDelete,
  paymentRefund,
];

export const doku: Flavour = {
  name: 'doku',
  describe: (banks) => describeDoku(ENDPOINTS, banks),
  mount(app, edge) {
    for (const route of routes([...edge.ctx.banks.values()])) {
      const url = route.path.endsWith('/') ? `${route.path}*` : route.path;
      // The whole call runs in the first hook, so that the framework neither reads nor judges the body.
      app.all(
        url,
        { onRequest: (request, reply) => attend(edge, route, request, reply) },
        () => undefined,
      );
    }
    return {
      refuse: (request, reply, code) => refuseAtDoor(edge, request, reply, code),
      unparsed: (code) =>
        errorBody({ code, detail: { rule: 'or the headers before it are no valid HTTP' } }),
    };
  },
};

function routes(banks: readonly Bank[]): Route[] {
  return [...banks.flatMap((bank) => ENDPOINTS.map((one) => postRoute(bank, one))), STATUS];
}

function postRoute(bank: Bank, endpoint: Endpoint): Route {
  const path = `/${bank.slug}-direct-debit/v1/${endpoint.path}`;
  return {
    method: 'POST',
    path,
    label: path,
    endpoint: endpoint.path,
    serve: async (ctx, passed) =>
      sayReply(passed.merchant, await endpoint.serve(ctx, { ...passed, bank })),
  };
}

const STATUS: Route = {
  method: 'GET',
  path: STATUS_PREFIX,
  label: `${STATUS_PREFIX}:reference`,
  endpoint: 'orders-status',
  serve: async (ctx, { merchant, target }) =>
    sayReply(merchant, await ordersStatus(ctx, merchant, target)),
};
