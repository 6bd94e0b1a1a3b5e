// The simulated CIMB in this process and our CIMB speaking to it, with a listener where the bank's
// callbacks arrive.
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { systemClock } from '../src/base/clock.ts';
import { systemRandom } from '../src/base/random.ts';
import type { BankConnection, RawCallback } from '../src/banks/bank.ts';
import { CIMB } from '../src/banks/cimb/profile.ts';
import { createHttpDoor } from '../src/banks/http.ts';
import { createSnapBank } from '../src/banks/snap/direct-debit.ts';
import type { CallSeen, SnapProfile } from '../src/banks/snap/profile.ts';
import { startSimulator } from '../../simulator/src/simulator.ts';
import type { BankUnderTest } from './bank-contract.ts';

const KEYS = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});

const ACCOUNTS = {
  ordinary: '800000000001',
  poor: '800000000002',
  no_otp: '800000000003',
  blocked: '800000000007',
  no_refund: '800000000008',
  no_unbind: '800000000009',
} as const;

export interface Movement {
  type: 'DEBIT' | 'REFUND';
  partner_reference: string;
  amount: number;
}

export interface SimulatedCimb extends BankUnderTest {
  seen: CallSeen[];
  /** Orders misbehaviour of the next call of an operation, in the simulator's own words. */
  misbehave(operation: string, fault: string, more?: Record<string, number>): Promise<void>;
  /** What the bank has moved. */
  book(): Promise<Movement[]>;
}

/** Starts both on free ports; `timeouts` shortens those of the profile. */
export async function startSimulatedCimb(
  timeouts: Partial<SnapProfile['timeouts']> = {},
): Promise<SimulatedCimb> {
  const folder = await mkdtemp(path.join(tmpdir(), 'tarik-cimb-'));
  const clock = systemClock();
  const credentials = { key: 'KEY-0001', secret: 'SECRET-0001' };
  const connection: BankConnection = { merchantId: 'm-1', clientId: 'MCH-0001', credentials };
  const simulator = await startSimulator({
    port: 0,
    dataFolder: folder,
    partners: [{ ...credentials, publicKey: KEYS.publicKey }],
    clock: { now: () => clock.now() },
    settings: { fsync: false, callbacks: 'always' },
  });
  const door = createHttpDoor({
    clock,
    connections: 8,
    inFlightPerBank: 32,
    mustNotBeInTransaction: () => undefined,
  });
  const seen: CallSeen[] = [];
  const bank = createSnapBank(
    { ...CIMB, timeouts: { ...CIMB.timeouts, ...timeouts } },
    {
      clock,
      random: systemRandom(),
      http: door,
      baseUrl: simulator.baseUrl,
      signedAnswers: true,
      privateKey: KEYS.privateKey,
      bankPublicKey: simulator.publicKey,
      observer: (one) => seen.push(one),
    },
  );

  const arrived: RawCallback[] = [];
  let wake = (): void => undefined;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const isCallback = request.method === 'POST';
      const headers = request.headers as RawCallback['headers'];
      const raw = { path: request.url ?? '', headers, body: Buffer.concat(chunks) };
      if (isCallback) arrived.push(raw);
      response.end('{}');
      wake();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const ours = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  async function sandbox(method: string, where: string, body?: unknown): Promise<unknown> {
    const answer = await fetch(`${simulator.url}/sandbox/${where}`, {
      method,
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    if (!answer.ok) throw new Error(`${where}: ${answer.status} ${await answer.text()}`);
    return answer.status === 204 ? undefined : answer.json();
  }

  return {
    bank,
    connection,
    clock,
    seen,
    notifyUrl: `${ours}/callbacks/cimb/MCH-0001/v1.0/debit/notify`,
    returnUrl: `${ours}/return?state=s`,
    async complete(registrationUrl, kind) {
      const id = registrationUrl.split('/').at(-1) ?? '';
      const completion = { account_no: ACCOUNTS[kind] };
      const done = await sandbox('POST', `registrations/${id}/complete`, completion);
      const { redirect_url: returned } = done as { redirect_url: string };
      return new URL(returned).searchParams.get('authCode') ?? '';
    },
    lastFour: (kind) => ACCOUNTS[kind].slice(-4),
    async otp(phone) {
      const [latest] = (await sandbox('GET', `sms?phone=${phone}`)) as { otp: string }[];
      return latest?.otp ?? '';
    },
    beneficiary: {
      bankCode: '014',
      accountNo: '900000000002',
      holder: 'CV SELLER SATU',
      nobodys: '900000000005',
    },
    wrongOtp: '000000',
    async callbackFor(reference) {
      for (;;) {
        const found = arrived.find((raw) => raw.body.includes(reference));
        if (found !== undefined) return found;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
    async misbehave(operation, fault, more = {}) {
      await sandbox('POST', 'faults', { operation, fault, ...more });
    },
    book: async () => (await sandbox('GET', 'book')) as Movement[],
    async close() {
      await simulator.close();
      server.closeAllConnections();
      server.close();
      await door.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
