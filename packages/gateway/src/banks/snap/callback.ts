// The bank's callback about a payment (56): verified with the bank's RSA key, then translated.
import { parseSnapAmount } from '@tarik/wire/amount';
import { TRANSACTION_STATUS } from '@tarik/wire/snap/codes';
import { NotifyRequest } from '@tarik/wire/snap/messages';
import { verifyNotify } from '@tarik/wire/snap/signature';
import { parseSnapTimestamp } from '@tarik/wire/snap/timestamp';
import type { BankCallback, BankConnection, RawCallback } from '../bank.ts';
import { objectIn } from './answer.ts';
import type { SnapLine } from './profile.ts';

const TOLERANCE_MS = 15 * 60_000;

/** What a status means in a callback. 07, "not found", is no word about a payment. */
const SAYS: Readonly<Record<string, BankCallback['says']>> = {
  '00': 'paid',
  '01': 'pending',
  '02': 'pending',
  '03': 'pending',
  '04': 'paid',
  '05': 'failed',
  '06': 'failed',
};

/**
 * Null when the partner, the time, the signature or the form is wrong: then nothing in it is
 * believed.
 */
export function readCallback(
  line: SnapLine,
  connection: BankConnection,
  raw: RawCallback,
): BankCallback | null {
  const {
    'x-partner-id': partner,
    'x-timestamp': timestamp,
    'x-signature': signature,
  } = raw.headers;
  if (timestamp === undefined || signature === undefined) return null;
  if (partner !== connection.credentials.key) return null;
  if (!isRecent(line, timestamp)) return null;
  const parts = { path: raw.path, body: raw.body, timestamp, signature };
  if (!verifyNotify(parts, line.bankPublicKey)) return null;
  const message = NotifyRequest.safeParse(objectIn(raw.body));
  if (!message.success) return null;
  const status = message.data.latestTransactionStatus;
  const amount = parseSnapAmount(message.data.amount);
  const says = SAYS[status];
  if (says === undefined || amount === undefined) return null;
  return {
    reference: message.data.originalPartnerReferenceNo,
    bankPaymentId: message.data.originalReferenceNo,
    amount,
    says,
    bankCode: status,
    evidence: {
      operation: 'callback',
      http: null,
      code: status,
      message: TRANSACTION_STATUS[status],
      note: message.data.originalReferenceNo,
      externalId: raw.headers['x-external-id']?.slice(0, 64) ?? null,
    },
  };
}

// A sandbox moves our clock and the bank's together, but what stands on the wire may be real time.
function isRecent({ settings: { clock } }: SnapLine, timestamp: string): boolean {
  const at = parseSnapTimestamp(timestamp);
  if (at === undefined) return false;
  return [clock.wall(), clock.now()].some((now) => Math.abs(at - now) <= TOLERANCE_MS);
}
