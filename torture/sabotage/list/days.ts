// Bugs in what happens to the money after it was taken: fees, shares, statements, settlement, payouts.
import type { Sabotage } from '../types.ts';

export const DAY_SABOTAGES: readonly Sabotage[] = [
  {
    id: 'fee-rounded-down',
    title: 'A fee is rounded down',
    says: 'Half a rupiah is nobody’s in every other fee.',
    patches: [
      {
        file: 'fees/tariff.ts',
        find: `const part = (amount * basisPoints + WHOLE / 2n) / WHOLE;`,
        replace: `const part = (amount * basisPoints) / WHOLE;`,
      },
    ],
    catches: ['F1'],
    drive: 'bank days',
    budgetSeconds: 90,
  },
  {
    id: 'percentage-rounded-up',
    title: 'A percentage is rounded up',
    says: 'Whoever shares a payment has a rupiah of the default account’s.',
    patches: [
      {
        file: 'splits/split.ts',
        find: `return type === 'FIX' ? value : (net * value) / HUNDRED;`,
        replace: `return type === 'FIX' ? value : (net * value + HUNDRED - 1n) / HUNDRED;`,
      },
    ],
    catches: ['F2'],
    drive: 'bank days',
    budgetSeconds: 90,
  },
  {
    id: 'refund-share-forgotten',
    title: 'A refund is not shared',
    says: 'All of it is taken from the default account, and the others keep what they must give back.',
    patches: [
      {
        file: 'settlement/shares.ts',
        find: `const split = item.split ?? NO_SPLIT;`,
        replace: `const split = NO_SPLIT;`,
      },
    ],
    catches: ['P2'],
    drive: 'bank days',
    budgetSeconds: 90,
  },
  {
    id: 'batch-line-twice',
    title: 'A line is in a batch twice',
    says: 'An account is paid the same share two times.',
    patches: [
      {
        file: 'settlement/page.ts',
        find: `page.lines.push(linesOf({ ...item, refundedBefore }, payees));`,
        replace: `const own = linesOf({ ...item, refundedBefore }, payees);
    page.lines.push([...own, ...own.slice(0, 1)]);`,
      },
    ],
    catches: ['P2'],
    drive: 'bank days',
    budgetSeconds: 90,
  },
  {
    id: 'holiday-ignored',
    title: 'Holidays are ignored',
    says: 'Money is settled on a day on which the banks rest, before it is due.',
    patches: [
      {
        file: 'settlement/calendar.ts',
        find: `return weekday !== 0 && weekday !== 6 && !holidays.has(day);`,
        replace: `return weekday !== 0 && weekday !== 6 && (holidays.size >= 0 || !isDay(day));`,
      },
    ],
    catches: ['P3'],
    drive: 'bank days',
    budgetSeconds: 90,
  },
  {
    id: 'payout-not-booked',
    title: 'A payout is not booked when it is ordered',
    says: 'The next batch owes the account the same once more, and pays it.',
    patches: [
      {
        file: 'settlement/book.ts',
        find: `      ...payouts.map(({ payoutId, account, amount }) => ({
        template: 'payoutSent' as const,`,
        replace: `      ...payouts.slice(0, 0).map(({ payoutId, account, amount }) => ({
        template: 'payoutSent' as const,`,
      },
    ],
    catches: ['P4', 'P5'],
    drive: 'bank days',
    budgetSeconds: 90,
  },
  {
    id: 'payout-again-under-another-id',
    title: 'A payout is ordered again under another id',
    says: 'The bank cannot know that it has paid it.',
    patches: [
      {
        file: 'settlement/send-files.ts',
        find: `const answer = await door.send(bank, messageId, xml);`,
        replace: `const answer = await door.send(bank, messageId, xml);
  const again = xml
    .replaceAll(messageId, \`B\\\${messageId.slice(1)}\`)
    .replaceAll(/<EndToEndId>./g, '<EndToEndId>B');
  await door.send(bank, \`B\\\${messageId.slice(1)}\`, again);`,
      },
    ],
    catches: ['P5'],
    drive: 'bank days',
    budgetSeconds: 90,
  },
  {
    id: 'held-account-paid',
    title: 'An account whose payout came back is paid again',
    says: 'The money goes round in circles until somebody sees it.',
    sql: [
      {
        file: 'settlement/book.sql',
        find: `p.state in ('refused', 'returned')
         and (p.released_at is null`,
        replace: `p.state in ('lost')
         and (p.released_at is null`,
      },
    ],
    catches: ['P6'],
    drive: 'bank days',
    budgetSeconds: 90,
  },
  {
    id: 'refused-payout-counts-as-paid',
    title: 'A refused payout counts as paid',
    says: 'The account is never owed again what it never had.',
    patches: [
      {
        file: 'settlement/payout.ts',
        find: `return word === 'returned' ? ['paid', 'returned'] : [word];`,
        replace: `return word === 'returned' ? ['paid', 'returned'] : ['paid'];`,
      },
    ],
    catches: ['P5'],
    drive: 'bank days',
    budgetSeconds: 90,
  },
  {
    id: 'returned-payout-not-booked',
    title: 'A payout that came back is not booked',
    says: 'The money lies in our account and is nobody’s.',
    patches: [
      {
        file: 'settlement/payout.ts',
        find: `return { template: 'payoutReturned', transfers: payoutReturned(bank, account, amount) };`,
        replace: `return amount > 0n ? null : { template: 'payoutReturned', transfers: payoutReturned(bank, account, amount) };`,
      },
    ],
    catches: ['P4', 'P5'],
    drive: 'bank days',
    budgetSeconds: 90,
  },
  {
    id: 'line-not-kept',
    title: 'A line of a statement is not kept',
    says: 'What the bank says about one payment is forgotten.',
    patches: [
      {
        file: 'reconciliation/import.ts',
        find: `await insertLines(tx, statementId, owned);`,
        replace: `await insertLines(tx, statementId, owned.slice(0, Math.max(1, owned.length - 1)));`,
      },
    ],
    catches: ['R1'],
    drive: 'bank days',
    budgetSeconds: 90,
  },
  {
    id: 'line-counts-twice',
    title: 'A line that was shown before counts again',
    says: 'A day’s movement is matched twice: there is more in cash than the bank has.',
    patches: [
      {
        file: 'reconciliation/match.ts',
        find: `const taken = sumOf(matched, 'debit');`,
        replace: `const taken = sumOf(
    judged.map(({ line }) => line),
    'debit',
  );`,
      },
    ],
    catches: ['R3'],
    drive: 'bank days',
    budgetSeconds: 90,
  },
  {
    id: 'exception-swallowed',
    title: 'A difference opens no exception',
    says: 'A line of another amount is put aside, and nobody hears of it.',
    patches: [
      {
        file: 'reconciliation/match.ts',
        find: `verdict.kind === 'exception' ? [newException(ctx, line, verdict)] : [],`,
        replace: `verdict.kind === 'exception' && verdict.reason !== 'amount_differs'
      ? [newException(ctx, line, verdict)]
      : [],`,
      },
    ],
    catches: ['R5'],
    drive: 'bank days',
    budgetSeconds: 90,
  },
  {
    id: 'missing-not-looked-for',
    title: 'What is missing is not looked for',
    says: 'A payment that the bank does not have is never settled, and nobody asks why.',
    patches: [
      {
        file: 'reconciliation/store-days.ts',
        find: `unseen.filter((_, place) => still.has(place + 1))`,
        replace: `unseen.filter((_, place) => still.size < 0 && still.has(place + 1))`,
      },
    ],
    catches: ['R4'],
    drive: 'bank days',
    budgetSeconds: 90,
  },
  {
    id: 'any-amount-matches',
    title: 'A line of another amount is matched',
    says: 'A difference of one rupiah is no difference.',
    patches: [
      {
        file: 'reconciliation/judge-line.ts',
        find: `if (amount !== subject.amount) return exception('amount_differs');`,
        replace: `if (amount === 0n) return exception('amount_differs');`,
      },
    ],
    catches: ['R2'],
    drive: 'bank days',
    budgetSeconds: 90,
  },
];
