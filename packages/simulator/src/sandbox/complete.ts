// POST /sandbox/registrations/{id}/complete: does at once what a customer does on the page,
// and tells the partner.
import { request as httpRequest } from 'undici';
import type { Bank } from '../bank.ts';
import type { Registration } from '../book/entries.ts';
import {
  giveAccount,
  giveOtp,
  giveUp,
  registrationStatus,
  returnUrl,
} from '../registrations/registration.ts';
import { accountField, objectBody } from './body.ts';
import { fieldRefused, SandboxRefusal } from './refusal.ts';

export interface Completed {
  status: 'SUCCESS' | 'FAILED';
  /** Where the partner sends the customer on. */
  redirect_url: string;
}

const TIMEOUT_MS = 30_000;

export async function completeRegistration(
  bank: Bank,
  id: string,
  asked: unknown,
): Promise<Completed> {
  const body = objectBody(asked);
  const accountNo = accountField(body, 'account_no');
  const phone = phoneField(body['phone']);
  const registration = bank.book.state.registrations.get(id);
  if (registration === undefined) {
    throw new SandboxRefusal(404, 'registration_not_found', `id: there is no registration ${id}`);
  }
  const status = registrationStatus(registration, bank.clock.now());
  if (status !== 'opened' && status !== 'otp_sent') {
    const message = `id: the registration ${id} can no longer be completed, it has ${status}`;
    throw new SandboxRefusal(409, 'registration_used', message);
  }
  walkThePage(bank, registration, accountNo, phone);
  await bank.book.settled();
  const redirectUrl = await tellPartner(returnUrl(registration));
  const done = registration.state === 'succeeded';
  return { status: done ? 'SUCCESS' : 'FAILED', redirect_url: redirectUrl };
}

function walkThePage(
  bank: Bank,
  registration: Registration,
  accountNo: string,
  phone: string | undefined,
): void {
  const verdict = giveAccount(bank, registration, accountNo, phone ?? registration.phone);
  if (verdict === 'otp_sent') giveOtp(bank, registration, registration.otp);
  else giveUp(bank, registration, 'account_not_eligible');
}

/**
 * Follows the customer's way back to the partner; answers where the partner sends the customer
 * next.
 */
async function tellPartner(url: string): Promise<string> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const answer = await httpRequest(url, { method: 'GET', signal }).catch(() => {
    throw partnerRefusal('did not answer');
  });
  await answer.body.dump();
  if (answer.statusCode >= 500) throw partnerRefusal(`answered ${answer.statusCode}`);
  const { location } = answer.headers;
  return typeof location === 'string' ? new URL(location, url).href : url;
}

function partnerRefusal(what: string): SandboxRefusal {
  const message = `the registration is complete, but the partner's redirect URL ${what}`;
  return new SandboxRefusal(502, 'partner_unreachable', message);
}

function phoneField(phone: unknown): string | undefined {
  if (phone === undefined || phone === null) return undefined;
  if (typeof phone === 'string' && /^\+?\d{8,15}$/.test(phone)) return phone;
  throw fieldRefused('phone', 'must be a phone number: a string of 8 to 15 digits');
}
