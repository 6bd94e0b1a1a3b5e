// The bank's own doors: its SNAP API under right signatures, its calls for programs, and its pages.
import { signService } from '@tarik/wire/snap/signature';
import { formatSnapTimestamp } from '@tarik/wire/snap/timestamp';
import type { Maker } from './api.ts';
import type { Case } from './case.ts';
import { disorderHeaders, disorderTarget, METHODS } from './disorder.ts';
import { cleanHeaders, quoted } from './doors.ts';
import { hostileText } from './hostile.ts';
import { mutateBody } from './mutate.ts';

const PREFIX = '/api-manager-external/sandbox';
const AMOUNT = { value: '10000.00', currency: 'IDR' };

const CALLS: readonly (readonly [path: string, content: object])[] = [
  ['/access-token/b2b', { grantType: 'client_credentials' }],
  ['/access-token/b2b2c', { grantType: 'AUTHORIZATION_CODE', authCode: 'x' }],
  [
    '/registration-account-binding',
    {
      partnerReferenceNo: 'R1',
      merchantId: 'M',
      phoneNo: '62812345678',
      redirectUrl: 'http://127.0.0.1:9/back?state=x',
      additionalInfo: { merchantName: 'M' },
    },
  ],
  ['/registration-account-inquiry', { partnerReferenceNo: 'R1' }],
  ['/registration-account-unbinding', { partnerReferenceNo: 'R1', merchantId: 'M', linkId: 'x' }],
  [
    '/debit/payment-host-to-host',
    {
      partnerReferenceNo: 'P1',
      merchantId: 'M',
      amount: AMOUNT,
      urlParams: [{ url: 'http://127.0.0.1:9/n', type: 'NOTIFICATION', isDeepLink: 'N' }],
    },
  ],
  ['/otp-verification', { originalPartnerReferenceNo: 'P1', otp: '000000' }],
  ['/otp', { partnerReferenceNo: 'P1', otpTrxCode: '54' }],
  ['/debit/status', { originalPartnerReferenceNo: 'P1', serviceCode: '54' }],
  [
    '/debit/refund',
    { originalPartnerReferenceNo: 'P1', partnerRefundNo: 'F1', refundAmount: AMOUNT, reason: 'x' },
  ],
  ['/debit/cancel', { originalPartnerReferenceNo: 'P1' }],
];

/** A SNAP call of a partner, by its signature. Its references are nobody's: no money can move. */
export function snapCase({ chance, stock }: Maker): Case {
  const n = chance.whole(0, stock.shelves.length - 1);
  const [path, content] = chance.pick(CALLS);
  const { body, says } = mutateBody(chance, content);
  const usual = `${chance.is(0.8) ? PREFIX : ''}/v1.0${path}`;
  const target = chance.is(0.05) ? disorderTarget(chance, usual) : usual;
  const timestamp = formatSnapTimestamp(Date.now());
  const accessToken = stock.bankTokens[n] ?? '';
  const partner = stock.shelves[n]?.merchant.partner ?? { key: '', secret: '' };
  const parts = { method: 'POST', path: target, accessToken, body, timestamp };
  const one: Case = {
    door: 'bank',
    form: 'snap',
    what: `snap ${path}`,
    says,
    method: 'POST',
    target,
    headers: [
      ['content-type', 'application/json'],
      ['X-TIMESTAMP', timestamp],
      ['X-PARTNER-ID', partner.key],
      ['X-CLIENT-KEY', partner.key],
      ['X-EXTERNAL-ID', chance.uuid()],
      ['Authorization', `Bearer ${accessToken}`],
      ['Authorization-Customer', `Bearer ${chance.word(20)}`],
      ['X-SIGNATURE', signService(parts, partner.secret)],
    ],
    body,
    broken: target.includes('#'),
    free: true,
  };
  return cleanHeaders(chance.is(0.2) ? disorderHeaders(chance, one) : one);
}

const READS = [
  '/',
  '/sms',
  '/sms?phone=x&phone=y',
  '/accounts',
  '/book',
  '/faults',
  '/readyz',
  '/sandbox/book',
  '/sandbox/sms?phone=1',
  '/sandbox/sms?phone=1&phone=2',
  '/sandbox/statements/2020-02-30',
  '/sandbox/statements/2026-11-26',
  '/sandbox/statements/2026-11-25?so_far=x',
  '/sandbox/statements/2026-11-25/differences',
  '/sandbox/payouts/x',
  '/sandbox/clock?client_id=a&client_id=b',
  '/sandbox/faults',
  '/sandbox/public-key',
  `${PREFIX}/register/x?lang=id&lang=en`,
];

const WRITES: readonly (readonly [method: string, target: string, content: object])[] = [
  ['POST', '/sandbox/faults', { operation: 'inquiry', fault: 'slow', count: 0, delay_ms: 1 }],
  ['POST', '/sandbox/partners', { key: 'KEY-one', secret: 'x', name: 'x', public_key: 'x' }],
  // Not by its right name: a mutation must not move the bank's time in the middle of a run.
  ['POST', '/sandbox/clock', { advance: -1, client_id: 'x' }],
  ['POST', '/sandbox/statements/2026-11-25/differences', { kind: 'missing_line', reference: 'x' }],
  ['POST', '/sandbox/payouts', { Document: { CstmrCdtTrfInitn: {} } }],
  ['POST', '/sandbox/registrations/x/complete', { account_no: '80000000000', phone: '62812' }],
];

/** What programs and people ask of the bank; orders that would be taken are left out. */
export function bankDeskCase({ chance }: Maker): Case {
  const base = { door: 'bank', form: 'page', free: true, broken: false } as const;
  if (chance.is(0.5)) {
    const read = chance.pick(READS);
    const target = chance.is(0.5) ? disorderTarget(chance, read) : read;
    const odd = chance.is(0.2)
      ? `${read}${read.includes('?') ? '&' : '?'}a=${quoted(chance, hostileText(chance))}`
      : target;
    const one: Case = {
      ...base,
      what: 'bank page',
      says: 'read',
      method: chance.is(0.9) ? 'GET' : chance.pick(METHODS.filter((name) => name !== 'DELETE')),
      target: odd.slice(0, 6000),
      headers: [['Accept-Language', hostileText(chance).slice(0, 40)]],
      body: null,
      broken: odd.includes('#'),
    };
    return cleanHeaders(chance.is(0.3) ? disorderHeaders(chance, one) : one);
  }
  const [method, target, content] = chance.pick(WRITES);
  const { body, says } = mutateBody(chance, content);
  const headers: [string, string][] = [['Content-Type', 'application/json']];
  return { ...base, what: `bank ${target.slice(0, 20)}`, says, method, target, headers, body };
}
