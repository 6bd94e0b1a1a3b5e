// SQL of tariffs: added, withdrawn while they are not in force yet, read with their merchant.
import { instant, type Tx } from '../base/db.ts';
import type { Tariff } from './tariff.ts';

interface TariffRow {
  fee_id: string;
  bank: string;
  valid_from: number;
  fixed: bigint;
  basis_points: number;
  minimum: bigint;
  maximum: bigint | null;
}

/** A merchant's tariffs that were not withdrawn: past, in force and to come, in the order in which they begin. */
export async function listTariffs(db: Tx, merchantId: string): Promise<Tariff[]> {
  const rows = await db.rows<TariffRow>({
    name: 'merchants-fees',
    text: `select f.fee_id, f.bank, f.valid_from, f.fixed, f.basis_points, f.minimum, f.maximum from fees f
            where f.merchant_id = $1 and f.withdrawn_at is null order by f.bank, f.valid_from, f.fee_id`,
    values: [merchantId],
  });
  return rows.map(tariffOf);
}

/** A tariff with its history. Times in epoch ms. */
export interface MadeTariff extends Tariff {
  /** The operator who asked for it; null where nobody was signed in. */
  madeBy: string | null;
  madeAt: number;
  withdrawnAt: number | null;
  /** The request by which it was made, and who approved it; null where there was none. */
  approvalId: string | null;
  approvedBy: string | null;
}

/** Every tariff of a merchant, also those that were withdrawn, in the order in which they begin. */
export async function listMadeTariffs(on: Tx, merchantId: string): Promise<MadeTariff[]> {
  const rows = await on.rows<
    TariffRow & {
      created_by: string | null;
      created_at: number;
      withdrawn_at: number | null;
      approval_id: string | null;
      decided_by: string | null;
    }
  >({
    name: 'fees-made',
    text: `select f.fee_id, f.bank, f.valid_from, f.fixed, f.basis_points, f.minimum, f.maximum, f.created_by,
                  f.created_at, f.withdrawn_at, a.approval_id, a.decided_by
             from fees f
             left join approvals a on a.merchant_id = f.merchant_id and a.approval_id = f.fee_id
            where f.merchant_id = $1 order by f.bank, f.valid_from, f.fee_id`,
    values: [merchantId],
  });
  return rows.map((row) => ({
    ...tariffOf(row),
    madeBy: row.created_by,
    madeAt: row.created_at,
    withdrawnAt: row.withdrawn_at,
    approvalId: row.approval_id,
    approvedBy: row.decided_by,
  }));
}

/** Lets those who change a merchant's tariffs take turns, until their transactions end; payments do not wait for them. */
export async function holdTariffs(tx: Tx, merchantId: string): Promise<void> {
  await tx.rows({
    name: 'fees-hold',
    text: 'select m.merchant_id from merchants m where m.merchant_id = $1 for no key update',
    values: [merchantId],
  });
}

function tariffOf(row: TariffRow): Tariff {
  return {
    feeId: row.fee_id,
    bank: row.bank,
    validFrom: row.valid_from,
    fixed: row.fixed,
    basisPoints: BigInt(row.basis_points),
    minimum: row.minimum,
    maximum: row.maximum,
  };
}

/** Adds a tariff. */
export async function insertTariff(
  tx: Tx,
  merchantId: string,
  tariff: Tariff,
  made: { by: string | null; at: number },
): Promise<void> {
  await tx.rows({
    name: 'fees-insert',
    text: `insert into fees (merchant_id, bank, valid_from, fee_id, fixed, basis_points, minimum, maximum, created_by,
                             created_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    values: [
      merchantId,
      tariff.bank,
      instant(tariff.validFrom),
      tariff.feeId,
      tariff.fixed,
      tariff.basisPoints,
      tariff.minimum,
      tariff.maximum,
      made.by,
      instant(made.at),
    ],
  });
}

/** Withdraws a tariff that is not in force yet; false when there is none, or no more. */
export async function markWithdrawn(
  tx: Tx,
  merchantId: string,
  bank: string,
  feeId: string,
  at: number,
): Promise<boolean> {
  const rows = await tx.rows({
    name: 'fees-withdraw',
    text: `update fees set withdrawn_at = $4
            where merchant_id = $1 and bank = $2 and fee_id = $3 and withdrawn_at is null and valid_from > $4
           returning fee_id`,
    values: [merchantId, bank, feeId, instant(at)],
  });
  return rows.length === 1;
}
