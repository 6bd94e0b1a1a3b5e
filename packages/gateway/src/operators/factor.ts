// The second factor in use and being changed: codes, recovery codes, enrolment.
import type { Tx } from '../base/db.ts';
import { appendAudit } from './append-audit.ts';
import type { AuditNote } from './audit.ts';
import { Barred } from './barred.ts';
import { beginTry } from './delays.ts';
import type { OperatorDoors } from './doors.ts';
import { drawRecoveryCodes, recoveryHash } from './recovery.ts';
import {
  dropTotp,
  offerTotp,
  putRecoveryCodes,
  putTotpInForce,
  useRecoveryCode,
  useTotpStep,
} from './store-factors.ts';
import { findPerson, type PersonRow } from './store-people.ts';
import { drawTotpSecret, offeredPlace, openTotp, totpPlace, totpStepOf, totpUri } from './totp.ts';

export type Factor = { code: string } | { recoveryCode: string };

/** Whether this is the person's second factor now; what is taken is used up. */
export async function provesFactor(
  doors: OperatorDoors,
  tx: Tx,
  person: PersonRow,
  factor: Factor,
): Promise<boolean> {
  const { operator_id: operatorId } = person;
  const secret = openTotp(doors.sealer, totpPlace(operatorId), person.sealed_totp);
  if (secret === null) return false;
  if ('recoveryCode' in factor) {
    const hash = recoveryHash(doors.sealer, operatorId, factor.recoveryCode);
    return await useRecoveryCode(tx, operatorId, hash, doors.clock.wall());
  }
  const step = totpStepOf(secret, factor.code, doors.clock.wall());
  return step !== null && (await useTotpStep(tx, operatorId, step));
}

/** A new secret, shown this once; the one in force stays so until the new one is proved. */
export async function offerFactor(
  doors: OperatorDoors,
  person: { operatorId: string; email: string },
): Promise<{ secret: string; uri: string }> {
  const secret = drawTotpSecret(doors.random);
  const sealed = doors.sealer.seal(offeredPlace(person.operatorId), secret);
  await offerTotp(doors.db, person.operatorId, sealed);
  return { secret, uri: totpUri(person.email, secret) };
}

/**
 * Takes the first code of the offered secret; `also` runs in the same transaction. Answers recovery codes, shown this once.
 * Throws {@link Barred} `credentials_wrong`, `too_many_tries`, `not_allowed_now`.
 */
export async function enrolFactor<T>(
  doors: OperatorDoors,
  operatorId: string,
  code: string,
  address: string,
  also: (tx: Tx) => Promise<T>,
): Promise<{ codes: string[]; also: T }> {
  const attempt = await beginTry(doors, 'second factor', operatorId, address);
  const enrolled = await doors.db.transaction(async (tx) => {
    const offered = (await findPerson(tx, operatorId))?.sealed_totp_offered ?? null;
    const secret = openTotp(doors.sealer, offeredPlace(operatorId), offered);
    if (offered === null || secret === null) throw new Barred('not_allowed_now');
    const step = totpStepOf(secret, code, doors.clock.wall());
    if (step === null) throw new Barred('credentials_wrong');
    const sealed = doors.sealer.seal(totpPlace(operatorId), secret);
    if (!(await putTotpInForce(tx, operatorId, { offered, sealed, step }))) {
      throw new Barred('conflict');
    }
    const codes = await renewRecoveryCodes(doors, tx, operatorId);
    return { codes, also: await also(tx) };
  });
  await attempt.right();
  return enrolled;
}

/** New recovery codes, shown this once; the old ones end. */
export async function renewRecoveryCodes(
  doors: OperatorDoors,
  tx: Tx,
  operatorId: string,
): Promise<string[]> {
  const codes = drawRecoveryCodes(doors.random);
  const hashes = codes.map((code) => recoveryHash(doors.sealer, operatorId, code));
  await putRecoveryCodes(tx, operatorId, hashes);
  return codes;
}

/** Does without a second factor. Throws {@link Barred} `not_allowed_now` when there is none. */
export async function removeFactor(
  doors: OperatorDoors,
  operatorId: string,
  note: AuditNote,
): Promise<void> {
  await doors.db.transaction(async (tx) => {
    if (!(await dropTotp(tx, operatorId))) throw new Barred('not_allowed_now');
    await appendAudit(tx, [note], doors.clock.now());
  });
}
