// How the net of a payment is divided among bank accounts, and how a refund takes it back. Pure; exact to the rupiah.
import type { Share } from '../ledger/postings.ts';

export const SPLIT_TYPES = ['FIX', 'PERCENTAGE'] as const;
export type SplitType = (typeof SPLIT_TYPES)[number];

/** A wish: a bank account of the merchant, and what it shall have of a payment's net. */
export interface SplitLine {
  /** The bank account's settlement id. */
  account: string;
  type: SplitType;
  /** FIX: whole rupiah. PERCENTAGE: 1 to 100. */
  value: bigint;
}

/** A line with what it comes to, frozen with its payment. */
export interface FrozenLine extends SplitLine {
  amount: bigint;
}

/** How a payment's net is divided. What no line has is for the merchant's default account: `net` less their amounts. */
export interface Split {
  net: bigint;
  lines: readonly FrozenLine[];
}

export const MOST_LINES = 50;
const HUNDRED = 100n;

/** What is wrong with the lines of a split: which line, which part of it, and the rule. */
export interface SplitFault {
  /** Place in the list; null where it is the list itself. */
  line: number | null;
  part: keyof SplitLine | null;
  rule: string;
}

/**
 * Divides a net: FIX lines first, then PERCENTAGE of the whole net, each rounded down; the rest is for the default account.
 * Answers the fault of lines that cannot be: too many, none, one account twice, or more than there is.
 */
export function splitNet(net: bigint, lines: readonly SplitLine[]): Split | SplitFault {
  const fault = listFault(lines) ?? firstFault(lines, net);
  if (fault !== null) return fault;
  return { net, lines: lines.map((line) => ({ ...line, amount: amountOf(net, line) })) };
}

export function isFault(split: Split | SplitFault): split is SplitFault {
  return 'rule' in split;
}

/** What is left for the default account. */
export function remainderOf({ net, lines }: Split): bigint {
  return lines.reduce((left, line) => left - line.amount, net);
}

/** Every account's share of a payment; `rest` is the default account, whatever that is when it is settled. */
export function sharesOf(split: Split, rest: string): Share[] {
  return joined([
    ...split.lines.map(({ account, amount }) => ({ account, amount })),
    { account: rest, amount: remainderOf(split) },
  ]);
}

/**
 * What each account gives back for a refund, of a payment of `amount` after refunds of `refundedBefore`. A line gives its part
 * of all refunds so far, rounded down, less what it has given before; the default account gives the rest, and so bears the fee,
 * which is not returned. It may be less than 0 where lines catch up with their rounding. Whatever the order of refunds and the
 * way in which they are divided, the sums are the same.
 */
export function reverse(
  amount: bigint,
  { lines }: Pick<Split, 'lines'>,
  refundedBefore: bigint,
  refund: bigint,
  rest: string,
): Share[] {
  const taken = lines.map((line) => ({
    account: line.account,
    amount:
      (line.amount * (refundedBefore + refund)) / amount - (line.amount * refundedBefore) / amount,
  }));
  const left = taken.reduce((sum, share) => sum - share.amount, refund);
  return joined([...taken, { account: rest, amount: left }]);
}

/** One share for each account, in the order of their first mention; none of 0. */
function joined(shares: readonly Share[]): Share[] {
  const sums = new Map<string, bigint>();
  for (const { account, amount } of shares) sums.set(account, (sums.get(account) ?? 0n) + amount);
  return [...sums].flatMap(([account, amount]) => (amount === 0n ? [] : [{ account, amount }]));
}

function amountOf(net: bigint, { type, value }: SplitLine): bigint {
  return type === 'FIX' ? value : (net * value) / HUNDRED;
}

function listFault(lines: readonly SplitLine[]): SplitFault | null {
  const count = lines.length;
  const isGood = count >= 1 && count <= MOST_LINES;
  return isGood ? null : { line: null, part: null, rule: `must be 1 to ${MOST_LINES} lines` };
}

/** The first line that cannot be, or that asks for more than is left. */
function firstFault(lines: readonly SplitLine[], net: bigint): SplitFault | null {
  const accounts = new Set<string>();
  let [percent, fixed, sum] = [0n, 0n, 0n];
  for (const [place, line] of lines.entries()) {
    const { account, type, value } = line;
    const at = (part: keyof SplitLine, rule: string): SplitFault => ({ line: place, part, rule });
    if (accounts.has(account)) return at('account', 'must not be named twice');
    accounts.add(account);
    if (value < 1n) return at('value', 'must be 1 or more');
    if (type === 'PERCENTAGE') percent += value;
    else fixed += value;
    sum += amountOf(net, line);
    if (percent > HUNDRED) return at('value', 'must not bring the percentages above 100');
    if (fixed > net) return at('value', `must not bring the FIX lines above the net, ${net}`);
    if (sum > net) return at('value', `must not bring all lines together above the net, ${net}`);
  }
  return null;
}
