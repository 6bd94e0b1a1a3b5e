// What everybody must have got, by plain arithmetic: a reference that shares no code with the rooms. Days are texts, money is bigint.

/** In force from an instant on until the next. */
export interface Tariff {
  from: number;
  fixed: bigint;
  basisPoints: bigint;
  minimum: bigint;
  maximum: bigint | null;
}

/** The fee of an amount at an instant. */
export function feeOf(tariffs: readonly Tariff[], at: number, amount: bigint): bigint {
  const begun = tariffs.filter(({ from }) => from <= at);
  const latest = begun.reduce((most, { from }) => Math.max(most, from), -Infinity);
  const tariff = begun.findLast(({ from }) => from === latest);
  if (tariff === undefined) return 0n;
  const { fixed, basisPoints, minimum, maximum } = tariff;
  let part = (amount * basisPoints) / 10_000n;
  if ((amount * basisPoints) % 10_000n >= 5_000n) part += 1n;
  let fee = fixed + part;
  if (fee < minimum) fee = minimum;
  if (maximum !== null && fee > maximum) fee = maximum;
  return fee > amount ? amount : fee;
}

/** A line of a split as the merchant has sent it. */
export interface SplitLine {
  account: string;
  type: 'FIX' | 'PERCENTAGE';
  value: bigint;
}

/** What the lines of a split come to, each rounded down; the rest is for the default account. */
export function partsOf(net: bigint, lines: readonly SplitLine[]): [string, bigint][] {
  return lines.map(({ account, type, value }) => [
    account,
    type === 'FIX' ? value : (net * value) / 100n,
  ]);
}

/** A day so many days on. */
export function later(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
}

/** Monday to Friday, and no holiday. */
export function isWorkday(holidays: ReadonlySet<string>, day: string): boolean {
  return ![0, 6].includes(new Date(day).getUTCDay()) && !holidays.has(day);
}

/** So many working days after a day. */
export function dueDay(holidays: ReadonlySet<string>, day: string, workingDays: number): string {
  let due = day;
  for (let left = workingDays; left > 0 || !isWorkday(holidays, due);) {
    due = later(due, 1);
    if (isWorkday(holidays, due)) left -= 1;
  }
  return due;
}

/** Something that is to be settled, as it was sold. */
export interface Item {
  id: string;
  /** The payment itself, or what of it goes back. */
  refunds: bigint | null;
  payment: { id: string; amount: bigint; fee: bigint; lines: readonly SplitLine[] };
  /** The day of WIB on which it succeeded, and when the bank's word for it was found. */
  day: string;
  shownAt: number;
  workingDays: number;
}

/** A run of the settlement: what held when it was made. */
export interface Run {
  at: number;
  /** The latest working day whose noon was over. */
  day: string;
  holidays: ReadonlySet<string>;
  payees: { byDefault: string; payable: ReadonlySet<string> } | null;
  minimum: bigint;
  /** Since when that is the minimum. */
  agreedAt: number;
}

/** Money that did not arrive, and people who have seen to it. */
export interface Setback {
  at: number;
  account: string;
  /** Null where somebody released the account after an earlier one. */
  amount: bigint | null;
  /** The bank has paid a part: the rest is owed again, and the account is not held. */
  isShort?: boolean;
}

/** While the bank says otherwise of money that did not arrive, what its account is owed is neither paid nor moved. */
export interface Dispute {
  account: string;
  from: number;
  /** Infinity while it lasts. */
  until: number;
}

export interface Settled {
  /** Every payout as `day account amount`, in order. */
  payouts: string[];
  /** Items by the day of their batch. */
  batches: Map<string, string>;
  /** What each account is owed after all; minus where it owes. */
  owed: Map<string, bigint>;
}

/** Settles one merchant from the first run to the last. */
export function settleAll(
  items: readonly Item[],
  runs: readonly Run[],
  setbacks: readonly Setback[],
  disputes: readonly Dispute[],
): Settled {
  const settled: Settled = { payouts: [], batches: new Map(), owed: new Map() };
  const returned = new Map<string, bigint>();
  const held = new Map<string, number>();
  const waiting = new Set(items);
  const news = setbacks.toSorted((one, other) => one.at - other.at);
  const days = new Set<string>();
  /** Accounts to which something did not arrive, and those that have been released since and got nothing yet. */
  const missed = new Set<string>();
  const released = new Set<string>();
  let lastAt = -Infinity;
  let favouredAt = -Infinity;

  const give = (account: string, amount: bigint): void => {
    settled.owed.set(account, (settled.owed.get(account) ?? 0n) + amount);
  };

  function share({ payment, refunds }: Item, { byDefault, payable }: NonNullable<Run['payees']>) {
    const { id, amount, fee, lines } = payment;
    let rest = refunds === null ? amount - fee : -refunds;
    const before = returned.get(id) ?? 0n;
    const after = before + (refunds ?? 0n);
    for (const [account, part] of partsOf(amount - fee, lines)) {
      const own = refunds === null ? part : (part * before) / amount - (part * after) / amount;
      give(payable.has(account) ? account : byDefault, own);
      rest -= own;
    }
    give(byDefault, rest);
    returned.set(id, after);
  }

  /** What did not arrive is paid again, though nothing else is due. */
  function isOwedAgain({ at, payees, minimum }: Run): boolean {
    const payable = payees?.payable ?? new Set();
    return [...missed].some((account) => {
      const amount = settled.owed.get(account) ?? 0n;
      if (isDisputed(account, at)) return false;
      if (amount <= 0n || !payable.has(account)) return amount > 0n;
      return released.has(account) && held.get(account) === 0 && amount >= minimum;
    });
  }

  /** What was left over, or is owed by a difference that has ended since, is paid though nothing else is due. */
  function isLeftOver({ at, minimum, agreedAt }: Run): boolean {
    if (agreedAt < lastAt && favouredAt < lastAt) return false;
    return [...settled.owed].some(
      ([account, amount]) =>
        amount > 0n &&
        amount >= minimum &&
        (held.get(account) ?? 0) === 0 &&
        !isDisputed(account, at),
    );
  }

  const isDisputed = (account: string, at: number): boolean =>
    disputes.some((one) => one.account === account && one.from < at && at < one.until);

  for (const run of runs) {
    const { at, day, holidays, payees, minimum } = run;
    while (news.length > 0 && news[0]!.at < at) {
      const { account, amount, isShort = false, at: heardAt } = news.shift()!;
      if (isShort) {
        favouredAt = heardAt;
        give(account, amount!);
        continue;
      }
      held.set(account, (held.get(account) ?? 0) + (amount === null ? -1 : 1));
      if (amount === null) released.add(account);
      else {
        missed.add(account);
        give(account, amount);
      }
    }
    const due = [...waiting].filter(
      (item) => item.shownAt < at && dueDay(holidays, item.day, item.workingDays) <= day,
    );
    if (payees === null || days.has(day)) continue;
    if (due.length === 0 && !isOwedAgain(run) && !isLeftOver(run)) continue;
    days.add(day);
    lastAt = at;
    for (const item of due) {
      waiting.delete(item);
      settled.batches.set(item.id, day);
      share(item, payees);
    }
    for (const [account, amount] of settled.owed) {
      if (payees.payable.has(account) || amount === 0n || isDisputed(account, at)) continue;
      give(payees.byDefault, amount);
      settled.owed.set(account, 0n);
    }
    for (const account of [...settled.owed.keys()].toSorted()) {
      const amount = settled.owed.get(account)!;
      if (amount <= 0n || amount < minimum || (held.get(account) ?? 0) > 0) continue;
      if (isDisputed(account, at)) continue;
      settled.payouts.push(`${day} ${account} ${amount}`);
      released.delete(account);
      settled.owed.set(account, 0n);
    }
  }
  for (const { account, amount } of news) if (amount !== null) give(account, amount);
  return settled;
}
