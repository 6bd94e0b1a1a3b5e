// What the audit says about what people do about themselves; it stands in the chain of the gateway.
import type { AuditNote } from '../../operators/audit.ts';
import type { Asked } from '../asked.ts';

/** A note of the person who calls, about themselves. */
export function ownNote({ person, address }: Pick<Asked, 'person' | 'address'>, act: string) {
  return noteOf(person.operatorId, address, act);
}

/** The same where the person is not wholly signed in. */
export function noteOf(operatorId: string, address: string, act: string): AuditNote {
  return {
    merchantId: null,
    operatorId,
    by: 'backoffice',
    role: null,
    address,
    act,
    subject: operatorId,
    reason: null,
    before: null,
    after: null,
  };
}
