// Whose account a number is (16), asked before money is paid out to it. Asking is always safe.
import { BeneficiaryAnswer } from '@tarik/wire/snap/messages';
import type { BankConnection, BeneficiaryOutcome } from '../bank.ts';
import { noted, otherwise, unclear } from './reply.ts';
import type { Speaker } from './speaker.ts';

/** Asks by bank and number; an answer that does not name both is not believed. */
export async function inquireBeneficiary(
  { line, call }: Speaker,
  connection: BankConnection,
  input: { bankCode: string; accountNo: string; reference: string },
): Promise<BeneficiaryOutcome> {
  const reply = await call({
    operation: 'beneficiary',
    connection,
    body: {
      partnerReferenceNo: input.reference,
      beneficiaryBankCode: input.bankCode,
      beneficiaryAccountNo: input.accountNo,
    },
    expected: {
      texts: {
        partnerReferenceNo: input.reference,
        beneficiaryBankCode: input.bankCode,
        beneficiaryAccountNo: input.accountNo,
      },
    },
  });
  if (reply.verdict !== 'done') return otherwise(line, reply);
  const { success, data: answer } = BeneficiaryAnswer.safeParse(reply.fields);
  if (!success) return unclear(reply, 'a malformed answer');
  // The name is a person's, perhaps: it is no evidence.
  const evidence = noted(reply, answer.referenceNo ?? 'named');
  return { kind: 'beneficiary', holder: answer.beneficiaryAccountName, evidence };
}
