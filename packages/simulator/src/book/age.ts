// Lets time pass for one partner: what the book knows of it grows older, while the clock stays where it is for everybody
// else. Movements of money and texts keep their times: what was booked and sent stays as it was said.
import type { PartnerAged } from './records.ts';
import type { BookState } from './state.ts';

/** Makes a partner's payments, registrations, tokens and deferred calls older. */
export function agePartner(state: BookState, { partner, clientId, ms }: PartnerAged): void {
  state.agedMs.set(clientId, (state.agedMs.get(clientId) ?? 0) + ms);
  const book = state.partners.get(partner);
  for (const payment of book?.payments.values() ?? []) {
    payment.openedAt -= ms;
    payment.otpExpiresAt -= ms;
    if (payment.finishedAt !== null) payment.finishedAt -= ms;
    for (const refund of payment.refunds) refund.at -= ms;
  }
  for (const payout of state.payouts.values()) {
    if (payout.partner === partner && payout.returnsAt !== null) payout.returnsAt -= ms;
  }
  for (const registration of book?.registrations.values() ?? []) {
    registration.openedAt -= ms;
    registration.expiresAt -= ms;
    registration.otpExpiresAt -= ms;
    registration.authCodeExpiresAt -= ms;
  }
  for (const token of state.partnerTokens.values()) {
    if (token.partner === partner) token.expiresAt -= ms;
  }
  for (const tokens of [state.customerTokens, state.refreshTokens]) {
    for (const token of tokens.values()) {
      if (token.link.partner === partner) token.expiresAt -= ms;
    }
  }
  for (const call of state.deferred.values()) {
    if (call.partner !== partner) continue;
    call.at -= ms;
    call.dueAt -= ms;
  }
}
