// Every row of the answer table for every operation, and the property that matters: only an
// explicit word decides.
import { CASES } from '@tarik/wire/snap/codes';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classify, meaningOf } from './classify.ts';
import type { Heard, Verdict } from './classify.ts';
import { OPERATIONS } from './profile.ts';
import type { Operation } from './profile.ts';

const ALL = Object.keys(OPERATIONS) as Operation[];
const MONEY: Operation[] = ['pay', 'verify_otp', 'refund'];

function heard(operation: Operation, http: number, caseCode: string): Heard {
  return {
    operation,
    line: 'answered',
    http,
    code: { http, service: OPERATIONS[operation], case: caseCode },
    signature: 'good',
    reference: 'same',
    amount: 'same',
  };
}

function verdict(operation: Operation, row: string, changes: Partial<Heard> = {}): Verdict {
  const [http = '', caseCode = ''] = row.split('-');
  return classify({ ...heard(operation, Number(http), caseCode), ...changes }).verdict;
}

// Written out by hand, apart from the table under test: what each case of the standard means to
// each operation.
const DECLINES =
  '400-00 400-01 400-02 401-00 401-02 401-04 ' +
  '403-00 403-01 403-02 403-03 403-04 403-05 403-06 403-07 403-08 403-09 403-10 403-11 403-12 ' +
  '403-14 403-15 403-16 403-17 403-18 403-19 403-20 403-21 403-22 403-23 ' +
  '404-00 404-01 404-02 404-03 404-04 404-05 404-06 404-07 404-08 404-09 404-10 404-11 404-12 ' +
  '404-13 404-14 404-15 404-16 404-17 404-19 405-00 405-01';
const UNCLEAR = '202-00 403-13 404-18 409-00 409-01 429-00 500-00 500-01 500-02 504-00';

const DEPARTURES: Partial<Record<Operation, Record<string, Verdict>>> = {
  pay: { '403-13': 'otp_sent', '404-14': 'unclear' },
  verify_otp: {
    '404-15': 'otp_wrong',
    '403-12': 'otp_too_old',
    '404-00': 'unclear',
    '404-14': 'unclear',
  },
  resend_otp: { '403-13': 'done', '429-00': 'declined' },
  bind: { '429-00': 'declined' },
  unbind: { '429-00': 'declined' },
};

function expectedOf(operation: Operation, row: string): Verdict {
  if (row === '401-01' || row === '401-03') return 'token_refused';
  if (operation === 'inquire') {
    if (row === '200-00') return 'done';
    return row === '404-01' ? 'not_found' : 'unclear';
  }
  const own = DEPARTURES[operation]?.[row];
  if (own !== undefined) return own;
  if (row === '200-00') return 'done';
  if (DECLINES.split(' ').includes(row)) return 'declined';
  expect(UNCLEAR.split(' ')).toContain(row);
  return 'unclear';
}

describe.each(ALL)('every case of the standard, for %s', (operation) => {
  it.each(Object.entries(CASES))('%s %s', (row) => {
    expect(verdict(operation, row)).toBe(expectedOf(operation, row));
  });
});

describe('the rows that make or lose money', () => {
  it.each(MONEY)('%s: nothing left us, so nothing happened', (operation) => {
    const none = { line: 'not_sent', http: null, code: undefined } as const;
    expect(classify({ ...heard(operation, 0, ''), ...none }).verdict).toBe('not_sent');
  });

  it.each(MONEY)('%s: a lost answer is unclear', (operation) => {
    const none = { line: 'lost', http: null, code: undefined } as const;
    expect(classify({ ...heard(operation, 0, ''), ...none }).verdict).toBe('unclear');
  });

  it.each([
    ['504ss00', '504-00'],
    ['500ss00', '500-00'],
    ['500ss01', '500-01'],
    ['500ss02', '500-02'],
    ['202ss00', '202-00'],
    ['409ss00, external id reused', '409-00'],
    ['409ss01, reference already processed', '409-01'],
    ['404ss18, inconsistent request', '404-18'],
    ['429ss00', '429-00'],
  ])('%s is unclear for whatever moves money', (_name, row) => {
    for (const operation of MONEY) expect(verdict(operation, row)).toBe('unclear');
  });

  it.each([502, 503, 400, 401, 403, 404, 429, 200])(
    'HTTP %i without a SNAP body is unclear for every operation',
    (http) => {
      for (const operation of ALL) {
        const blank = { ...heard(operation, http, '00'), code: undefined };
        expect(classify(blank).verdict).toBe('unclear');
      }
    },
  );

  it('a bad or absent signature makes every word unclear', () => {
    for (const operation of ALL) {
      for (const row of Object.keys(CASES)) {
        expect(verdict(operation, row, { signature: 'bad' })).toBe('unclear');
      }
    }
  });

  it('an HTTP status other than the first three digits is unclear', () => {
    for (const operation of ALL) {
      expect(verdict(operation, '200-00', { http: 201 })).toBe('unclear');
      expect(verdict(operation, '403-14', { http: 200 })).toBe('unclear');
      expect(verdict(operation, '200-00', { http: 504 })).toBe('unclear');
    }
  });

  it('the code of another service is unclear', () => {
    for (const operation of ALL) {
      for (const [http, one] of [
        [200, '00'],
        [403, '14'],
      ] as const) {
        const service = operation === 'pay' ? '55' : '54';
        const strange = { ...heard(operation, http, one), code: { http, service, case: one } };
        expect(classify(strange).verdict).toBe('unclear');
      }
    }
  });

  it('a success that names another reference or amount, or none, is unclear', () => {
    for (const operation of ALL) {
      for (const match of ['other', 'absent'] as const) {
        expect(verdict(operation, '200-00', { reference: match })).toBe('unclear');
        expect(verdict(operation, '200-00', { amount: match })).toBe('unclear');
      }
    }
    expect(verdict('pay', '403-13', { reference: 'other' })).toBe('unclear');
    expect(verdict('pay', '403-13', { reference: 'absent' })).toBe('unclear');
  });

  it('a refusal need not name our reference, but must not name another', () => {
    expect(verdict('pay', '403-14', { reference: 'absent', amount: 'absent' })).toBe('declined');
    expect(verdict('pay', '403-14', { reference: 'other' })).toBe('unclear');
  });

  it.each([
    ['4040415', 'verify_otp', '404-15', 'otp_wrong'],
    ['4030412', 'verify_otp', '403-12', 'otp_too_old'],
    ['4030411', 'verify_otp', '403-11', 'declined'],
    ['4045415', 'pay', '404-15', 'declined'],
    ['4035412', 'pay', '403-12', 'declined'],
    ['4035411', 'pay', '403-11', 'declined'],
    ['4035413', 'pay', '403-13', 'otp_sent'],
  ] as const)('%s', (_code, operation, row, expected) => {
    expect(verdict(operation, row)).toBe(expected);
  });

  it('a refused inquiry is no word about the payment', () => {
    for (const row of DECLINES.split(' ').filter((one) => one !== '404-01')) {
      expect(verdict('inquire', row)).toBe('unclear');
    }
  });
});

describe('nothing but an explicit word decides', () => {
  const cases = Object.keys(CASES);
  const https = [200, 202, 302, 400, 401, 403, 404, 405, 409, 429, 500, 504];
  const services = [...Object.values(OPERATIONS), '00', ''];

  // Answers as they should be, of which now and then a part is something else.
  const anything: fc.Arbitrary<Heard> = fc
    .record({ operation: fc.constantFrom(...ALL), row: fc.constantFrom(...cases) })
    .chain(({ operation, row }) => {
      const [http = '', one = ''] = row.split('-');
      const plain = heard(operation, Number(http), one);
      return fc.record({
        operation: fc.constant(operation),
        line: seldom(plain.line, 'lost', 'not_sent'),
        http: seldom<number | null>(plain.http, null, ...https),
        code: fc.oneof(
          { weight: 1, arbitrary: fc.constant(undefined) },
          {
            weight: 15,
            arbitrary: fc.record({
              http: seldom(Number(http), ...https),
              service: seldom<string>(OPERATIONS[operation], ...services),
              case: seldom(one, '00', '01', '13', '18', '99', ''),
            }),
          },
        ),
        signature: seldom<Heard['signature']>('good', 'bad', 'not_asked'),
        reference: seldom<Heard['reference']>('same', 'other', 'absent', 'not_asked'),
        amount: seldom<Heard['amount']>('same', 'other', 'absent', 'not_asked'),
      });
    });

  function seldom<T>(usual: T, ...others: T[]): fc.Arbitrary<T> {
    return fc.oneof(
      { weight: 9, arbitrary: fc.constant(usual) },
      { weight: 1, arbitrary: fc.constantFrom(...others) },
    );
  }

  function isPlain(input: Heard, result: Verdict): boolean {
    const { code, operation } = input;
    if (input.line !== 'answered' || input.signature === 'bad' || code === undefined) return false;
    if (code.http !== input.http || code.service !== OPERATIONS[operation]) return false;
    const row = `${code.http}-${code.case}`;
    if (!cases.includes(row) || result !== expectedOf(operation, row)) return false;
    const matches = [input.reference, input.amount];
    if (matches.includes('other')) return false;
    return (result !== 'done' && result !== 'otp_sent') || !matches.includes('absent');
  }

  it('whatever comes, "done" and "declined" were said plainly, about our call', () => {
    const reached = new Set<Verdict>();
    fc.assert(
      fc.property(anything, (input) => {
        const { verdict: result } = classify(input);
        reached.add(result);
        if (result === 'unclear') return true;
        return result === 'not_sent' ? input.line === 'not_sent' : isPlain(input, result);
      }),
      { numRuns: 5000 },
    );
    // The property would also hold if everything were unclear.
    expect([...reached]).toEqual(expect.arrayContaining(['done', 'declined', 'unclear']));
  });

  it('a case that the standard does not have is unclear', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...ALL),
        fc.integer({ min: 100, max: 599 }),
        fc.integer({ min: 0, max: 99 }),
        (operation, http, n) => {
          const one = String(n).padStart(2, '0');
          fc.pre(!cases.includes(`${http}-${one}`));
          const code = { http, service: OPERATIONS[operation], case: one };
          expect(meaningOf(operation, code)).toBe('unclear');
        },
      ),
    );
  });
});
