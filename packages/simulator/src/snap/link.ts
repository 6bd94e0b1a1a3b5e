// The customer's link that a call is for.
import type { Link, Payment } from '../book/entries.ts';
import { SnapRefusal } from './answer.ts';
import type { Call } from './call.ts';

/** The link of the call's customer token; the gate has seen to it where the service needs one. */
export function linkOf(call: Call): Link {
  if (call.link === null) throw new SnapRefusal(401, '04');
  return call.link;
}

/** The link, which must still be active: else 403ss18. */
export function activeLinkOf(call: Call): Link {
  const link = linkOf(call);
  if (!link.active) throw new SnapRefusal(403, '18');
  return link;
}

/** A payment of this customer by the partner's reference; 404ss01 when there is none. */
export function paymentOfLink(call: Call, partnerReference: string, link: Link): Payment {
  const payment = call.mine.payments.get(partnerReference);
  if (payment === undefined || payment.linkId !== link.linkId) throw new SnapRefusal(404, '01');
  return payment;
}
