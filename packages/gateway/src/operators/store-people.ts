// SQL of people: who they are, their passwords and second factors, their roles.
import { instant, type Tx } from '../base/db.ts';
import type { Role } from './roles.ts';

export interface PersonRow {
  operator_id: string;
  email: string;
  name: string;
  status: 'active' | 'disabled';
  password_hash: string | null;
  oidc_subject: string | null;
  sealed_totp: Buffer | null;
  sealed_totp_offered: Buffer | null;
  gateway_role: Role | null;
  locale: 'id' | 'en';
  theme: 'light' | 'dark' | 'auto';
  time_zone: string | null;
}

const COLUMNS = `o.operator_id, o.email, o.name, o.status, o.password_hash, o.oidc_subject, o.sealed_totp,
                 o.sealed_totp_offered, o.gateway_role, o.locale, o.theme, o.time_zone`;

/** The person of an e-mail address in lower case, or null. */
export async function findPersonByEmail(on: Tx, email: string): Promise<PersonRow | null> {
  const [row] = await on.rows<PersonRow>({
    name: 'operators-by-email',
    text: `select ${COLUMNS} from operators o where o.email = $1`,
    values: [email],
  });
  return row ?? null;
}

/** A person, or null. */
export async function findPerson(on: Tx, operatorId: string): Promise<PersonRow | null> {
  const [row] = await on.rows<PersonRow>({
    name: 'operators-by-id',
    text: `select ${COLUMNS} from operators o where o.operator_id = $1`,
    values: [operatorId],
  });
  return row ?? null;
}

export interface PersonName {
  operator_id: string;
  name: string;
  email: string;
}

/** What these people are called, by id. */
export async function findNames(
  on: Tx,
  operatorIds: readonly (string | null)[],
): Promise<Map<string, PersonName>> {
  const wanted = [...new Set(operatorIds)].filter((id) => id !== null);
  if (wanted.length === 0) return new Map();
  const rows = await on.rows<PersonName>({
    name: 'operators-names',
    text: `select o.operator_id, o.name, o.email from operators o where o.operator_id = any($1::uuid[])`,
    values: [wanted],
  });
  return new Map(rows.map((row) => [row.operator_id, row]));
}

/** Whether anybody is there at all. */
export async function isAnybodyThere(on: Tx): Promise<boolean> {
  const rows = await on.rows({
    name: 'operators-anybody',
    text: 'select o.operator_id from operators o limit 1',
    values: [],
  });
  return rows.length > 0;
}

/** How many people have an address that ends so. */
export async function countPeopleOf(on: Tx, ending: string): Promise<number> {
  const rows = await on.rows({
    name: 'operators-of',
    text: 'select o.operator_id from operators o where right(o.email, length($1)) = $1 limit 1000',
    values: [ending],
  });
  return rows.length;
}

/** Adds a person; false when the e-mail address is taken. */
export async function insertPerson(
  tx: Tx,
  person: {
    operatorId: string;
    email: string;
    name: string;
    passwordHash: string | null;
    locale: 'id' | 'en';
    at: number;
  },
): Promise<boolean> {
  const rows = await tx.rows({
    name: 'operators-insert',
    text: `insert into operators (operator_id, email, name, password_hash, locale, created_at)
           values ($1, $2, $3, $4, $5, $6) on conflict (email) do nothing returning operator_id`,
    values: [
      person.operatorId,
      person.email,
      person.name,
      person.passwordHash,
      person.locale,
      instant(person.at),
    ],
  });
  return rows.length === 1;
}

/** Writes a new password. */
export async function setPassword(tx: Tx, operatorId: string, passwordHash: string): Promise<void> {
  await tx.rows({
    name: 'operators-set-password',
    text: 'update operators set password_hash = $2 where operator_id = $1',
    values: [operatorId, passwordHash],
  });
}

/** What one sets about oneself; what is absent stays. */
export interface Preferences {
  name?: string | undefined;
  locale?: 'id' | 'en' | undefined;
  theme?: 'light' | 'dark' | 'auto' | undefined;
  time_zone?: string | null | undefined;
}

export async function setPreferences(tx: Tx, operatorId: string, to: Preferences): Promise<void> {
  await tx.rows({
    name: 'operators-set-preferences',
    text: `update operators
              set name = coalesce($2, name), locale = coalesce($3, locale), theme = coalesce($4, theme),
                  time_zone = case when $6 then $5 else time_zone end
            where operator_id = $1`,
    values: [
      operatorId,
      to.name ?? null,
      to.locale ?? null,
      to.theme ?? null,
      to.time_zone ?? null,
      to.time_zone !== undefined,
    ],
  });
}

/** Lets somebody in or out; false when nobody has this id, or it is so already. */
export async function setPersonStatus(
  tx: Tx,
  operatorId: string,
  status: 'active' | 'disabled',
): Promise<boolean> {
  const rows = await tx.rows({
    name: 'operators-set-status',
    text: `update operators set status = $2 where operator_id = $1 and status <> $2 returning operator_id`,
    values: [operatorId, status],
  });
  return rows.length === 1;
}

/**
 * Ties a person to who they are at the identity provider, which ends the password that they had before; false when they
 * are tied to another one.
 */
export async function tieSubject(tx: Tx, operatorId: string, subject: string): Promise<boolean> {
  const rows = await tx.rows({
    name: 'operators-tie-subject',
    text: `update operators
              set oidc_subject = $2, password_hash = case when oidc_subject is null then null else password_hash end
            where operator_id = $1 and (oidc_subject is null or oidc_subject = $2) returning operator_id`,
    values: [operatorId, subject],
  });
  return rows.length === 1;
}
