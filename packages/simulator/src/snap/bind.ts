// Service 07: opens a registration; the customer goes on at the bank's page.
import { randomBytes, randomUUID } from 'node:crypto';
import { LIFE } from '../bank.ts';
import type { Bank } from '../bank.ts';
import type { Registration } from '../book/entries.ts';
import { registrationPath } from '../registrations/registration.ts';
import { refusal, SnapRefusal, success } from './answer.ts';
import type { Answer } from './answer.ts';
import type { Call } from './call.ts';
import { optionalObject, optionalText, text, url } from './fields.ts';

export function bind(bank: Bank, call: Call): Answer {
  const partnerReference = text(call.body, 'partnerReferenceNo', 64);
  const merchantId = text(call.body, 'merchantId', 64);
  const phone = text(call.body, 'phoneNo', 16);
  if (!/^\+?\d{8,15}$/.test(phone)) throw new SnapRefusal(400, '01', 'phoneNo');
  const redirectUrl = text(call.body, 'redirectUrl', 2048);
  url(redirectUrl, 'redirectUrl');
  const info = optionalObject(call.body, 'additionalInfo');
  const named = optionalText(info, 'merchantName', 100);

  const earlier = call.mine.registrations.get(partnerReference);
  if (earlier !== undefined) return repeated(bank, earlier, { phone, redirectUrl, merchantId });
  const now = bank.clock.now();
  const id = randomUUID();
  bank.book.write({
    kind: 'registration_opened',
    id,
    reference: bank.book.nextReference(),
    partner: call.partner.key,
    partnerReference,
    merchantId,
    merchantName: named ?? call.partner.name ?? merchantId,
    phone,
    redirectUrl,
    linkId: randomBytes(12).toString('hex'),
    at: now,
    expiresAt: now + LIFE.registration,
  });
  return opened(bank, id);
}

/** The same request again is answered as before while the page is still open. */
function repeated(
  bank: Bank,
  earlier: Registration,
  asked: { phone: string; redirectUrl: string; merchantId: string },
): Answer {
  const same =
    earlier.phone === asked.phone &&
    earlier.redirectUrl === asked.redirectUrl &&
    earlier.merchantId === asked.merchantId;
  if (!same) return refusal(404, '18');
  const open = earlier.state === 'opened' || earlier.state === 'otp_sent';
  return open ? opened(bank, earlier.id) : refusal(409, '01');
}

function opened(bank: Bank, id: string): Answer {
  const registration = bank.book.state.registrations.get(id) as Registration;
  return success({
    referenceNo: registration.reference,
    partnerReferenceNo: registration.partnerReference,
    redirectUrl: registrationUrl(bank, id),
    linkId: registration.linkId,
    additionalInfo: { status: 'PENDING' },
  });
}

/** The page on which the customer goes on. */
export function registrationUrl(bank: Bank, id: string): string {
  return bank.publicUrl + registrationPath(id);
}
