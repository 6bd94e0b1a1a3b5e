// What the merchants of a stage have agreed: fees, bank accounts and days of settlement, another one each, so that a run meets
// every rule.
import type { MerchantDoors } from '../../packages/gateway/src/merchants/create.ts';
import { addTariff } from '../../packages/gateway/src/fees/change.ts';
import type { Tariff } from '../../packages/gateway/src/fees/tariff.ts';
import { giveBankAccount } from '../../packages/gateway/src/sandbox/bank-accounts.ts';
import { changeTerms } from '../../packages/gateway/src/settlement/edit-calendar.ts';

const BANK = 'cimb';
const BY = { operatorId: null, by: 'cli', role: null, address: null } as const;

type Terms = Omit<Tariff, 'feeId' | 'validFrom' | 'bank'> & {
  workingDays: number;
  /** Whole rupiah. */
  least: bigint;
};

/** Half of a rupiah is met by the first, the bounds by the second, nothing at all by the third. */
const AGREED: readonly Terms[] = [
  { ...fee(0n, 150n), workingDays: 1, least: 0n },
  { ...fee(2_000n, 70n, 2_500n, 50_000n), workingDays: 0, least: 0n },
  { ...fee(0n, 0n), workingDays: 2, least: 25_000n },
  { ...fee(0n, 33n, 100n), workingDays: 1, least: 0n },
];

/** The numbers of the simulated bank: two that are paid, one whose payouts come back after a day, one whose are refused. */
const NUMBERS = ['900000000001', '900000000002', '900000000009', '900000000007'] as const;
export const PAID = 1;
export const RETURNED = 2;
export const REFUSED = 3;

/** Gives the n-th merchant its terms; answers the ids of its bank accounts, the default one first. */
export async function makeTerms(
  doors: MerchantDoors,
  owner: { merchantId: string; clientId: string },
  n: number,
): Promise<string[]> {
  const { merchantId } = owner;
  const agreed = AGREED[n % AGREED.length];
  if (agreed === undefined) throw new Error('every merchant has terms');
  const { workingDays, least, ...tariff } = agreed;
  await addTariff(doors, merchantId, { ...tariff, bank: BANK, validFrom: null }, { by: null });
  await changeTerms(doors, { merchantId, bank: BANK }, { workingDays, minimum: least }, BY);
  const accounts: string[] = [];
  for (const [place, number] of NUMBERS.entries()) {
    const accountId = `SBA-${String(n).padStart(4, '0')}-${String(place + 1).padStart(9, '0')}`;
    const entered = { bankCode: '022', number, holder: `PENJUAL ${place}`, accountId };
    await giveBankAccount(doors, owner, entered);
    accounts.push(accountId);
  }
  return accounts;
}

function fee(fixed: bigint, basisPoints: bigint, minimum = 0n, maximum: bigint | null = null) {
  return { fixed, basisPoints, minimum, maximum };
}
