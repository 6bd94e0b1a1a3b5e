// The session as the page reads it: the person, their workspaces with what they may do there, and how long it lasts.
import type { z } from 'zod';
import type { Call, Shape } from '../route.ts';
import type { Session } from '../contract/session.ts';
import { csrfOf } from '../../operators/sessions.ts';
import { findPerson } from '../../operators/store-people.ts';
import { roleOver, type RoleOver } from '../../operators/may.ts';
import { permissionsOf } from '../../operators/roles.ts';
import { firstMerchants } from '../people/store.ts';

type SessionWords = z.input<typeof Session>;

/** More are found by search. */
const WORKSPACES = 200;

/** The answer of `GET /session`. */
export async function sessionWords(call: Call<Shape>, version: string): Promise<SessionWords> {
  const { ctx, person } = call;
  const stored = await findPerson(ctx.db, person.operatorId);
  return {
    person: {
      operator_id: person.operatorId,
      name: person.name,
      email: person.email,
      locale: person.locale,
      theme: person.theme,
      time_zone: person.timeZone,
      totp: person.totp,
      oidc: stored?.oidc_subject != null,
    },
    csrf: csrfOf(ctx, person.sessionId),
    workspaces: await workspacesOf(call),
    banks: [...ctx.banks.values()].map(({ slug, name }) => ({ bank: slug, name })),
    stepped_up_until: person.steppedUpUntil === null ? null : iso(person.steppedUpUntil),
    idle_out_at: iso(person.idleOutAt),
    sandbox: ctx.sandbox,
    version,
  };
}

async function workspacesOf({ ctx, person }: Call<Shape>): Promise<SessionWords['workspaces']> {
  const all = roleOver({ ...person, memberships: [] }, null);
  const merchants =
    all === null
      ? await Promise.all(
          person.memberships.map(async (one) => ({
            ...one,
            suspended: (await ctx.merchants.byId(one.merchantId))?.status === 'suspended',
          })),
        )
      : (await firstMerchants(ctx.db, WORKSPACES - 1)).map((row) => ({
          merchantId: row.merchant_id,
          clientId: row.client_id,
          merchantName: row.name,
          suspended: row.status === 'suspended',
        }));
  const own = merchants.slice(0, WORKSPACES - (all === null ? 0 : 1)).flatMap((one) => {
    const over = roleOver(person, one.merchantId);
    return over === null
      ? []
      : [{ ...workspace(one.clientId, one.merchantName, over), suspended: one.suspended }];
  });
  return all === null ? own : [workspace('all', 'All merchants', all), ...own];
}

function workspace(name: string, shown: string, { role, ofGateway }: RoleOver) {
  const permissions = [...permissionsOf(role, ofGateway)];
  return { workspace: name, name: shown, role, permissions, suspended: false };
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
