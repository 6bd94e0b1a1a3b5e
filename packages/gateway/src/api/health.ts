// Whether this process lives, is ready for calls, and which version it is: for supervisors, balancers and people.
import type { FastifyInstance } from 'fastify';
import { schemaStanding } from '../base/migrate.ts';
import type { Context } from '../context.ts';
import { send } from './send.ts';

export interface Version {
  version: string;
  /** The commit that was built, where it is known. */
  commit?: string;
}

export interface HealthSettings {
  version: Version;
  /** True while the process is leaving: it still answers, but wants no new calls. */
  leaving(): boolean;
}

type Doors = Pick<Context, 'db'>;

/** Adds `/livez`, `/readyz` and `/version`. `/readyz?verbose` names every check. */
export function addHealth(app: FastifyInstance, doors: Doors, settings: HealthSettings): void {
  app.get('/livez', (_request, reply) => sendJson(reply, 200, { status: 'alive' }));
  app.get('/version', (_request, reply) => sendJson(reply, 200, settings.version));
  app.get('/readyz', async (request, reply) => {
    const checks = { ...(await databaseChecks(doors)), leaving: settings.leaving() ? 'yes' : 'ok' };
    const reasons = Object.entries(checks).filter(([, standing]) => standing !== 'ok');
    const status = reasons.length === 0 ? 'ready' : 'not ready';
    const verbose = 'verbose' in (request.query as Record<string, unknown>);
    sendJson(reply, reasons.length === 0 ? 200 : 503, {
      status,
      ...(reasons.length === 0 ? {} : { reasons: reasons.map(([name, why]) => `${name}: ${why}`) }),
      ...(verbose ? { checks } : {}),
    });
  });
}

async function databaseChecks({ db }: Doors): Promise<{ database: string; migrations: string }> {
  try {
    const standing = await schemaStanding(db);
    return { database: 'ok', migrations: standing === 'behind' ? 'not applied' : 'ok' };
  } catch {
    return { database: 'unreachable', migrations: 'unknown' };
  }
}

function sendJson(reply: Parameters<typeof send>[0], status: number, body: unknown): void {
  send(reply, {
    status,
    headers: ['Content-Type', 'application/json', 'Cache-Control', 'no-store'],
    body: Buffer.from(JSON.stringify(body)),
  });
}
