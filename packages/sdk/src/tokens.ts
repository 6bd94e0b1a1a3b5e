// tokens: a customer's bound accounts (guide 1, 2 and 4).
import type { CallOptions } from './call-options.ts';
import type { Line } from './line.ts';
import { reading, Unexpected } from './reading.ts';
import { resultOf } from './result.ts';
import { customerWords, namedWords, optionalText, record, text } from './words.ts';
import type { Answered, Customer, NamedCustomer } from './words.ts';

export interface RegisterInput {
  customer: Customer;
  /** The mobile phone that the customer has registered at the bank: digits, with country code. */
  phone: string;
  email?: string;
  /** Where the customer's browser goes afterwards; the gateway shows a page of its own without them. */
  successUrl?: string;
  failedUrl?: string;
}

/** A registration that waits for the customer, on the bank's page. */
export interface Registration extends Answered {
  status: 'PENDING';
  /** The bank's page: send the customer's browser there. */
  registrationUrl: string;
  message: string;
}

/** A bound account. */
export interface Token {
  tokenId: string;
  /** Masked but for its last four digits. */
  accountNo: string;
  customer: NamedCustomer;
}

export interface TokenDeletion extends Answered {
  /** FAILED: the bank refused; the token is still active. */
  status: 'SUCCESS' | 'FAILED';
  tokenId: string;
  message: string;
}

export interface Tokens {
  /** Begins to bind an account. Throws `DeclinedError` when the bank refuses the customer. */
  register(input: RegisterInput, options?: CallOptions): Promise<Registration>;
  /** The customer's active tokens, oldest first; none for an unknown customer. */
  list(input: { customer: NamedCustomer }, options?: CallOptions): Promise<Token[]>;
  /** Unbinds an account. Throws `NotFoundError` when there is no such active token. */
  delete(
    input: { customer: NamedCustomer; tokenId: string },
    options?: CallOptions,
  ): Promise<TokenDeletion>;
}

/** @internal */
export function tokensOf(line: Line): Tokens {
  const path = (end: string): string => `/${line.settings.bank}-direct-debit/v1/${end}`;
  return {
    async register(input, options) {
      const given = record('input', input);
      const card = {
        account_email: optionalText('email', given['email']),
        account_mobile_phone: text('phone', given['phone']),
        success_registration_url: optionalText('successUrl', given['successUrl']),
        failed_registration_url: optionalText('failedUrl', given['failedUrl']),
      };
      const body = { customer: customerWords(given['customer']), debit_card: card };
      const answer = await line.call(
        { method: 'POST', path: path('token'), body, acts: true },
        options,
      );
      return resultOf(answer, readRegistration);
    },
    async list(input, options) {
      const body = { customer: namedWords(record('input', input)['customer']) };
      const answer = await line.call(
        { method: 'POST', path: path('tokens'), body, acts: false },
        options,
      );
      return resultOf(answer, (json) => ({ list: readTokens(json) })).list;
    },
    async delete(input, options) {
      const given = record('input', input);
      const body = {
        customer: namedWords(given['customer']),
        debit_card: { token_id: text('tokenId', given['tokenId']) },
      };
      const answer = await line.call(
        { method: 'POST', path: path('token-delete'), body, acts: true },
        options,
      );
      return resultOf(answer, (json) => {
        const card = reading(json).object('debit_card');
        return {
          status: card.oneOf('status', ['SUCCESS', 'FAILED']),
          tokenId: card.text('token_id'),
          message: card.optionalText('message') ?? '',
        };
      });
    },
  };
}

function readRegistration(json: unknown) {
  const card = reading(json).object('debit_card');
  // The field is named after the bank: cimb_registration_url.
  const name = card.fields().find((field) => field.endsWith('_registration_url'));
  if (name === undefined) throw new Unexpected('debit_card', 'has no registration URL');
  return {
    status: card.oneOf('status', ['PENDING']),
    registrationUrl: card.text(name),
    message: card.optionalText('message') ?? '',
  };
}

function readTokens(json: unknown): Token[] {
  if (!Array.isArray(json)) throw new Unexpected('the answer', 'is not a list');
  return json.map((entry: unknown, n) => {
    const one = reading(entry, `[${n}]`);
    const card = one.object('debit_card');
    const customer = one.object('customer');
    const name = customer.optionalText('name');
    return {
      tokenId: card.text('token_id'),
      accountNo: card.text('account_no'),
      customer: { id: customer.text('id'), ...(name === undefined ? {} : { name }) },
    };
  });
}
