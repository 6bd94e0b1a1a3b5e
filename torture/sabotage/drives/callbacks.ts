// Drives over the bank's callbacks: early, repeated, and from somebody who is not the bank.
import { request } from 'node:http';
import { randomUUID } from 'node:crypto';
import { formatSnapTimestamp } from '@tarik/wire/snap/timestamp';
import { ACCOUNTS, type Play } from '../play.ts';

/** The callback comes before the answer, and twice after it. */
export async function callbacks(play: Play): Promise<void> {
  const bound = await play.bind(play.one, ACCOUNTS.pays);
  for (const fault of ['callback_early', 'callback_duplicate', 'callback_early']) {
    await play.fault('pay', fault);
    const paid = await play.pay(bound);
    await play.one.call('status', paid.requestId);
  }
}

/** Somebody who is not the bank says that a payment was made. */
export async function forgedCallbacks(play: Play): Promise<void> {
  const { one } = play;
  const bound = await play.bind(one, ACCOUNTS.asksForOtp);
  const payment = await play.pay(bound);
  const [row] = await play.rows<{ reference: string }>(
    `select replace(payment_id::text, '-', '') as reference from payments where request_id = $1`,
    [payment.requestId],
  );
  if (row !== undefined) await sayPaid(play, row.reference);
  await one.call('status', payment.requestId);
}

function sayPaid({ stage, one: { merchant } }: Play, reference: string): Promise<void> {
  const path = `/callbacks/cimb/${merchant.clientId}/v1.0/debit/notify`;
  const body = JSON.stringify({
    originalPartnerReferenceNo: reference,
    originalReferenceNo: '100000000001',
    merchantId: merchant.clientId,
    amount: { value: '123457.00', currency: 'IDR' },
    latestTransactionStatus: '00',
    transactionStatusDesc: 'Success',
    createdTime: formatSnapTimestamp(Date.now()),
    finishedTime: formatSnapTimestamp(Date.now()),
  });
  const headers = {
    'content-type': 'application/json',
    'x-timestamp': formatSnapTimestamp(Date.now()),
    'x-signature': Buffer.alloc(256, 7).toString('base64'),
    'x-partner-id': merchant.partnerKey,
    'x-external-id': randomUUID(),
    'channel-id': '95221',
  };
  return new Promise((resolve, reject) => {
    const options = { method: 'POST', agent: false, headers } as const;
    const sent = request(stage.links.callbacks.url + path, options, (answer) => {
      answer.resume().on('end', resolve);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
