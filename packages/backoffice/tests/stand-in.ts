// A stand-in for the gateway: serves the built page as the gateway does, and answers its API from the contract's types.
// Usage: node packages/backoffice/tests/stand-in.ts [port]
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { components, operations } from '../src/api/types.gen.ts';

type Session = components['schemas']['Session'];
type PaymentRow = components['schemas']['PaymentRow'];

const DIST = path.join(import.meta.dirname, '../dist');
const MERCHANTS = [
  ['MCH-0001-10791114622547', 'Toko Sinar Jaya'],
  ['MCH-0002-10791114622548', 'Kopi Nusantara'],
  ['MCH-0003-10791114622549', 'Buku & Pena'],
] as const;
const STATES = [
  'succeeded',
  'succeeded',
  'succeeded',
  'failed',
  'unclear',
  'awaiting_otp',
  'expired',
] as const;
const ALL = [
  'figures.view',
  'payments.view',
  'people.view',
  'export',
  'payments.refund',
  'payments.inquire',
  'payments.resolve',
  'exceptions.resolve',
  'money.view',
  'splits.change',
  'tokens.delete',
  'notifications.resend',
  'requests.view',
  'requests.replay',
  'banks.view',
  'banks.configure',
  'accounts.view',
  'accounts.change',
  'keys.view',
  'keys.rotate',
  'settings.change',
  'approvals.view',
  'approvals.decide',
  'team.view',
  'team.change',
  'audit.view',
  'merchants.change',
  'fees.change',
  'settlement.operate',
] as const satisfies readonly Session['workspaces'][number]['permissions'][number][];

interface World {
  signedIn: 'no' | 'totp' | 'enrol' | 'yes';
  person: Session['person'];
  steppedUp: boolean;
  streams: Set<ServerResponse>;
  payments: PaymentRow[];
}

const uuid = (n: number): string => `01993d5e-0000-7000-8000-${String(n).padStart(12, '0')}`;

function payment(n: number, at: number): PaymentRow {
  const state = STATES[n % STATES.length] ?? 'succeeded';
  const [client_id, merchant_name] = MERCHANTS[0];
  return {
    client_id,
    merchant_name,
    payment_id: uuid(n),
    invoice_number: `INV-2026-${String(10_000 + n)}`,
    request_id: `req-${n}`,
    amount: String(25_000 + n * 137_500),
    refunded: n % 9 === 0 ? '25000' : '0',
    state,
    reason: state === 'failed' ? 'insufficient_funds' : null,
    bank: 'cimb',
    bank_code: null,
    bank_payment_id: null,
    customer_id: `CUST-${100 + (n % 17)}`,
    customer_name: 'Siti R***',
    account_tail: '0001',
    created_at: new Date(at).toISOString(),
    finished_at: null,
    due_at: null,
  };
}

export async function startStandIn(
  port = 0,
): Promise<{ url: string; world: World; close(): Promise<void> }> {
  const now = Date.now();
  const world: World = {
    signedIn: 'no',
    steppedUp: false,
    streams: new Set(),
    payments: Array.from({ length: 180 }, (_, n) => payment(200 - n, now - n * 437_000)),
    person: {
      operator_id: uuid(1),
      name: 'Dewi Lestari',
      email: 'admin@tarik.test',
      locale: 'id',
      theme: 'auto',
      time_zone: null,
      totp: false,
      oidc: false,
    },
  };
  const server = createServer((request, response) => {
    answer(world, request, response).catch((error: unknown) => {
      response.writeHead(500).end(String(error));
    });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    world,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

async function answer(
  world: World,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://x');
  if (!url.pathname.startsWith('/backoffice/api/')) return page(url.pathname, response);
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  const body = (text === '' ? {} : JSON.parse(text)) as Record<string, string>;
  const parts = url.pathname.slice('/backoffice/api/'.length).split('/');
  const way = `${request.method} ${parts.join('/')}`;
  const json = (status: number, value: unknown): void => {
    response.writeHead(status, {
      'content-type': 'application/json',
      'x-request-id': 'stand-in-1',
    });
    response.end(value === null ? undefined : JSON.stringify(value));
  };
  const no = (status: number, code: string): void =>
    json(status, { error: { code, message: code } });

  if (way === 'GET door') {
    const sandbox = ['admin', 'approver', 'finance', 'developer', 'support', 'viewer'].map(
      (role) => ({
        email: `${role}@tarik.test`,
        password: 'tarik-sandbox-password',
        role: role === 'finance' ? 'finance_maker' : role,
        of: 'Toko Sinar Jaya',
      }),
    );
    sandbox.push({
      email: 'gateway@tarik.test',
      password: 'tarik-sandbox-password',
      role: 'admin',
      of: 'Gateway',
    });
    return json(200, {
      oidc: null,
      sandbox,
    } satisfies operations['getDoor']['responses'][200]['content']['application/json']);
  }
  if (way === 'POST session') {
    if (body['password'] !== 'tarik-sandbox-password') return no(401, 'credentials_wrong');
    world.signedIn = body['email']?.startsWith('totp')
      ? 'totp'
      : body['email']?.startsWith('enrol')
        ? 'enrol'
        : 'yes';
    return json(200, {
      next: { totp: 'totp', enrol: 'enrol_totp', yes: 'done', no: 'done' }[world.signedIn],
    });
  }
  if (way === 'POST session/totp') {
    if (body['code'] === '000000') return no(401, 'credentials_wrong');
    world.signedIn = 'yes';
    return json(200, { next: 'done' });
  }
  if (way === 'POST profile/totp/begin') {
    return json(200, {
      secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
      uri: 'otpauth://totp/Tarik:admin%40tarik.test?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Tarik',
    });
  }
  const codes = Array.from({ length: 10 }, (_, n) => `k7m${n}-p2q${n}-x9r${n}`);
  if (way === 'POST profile/totp') {
    if (body['code'] === '000000') return no(401, 'credentials_wrong');
    world.signedIn = 'yes';
    world.person.totp = true;
    return json(200, { recovery_codes: codes });
  }
  if (parts[0] === 'invitations') {
    if (parts[1]?.startsWith('x')) return no(404, 'not_found');
    if (request.method === 'POST') {
      world.signedIn = 'yes';
      return json(200, { next: 'done' });
    }
    return json(200, {
      email: 'baru@toko.test',
      invited_by: 'Dewi Lestari',
      merchant_name: 'Toko Sinar Jaya',
      client_id: MERCHANTS[0][0],
      role: 'finance_maker',
      known: false,
      signed_in: false,
      wants_code: false,
      expires_at: new Date(Date.now() + 86_400_000).toISOString(),
    });
  }
  if (world.signedIn === 'totp') return no(401, 'totp_required');
  if (world.signedIn === 'enrol') return no(401, 'enrolment_required');
  if (world.signedIn === 'no') return no(401, 'signed_out');
  if (way === 'DELETE session') {
    world.signedIn = 'no';
    return json(204, null);
  }
  if (way === 'GET session') {
    return json(200, {
      person: world.person,
      csrf: 'c',
      stepped_up_until: null,
      idle_out_at: new Date(Date.now() + 3.6e6).toISOString(),
      sandbox: true,
      version: '0.1.0',
      banks: [{ bank: 'cimb', name: 'CIMB Niaga' }],
      workspaces: [
        { workspace: 'all', name: 'all', role: 'admin', permissions: [...ALL], suspended: false },
        ...MERCHANTS.map(([workspace, name]) => ({
          workspace,
          name,
          role: 'admin' as const,
          permissions: [...ALL],
          suspended: false,
        })),
      ],
    } satisfies Session);
  }
  if (way === 'POST session/step-up') {
    if (body['password'] !== 'tarik-sandbox-password' && body['code'] !== '123456')
      return no(401, 'credentials_wrong');
    world.steppedUp = true;
    return json(200, { stepped_up_until: new Date(Date.now() + 600_000).toISOString() });
  }
  if (way === 'PUT profile') {
    Object.assign(world.person, body);
    return json(204, null);
  }
  if (way === 'PUT profile/password')
    return body['current'] === 'tarik-sandbox-password'
      ? json(204, null)
      : no(401, 'credentials_wrong');
  if (way === 'GET profile/sessions') {
    const agents = [
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/153.0.0.0 Safari/537.36',
      'Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.1 Mobile/15E148 Safari/604.1',
    ];
    return json(200, {
      rows: agents.map((agent, n) => ({
        session_id: uuid(50 + n),
        current: n === 0,
        address: n === 0 ? '127.0.0.1' : '103.28.12.7',
        agent,
        created_at: new Date(Date.now() - 8.64e7).toISOString(),
        seen_at: new Date(Date.now() - n * 5e6).toISOString(),
      })),
    });
  }
  if (parts[0] === 'profile') {
    if (!world.steppedUp) return no(403, 'step_up_required');
    if (way === 'DELETE profile/totp') world.person.totp = false;
    return way === 'POST profile/recovery-codes'
      ? json(200, { recovery_codes: codes })
      : json(204, null);
  }
  if (way === 'GET views')
    return json(200, {
      rows: [
        {
          view_id: uuid(77),
          area: 'payments',
          name: 'Gagal minggu ini',
          query: '?state=failed&range=7d',
        },
      ],
    });
  if (parts[1] === 'live') {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.write(': hello\n\n');
    world.streams.add(response);
    response.on('close', () => world.streams.delete(response));
    return;
  }
  if (parts[1] === 'approvals')
    return json(200, { rows: [], next: null, searched_to: null, pending: 3 });
  if (parts[1] === 'search') {
    const hits = world.payments.filter((one) => one.invoice_number === url.searchParams.get('q'));
    return json(200, {
      hits: hits.map((one) => ({
        client_id: one.client_id,
        merchant_name: one.merchant_name,
        kind: 'payments',
        id: one.payment_id,
        by: 'invoice_number',
        title: one.invoice_number,
        state: one.state,
        amount: one.amount,
        at: one.created_at,
      })),
    });
  }
  if (parts[1] === 'payments' && parts.length === 2) {
    const states = url.searchParams.get('state')?.split(',');
    const found = world.payments.filter((one) => states?.includes(one.state) ?? true);
    const from = Number(url.searchParams.get('after') ?? 0);
    const rows = found.slice(from, from + 50);
    return json(200, {
      rows,
      next: from + 50 < found.length ? String(from + 50) : null,
      searched_to: null,
    });
  }
  return no(404, 'not_found');
}

/** A payment arrives: it stands first in the list, and whoever listens hears of it. */
export function payNow(world: World, n: number): void {
  const made = payment(n, Date.now());
  world.payments.unshift(made);
  const event = {
    kind: 'payment',
    client_id: made.client_id,
    payment_id: made.payment_id,
    state: made.state,
    version: 1,
    at: made.created_at,
  };
  for (const stream of world.streams) stream.write(`id: ${n}\ndata: ${JSON.stringify(event)}\n\n`);
}

/** As the gateway serves it: a fresh nonce in the page and in its policy, everything else as it was built. */
function page(where: string, response: ServerResponse): void {
  const file = path.join(DIST, where.replace(/^\/backoffice\//, ''));
  if (/\.\w+$/.test(where) && file.startsWith(DIST) && existsSync(file)) {
    const types: Record<string, string> = {
      '.js': 'text/javascript',
      '.css': 'text/css',
      '.svg': 'image/svg+xml',
      '.woff2': 'font/woff2',
    };
    response.setHeader('content-type', types[path.extname(file)] ?? 'application/octet-stream');
    response.end(readFileSync(file));
    return;
  }
  const nonce = randomBytes(16).toString('base64');
  response.setHeader('content-type', 'text/html; charset=utf-8');
  response.setHeader(
    'content-security-policy',
    `default-src 'none'; script-src 'self'; style-src 'self' 'nonce-${nonce}'; img-src 'self'; font-src 'self'; ` +
      `connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; ` +
      `require-trusted-types-for 'script'; trusted-types default`,
  );
  response.end(
    readFileSync(path.join(DIST, 'index.html'), 'utf8').replaceAll('__CSP_NONCE__', nonce),
  );
}

if (import.meta.main) {
  const { url } = await startStandIn(Number(process.argv[2] ?? 0));
  process.stdout.write(`${url}/backoffice\n`);
}
