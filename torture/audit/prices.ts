// What a payment costs and who shares it, reckoned anew from the page on money: F1, the fee, and F2, the frozen split.
import { at, rupiah, textAt } from './json.ts';
import type { Findings } from './findings.ts';
import type { PaymentRow, Rows } from './rows.ts';
import type { Snapshot } from './snapshot.ts';

interface Tariff {
  clientId: string;
  bank: string;
  from: number;
  fixed: bigint;
  basisPoints: bigint;
  minimum: bigint;
  maximum: bigint | null;
}

/** A line of a frozen split. */
export interface SplitLine {
  account: string;
  type: string;
  value: bigint;
  amount: bigint;
}

/** How long a process may price by a tariff that has just been followed by another one, ms. */
const REMEMBERED_MS = 5_000;

/** Judges the fee and the split of every payment. */
export async function judgePrices(
  snapshot: Snapshot,
  rows: Rows,
  findings: Findings,
): Promise<void> {
  const tariffs = await readTariffs(snapshot);
  for (const row of rows.payments.values()) {
    findings.look('F1');
    const right = feesOf(tariffs.get(`${row.clientId} ${row.bank}`) ?? [], row);
    if (!right.includes(row.fee)) {
      findings.wrong(
        'F1',
        row.ref,
        `of ${row.amount} costs ${row.fee}, and must ${right.join(' or ')}`,
      );
    }
    if (row.splits !== null) judgeSplit(row, findings);
  }
}

async function readTariffs(snapshot: Snapshot): Promise<Map<string, Tariff[]>> {
  const all: Tariff[] = [];
  await snapshot.each<Record<string, string | null> & { from: number }>(
    `select m.client_id as "clientId", f.bank, (extract(epoch from f.valid_from) * 1000)::float8 as from,
            f.fixed, f.basis_points as points, f.minimum, f.maximum
       from fees f join merchants m on m.merchant_id = f.merchant_id
      where f.withdrawn_at is null order by f.valid_from, f.fee_id`,
    (row) =>
      all.push({
        clientId: row['clientId'] ?? '',
        bank: row['bank'] ?? '',
        from: row.from,
        fixed: BigInt(row['fixed'] ?? 0),
        basisPoints: BigInt(row['points'] ?? 0),
        minimum: BigInt(row['minimum'] ?? 0),
        maximum: row['maximum'] === null ? null : BigInt(row['maximum'] ?? 0),
      }),
  );
  return Map.groupBy(all, ({ clientId, bank }) => `${clientId} ${bank}`);
}

/** What a payment may cost: two fees where it was made when one tariff followed another. */
function feesOf(tariffs: readonly Tariff[], { amount, createdAt }: PaymentRow): bigint[] {
  const inForce = (when: number): Tariff | undefined =>
    tariffs.findLast(({ from }) => from <= when);
  const found = new Set([inForce(createdAt - REMEMBERED_MS), inForce(createdAt)]);
  return [
    ...new Set([...found].map((tariff) => (tariff === undefined ? 0n : feeOf(tariff, amount)))),
  ];
}

function feeOf({ fixed, basisPoints, minimum, maximum }: Tariff, amount: bigint): bigint {
  const parts = amount * basisPoints;
  const down = parts / 10_000n;
  let fee = fixed + (2n * (parts - 10_000n * down) >= 10_000n ? down + 1n : down);
  if (fee < minimum) fee = minimum;
  if (maximum !== null && fee > maximum) fee = maximum;
  return fee > amount ? amount : fee;
}

/** The lines of a row's split; none for a payment without one. */
export function splitOf({ splits }: PaymentRow): SplitLine[] {
  const lines = at(splits, 'lines');
  if (!Array.isArray(lines)) return [];
  return lines.map((line: unknown) => ({
    account: textAt(line, 'account') ?? '',
    type: textAt(line, 'type') ?? '',
    value: rupiah(at(line, 'value')) ?? -1n,
    amount: rupiah(at(line, 'amount')) ?? -1n,
  }));
}

/** F2: FIX is its own amount, PERCENTAGE its part of the whole net rounded down, and no more than the net together. */
function judgeSplit(row: PaymentRow, findings: Findings): void {
  const net = row.amount - row.fee;
  const said = rupiah(at(row.splits, 'net'));
  findings.look('F2');
  if (said !== net) findings.wrong('F2', row.ref, `divides ${said ?? '?'}, its net is ${net}`);
  let sum = 0n;
  for (const { account, type, value, amount } of splitOf(row)) {
    const right = type === 'FIX' ? value : (net * value - ((net * value) % 100n)) / 100n;
    sum += amount;
    if (amount !== right || (type !== 'FIX' && type !== 'PERCENTAGE')) {
      const detail = `${type} ${value} for ${account} of ${net} is ${amount}, and must be ${right}`;
      findings.wrong('F2', row.ref, detail);
    }
  }
  if (sum > net) findings.wrong('F2', row.ref, `gives ${sum} of ${net} away`);
}

/** What a payment's request asks to be divided, as a text; null where it asks for nothing. */
export function askedSplit(body: unknown): string | null {
  const lines = at(body, 'additional_info', 'settlement');
  if (!Array.isArray(lines)) return null;
  return lines
    .map((line: unknown) => {
      const value = rupiah(at(line, 'value')) ?? '?';
      return `${textAt(line, 'bank_account_settlement_id')} ${textAt(line, 'type')} ${value}`;
    })
    .join(', ');
}

/** The same of a row. */
export function keptSplit(row: PaymentRow): string | null {
  if (row.splits === null) return null;
  return splitOf(row)
    .map(({ account, type, value }) => `${account} ${type} ${value}`)
    .join(', ');
}
