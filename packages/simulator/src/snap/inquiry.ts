// Service 08: the account behind a binding, masked, and whether it is still linked.
import { maskAccountNo } from '../accounts.ts';
import type { Bank } from '../bank.ts';
import { SnapRefusal, success } from './answer.ts';
import type { Answer } from './answer.ts';
import type { Call } from './call.ts';
import { optionalText } from './fields.ts';
import { linkOf } from './link.ts';

export function inquireAccount(_: Bank, call: Call): Answer {
  const link = linkOf(call);
  const reference = optionalText(call.body, 'partnerReferenceNo', 64);
  if (reference !== undefined && reference !== link.bindingReference) {
    throw new SnapRefusal(404, '01');
  }
  return success({
    referenceNo: link.reference,
    partnerReferenceNo: link.bindingReference,
    accountNo: maskAccountNo(link.accountNo),
    accountName: `SANDBOX CUSTOMER ${link.accountNo.slice(-4)}`,
    accountCurrency: 'IDR',
    additionalInfo: { linkId: link.linkId, status: link.active ? 'ACTIVE' : 'UNLINKED' },
  });
}
