import { describe, expect, it } from 'vitest';
import { CASES, parseResponseCode, responseCode, SERVICE, TRANSACTION_STATUS } from './codes.ts';

describe('a response code', () => {
  it('is HTTP status, service and case', () => {
    expect(responseCode(200, SERVICE.pay, '00')).toBe('2005400');
    expect(responseCode(404, SERVICE.verifyOtp, '15')).toBe('4040415');
    expect(parseResponseCode('4045501')).toEqual({ http: 404, service: '55', case: '01' });
  });

  it('comes back from every case of every service', () => {
    for (const key of Object.keys(CASES)) {
      const [http = '', kase = ''] = key.split('-');
      for (const service of Object.values(SERVICE)) {
        const code = responseCode(Number(http), service, kase);
        expect(code).toMatch(/^\d{7}$/);
        expect(parseResponseCode(code)).toEqual({ http: Number(http), service, case: kase });
      }
    }
  });

  it.each([
    '',
    '200540',
    '20054000',
    '0005400',
    '9995400',
    '200 400',
    '200540x',
    '2005400\n',
    2_005_400,
    null,
    undefined,
    {},
    ['2005400'],
  ])('is not %j', (text) => {
    expect(parseResponseCode(text)).toBeUndefined();
  });
});

describe('the tables of the standard', () => {
  it('have every transaction status', () => {
    expect(Object.keys(TRANSACTION_STATUS).toSorted()).toEqual([
      '00',
      '01',
      '02',
      '03',
      '04',
      '05',
      '06',
      '07',
    ]);
  });

  it('have a message of at most 150 characters for each case', () => {
    for (const message of Object.values(CASES)) expect(message).toMatch(/^.{4,150}$/);
  });

  it('have two digits for each service, no two alike', () => {
    const codes = Object.values(SERVICE);
    expect(new Set(codes).size).toBe(codes.length);
    for (const code of codes) expect(code).toMatch(/^\d{2}$/);
  });
});
