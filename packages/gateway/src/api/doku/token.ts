// POST /{bank}-direct-debit/v1/token (DOKU guide 1): opens the registration of a customer's account.
import { TokenRequest, TokenResponse } from '@tarik/wire/doku/messages';
import type { TokenDetails } from '../../tokens/token.ts';
import { registerToken, type Registration } from '../../tokens/register.ts';
import { readCustomer, registeredWords } from './customer.ts';
import { callOf, endpoint } from './endpoint.ts';
import { mustBeReturnable } from './urls.ts';

const shape = {
  path: 'token',
  summary: 'Register an account',
  request: TokenRequest,
  response: TokenResponse,
  status: 201,
  refusals: ['registration_declined', 'channel_inactive', 'bank_unavailable'],
} as const;

export const token = endpoint(shape, async (ctx, asked, body) => {
  const { merchant, bank } = asked;
  const details = readDetails(body);
  mustBeReturnable(ctx, merchant, details.successUrl, 'debit_card.success_registration_url');
  mustBeReturnable(ctx, merchant, details.failedUrl, 'debit_card.failed_registration_url');
  const call = callOf(asked, shape, (registration: Registration) => ({
    customer: registeredWords(registration.details.customer),
    debit_card: {
      [`${bank.slug}_registration_url`]: registration.details.registrationUrl,
      status: 'PENDING',
      message: `Waiting for validated by ${bank.code}`,
    },
  }));
  return await registerToken(ctx, call, { bank, details });
});

function readDetails({ customer, debit_card: card }: TokenRequest): TokenDetails {
  const { account_email: email } = card;
  const { success_registration_url: successUrl, failed_registration_url: failedUrl } = card;
  return {
    customer: readCustomer(customer),
    accountPhone: card.account_mobile_phone,
    ...(email === undefined ? {} : { accountEmail: email }),
    ...(successUrl === undefined ? {} : { successUrl }),
    ...(failedUrl === undefined ? {} : { failedUrl }),
  };
}
