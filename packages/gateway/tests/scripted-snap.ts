// A SNAP bank of ours that speaks to a scripted one: everything a test of the bank side needs, on
// free ports.
import { generateKeyPairSync } from 'node:crypto';
import { systemClock } from '../src/base/clock.ts';
import type { MovableClock } from '../src/base/clock.ts';
import { systemRandom } from '../src/base/random.ts';
import type { Bank, BankConnection } from '../src/banks/bank.ts';
import { CIMB } from '../src/banks/cimb/profile.ts';
import { createHttpDoor } from '../src/banks/http.ts';
import { createSnapBank } from '../src/banks/snap/direct-debit.ts';
import type { CallSeen, SnapProfile, SnapSettings } from '../src/banks/snap/profile.ts';
import { json, startScriptedBank } from './scripted-bank.ts';
import type { Script, ScriptedBank, ScriptedRequest } from './scripted-bank.ts';

/** The gateway's keys and, in tests, the bank's too. */
export const KEYS = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});

export const SECRET = 'the merchant secret';

export const CONNECTION: BankConnection = {
  merchantId: 'm-1',
  clientId: 'MCH-0001',
  credentials: { key: 'the-key', secret: SECRET },
};

export interface ScriptedSnap extends ScriptedBank {
  clock: MovableClock;
  seen: CallSeen[];
  /**
   * A bank with CIMB's profile and these changes; its answers are not signed unless a test says so.
   */
  bank(profile?: Partial<SnapProfile>, settings?: Partial<SnapSettings>): Bank;
  /** The calls of paths that end so. */
  calls(pathEnd: string): ScriptedRequest[];
}

/** Starts a scripted bank that issues tokens, and the door to it. */
export async function startScriptedSnap(): Promise<ScriptedSnap> {
  const scripted = await startScriptedBank();
  scripted.on(CIMB.paths.token, tokens());
  const clock = systemClock();
  const seen: CallSeen[] = [];
  const door = createHttpDoor({
    clock,
    connections: 8,
    inFlightPerBank: 32,
    mustNotBeInTransaction: () => undefined,
  });
  return {
    ...scripted,
    clock,
    seen,
    bank(profile, settings) {
      return createSnapBank(
        { ...CIMB, ...profile },
        {
          clock,
          random: systemRandom(),
          http: door,
          baseUrl: `${scripted.origin}/prefix/`,
          signedAnswers: false,
          privateKey: KEYS.privateKey,
          bankPublicKey: KEYS.publicKey,
          observer: (one) => seen.push(one),
          ...settings,
        },
      );
    },
    calls: (pathEnd) => scripted.requests.filter((one) => one.path.endsWith(pathEnd)),
    async close() {
      await scripted.close();
      await door.close();
    },
  };
}

/** Issues token-1, token-2, …; for 900 seconds each. */
export function tokens(expiresIn: unknown = '900'): Script {
  let issued = 0;
  return (request, response, socket) => {
    issued += 1;
    const answer = { responseCode: '2007300', responseMessage: 'Successful', tokenType: 'Bearer' };
    const accessToken = `token-${issued}`;
    json(200, { ...answer, accessToken, expiresIn })(request, response, socket);
  };
}
