// What a bank is built from: its variables, our key, the one door out, and what is noted of each call.
import type { HttpDoor } from '../banks/http.ts';
import type { CallSeen, SnapSettings } from '../banks/snap/profile.ts';
import { invariant } from '../base/invariant.ts';
import type { Config } from '../base/config.ts';
import type { Context } from '../context.ts';

type Doors = Pick<Context, 'clock' | 'random' | 'log' | 'metrics'> & { http: HttpDoor };

/** The settings of one SNAP bank. */
export function bankSettings(config: Config, slug: string, doors: Doors): SnapSettings {
  const bank = config.banks.get(slug);
  invariant(bank !== undefined, 'the settings speak of every bank that is built');
  const { clock, random, http } = doors;
  return {
    clock,
    random,
    http,
    baseUrl: bank.url,
    signedAnswers: bank.signedAnswers,
    privateKey: config.snapPrivateKey.reveal(),
    bankPublicKey: bank.publicKey,
    observer: (seen) => note(doors, seen),
  };
}

function note({ metrics, log }: Doors, seen: CallSeen): void {
  const { bank, operation, result, durationMs, http, code } = seen;
  metrics.bankCalls.observe({ bank, operation, result }, durationMs / 1000);
  log.debug('bank call', {
    bank,
    operation,
    durationMs,
    state: result,
    ...(http === null ? {} : { status: http }),
    ...(code === null ? {} : { code }),
  });
}
