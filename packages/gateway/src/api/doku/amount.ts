// Amounts as a merchant wants them: numbers, as the guide's tables say, or text, as its samples do. The one place where
// rupiah leave bigint; twelve digits fit a JSON number exactly.
import type { Merchant } from '../../merchants/merchant.ts';

export type AmountWord = (rupiah: bigint) => number | string;

export function amountWord({ settings }: Pick<Merchant, 'settings'>): AmountWord {
  return settings.amounts === 'string' ? String : Number;
}
