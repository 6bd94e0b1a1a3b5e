// Service 16: whose account a number is, at this bank or another one, before money is paid out to it.
import type { Bank } from '../bank.ts';
import { beneficiaryOf, isBeneficiaryNo } from '../beneficiaries.ts';
import { SnapRefusal, success } from './answer.ts';
import type { Answer } from './answer.ts';
import type { Call } from './call.ts';
import { optionalText, text } from './fields.ts';

export function inquireBeneficiary(bank: Bank, call: Call): Answer {
  const bankCode = text(call.body, 'beneficiaryBankCode', 8);
  const accountNo = text(call.body, 'beneficiaryAccountNo', 34);
  const partnerReference = optionalText(call.body, 'partnerReferenceNo', 64);
  if (!/^\d{3}$/.test(bankCode)) throw new SnapRefusal(400, '01', 'beneficiaryBankCode');
  if (!isBeneficiaryNo(accountNo)) throw new SnapRefusal(400, '01', 'beneficiaryAccountNo');
  const { holder, inquiry } = beneficiaryOf(accountNo);
  if (inquiry !== null) throw new SnapRefusal(...inquiry);
  return success({
    referenceNo: bank.book.nextReference(),
    ...(partnerReference === undefined ? {} : { partnerReferenceNo: partnerReference }),
    beneficiaryAccountName: holder,
    beneficiaryAccountNo: accountNo,
    beneficiaryBankCode: bankCode,
    currency: 'IDR',
  });
}
