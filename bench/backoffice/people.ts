// The people of the bench: in each role that looks at lists, of one merchant or of the gateway; and how they sign in.
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { Agent, request } from 'undici';
import { systemRandom } from '../../packages/gateway/src/base/random.ts';
import { hashPassword } from '../../packages/gateway/src/operators/password.ts';

const PASSWORD = 'bench-password-of-nobody';

export const PEOPLE = {
  /** Sees every merchant. */
  gateway: { email: 'gateway@bench.test', gatewayRole: 'admin', of: null, role: null },
  finance: {
    email: 'finance@bench.test',
    gatewayRole: null,
    of: 'MCH-BENCH-1',
    role: 'finance_maker',
  },
  admin: { email: 'admin@bench.test', gatewayRole: null, of: 'MCH-BENCH-1', role: 'admin' },
  /** Sees people masked. */
  viewer: { email: 'viewer@bench.test', gatewayRole: null, of: 'MCH-BENCH-6', role: 'viewer' },
} as const;
export type PersonName = keyof typeof PEOPLE;

/** Writes them down, once for each database. */
export async function addPeople(client: pg.Client): Promise<void> {
  const secret = await hashPassword(systemRandom(), PASSWORD);
  for (const { email, gatewayRole, of, role } of Object.values(PEOPLE)) {
    const id = randomUUID();
    const { rowCount } = await client.query(
      `insert into operators (operator_id, email, name, password_hash, gateway_role, created_at)
       values ($1, $2, $2, $3, $4, now()) on conflict do nothing`,
      [id, email, secret, gatewayRole],
    );
    if (rowCount === 0 || of === null) continue;
    await client.query(
      `insert into operator_memberships (merchant_id, operator_id, role, created_at)
       select m.merchant_id, $1, $2, now() from merchants m where m.client_id = $3`,
      [id, role, of],
    );
  }
}

export interface Visitor {
  /** One answer over the connection that is kept: its body, and how long it took until its last byte, ms. */
  get(path: string): Promise<{ status: number; text: string; tookMs: number }>;
  /** A stream of events; each `data:` line is told as it comes, until the signal aborts. */
  listen(path: string, signal: AbortSignal, hear: (data: string) => void): Promise<void>;
  close(): Promise<void>;
}

/** What somebody types at the sign-in page. */
export function credentialsOf(name: PersonName): { email: string; password: string } {
  return { email: PEOPLE[name].email, password: PASSWORD };
}

/** The cookie of a session of somebody. Throws with the answer where there is none. */
export async function cookieOf(origin: string, name: PersonName): Promise<string> {
  const answer = await request(`${origin}/backoffice/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin', origin },
    body: JSON.stringify(credentialsOf(name)),
  });
  const said = await answer.body.text();
  if (answer.statusCode !== 200)
    throw new Error(`${name} cannot sign in: ${answer.statusCode} ${said}`);
  return [answer.headers['set-cookie'] ?? []]
    .flat()
    .map((one) => one.split(';')[0])
    .join('; ');
}

/** Signs somebody in over HTTP, as the page does. Throws with the answer where that fails. */
export async function signIn(origin: string, name: PersonName): Promise<Visitor> {
  const cookie = await cookieOf(origin, name);
  const agent = new Agent({ connections: 1, pipelining: 1, keepAliveTimeout: 60_000 });
  const streams = new Agent();
  const api = `${origin}/backoffice/api`;
  return {
    async get(path) {
      const began = performance.now();
      const { statusCode, body } = await request(api + path, {
        headers: { cookie },
        dispatcher: agent,
      });
      const text = await body.text();
      return { status: statusCode, text, tookMs: performance.now() - began };
    },
    async listen(path, signal, hear) {
      const { statusCode, body } = await request(api + path, {
        headers: { cookie },
        dispatcher: streams,
        signal,
      });
      if (statusCode !== 200) throw new Error(`${path}: ${statusCode} ${await body.text()}`);
      let rest = '';
      void (async () => {
        for await (const chunk of body) {
          const lines = (rest + String(chunk)).split('\n');
          rest = lines.pop() ?? '';
          for (const line of lines) if (line.startsWith('data:')) hear(line.slice(5));
        }
      })().catch(() => undefined); // it ends by being aborted
    },
    async close() {
      await Promise.all([agent.destroy(), streams.destroy()]);
    },
  };
}
