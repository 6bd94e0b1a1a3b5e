// The error table against the page that merchants read, and what a message may say.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { ErrorBody } from '@tarik/wire/doku/messages';
import { DECLINE_REASONS } from '../../banks/bank.ts';
import { Refusal, REFUSALS, type RefusalCode } from '../../base/refusal.ts';
import { readCatalogue } from '../error-catalogue.ts';
import { ERRORS, errorBody, errorHeaders } from './errors.ts';

const page = readFileSync(path.join(import.meta.dirname, '../../../../../docs/errors.md'), 'utf8');
const codes = Object.keys(REFUSALS) as RefusalCode[];

interface Row {
  code: string;
  http: string;
  type: string;
  retry: string;
}

/** The gateway's rows; the SDK's name a class in place of an HTTP status. */
function rowsOfPage(): Row[] {
  return readCatalogue().flatMap(({ code, retry, facts }) => {
    const { HTTP: http, Type: type = '' } = Object.fromEntries(facts);
    const word = retry ? 'yes' : 'no';
    return http === undefined ? [] : [{ code, http, type: type.replaceAll('`', ''), retry: word }];
  });
}

function written(rows: readonly Row[]): string[] {
  return rows.map(({ code, http, type, retry }) => `${code} ${http} ${type} ${retry}`).toSorted();
}

function json(code: RefusalCode, detail = {}): { error: Record<string, unknown> } {
  return JSON.parse(errorBody(new Refusal(code, detail)).toString()) as never;
}

describe('the page of errors', () => {
  test('lists every code with its HTTP status, type and whether to retry, each once', () => {
    const table = codes.map((refusal) => {
      const { code, http, type, retryable } = ERRORS[refusal];
      return { code, http: `${http}`, type, retry: retryable ? 'yes' : 'no' };
    });
    expect(written(rowsOfPage())).toEqual([...new Set(written(table))]);
  });

  test('says for every code what the cause is and what to do', () => {
    for (const { code, cause, whatToDo } of readCatalogue()) {
      expect(cause.length, `the cause of ${code}`).toBeGreaterThan(10);
      expect(whatToDo.length, `what to do about ${code}`).toBeGreaterThan(10);
    }
  });

  test('lists every reason of the bank', () => {
    for (const reason of DECLINE_REASONS) expect(page).toContain(`\`${reason}\``);
  });
});

describe('an error', () => {
  test.each(codes)('%s has the envelope of the wire and a sentence', (code) => {
    const body = json(code);
    expect(ErrorBody.safeParse(body).success).toBe(true);
    expect(body.error['message']).toMatch(/^\S.{5,}/);
    expect(JSON.stringify(body)).not.toMatch(/undefined|null|NaN/);
  });

  test('has the codes and messages that DOKU sends for wrong headers', () => {
    const missing = json('header_missing', { header: 'Client-Id' });
    expect(missing).toEqual({
      error: {
        code: 'invalid_header_request',
        message: 'Header Client-Id is required',
        type: 'invalid_request_error',
      },
    });
    expect(json('timestamp_malformed').error['message']).toBe(
      'Invalid format Header Request-Timestamp',
    );
    expect(json('timestamp_out_of_window').error).toMatchObject({
      code: 'request_time_out_of_range',
      message: 'Header Request-Timestamp is not in +- 3600 second of now',
    });
    expect(json('client_unknown').error).toMatchObject({
      code: 'invalid_client_id',
      message: 'Invalid Client-Id',
    });
    expect(json('signature_wrong').error).toMatchObject({
      code: 'invalid_signature',
      message: 'Invalid Header Signature',
    });
  });

  test('carries the bank’s code, its reason and the tries left only where there are some', () => {
    const declined = json('payment_declined', {
      reason: 'insufficient_funds',
      bankCode: '4035414',
    });
    expect(declined.error).toMatchObject({ bank_code: '4035414', reason: 'insufficient_funds' });
    expect(declined.error['message']).toContain('insufficient funds');
    expect(json('otp_wrong', { triesLeft: 1 }).error).toMatchObject({
      tries_left: 1,
      message: 'The OTP is wrong; 1 try is left',
    });
    expect(Object.keys(json('otp_wrong').error)).toEqual(['code', 'message', 'type']);
  });

  test('names the state of a payment that is final in the wire’s words', () => {
    expect(json('payment_final', { state: 'succeeded' }).error['message']).toContain('SUCCESS');
    expect(json('payment_final', { state: 'expired' }).error['message']).toContain('EXPIRED');
  });

  test.each(codes.filter((code) => ERRORS[code].retryable))('%s says when to come back', (code) => {
    expect(errorHeaders(new Refusal(code))[0]).toBe('Retry-After');
    expect(errorHeaders(new Refusal(code, { retryAfterSeconds: 7 }))).toEqual(['Retry-After', '7']);
  });

  test('is never retryable when the same request would be answered the same way', () => {
    const burned = codes.filter((code) => REFUSALS[code].burns);
    expect(burned.filter((code) => ERRORS[code].retryable)).toEqual([]);
  });
});
