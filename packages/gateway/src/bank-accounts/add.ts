// A merchant's bank account is added: what it must be like, and the id that it gets. Nothing is paid to it yet.
import { sqlState } from '../base/db.ts';
import { invariant } from '../base/invariant.ts';
import type { Random } from '../base/random.ts';
import type { Merchant } from '../merchants/merchant.ts';
import { Barred } from '../operators/barred.ts';
import type { OperatorDoors } from '../operators/doors.ts';
import { storyOf, tell, type Acting } from './acting.ts';
import type { BankAccount } from './bank-account.ts';
import { bankNameOf } from './banks.ts';
import { numberKeyOf, sealBankAccount } from './details.ts';
import { insertBankAccount } from './store.ts';

/** An account as somebody enters it. */
export interface EnteredAccount {
  bankCode: string;
  number: string;
  holder: string;
  /** Drawn where it is absent; given in a sandbox, whose ids are written down. */
  accountId?: string;
}

/** Ids are drawn from a thousand million: one that is taken is drawn again. */
const DRAWS = 8;

/** What the name of a holder may hold: the characters that payment files carry. */
const HOLDER = /^[A-Za-z0-9 .,'()/+:?-]{1,70}$/;

/**
 * Adds an account. Throws {@link Barred} `field_invalid` with the field and its rule, `already_known` when the merchant has
 * this number at this bank already.
 */
export async function addBankAccount(
  doors: OperatorDoors,
  { merchantId, clientId }: Pick<Merchant, 'merchantId' | 'clientId'>,
  entered: EnteredAccount,
  acting: Acting,
): Promise<BankAccount> {
  const { bankCode, bankName, number, holder } = judgeAccount(entered);
  const at = doors.clock.now();
  try {
    return await doors.db.transaction(async (tx) => {
      for (let draw = 1; draw <= DRAWS; draw += 1) {
        const accountId = entered.accountId ?? drawAccountId(doors.random, clientId);
        const details = { number, holder, inquiredName: null };
        const account = {
          merchantId,
          accountId,
          bankCode,
          bankName,
          sealedDetails: sealBankAccount(doors.sealer, merchantId, accountId, details),
          numberTail: number.slice(-4),
          numberKey: numberKeyOf(doors.sealer, merchantId, bankCode, number),
        };
        const added = await insertBankAccount(tx, account, storyOf(acting, at));
        if (added === null) continue;
        await tell(tx, acting, 'bank_account.added', null, added, at);
        return added;
      }
      invariant(false, 'an id of a thousand million is free');
    });
  } catch (error) {
    if (sqlState(error) !== '23505') throw error;
    const message = 'this merchant has that account already';
    throw new Barred('already_known', { field: 'number', message });
  }
}

/** `SBA-`, the second part of the Client-Id where it is four digits, and nine digits that are drawn. */
function drawAccountId(random: Random, clientId: string): string {
  const part = clientId.split('-')[1] ?? '';
  const owner = /^\d{4}$/.test(part) ? part : '0000';
  const drawn = random.bytes(6).readUIntBE(0, 6) % 1_000_000_000;
  return `SBA-${owner}-${String(drawn).padStart(9, '0')}`;
}

/** What would be kept of it. Throws {@link Barred} `field_invalid` with the field and its rule. */
export function judgeAccount(
  entered: EnteredAccount,
): Pick<EnteredAccount, 'bankCode' | 'number' | 'holder'> & { bankName: string } {
  const { bankCode, number } = entered;
  const holder = entered.holder.trim().replaceAll(/ +/g, ' ');
  const bankName = bankNameOf(bankCode);
  if (bankName === undefined) {
    throw wrong('bank_code', `${quoted(bankCode)} is the code of no bank that can be paid to`);
  }
  if (!/^\d{6,20}$/.test(number)) throw wrong('number', 'must be 6 to 20 digits and nothing else');
  if (!HOLDER.test(holder)) {
    throw wrong('holder', "must be 1 to 70 letters, digits, spaces and . , ' ( ) / + : ? -");
  }
  return { bankCode, bankName, number, holder };
}

function wrong(field: string, rule: string): Barred {
  return new Barred('field_invalid', { field, message: `${field} ${rule}` });
}

function quoted(text: string): string {
  return JSON.stringify(text.slice(0, 20));
}
