// SQL of roles and invitations: who belongs to a merchant's workspace, or to the gateway (the nil uuid).
import { instant, type Tx } from '../base/db.ts';
import { OF_GATEWAY } from './doors.ts';
import type { Role } from './roles.ts';

export interface MemberRow {
  operator_id: string;
  name: string;
  email: string;
  role: Role;
  totp: boolean;
  status: 'active' | 'disabled';
  seen_at: number | null;
}

const MEMBER = `o.operator_id, o.name, o.email, o.sealed_totp is not null as totp, o.status, o.seen_at`;

/** The people of a merchant, or of the gateway, by name. */
export async function listMembers(on: Tx, merchantId: string): Promise<MemberRow[]> {
  return await on.rows<MemberRow>(
    merchantId === OF_GATEWAY
      ? {
          name: 'team-of-gateway',
          text: `select ${MEMBER}, o.gateway_role as role from operators o
                  where o.gateway_role is not null order by o.name, o.operator_id`,
          values: [],
        }
      : {
          name: 'team-of-merchant',
          text: `select ${MEMBER}, p.role from operator_memberships p join operators o on o.operator_id = p.operator_id
                  where p.merchant_id = $1 order by o.name, o.operator_id`,
          values: [merchantId],
        },
  );
}

/** Somebody of a merchant, or of the gateway; null when they are not. */
export async function findMember(
  on: Tx,
  merchantId: string,
  operatorId: string,
): Promise<MemberRow | null> {
  const [row] = await on.rows<MemberRow>(
    merchantId === OF_GATEWAY
      ? {
          name: 'team-find-of-gateway',
          text: `select ${MEMBER}, o.gateway_role as role from operators o
                  where o.operator_id = $1 and o.gateway_role is not null`,
          values: [operatorId],
        }
      : {
          name: 'team-find-of-merchant',
          text: `select ${MEMBER}, p.role from operator_memberships p join operators o on o.operator_id = p.operator_id
                  where p.merchant_id = $1 and p.operator_id = $2`,
          values: [merchantId, operatorId],
        },
  );
  return row ?? null;
}

/** Every person with what they may where, for the command line. */
export async function listPeople(on: Tx): Promise<
  (Omit<MemberRow, 'role'> & {
    gateway_role: Role | null;
    merchants: { client_id: string; role: Role }[];
  })[]
> {
  return await on.rows({
    name: 'operators-list',
    text: `select ${MEMBER}, o.gateway_role,
                  (select coalesce(json_agg(json_build_object('client_id', m.client_id, 'role', p.role)
                                            order by m.client_id), '[]')
                     from operator_memberships p join merchants m on m.merchant_id = p.merchant_id
                    where p.operator_id = o.operator_id) as merchants
             from operators o order by o.email`,
    values: [],
  });
}

/** The role of a person at a merchant, or at the gateway, as it is now, held until the transaction ends; null: none, or disabled. */
export async function holdRole(
  tx: Tx,
  merchantId: string,
  operatorId: string,
): Promise<Role | null> {
  const [row] = await tx.rows<{ role: Role | null }>(
    merchantId === OF_GATEWAY
      ? {
          name: 'team-hold-gateway-role',
          text: `select o.gateway_role as role from operators o
                  where o.operator_id = $1 and o.status = 'active' for share`,
          values: [operatorId],
        }
      : {
          name: 'team-hold-role',
          text: `select p.role from operator_memberships p join operators o on o.operator_id = p.operator_id
                  where p.merchant_id = $1 and p.operator_id = $2 and o.status = 'active' for share`,
          values: [merchantId, operatorId],
        },
  );
  return row?.role ?? null;
}

/** The role of a person there, whether they are active or not, for its change; null: none. */
export async function holdRoleOfAnybody(
  tx: Tx,
  merchantId: string,
  operatorId: string,
): Promise<Role | null> {
  const [row] = await tx.rows<{ role: Role | null }>(
    merchantId === OF_GATEWAY
      ? {
          name: 'team-hold-gateway-role-of-anybody',
          text: 'select o.gateway_role as role from operators o where o.operator_id = $1 for update',
          values: [operatorId],
        }
      : {
          name: 'team-hold-role-of-anybody',
          text: `select p.role from operator_memberships p
                  where p.merchant_id = $1 and p.operator_id = $2 for update`,
          values: [merchantId, operatorId],
        },
  );
  return row?.role ?? null;
}

/** The active admins of a merchant, or of the gateway, held: whoever takes one away waits for who does so at the same time. */
export async function holdAdmins(tx: Tx, merchantId: string): Promise<string[]> {
  const rows = await tx.rows<{ operator_id: string }>(
    merchantId === OF_GATEWAY
      ? {
          name: 'team-hold-gateway-admins',
          text: `select o.operator_id from operators o
                  where o.gateway_role = 'admin' and o.status = 'active' order by o.operator_id for update`,
          values: [],
        }
      : {
          name: 'team-hold-admins',
          text: `select p.operator_id from operator_memberships p join operators o on o.operator_id = p.operator_id
                  where p.merchant_id = $1 and p.role = 'admin' and o.status = 'active'
                  order by p.operator_id for update of p`,
          values: [merchantId],
        },
  );
  return rows.map((row) => row.operator_id);
}

/** Merchants (and the nil uuid for the gateway) where a person is an admin. */
export async function adminOf(on: Tx, operatorId: string): Promise<string[]> {
  const rows = await on.rows<{ merchant_id: string }>({
    name: 'team-admin-of',
    text: `select p.merchant_id from operator_memberships p where p.operator_id = $1 and p.role = 'admin'
           union all
           select '${OF_GATEWAY}'::uuid from operators o where o.operator_id = $1 and o.gateway_role = 'admin'
           order by 1`,
    values: [operatorId],
  });
  return rows.map((row) => row.merchant_id);
}

/** Gives a role to who has none there; false when they have one. */
export async function addRole(
  tx: Tx,
  merchantId: string,
  operatorId: string,
  role: Role,
  at: number,
): Promise<boolean> {
  const rows = await tx.rows(
    merchantId === OF_GATEWAY
      ? {
          name: 'team-add-gateway-role',
          text: `update operators set gateway_role = $2
                  where operator_id = $1 and gateway_role is null returning operator_id`,
          values: [operatorId, role],
        }
      : {
          name: 'team-add-role',
          text: `insert into operator_memberships (merchant_id, operator_id, role, created_at) values ($1, $2, $3, $4)
                 on conflict (merchant_id, operator_id) do nothing returning operator_id`,
          values: [merchantId, operatorId, role, instant(at)],
        },
  );
  return rows.length === 1;
}

/** Changes a role that is there, or takes it away (null). */
export async function putRole(
  tx: Tx,
  merchantId: string,
  operatorId: string,
  role: Role | null,
): Promise<void> {
  if (merchantId === OF_GATEWAY) {
    await tx.rows({
      name: 'team-put-gateway-role',
      text: 'update operators set gateway_role = $2 where operator_id = $1',
      values: [operatorId, role],
    });
  } else if (role === null) {
    await tx.rows({
      name: 'team-remove',
      text: 'delete from operator_memberships where merchant_id = $1 and operator_id = $2',
      values: [merchantId, operatorId],
    });
  } else {
    await tx.rows({
      name: 'team-put-role',
      text: 'update operator_memberships set role = $3 where merchant_id = $1 and operator_id = $2',
      values: [merchantId, operatorId, role],
    });
  }
}
