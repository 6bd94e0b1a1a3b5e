// A bank, a partner that speaks SNAP to it with real signatures, and the partner's own web server.
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signService, signToken, verifyService } from '@tarik/wire/snap/signature';
import { formatSnapTimestamp } from '@tarik/wire/snap/timestamp';
import { startSimulator } from '../src/simulator.ts';
import type { Simulator, SimulatorOptions } from '../src/simulator.ts';

const pair = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});

export const PARTNER = {
  key: 'KEY-0001',
  secret: 'SECRET-0001',
  publicKey: pair.publicKey,
  privateKey: pair.privateKey,
};
export const PHONE = '6281234567890';

/** Parsed JSON, of whatever shape: a test says what it expects of it. */
type Json = ReturnType<typeof JSON.parse>;

export interface Reply {
  status: number;
  code: string;
  message: string;
  body: Json;
  text: string;
  headers: Headers;
  /** Whether X-SIGNATURE of the answer is right. */
  signed: boolean;
}

export interface CallOptions {
  customer?: string;
  externalId?: string;
  /** Headers that replace the right ones; undefined takes one away. */
  headers?: Record<string, string | undefined>;
  timestamp?: string;
  secret?: string;
  hex?: boolean;
  pretty?: boolean;
  /** The bytes that are sent in place of those that were signed. */
  sent?: string;
  root?: boolean;
}

/** A customer's link at the bank. */
export interface Customer {
  token: string;
  refreshToken: string;
  linkId: string;
  reference: string;
}

export interface Heard {
  path: string;
  method: string;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface World {
  simulator: Simulator;
  folder: string;
  /** Moves the clock beneath the bank's. */
  time: { now: number };
  /** What reached the partner's web server, in order. */
  heard: Heard[];
  /** Where that server listens; it sends customers on to `/done`. */
  partnerUrl: string;
  /** What that server answers to callbacks and to clock pushes. */
  partnerStatus: number;
  /** and with which body. */
  partnerAnswer: string;
  /** Runs before the server answers. */
  beforeAnswer: (heard: Heard) => Promise<void> | void;
  token(): Promise<string>;
  /** Has the next call ask for a new access token. */
  forgetToken(): void;
  tokenCall(path: string, body: unknown, options?: CallOptions): Promise<Reply>;
  call(path: string, body: unknown, options?: CallOptions): Promise<Reply>;
  bind(fields?: Record<string, unknown>): Promise<Reply>;
  customer(accountNo: string): Promise<Customer>;
  pay(customer: Customer, fields?: Record<string, unknown>, options?: CallOptions): Promise<Reply>;
  verify(customer: Customer, paid: Reply, otp?: string, options?: CallOptions): Promise<Reply>;
  status(reference: string): Promise<Reply>;
  refund(reference: string, amount: string, refundNo?: string): Promise<Reply>;
  sandbox(method: string, path: string, body?: unknown): Promise<{ status: number; body: Json }>;
  book(): Promise<Json[]>;
  lastOtp(): Promise<string>;
  /** Resolves when so many requests of the kind have reached the partner's server. */
  hears(count: number, path: string): Promise<Heard[]>;
  restart(): Promise<void>;
  close(): Promise<void>;
}

export const NOTIFY_PATH = '/callbacks/cimb/MCH-1/v1.0/debit/notify';

export async function startWorld(options: Partial<SimulatorOptions> = {}): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), 'tarik-bank-'));
  const time = { now: Date.now() };
  const heard: Heard[] = [];
  const waiting: (() => void)[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    const take = async (): Promise<void> => {
      const entry = {
        path: request.url ?? '',
        method: request.method ?? '',
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
      };
      await world.beforeAnswer(entry);
      heard.push(entry);
      for (const wake of waiting.splice(0)) wake();
      if (request.method === 'GET' && entry.path.startsWith('/return')) {
        const status = new URL(entry.path, 'http://x').searchParams.get('status');
        response.writeHead(303, { location: `${world.partnerUrl}/done?status=${status}` }).end();
      } else {
        response.writeHead(world.partnerStatus).end(world.partnerAnswer);
      }
    };
    request.on('end', () => void take());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const partnerUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const start = (): Promise<Simulator> =>
    startSimulator({
      port: 0,
      dataFolder: folder,
      partners: [PARTNER],
      clock: { now: () => time.now },
      ...options,
      settings: { fsync: false, ...options.settings },
    });
  let accessToken = '';
  let renewAt = 0;

  const world: World = {
    simulator: await start(),
    folder,
    time,
    heard,
    partnerUrl,
    partnerStatus: 200,
    partnerAnswer: '<p>partner</p>',
    beforeAnswer: () => undefined,
    async token() {
      if (world.simulator.clock.now() >= renewAt) {
        const reply = await world.tokenCall('/access-token/b2b', {
          grantType: 'client_credentials',
        });
        accessToken = reply.body.accessToken;
        renewAt = world.simulator.clock.now() + 800_000;
      }
      return accessToken;
    },
    forgetToken() {
      renewAt = 0;
    },
    async tokenCall(path, body, given = {}) {
      const timestamp = given.timestamp ?? formatSnapTimestamp(Date.now());
      const signature = signToken({ clientKey: PARTNER.key, timestamp }, PARTNER.privateKey);
      const headers = {
        'x-client-key': PARTNER.key,
        'x-timestamp': timestamp,
        'x-signature': given.hex ? Buffer.from(signature, 'base64').toString('hex') : signature,
        ...given.headers,
      };
      return post(world.simulator, path, JSON.stringify(body), headers, given.root, '');
    },
    async call(path, body, given = {}) {
      const token = await world.token();
      const timestamp = given.timestamp ?? formatSnapTimestamp(Date.now());
      const prefix = given.root ? '' : new URL(world.simulator.baseUrl).pathname;
      const compact = JSON.stringify(body);
      const signed = {
        method: 'POST',
        path: `${prefix}/v1.0${path}`,
        accessToken: token,
        body: compact,
        timestamp,
      };
      const signature = signService(signed, given.secret ?? PARTNER.secret);
      const headers = {
        authorization: `Bearer ${token}`,
        'x-partner-id': PARTNER.key,
        'x-external-id': given.externalId ?? randomUUID(),
        'channel-id': '95221',
        'x-device-id': 'test',
        'x-timestamp': timestamp,
        'x-signature': given.hex ? Buffer.from(signature, 'base64').toString('hex') : signature,
        'authorization-customer': given.customer && `Bearer ${given.customer}`,
        ...given.headers,
      };
      const sent = given.sent ?? (given.pretty ? JSON.stringify(body, null, 2) : compact);
      return post(world.simulator, path, sent, headers, given.root, token);
    },
    bind: (fields = {}) =>
      world.call('/registration-account-binding', {
        partnerReferenceNo: randomUUID(),
        merchantId: 'MCH-1',
        phoneNo: PHONE,
        redirectUrl: `${partnerUrl}/return?state=s1`,
        additionalInfo: { custIdMerchant: 'C-1' },
        ...fields,
      }),
    async customer(accountNo) {
      const bound = await world.bind();
      const id = bound.body.redirectUrl.split('/').at(-1);
      await world.sandbox('POST', `/sandbox/registrations/${id}/complete`, {
        account_no: accountNo,
      });
      const back = heard.findLast(({ path }) => path.startsWith('/return'))!;
      const authCode = new URL(back.path, partnerUrl).searchParams.get('authCode');
      const { body } = await world.tokenCall('/access-token/b2b2c', {
        grantType: 'AUTHORIZATION_CODE',
        authCode,
      });
      return {
        token: body.accessToken,
        refreshToken: body.refreshToken,
        linkId: bound.body.linkId,
        reference: bound.body.partnerReferenceNo,
      };
    },
    pay: (customer, fields = {}, given = {}) =>
      world.call(
        '/debit/payment-host-to-host',
        {
          partnerReferenceNo: randomUUID(),
          merchantId: 'MCH-1',
          amount: { value: '10000.00', currency: 'IDR' },
          urlParams: [{ url: partnerUrl + NOTIFY_PATH, type: 'PAY_NOTIFY', isDeeplink: 'N' }],
          additionalInfo: { remarks: 'INV-1' },
          ...fields,
        },
        { customer: customer.token, ...given },
      ),
    verify: (customer, paid, otp = '999999', given = {}) =>
      world.call(
        '/otp-verification',
        {
          originalPartnerReferenceNo: paid.body.partnerReferenceNo,
          originalReferenceNo: paid.body.referenceNo,
          action: 'otpPayment',
          merchantId: 'MCH-1',
          otp,
        },
        { customer: customer.token, ...given },
      ),
    status: (reference) =>
      world.call('/debit/status', {
        originalPartnerReferenceNo: reference,
        serviceCode: '54',
        merchantId: 'MCH-1',
      }),
    refund: (reference, amount, refundNo = randomUUID()) =>
      world.call('/debit/refund', {
        originalPartnerReferenceNo: reference,
        partnerRefundNo: refundNo,
        refundAmount: { value: amount, currency: 'IDR' },
        reason: 'returned',
        merchantId: 'MCH-1',
      }),
    async sandbox(method, path, body) {
      const answer = await fetch(world.simulator.url + path, {
        method,
        ...(body === undefined
          ? {}
          : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      });
      const text = await answer.text();
      const json = answer.headers.get('content-type')?.includes('json');
      return { status: answer.status, body: json ? JSON.parse(text) : text };
    },
    book: async () => (await world.sandbox('GET', '/sandbox/book')).body,
    lastOtp: async () => (await world.sandbox('GET', `/sandbox/sms?phone=${PHONE}`)).body[0].otp,
    async hears(count, path) {
      for (;;) {
        const fitting = heard.filter((entry) => entry.path.startsWith(path));
        if (fitting.length >= count) return fitting;
        await new Promise<void>((resolve) => {
          waiting.push(resolve);
        });
      }
    },
    async restart() {
      await world.simulator.close();
      world.simulator = await start();
    },
    async close() {
      await world.simulator.close();
      server.closeAllConnections();
      server.close();
      await rm(folder, { recursive: true });
    },
  };
  return world;
}

async function post(
  simulator: Simulator,
  path: string,
  body: string,
  given: Record<string, string | undefined>,
  root: boolean | undefined,
  accessToken: string,
): Promise<Reply> {
  const url = `${root ? simulator.url : simulator.baseUrl}/v1.0${path}`;
  const headers = new Headers({ 'content-type': 'application/json' });
  for (const [name, value] of Object.entries(given)) if (value) headers.set(name, value);
  const answer = await fetch(url, { method: 'POST', headers, body });
  const text = await answer.text();
  const parts = {
    method: 'POST',
    path: new URL(url).pathname,
    accessToken,
    body: text,
    timestamp: answer.headers.get('x-timestamp') ?? '',
    signature: answer.headers.get('x-signature') ?? '',
  };
  const parsed = parse(text);
  return {
    status: answer.status,
    code: parsed?.responseCode,
    message: parsed?.responseMessage,
    body: parsed,
    text,
    headers: answer.headers,
    signed: verifyService(parts, PARTNER.secret),
  };
}

function parse(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
