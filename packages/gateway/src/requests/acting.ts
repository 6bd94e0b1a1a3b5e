// Who is behind a call of a flow that merchants use: their own program, or people of the Back Office.
/** People of the Back Office: who asked, and who approved it where that was needed. */
export interface Acting {
  askedBy: string;
  decidedBy?: string | null;
  /** The request that was approved. */
  approvalId?: string;
}

/** How the first move of what they have made is written down: by the merchant, or by an operator, with their ids. */
export function actorOf(by: Acting | undefined): { actor: string; evidence: string | null } {
  if (by === undefined) return { actor: 'merchant', evidence: null };
  const { askedBy, decidedBy = null, approvalId = null } = by;
  // In the form of every evidence, without a word of a bank.
  const evidence = {
    operation: 'operator',
    http: null,
    code: null,
    message: null,
    note: null,
    externalId: approvalId,
    askedBy,
    decidedBy,
  };
  return { actor: 'operator', evidence: JSON.stringify(evidence) };
}
