// SQL of second factors: the authenticator's secret, its last step, and recovery codes.
import { instant, type Tx } from '../base/db.ts';

/** Keeps a secret that is shown now and is in force when its first code comes. */
export async function offerTotp(tx: Tx, operatorId: string, sealed: Buffer): Promise<void> {
  await tx.rows({
    name: 'operators-offer-totp',
    text: 'update operators set sealed_totp_offered = $2 where operator_id = $1',
    values: [operatorId, sealed],
  });
}

/** Puts the offered secret in force, its first step used; false when another one was offered meanwhile. */
export async function putTotpInForce(
  tx: Tx,
  operatorId: string,
  to: { offered: Buffer; sealed: Buffer; step: number },
): Promise<boolean> {
  const rows = await tx.rows({
    name: 'operators-totp-in-force',
    text: `update operators set sealed_totp = $3, sealed_totp_offered = null, totp_step = $4
            where operator_id = $1 and sealed_totp_offered = $2 returning operator_id`,
    values: [operatorId, to.offered, to.sealed, to.step],
  });
  return rows.length === 1;
}

/** Takes a step for good; false when it or a later one was used. */
export async function useTotpStep(tx: Tx, operatorId: string, step: number): Promise<boolean> {
  const rows = await tx.rows({
    name: 'operators-use-totp-step',
    text: `update operators set totp_step = $2 where operator_id = $1 and totp_step < $2 returning operator_id`,
    values: [operatorId, step],
  });
  return rows.length === 1;
}

/** Forgets the second factor with its recovery codes; false when there was none. */
export async function dropTotp(tx: Tx, operatorId: string): Promise<boolean> {
  const rows = await tx.rows({
    name: 'operators-drop-totp',
    text: `with codes as (delete from operator_recovery_codes where operator_id = $1)
           update operators set sealed_totp = null, sealed_totp_offered = null
            where operator_id = $1 and sealed_totp is not null returning operator_id`,
    values: [operatorId],
  });
  return rows.length === 1;
}

/** Replaces recovery codes. */
export async function putRecoveryCodes(
  tx: Tx,
  operatorId: string,
  hashes: readonly Buffer[],
): Promise<void> {
  await tx.rows({
    name: 'operators-drop-recovery-codes',
    text: 'delete from operator_recovery_codes where operator_id = $1',
    values: [operatorId],
  });
  await tx.rows({
    name: 'operators-put-recovery-codes',
    text: `insert into operator_recovery_codes (operator_id, code_hash)
           select $1, i.hash from unnest($2::bytea[]) as i (hash)`,
    values: [operatorId, hashes],
  });
}

/** Uses a recovery code; false when there is no such one, or it was used. */
export async function useRecoveryCode(
  tx: Tx,
  operatorId: string,
  hash: Buffer,
  at: number,
): Promise<boolean> {
  const rows = await tx.rows({
    name: 'operators-use-recovery-code',
    text: `update operator_recovery_codes set used_at = $3
            where operator_id = $1 and code_hash = $2 and used_at is null returning operator_id`,
    values: [operatorId, hash, instant(at)],
  });
  return rows.length === 1;
}
