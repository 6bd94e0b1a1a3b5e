// GET /callbacks/{bank}/return: the customer's browser comes back from the bank's page. We learn what the bank said and
// send it on to the merchant, or show a page of ours where the merchant gave no URL.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Refusal } from '../base/refusal.ts';
import type { Bank } from '../banks/bank.ts';
import { confirmRegistration } from '../tokens/confirm.ts';
import type { TokenView } from '../tokens/token.ts';
import type { Edge } from './flavour.ts';
import { RESULT_POLICY, languageOf, resultPage, type Result } from './result-page.ts';
import { send } from './send.ts';

/** Where this return leads: a URL of the merchant's, or a page of ours. */
type Way = { url: string } | { page: Result; status: number };

/** Adds the return; which bank sends the customer back is read from the path. */
export function addBankReturns(app: FastifyInstance, edge: Edge): void {
  app.get<{ Params: { bank: string } }>('/callbacks/:bank/return', async (request, reply) => {
    const bank = edge.ctx.banks.get(request.params.bank);
    show(bank?.name ?? '', request, reply, await wayOf(edge, bank, request));
  });
}

async function wayOf(edge: Edge, bank: Bank | undefined, request: FastifyRequest): Promise<Way> {
  if (bank === undefined) return { page: 'unknown', status: 400 };
  try {
    const confirmed = await confirmRegistration(edge.ctx, bank, queryOf(request));
    return confirmed === null ? { page: 'unknown', status: 400 } : wayAfter(confirmed);
  } catch (error) {
    if (!(error instanceof Refusal)) {
      edge.ctx.metrics.bugs.inc();
      edge.ctx.log.error('a return from the bank failed', { bank: bank.slug }, error);
    }
    return { page: 'unavailable', status: 503 };
  }
}

function wayAfter({ token, details }: TokenView): Way {
  switch (token.state) {
    case 'active':
    case 'deleting':
    case 'deleted':
      return details.successUrl === undefined
        ? { page: 'succeeded', status: 200 }
        : { url: details.successUrl };
    case 'failed':
    case 'expired':
      return details.failedUrl === undefined
        ? { page: 'failed', status: 200 }
        : { url: details.failedUrl };
    case 'pending':
      // The bank has not said it plainly yet; neither URL would be true.
      return { page: 'pending', status: 200 };
  }
}

/** Each parameter once; what comes twice was not written by the bank. */
function queryOf({ query }: FastifyRequest): {
  state?: string;
  status?: string;
  authCode?: string;
} {
  const given = query as Record<string, unknown>;
  const once = (name: string): Record<string, string> => {
    const value = given[name];
    return typeof value === 'string' && value.length <= 2048 ? { [name]: value } : {};
  };
  return { ...once('state'), ...once('status'), ...once('authCode') };
}

function show(bankName: string, request: FastifyRequest, reply: FastifyReply, way: Way): void {
  // The address of this page holds the bank's code: no page that follows may learn it.
  const headers = ['Cache-Control', 'no-store', 'Referrer-Policy', 'no-referrer'];
  if ('url' in way) {
    send(reply, { status: 303, headers: [...headers, 'Location', way.url], body: Buffer.alloc(0) });
    return;
  }
  const language = languageOf(request.headers['accept-language']);
  send(reply, {
    status: way.status,
    headers: [
      ...headers,
      'Content-Type',
      'text/html; charset=utf-8',
      'Content-Security-Policy',
      RESULT_POLICY,
      'X-Content-Type-Options',
      'nosniff',
    ],
    body: Buffer.from(resultPage(way.page, language, bankName)),
  });
}
