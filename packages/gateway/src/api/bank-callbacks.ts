// POST /callbacks/{bank}/{clientId}/v1.0/debit/notify (SNAP BI, service 56): a bank tells us what became of a payment.
// Whatever is wrong with its sender gets one and the same 401, so that nobody learns who our merchants are.
import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { isClientId } from '@tarik/wire/doku/headers';
import { CASES, responseCode, SERVICE, type Case } from '@tarik/wire/snap/codes';
import { formatSnapTimestamp } from '@tarik/wire/snap/timestamp';
import { Refusal } from '../base/refusal.ts';
import type { Bank, BankCallback } from '../banks/bank.ts';
import { connectionOf } from '../merchants/connection.ts';
import type { Merchant } from '../merchants/merchant.ts';
import { receiveCallback } from '../payments/receive-callback.ts';
import { isOpenEnded, readBody } from './body.ts';
import type { Edge } from './flavour.ts';
import { send } from './send.ts';

type Result = Awaited<ReturnType<typeof receiveCallback>> | 'refused' | 'failed';

interface Address {
  bank: string;
  clientId: string;
}

/** Adds the door; which bank knocks is read from the path. */
export function addBankCallbacks(app: FastifyInstance, edge: Edge): void {
  app.all<{ Params: Address }>(
    '/callbacks/:bank/:clientId/v1.0/debit/notify',
    { onRequest: (request, reply) => attend(edge, request.params, request.raw, reply) },
    () => undefined,
  );
}

async function attend(
  edge: Edge,
  address: Address,
  request: IncomingMessage,
  reply: FastifyReply,
): Promise<void> {
  const bank = edge.ctx.banks.get(address.bank);
  let result: Result;
  let said: Case;
  try {
    result = await receive(edge, bank, address.clientId, request);
    said = wordOf(result, request.method);
  } catch (error) {
    ({ result, said } = wordOfFailure(edge, error));
  }
  edge.ctx.metrics.callbacks.inc({ bank: bank?.slug ?? 'unknown', result });
  answer(edge, request, reply, said);
}

async function receive(
  { ctx }: Edge,
  bank: Bank | undefined,
  clientId: string,
  request: IncomingMessage,
): Promise<Result> {
  if (request.method !== 'POST') return 'refused';
  const body = await readBody(request);
  if (bank === undefined || !isClientId(clientId)) return 'refused';
  const path = `/callbacks/${bank.slug}/${clientId}/v1.0/debit/notify`;
  if (request.url !== path) return 'refused';
  const merchant = await ctx.merchants.find(clientId);
  const callback = merchant === null ? null : read(bank, merchant, request, path, body);
  if (merchant === null || callback === null) return 'refused';
  return await receiveCallback(ctx, merchant, bank, callback);
}

function read(
  bank: Bank,
  merchant: Merchant,
  request: IncomingMessage,
  path: string,
  body: Buffer,
): BankCallback | null {
  if (!merchant.banks.has(bank.slug)) return null;
  const headers: Record<string, string | undefined> = {};
  for (const [name, values] of Object.entries(request.headersDistinct)) {
    if (values?.length === 1) headers[name] = values[0];
  }
  return bank.readCallback(connectionOf(merchant, bank.slug), { path, headers, body });
}

function wordOf(result: Result, method: string | undefined): Case {
  if (result === 'refused') return method === 'POST' ? '401-00' : '405-00';
  if (result === 'unknown') return '404-01';
  return '200-00';
}

function wordOfFailure({ ctx }: Edge, error: unknown): { result: Result; said: Case } {
  const code = error instanceof Refusal ? error.code : 'internal';
  if (code === 'body_too_large' || code === 'body_unreadable' || code === 'request_timeout') {
    return { result: 'refused', said: '400-00' };
  }
  if (!(error instanceof Refusal)) {
    ctx.metrics.bugs.inc();
    ctx.log.error('a callback failed', {}, error);
  }
  // The bank sends it again, and the payment is asked about anyway.
  return { result: 'failed', said: code === 'internal' ? '500-01' : '500-00' };
}

function answer(edge: Edge, request: IncomingMessage, reply: FastifyReply, said: Case): void {
  const [http = '', caseCode = ''] = said.split('-');
  const body = {
    responseCode: responseCode(Number(http), SERVICE.notify, caseCode),
    responseMessage: said === '401-00' ? 'Unauthorized. Signature' : CASES[said],
  };
  const timestamp = formatSnapTimestamp(edge.ctx.clock.wall());
  const headers = ['Content-Type', 'application/json', 'X-TIMESTAMP', timestamp];
  if (said === '405-00') headers.push('Allow', 'POST');
  send(reply, {
    status: Number(http),
    headers: [...headers, 'Cache-Control', 'no-store'],
    body: Buffer.from(JSON.stringify(body)),
    close: isOpenEnded(request) || edge.leaving(),
  });
}
