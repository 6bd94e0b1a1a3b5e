// The second factor: six digits of an authenticator (RFC 6238), each step good for one use, one step early or late.
import { ScureBase32Plugin, generateURI, verifySync } from 'otplib';
import type { Random } from '../base/random.ts';
import type { Place, Sealer } from '../base/secrets.ts';
import { OF_GATEWAY } from './doors.ts';

const STEP_S = 30;

/** A new secret of 160 bits in base32. */
export function drawTotpSecret(random: Random): string {
  return new ScureBase32Plugin().encode(random.bytes(20));
}

/** What an authenticator reads from the picture. */
export function totpUri(email: string, secret: string): string {
  return generateURI({ issuer: 'Tarik', label: email, secret });
}

/** The step that the code is of, or null when it is wrong. `at` is true time, epoch ms. */
export function totpStepOf(secret: string, code: string, at: number): number | null {
  const epoch = Math.floor(at / 1000);
  const found = verifySync({ secret, token: code, epoch, epochTolerance: STEP_S });
  return found.valid && 'timeStep' in found ? found.timeStep : null;
}

/** Where a secret in force is sealed. */
export function totpPlace(operatorId: string): Place {
  return place('sealed_totp', operatorId);
}

/** Where a secret is sealed that was shown and not yet proved. */
export function offeredPlace(operatorId: string): Place {
  return place('sealed_totp_offered', operatorId);
}

/** Opens a secret; null where there is none. */
export function openTotp(sealer: Sealer, at: Place, sealed: Buffer | null): string | null {
  return sealed === null ? null : sealer.open(at, sealed).toString();
}

function place(column: string, row: string): Place {
  return { table: 'operators', column, merchantId: OF_GATEWAY, row };
}
