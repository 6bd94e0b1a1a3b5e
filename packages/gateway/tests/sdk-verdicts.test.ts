// What the SDK makes of every refusal of the gateway: whether it may be sent again, and whether something may have happened.
import { describe, expect, test } from 'vitest';
import { formatTimestamp } from '@tarik/wire/doku/headers';
import { signResponse } from '@tarik/wire/doku/signature';
import { Tarik, TarikError, type CallOptions } from '../../sdk/src/index.ts';
import { ERRORS, errorBody, errorHeaders } from '../src/api/doku/errors.ts';
import { REFUSALS, type RefusalCode } from '../src/base/refusal.ts';

const CODES = Object.keys(REFUSALS) as RefusalCode[];

/** The gateway may be at work on the payment: unknown in any case. */
const OPEN = new Set<RefusalCode>([
  'overloaded',
  'database_unavailable',
  'request_running',
  'payment_busy',
  'internal',
]);

/** Nothing was done; an earlier try may still arrive, for the Request-Id stays free. */
const FREE = new Set<RefusalCode>(['bank_unavailable']);

/** Said of this request alone, before its Request-Id was looked up or without regard to it. */
const DOOR = new Set<RefusalCode>([
  'header_missing',
  'header_malformed',
  'timestamp_malformed',
  'timestamp_out_of_window',
  'client_unknown',
  'signature_wrong',
  'merchant_suspended',
  'body_unreadable',
  'query_not_allowed',
  'route_unknown',
  'method_not_allowed',
  'media_type_unsupported',
  'body_too_large',
  'request_timeout',
  'rate_exceeded',
  'request_id_reused',
  'channel_inactive',
  'resend_too_soon',
  'resend_exhausted',
]);

interface Way {
  options?: CallOptions;
  /** The first try breaks off. */
  cut?: boolean;
  unsigned?: boolean;
}

/** The error of a payment that is refused with `code`, without a network. */
async function errorOf(code: RefusalCode, way: Way = {}): Promise<TarikError> {
  let tries = 0;
  const fetch = async (_url: unknown, init?: RequestInit): Promise<Response> => {
    tries += 1;
    if (tries === 1 && way.cut === true) throw new TypeError('fetch failed');
    const asked = new Headers(init?.headers);
    const body = errorBody({ code, detail: {} });
    const timestamp = formatTimestamp(Date.now());
    const parts = {
      clientId: 'MCH-1',
      requestId: asked.get('request-id') ?? '',
      timestamp,
      target: '/cimb-direct-debit/v1/payment',
      body,
    };
    const headers = new Headers();
    if (way.unsigned !== true) {
      headers.set('Response-Timestamp', timestamp);
      headers.set('Signature', signResponse(parts, 'SK-1'));
    }
    const [name, value] = errorHeaders({ code, detail: {} });
    if (name !== undefined && value !== undefined) headers.set(name, value);
    return new Response(Uint8Array.from(body), { status: ERRORS[code].http, headers });
  };
  const tarik = new Tarik({
    clientId: 'MCH-1',
    secretKey: 'SK-1',
    baseUrl: 'http://127.0.0.1:9',
    fetch,
    retries: way.cut === true ? 1 : 0,
    clock: { now: () => Date.now(), sleep: async () => undefined },
  });
  const input = { customer: { id: 'C' }, tokenId: 'T', invoiceNumber: 'INV-1', amount: 1 };
  const error: unknown = await tarik.payments.create(input, way.options).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(TarikError);
  return error as TarikError;
}

describe.each(CODES)('%s', (code) => {
  test('may be sent again where the page says so', async () => {
    const error = await errorOf(code);
    expect(error).toMatchObject({ code: ERRORS[code].code, retryable: ERRORS[code].retryable });
  });

  test('leaves unknown what it does not settle', async () => {
    const unknown = async (way?: Way): Promise<boolean> =>
      (await errorOf(code, way)).outcomeUnknown;
    expect(await unknown()).toBe(OPEN.has(code));
    const named = { options: { requestId: 'R-used-before' } };
    expect(await unknown(named)).toBe(OPEN.has(code) || DOOR.has(code));
    expect(await unknown({ cut: true })).toBe(OPEN.has(code) || DOOR.has(code) || FREE.has(code));
    expect(await unknown({ unsigned: true })).toBe(true);
  });
});

test('what the gateway keeps as the answer of a Request-Id is its end', () => {
  const kept = CODES.filter((code) => REFUSALS[code].burns);
  expect(kept.filter((code) => OPEN.has(code) || DOOR.has(code) || FREE.has(code))).toEqual([]);
});
