// The drive over what must not be had: a stranger's token, customer, invoice and name, and a token that was given back.
import { ACCOUNTS, paymentOf, type Play } from '../play.ts';

export async function strangers(play: Play): Promise<void> {
  const { one, another } = play;
  const bound = await play.bind(one, ACCOUNTS.pays);
  const second = await play.bind(one, ACCOUNTS.pays);
  await another.call('payment', paymentOf(bound));
  await play.pay(bound, { customerId: second.customerId });
  await one.call('payment', paymentOf(bound), { forged: true });

  const paid = await play.pay(bound, { invoice: 'INV-taken' });
  await play.pay(bound, { invoice: 'INV-taken' });
  await another.call('status', 'INV-taken');
  await another.call('status', paid.requestId);

  // The bank does not confirm, so that the binding stands there for a while yet.
  await play.fault('unbind', 'timeout_before');
  await one.call('token-delete', {
    customer: { id: bound.customerId },
    debit_card: { token_id: bound.tokenId },
  });
  await play.stage.advance(4);
  await play.pay(bound);
  await one.call('tokens', { customer: { id: bound.customerId } });
}
