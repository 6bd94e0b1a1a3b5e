// The guide's calls, as a merchant's program writes them.
import type { Chance } from '../../packages/gateway/tests/chance.ts';
import { freshId, type Call } from './client.ts';
import type { LoadMerchant } from './options.ts';
import type { Person, Persons } from './persons.ts';

const BANK = '/cimb-direct-debit/v1';

/** A bound account. */
export interface Bound {
  merchant: LoadMerchant;
  person: Person;
  account: string;
  tokenId: string;
}

export interface Order {
  invoice: string;
  /** Whole rupiah. */
  amount: number;
}

function post(
  merchant: LoadMerchant,
  call: Exclude<Call['call'], 'status'>,
  body: object,
  about: string | null = null,
): Call {
  const path = `${BANK}/${call}`;
  return { merchant, call, requestId: freshId(), path, body: JSON.stringify(body), about };
}

export function register(merchant: LoadMerchant, person: Person): Call {
  return post(merchant, 'token', {
    customer: { ...personal(person) },
    debit_card: { account_mobile_phone: person.phone, account_email: person.email },
  });
}

export function listTokens(merchant: LoadMerchant, person: Person): Call {
  return post(merchant, 'tokens', { customer: { id: person.id, name: person.name } });
}

export function deleteToken({ merchant, person, tokenId }: Bound): Call {
  const customer = { id: person.id, name: person.name };
  return post(merchant, 'token-delete', { customer, debit_card: { token_id: tokenId } });
}

/** Charges a token; `merchant` is another than the token's for a call that must be refused. */
export function pay(
  bound: Bound,
  order: Order,
  persons: Persons,
  chance: Chance,
  merchant: LoadMerchant = bound.merchant,
): Call {
  const info = {
    ...(chance.is(0.3) ? { note: persons.note('to the door') } : {}),
    ...(chance.is(0.3) ? divided(merchant, order.amount, chance) : {}),
  };
  const items = [{ name: persons.note('kopi'), price: order.amount, quantity: 1 }];
  return post(merchant, 'payment', {
    customer: chance.is(0.5) ? personal(bound.person) : { id: bound.person.id },
    order: {
      invoice_number: order.invoice,
      amount: order.amount,
      session_id: persons.note('s'),
      ...(chance.is(0.5) ? { line_items: items } : {}),
    },
    payment: { token_id: bound.tokenId },
    ...(Object.keys(info).length > 0 ? { additional_info: info } : {}),
  });
}

/** A fixed part only where it is well below any net: what is left after the fee is not the merchant's program's to know. */
const LEAST_FOR_FIX = 20_000;

/** Who shares a payment, by the guide's `additional_info.settlement`; nobody where the merchant has no bank accounts. */
function divided({ accounts = [] }: LoadMerchant, amount: number, chance: Chance): object {
  if (accounts.length === 0) return {};
  const first = chance.whole(0, accounts.length - 1);
  const count = chance.whole(1, Math.min(3, accounts.length));
  let percent = amount < LEAST_FOR_FIX ? 100 : 60;
  const lines = Array.from({ length: count }, (_, n) => {
    const account = accounts[(first + n) % accounts.length];
    const isFixed = amount >= LEAST_FOR_FIX && n === 0 && chance.is(0.5);
    const part = isFixed
      ? chance.whole(1, Math.floor(amount / 5))
      : chance.whole(1, Math.floor(percent / 2));
    if (!isFixed) percent -= part;
    return {
      bank_account_settlement_id: account,
      value: chance.is(0.5) ? part : String(part),
      type: isFixed ? 'FIX' : 'PERCENTAGE',
    };
  });
  return { settlement: lines };
}

export function validate(payment: Call, challenge: string, otp: string): Call {
  const body = { payment: { token: challenge, otp } };
  return post(payment.merchant, 'payment/validate', body, payment.requestId);
}

export function resendOtp(payment: Call, challenge: string): Call {
  return post(
    payment.merchant,
    'payment-otp',
    { payment: { token: challenge } },
    payment.requestId,
  );
}

export function refund(payment: Call, order: Order, amount: number, reason: string): Call {
  return post(
    payment.merchant,
    'payment-refund',
    {
      order: { invoice_number: order.invoice },
      payment: { original_request_id: payment.requestId },
      refund: { amount, reason },
    },
    payment.requestId,
  );
}

/** Asks what became of a payment, by its Request-Id or by its invoice. */
export function status(
  payment: Pick<Call, 'merchant' | 'requestId'>,
  reference = payment.requestId,
  merchant = payment.merchant,
): Call {
  const { requestId } = payment;
  const path = `/orders/v1/status/${encodeURIComponent(reference)}`;
  return { merchant, call: 'status', requestId, path, body: '', about: requestId };
}

function personal({ id, name, email, phone, address, id_card }: Person): object {
  return { id, name, email, phone, address, country: 'Indonesia', id_card };
}
