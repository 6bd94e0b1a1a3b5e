// Bound accounts, kept at hand: a story borrows one, and what was unbound is bound anew.
import type { Chance } from '../../packages/gateway/tests/chance.ts';
import type { CustomersBank } from './bank.ts';
import { listTokens, register, type Bound } from './calls.ts';
import { lapse, type Client } from './client.ts';
import type { LoadMerchant } from './options.ts';
import type { Persons } from './persons.ts';

/** `free` pays without an OTP, `otp` asks for one, `odd` has a behaviour of its own. */
export type AccountKind = 'free' | 'otp' | 'odd';

export interface Pool {
  /** An account of that kind that no other story uses; null when none could be bound. */
  borrow(chance: Chance, merchant: LoadMerchant, kind: AccountKind): Promise<Bound | null>;
  /** Gives it back, or ends it for good: a token that was deleted must not pay again. */
  giveBack(bound: Bound, gone?: boolean): void;
  /** Registers a new account; null when it could not be, by now. */
  bind(chance: Chance, merchant: LoadMerchant, account: string): Promise<Bound | null>;
  readonly size: number;
}

/** Each with what it does; see the bank's own list. The account that is slow for 5 s is rare. */
const ODD = ['02', '04', '04', '05', '05', '06', '07', '08', '08', '09', '11', '11'];
const LOOKS = 8;

export function openPool(client: Client, bank: CustomersBank, persons: Persons): Pool {
  const idle = new Map<string, Bound[]>();
  let size = 0;

  const shelf = (merchant: LoadMerchant, kind: AccountKind) => {
    const key = `${merchant.clientId} ${kind}`;
    const found = idle.get(key) ?? [];
    idle.set(key, found);
    return found;
  };

  async function bind(
    chance: Chance,
    merchant: LoadMerchant,
    account: string,
  ): Promise<Bound | null> {
    const person = persons.next();
    const opened = await client.insist(register(merchant, person));
    const page = opened?.json.debit_card?.cimb_registration_url;
    if (page === undefined) return null;
    const registration = new URL(page).pathname.split('/').at(-1) ?? '';
    if (!(await bank.complete(registration, account))) return null;
    for (let look = 1; look <= LOOKS; look += 1) {
      const listed = await client.insist(listTokens(merchant, person));
      const tokenId = listed?.list.at(-1)?.debit_card?.token_id;
      if (tokenId !== undefined) {
        size += 1;
        return { merchant, person, account, tokenId };
      }
      await lapse(chance.whole(20, 100 * look));
    }
    return null;
  }

  return {
    bind,
    async borrow(chance, merchant, kind) {
      const at = shelf(merchant, kind);
      // Now and then a new one, so that bindings go on through the whole run.
      const found = chance.is(0.01) ? undefined : at.shift();
      return found ?? (await bind(chance, merchant, accountOf(chance, kind)));
    },
    giveBack(bound, gone = false) {
      if (gone) size -= 1;
      else shelf(bound.merchant, kindOf(bound.account)).push(bound);
    },
    get size() {
      return size;
    },
  };
}

function accountOf(chance: Chance, kind: AccountKind): string {
  if (kind === 'free') return '800000000003';
  if (kind === 'odd') return `8000000000${chance.pick(ODD)}`;
  // Any other number is an ordinary account with money of its own, so that the run's money lasts.
  return chance.is(0.2)
    ? '800000000001'
    : `81${String(chance.whole(0, 999_999_999)).padStart(10, '0')}`;
}

function kindOf(account: string): AccountKind {
  if (account === '800000000003') return 'free';
  return account === '800000000001' || !account.startsWith('80') ? 'otp' : 'odd';
}
