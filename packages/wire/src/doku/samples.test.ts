// The guide's own samples, as published, against our schemas.
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { vectors } from '../../tests/conformance.ts';
import { parseStrictJson } from '../json.ts';
import { isClientId, isRequestId, parseRequestTimestamp } from './headers.ts';
import * as messages from './messages.ts';

interface Half {
  headers: Record<string, string>;
  body: unknown;
}

interface Sample {
  source: string;
  path: string;
  request: Half;
  response: Half & { status: number };
}

const calls: [string, z.ZodType, z.ZodType, number][] = [
  ['token', messages.TokenRequest, messages.TokenResponse, 201],
  ['tokens', messages.TokensRequest, messages.TokensResponse, 200],
  ['payment', messages.PaymentRequest, messages.PaymentResponse, 201],
  ['payment-validate', messages.ValidateRequest, messages.ValidateResponse, 200],
  ['payment-otp', messages.PaymentOtpRequest, messages.PaymentOtpResponse, 200],
  ['token-delete', messages.TokenDeleteRequest, messages.TokenDeleteResponse, 200],
  ['payment-refund', messages.RefundRequest, messages.RefundResponse, 201],
];

describe.each(calls)("the guide's sample of /%s", (name, request, response, status) => {
  const sample = vectors<Sample>(`doku/samples/${name}.json`);

  it('names its page and its status', () => {
    expect(sample.source).toMatch(/^https:\/\/dashboard\.doku\.com\//);
    expect(sample.path).toBe(`/cimb-direct-debit/v1/${name.replace('-validate', '/validate')}`);
    expect(sample.response.status).toBe(status);
  });

  it('has a request that we accept', () => {
    const body = parseStrictJson(Buffer.from(JSON.stringify(sample.request.body)));
    expect(request.safeParse(body).error).toBeUndefined();
  });

  it('has an answer that our schema describes, without a field left over', () => {
    expect(response.parse(sample.response.body)).toEqual(sample.response.body);
  });

  it('has headers that we read', () => {
    const { headers } = sample.request;
    expect(isClientId(headers['Client-Id'] ?? '')).toBe(true);
    expect(isRequestId(headers['Request-Id'] ?? '')).toBe(true);
    expect(parseRequestTimestamp(headers['Request-Timestamp'] ?? '')).toBeTypeOf('number');
    expect(sample.response.headers['Request-Id']).toBe(headers['Request-Id']);
  });
});
