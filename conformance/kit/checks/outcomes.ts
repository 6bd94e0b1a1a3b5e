// What becomes of a payment when the bank declines it, says nothing, or says it twice.
import { Difference, from, type Group, type Need } from '../check.ts';
import { at, mustAnswer, mustEqual, mustRefuse, summary } from '../expect.ts';
import type { Account } from '../customer.ts';
import type { Answer } from '../client.ts';
import type { Kit } from '../kit.ts';

const tarik = from('tarik', 'spec: ours');
const docs = from('documented', 'DOKU docs, status mapping');

const odd: readonly Need[] = ['pay', 'registration', 'accounts'];
const asked: readonly Need[] = [...odd, 'status'];

const DECLINED = [
  ['poor', 'an account without enough money'],
  ['blocked', 'an account that is blocked'],
] as const;

/** Longer than the first inquiry about an unclear payment takes, seconds. */
const UNCLEAR_SECONDS = 6;

async function payFrom(kit: Kit, account: Account): Promise<Answer> {
  return await kit.post('pay', kit.order(await kit.bound(account)));
}

/** The status of a payment once it is final. */
async function finalState(kit: Kit, requestId: string): Promise<unknown> {
  await kit.wait(UNCLEAR_SECONDS);
  const ask = async () => at((await kit.status(requestId)).json, 'transaction.status');
  return await kit.until(ask, (state) => state !== 'PENDING');
}

async function mustBeUnclear(kit: Kit, account: Account, end: string): Promise<void> {
  const answer = await payFrom(kit, account);
  mustAnswer(answer, 201);
  mustEqual('payment.status', at(answer.json, 'payment.status'), 'PENDING');
  mustEqual('transaction.status in the end', await finalState(kit, answer.requestId), end);
}

export const outcomes: Group = {
  name: 'outcomes',
  title: 'When the bank declines, or says nothing',
  checks: [
    ...DECLINED.map(([account, said]) =>
      tarik(`outcomes.${account}`, `${said} is 400 payment_declined, a bank_error`, odd, async (kit) => {
        const answer = await payFrom(kit, account);
        mustRefuse(answer, 400, 'payment_declined');
        mustEqual('error.type', at(answer.json, 'error.type'), 'bank_error');
      }),
    ),
    docs('outcomes.recorded', 'a payment that was declined is FAILED', asked, async (kit) => {
      const { requestId } = await payFrom(kit, 'poor');
      const { json } = await kit.status(requestId);
      mustEqual('transaction.status', at(json, 'transaction.status'), 'FAILED');
    }),
    tarik('outcomes.invoice-free', 'the invoice number of a declined payment can be used again', [...odd, 'customer'], async (kit) => {
      const declined = kit.order(await kit.bound('poor'));
      mustRefuse(await kit.post('pay', declined));
      const { invoice_number: invoice } = declined.order;
      mustAnswer(await kit.post('pay', kit.order(await kit.bound(), { invoice_number: invoice })), 201);
    }),
    tarik('outcomes.debited', 'a debit that the bank does not confirm is PENDING, then SUCCESS', asked, (kit) =>
      mustBeUnclear(kit, 'debits_silently', 'SUCCESS'),
    ),
    tarik('outcomes.not-debited', 'a failure that the bank does not tell is PENDING, then FAILED', asked, (kit) =>
      mustBeUnclear(kit, 'fails_silently', 'FAILED'),
    ),
    tarik('outcomes.twice', 'a bank that calls back twice makes one success and one notification', [...odd, 'validate', 'otp', 'news'], async (kit) => {
      const payment = await kit.paid({}, 'calls_back_twice');
      const heard = await kit.news(payment);
      const said = heard.map(({ body }) => at(body, 'transaction.status'));
      mustEqual('notified', said, ['SUCCESS']);
    }),
    docs('outcomes.declined-news', 'a payment that was declined is notified as FAILED', [...odd, 'news'], async (kit) => {
      const bound = await kit.bound('blocked');
      const answer = await kit.post('pay', kit.order(bound));
      if (answer.status < 400) throw new Difference('a refusal', summary(answer));
      const payment = { bound, answer, requestId: answer.requestId, invoice: '', amount: 0, token: '' };
      const heard = await kit.news(payment);
      mustEqual('notified', heard.map(({ body }) => at(body, 'transaction.status')), ['FAILED']);
    }),
  ],
};
