// Our own account at each bank, out of which merchants are paid, as the settings say it.
import { bankPrefix } from './environment.ts';

/** The account into which a bank collects for us, and out of which payouts leave. */
export interface CollectingAccount {
  number: string;
  /** Whose it is, as the bank has it. */
  name: string;
}

export interface PayoutSettings {
  /** Whether files of payouts are made for this bank. */
  payouts: boolean;
  /** Null where it is not said, or where no payouts are made. */
  collecting: CollectingAccount | null;
}

/** Of a sandbox that does not say another one; the simulated bank pays out of any. */
const SANDBOX: CollectingAccount = { number: '900000000000', name: 'TARIK SANDBOX' };

/** What a bank's variables say about payouts. */
export function payoutSettings(
  values: Readonly<Record<string, unknown>>,
  slug: string,
): PayoutSettings {
  const prefix = bankPrefix(slug);
  if (values[`${prefix}_PAYOUTS`] === false) return { payouts: false, collecting: null };
  const absent = values['TARIK_MODE'] === 'sandbox' ? SANDBOX : null;
  const number = (values[`${prefix}_COLLECTING_ACCOUNT`] as string | undefined) ?? absent?.number;
  const name = (values[`${prefix}_COLLECTING_NAME`] as string | undefined) ?? absent?.name;
  const isWhole = number !== undefined && name !== undefined;
  return { payouts: true, collecting: isWhole ? { number, name } : null };
}

/** Why payouts cannot be made for a bank: a line, or none. */
export function payoutFaults(slug: string, { payouts, collecting }: PayoutSettings): string[] {
  if (!payouts || collecting !== null) return [];
  const prefix = bankPrefix(slug);
  return [
    `${prefix}_COLLECTING_ACCOUNT and ${prefix}_COLLECTING_NAME must both say out of which account merchants are paid, or ${prefix}_PAYOUTS must be off`,
  ];
}
