// Service 09: ends a link. Doing it again is a success again.
import { accountOf } from '../accounts.ts';
import type { Bank } from '../bank.ts';
import { SnapRefusal, success } from './answer.ts';
import type { Answer } from './answer.ts';
import type { Call } from './call.ts';
import { optionalText, text } from './fields.ts';
import { linkOf } from './link.ts';

export function unbind(bank: Bank, call: Call): Answer {
  const link = linkOf(call);
  const partnerReference = text(call.body, 'partnerReferenceNo', 64);
  const merchantId = text(call.body, 'merchantId', 64);
  const linkId = optionalText(call.body, 'linkId', 24);
  if (linkId !== undefined && linkId !== link.linkId) throw new SnapRefusal(404, '11');
  if (accountOf(link.accountNo).unbinding === 'refused') throw new SnapRefusal(405, '01');
  if (link.active) {
    bank.book.write({ kind: 'unlinked', linkId: link.linkId, at: bank.clock.now() });
  }
  return success({
    referenceNo: link.reference,
    partnerReferenceNo: partnerReference,
    merchantId,
    linkId: link.linkId,
    unlinkResult: 'success',
  });
}
