// Binds an account and pays from it: what fuzz and soak begin with.
import { textIn } from './text-in.ts';
import { BANK, type Answered, type Merchant, type World } from './world.ts';

export interface Bound {
  tokenId: string;
  customerId: string;
  phone: string;
}

let phones = 0;

/** Registers an account at the bank for a new customer. Throws when the bank does not bind it. */
export async function bindAccount(
  world: Pick<World, 'call' | 'sandbox'>,
  who: Merchant,
  account: string,
): Promise<Bound> {
  phones += 1;
  const phone = `6281${String(phones).padStart(9, '0')}`;
  const customerId = `C-${phones}-${Date.now()}`;
  const registered = await world.call(who, `${BANK}/token`, {
    customer: { id: customerId, name: 'Robby' },
    debit_card: { account_mobile_phone: phone },
  });
  if (registered.status !== 201)
    throw new Error(`registration: ${JSON.stringify(registered.json)}`);
  const page = new URL(textIn(registered.json, 'debit_card', 'cimb_registration_url') ?? '');
  const id = page.pathname.split('/').at(-1);
  await world.sandbox(`/sandbox/registrations/${id}/complete`, { account_no: account });
  const listed = await world.call(who, `${BANK}/tokens`, { customer: { id: customerId } });
  const tokenId = textIn(listed.json, -1, 'debit_card', 'token_id');
  if (tokenId === undefined) throw new Error('the bank bound no account');
  return { tokenId, customerId, phone };
}

/** Charges a token. */
export async function pay(
  world: Pick<World, 'call'>,
  who: Merchant,
  bound: Bound,
  order: { invoice: string; amount: number },
): Promise<Answered> {
  return await world.call(who, `${BANK}/payment`, {
    customer: { id: bound.customerId, name: 'Robby' },
    order: { invoice_number: order.invoice, amount: order.amount },
    payment: { token_id: bound.tokenId },
  });
}
