// Rows 87 and 88 of the catalogue of bad input: callbacks of the bank.
import { expect } from 'vitest';
import { formatSnapAmount } from '@tarik/wire/amount';
import { signNotify } from '@tarik/wire/snap/signature';
import { formatSnapTimestamp } from '@tarik/wire/snap/timestamp';
import type { MerchantIdentity } from '../merchant-client.ts';
import type { Told } from '../raw-call.ts';
import { exchange, requestBytes } from '../raw-http.ts';
import type { Case, Paid, Row, Stage } from './stage.ts';

interface Callback {
  to?: MerchantIdentity;
  partner?: string;
  amount?: bigint;
  status?: string;
  reference?: string;
  /** Seconds by which it is old. */
  age?: number;
  signature?: string | null;
  /** Changed after signing. */
  body?: (text: string) => string;
  slug?: string;
}

/** Posts what the bank would about a payment, right but for the change. */
async function callBack(stage: Stage, paid: Paid, change: Callback = {}): Promise<Told> {
  const [row] = await stage.rows('select payment_id from payments where request_id = $1', [
    paid.requestId,
  ]);
  const reference = change.reference ?? (row.payment_id as string).replaceAll('-', '');
  const { clientId } = change.to ?? stage.one;
  const target = `/callbacks/${change.slug ?? 'cimb'}/${clientId}/v1.0/debit/notify`;
  const now = stage.world.clock.wall();
  const text = JSON.stringify({
    originalPartnerReferenceNo: reference,
    originalReferenceNo: '123456789012',
    merchantId: clientId,
    amount: formatSnapAmount(change.amount ?? BigInt(paid.amount)),
    latestTransactionStatus: change.status ?? '00',
    transactionStatusDesc: 'success',
    createdTime: formatSnapTimestamp(now),
    finishedTime: formatSnapTimestamp(now),
  });
  const timestamp = formatSnapTimestamp(now - (change.age ?? 0) * 1000);
  const signed = signNotify({ path: target, body: Buffer.from(text), timestamp }, stage.bankKey);
  const signature = change.signature === undefined ? signed : change.signature;
  const headers: [string, string][] = [
    ['Content-Type', 'application/json'],
    ['X-TIMESTAMP', timestamp],
    ['X-PARTNER-ID', change.partner ?? 'KEY-one'],
    ['X-EXTERNAL-ID', '0197c2a4-7b1e-7000-8000-000000000001'],
  ];
  if (signature !== null) headers.push(['X-SIGNATURE', signature]);
  const body = change.body?.(text) ?? text;
  const answer = await exchange(stage.port, requestBytes('POST', target, headers, body));
  return { ...answer, json: JSON.parse(answer.body) as unknown, target, requestId: '' };
}

function saying(code: string): (told: Told) => void {
  return ({ json }) => expect(json.responseCode).toBe(code);
}

const UNAUTHORISED: Pick<Case, 'answer' | 'check'> = { answer: [401], check: saying('4015600') };
const UNKNOWN: Pick<Case, 'answer' | 'check'> = { answer: [404], check: saying('4045601') };

export const CALLBACKS: readonly Row[] = [
  {
    n: 87,
    says: 'callback unsigned, badly signed, stale, of an unknown reference, of another amount, to another merchant',
    async cases(stage) {
      const paid = await stage.pay('800000000001');
      const nobody = { clientId: 'MCH-nobody', secret: '' };
      const send = (change: Callback) => () => callBack(stage, paid, change);
      return [
        { what: 'unsigned', send: send({ signature: null }), ...UNAUTHORISED },
        { what: 'badly signed', send: send({ signature: 'AAAA' }), ...UNAUTHORISED },
        {
          what: 'changed after signing',
          send: send({ body: (text) => text.replace('"00"', '"06"') }),
          ...UNAUTHORISED,
        },
        { what: 'stale', send: send({ age: 16 * 60 }), ...UNAUTHORISED },
        { what: 'ahead', send: send({ age: -16 * 60 }), ...UNAUTHORISED },
        { what: 'of another partner', send: send({ partner: 'KEY-two' }), ...UNAUTHORISED },
        { what: 'to nobody', send: send({ to: nobody }), ...UNAUTHORISED },
        {
          what: 'to a merchant without the bank',
          send: send({ to: stage.world.three }),
          ...UNAUTHORISED,
        },
        { what: 'of a bank that is not there', send: send({ slug: 'bri' }), ...UNAUTHORISED },
        { what: 'no JSON', send: send({ body: () => 'x' }), ...UNAUTHORISED },
        { what: 'unknown reference', send: send({ reference: 'f'.repeat(32) }), ...UNKNOWN },
        { what: 'no reference of ours', send: send({ reference: 'INV-1' }), ...UNKNOWN },
        {
          what: 'to another merchant',
          send: send({ to: stage.two, partner: 'KEY-two' }),
          ...UNKNOWN,
        },
        {
          what: 'another amount',
          send: send({ amount: BigInt(paid.amount) + 1n }),
          answer: [200],
          check(told) {
            saying('2005600')(told);
            expect(stage.world.logged()).toContain('another amount');
          },
        },
      ];
    },
  },
  {
    n: 88,
    says: 'callback a hundred times, older status after newer: one effect',
    async cases(stage) {
      // Debited, and its answer lost: the callback is the first to say so.
      const paid = await stage.pay('800000000004');
      const moves = async () => {
        const [row] = await stage.rows(
          `select p.state, (select count(*)::int from payment_events e where e.payment_id = p.payment_id) as moves
             from payments p where p.request_id = $1`,
          [paid.requestId],
        );
        return row as { state: string; moves: number };
      };
      const before = await moves();
      const effect = { state: 'succeeded', moves: before.moves + 1 };
      const older = (status: string): Case => ({
        what: `${status} after 00`,
        send: () => callBack(stage, paid, { status }),
        answer: [200],
        check: async () => expect(await moves()).toEqual(effect),
      });
      return [
        {
          what: 'a hundred times at once',
          async send() {
            const all = await Promise.all(Array.from({ length: 100 }, () => callBack(stage, paid)));
            expect(new Set(all.map(({ status }) => status))).toEqual(new Set([200]));
            return all[0] as Told;
          },
          answer: [200],
          check: async () => expect(await moves()).toEqual(effect),
          leaves: 'work',
        },
        older('01'),
        older('03'),
        older('06'),
      ];
    },
  },
];
