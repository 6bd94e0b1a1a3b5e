// Asking for a second pair of eyes: written down together with its audit, once, and answered with its id.
import type { Tx } from '../../base/db.ts';
import { askOnce, type ToAsk } from '../../operators/asking.ts';
import type { AuditNote } from '../../operators/audit.ts';
import { Barred } from '../../operators/barred.ts';
import type { Asked } from '../asked.ts';
import { Denied } from '../denied.ts';
import { denied } from '../worded.ts';

export type Wanted = Omit<ToAsk, 'merchantId' | 'askedBy'>;

export interface WaitsForApproval {
  result: 'approval';
  approval_id: string;
}

/**
 * Writes the request down, or finds the same one that is open; in `tx` with the notes of what is done already, where there is
 * one. Throws `already_asked`.
 */
export async function askFor(
  call: Asked,
  { merchantId }: { merchantId: string },
  wanted: Wanted,
  tx?: Tx,
  notes: readonly AuditNote[] = [],
): Promise<WaitsForApproval> {
  const { ctx, person } = call;
  const note = call.note(`${wanted.kind}.asked`, wanted.subject, {
    reason: wanted.reason,
    after: wanted.asked,
  });
  const input = { ...wanted, merchantId, askedBy: person.operatorId };
  const write = (within: Tx): Promise<string> => askOnce(ctx, within, input, note, notes);
  try {
    const approvalId = await (tx === undefined ? ctx.db.transaction(write) : write(tx));
    return { result: 'approval', approval_id: approvalId };
  } catch (error) {
    throw error instanceof Barred ? denied(error) : error;
  }
}

/** The reason, which whoever decides must be told. Throws `field_invalid`. */
export function whyOf(reason: string | undefined): string {
  if (reason !== undefined) return reason;
  throw new Denied('field_invalid', {
    field: 'reason',
    message: 'somebody else has to approve this: say why',
  });
}
