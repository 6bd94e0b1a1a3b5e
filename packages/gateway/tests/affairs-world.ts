// A world with the Back Office on it: the simulated bank, merchants who call the API, and people who change a merchant's
// affairs. The API and the Back Office stand on one server, as in a process.
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { FLAVOURS } from '../src/api/flavours.ts';
import { buildServer } from '../src/api/server.ts';
import { createCarrying } from '../src/backoffice/approvals/carry-out.ts';
import { BANK_ACCOUNT_ROUTES } from '../src/backoffice/bank-accounts/index.ts';
import { BANK_ROUTES } from '../src/backoffice/banks/index.ts';
import { CALL_ROUTES } from '../src/backoffice/calls/index.ts';
import { FEE_ROUTES } from '../src/backoffice/fees/index.ts';
import type { Authenticated } from '../src/backoffice/guard.ts';
import { KEY_ROUTES } from '../src/backoffice/keys/index.ts';
import { peopleRoutes } from '../src/backoffice/people/index.ts';
import { mountBackoffice } from '../src/backoffice/server.ts';
import { SETTINGS_ROUTES } from '../src/backoffice/settings/index.ts';
import { SETTLEMENT_ROUTES } from '../src/backoffice/settlement/index.ts';
import { SIGNATURE_ROUTES } from '../src/backoffice/signature/index.ts';
import { createCallRecord } from '../src/calls/record.ts';
import type { Context } from '../src/context.ts';
import type { Merchant } from '../src/merchants/merchant.ts';
import type { Role } from '../src/operators/roles.ts';
import { CSRF, openTestReading } from './backoffice-world.ts';
import { merchantClient, type MerchantClient } from './merchant-client.ts';
import { startWorld, type World } from './world.ts';

export interface Said {
  status: number;
  /** The body as it came: what is searched for what must not be there. */
  text: string;
  json: any;
}

export interface Affairs extends World {
  officeUrl: string;
  /** Somebody with this role at merchants, signed in and freshly proved. */
  person(role: Role, ...merchants: MerchantClient[]): Promise<Colleague>;
  /** Somebody of the gateway. */
  ofGateway(role: Role): Promise<Colleague>;
  merchantOf(client: MerchantClient): Promise<Merchant>;
  /** A client of the server that also has the Back Office, with another key where one is given. */
  clientOf(client: MerchantClient, secret?: string): MerchantClient;
  /** The acts of a merchant's audit, oldest first. */
  auditOf(client: MerchantClient): Promise<AuditRow[]>;
}

export interface AuditRow {
  act: string;
  subject: string;
  reason: string | null;
  operator_id: string | null;
  before: any;
  after: any;
}

export interface Colleague {
  operatorId: string;
  get(where: string): Promise<Said>;
  post(where: string, body?: unknown): Promise<Said>;
  put(where: string, body: unknown): Promise<Said>;
}

const NEVER = (): Promise<never> => Promise.reject(new Error('nobody moves money here'));

/** Starts one; close it after the tests. `more` changes what the Back Office is handed. */
export async function startAffairs(more: Partial<Context> = {}): Promise<Affairs> {
  const world = await startWorld();
  const ctx: Context = Object.assign(world.ctx, more);
  const sessions = new Map<string, Authenticated>();
  const reading = openTestReading(world.databaseUrl);
  const folder = mkdtempSync(path.join(os.tmpdir(), 'tarik-page-'));
  const calls = createCallRecord(ctx);
  const routes = [
    ...BANK_ROUTES,
    ...BANK_ACCOUNT_ROUTES,
    ...FEE_ROUTES,
    ...SETTLEMENT_ROUTES,
    ...KEY_ROUTES,
    ...SETTINGS_ROUTES,
    ...SIGNATURE_ROUTES,
    ...CALL_ROUTES,
    ...peopleRoutes(
      createCarrying({ refund: NEVER, resolve_payment: NEVER, exception: NEVER, split: NEVER }),
    ),
  ];
  const server = buildServer(ctx, {
    flavours: FLAVOURS,
    calls,
    backoffice: (app) =>
      mountBackoffice(app, ctx, {
        authenticate: async (_ctx, cookie) => sessions.get(cookie ?? '') ?? null,
        reading,
        routes,
        version: '0.0.0',
        folder,
      }),
  });
  const officeUrl = await server.listen({ port: 0, host: '127.0.0.1' });

  async function ask(cookie: string, method: string, where: string, body?: unknown): Promise<Said> {
    const response = await fetch(`${officeUrl}/backoffice/api${where}`, {
      method,
      headers: {
        cookie,
        ...(method === 'GET' ? {} : { 'sec-fetch-site': 'same-origin', 'x-csrf-token': CSRF }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, text, json: text === '' ? undefined : JSON.parse(text) };
  }

  async function signIn(
    role: Role,
    gatewayRole: Role | null,
    merchants: readonly MerchantClient[],
  ): Promise<Colleague> {
    const operatorId = randomUUID();
    const email = `${operatorId}@tarik.test`;
    await world.db.rows({
      name: 'test-operator',
      text: `insert into operators (operator_id, email, name, gateway_role, created_at)
             values ($1, $2, 'Sari', $3, now())`,
      values: [operatorId, email, gatewayRole],
    });
    const memberships = [];
    for (const client of merchants) {
      const { merchantId, clientId, name: merchantName } = await merchantOf(client);
      await world.db.rows({
        name: 'test-membership',
        text: `insert into operator_memberships (merchant_id, operator_id, role, created_at)
               values ($1, $2, $3, now())`,
        values: [merchantId, operatorId, role],
      });
      memberships.push({ merchantId, clientId, merchantName, role });
    }
    const cookie = `session=${randomUUID()}`;
    sessions.set(cookie, {
      stage: 'full',
      csrfMatches: (token) => token === CSRF,
      person: {
        operatorId,
        name: 'Sari',
        email,
        locale: 'id',
        theme: 'auto',
        timeZone: null,
        totp: false,
        gatewayRole,
        memberships,
        sessionId: randomUUID(),
        steppedUpUntil: Number.MAX_SAFE_INTEGER,
        idleOutAt: Number.MAX_SAFE_INTEGER,
      },
    });
    return {
      operatorId,
      get: (where) => ask(cookie, 'GET', where),
      post: (where, body) => ask(cookie, 'POST', where, body),
      put: (where, body) => ask(cookie, 'PUT', where, body),
    };
  }

  async function merchantOf({ clientId }: MerchantClient): Promise<Merchant> {
    ctx.merchants.forget(clientId);
    const merchant = await ctx.merchants.find(clientId);
    if (merchant === null) throw new Error('a merchant of the world is there');
    return merchant;
  }

  return {
    ...world,
    officeUrl,
    person: (role, ...merchants) => signIn(role, null, merchants),
    ofGateway: (role) => signIn(role, role, []),
    merchantOf,
    clientOf: ({ clientId, secret }, other) =>
      merchantClient(() => officeUrl, { clientId, secret: other ?? secret }),
    recordCalls: () => calls.writeAll(),
    async auditOf(client) {
      const { merchantId } = await merchantOf(client);
      return await world.db.rows<AuditRow>({
        name: 'test-audit',
        text: `select act, subject, reason, operator_id, before, after from audit_entries
                where merchant_id = $1 order by entry_no`,
        values: [merchantId],
      });
    },
    async close() {
      await server.close();
      await reading.close();
      await world.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
