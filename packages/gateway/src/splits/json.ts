// A split as it rests with its payment: JSON with amounts as text, since JSON has no integers of that size.
import type { FrozenLine, Split } from './split.ts';

/** As `payments.splits` holds it. */
export interface SplitJson {
  net: string;
  lines: { account: string; type: FrozenLine['type']; value: string; amount: string }[];
}

export function splitJson({ net, lines }: Split): SplitJson {
  return {
    net: `${net}`,
    lines: lines.map(({ account, type, value, amount }) => ({
      account,
      type,
      value: `${value}`,
      amount: `${amount}`,
    })),
  };
}

/** Reads what {@link splitJson} wrote. */
export function readSplit(json: SplitJson): Split {
  return {
    net: BigInt(json.net),
    lines: json.lines.map(({ account, type, value, amount }) => ({
      account,
      type,
      value: BigInt(value),
      amount: BigInt(amount),
    })),
  };
}
