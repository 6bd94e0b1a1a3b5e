// SQL of sessions. The cookie's value never comes here, only its SHA-256. Times are true time: a person's idleness does not
// move with a sandbox's clock.
import { instant, type Db, type Tx } from '../base/db.ts';
import type { Membership } from './session.ts';
import type { Role } from './roles.ts';

export type Stage = 'totp' | 'enrol_totp' | 'full';

export interface SessionRow {
  session_id: string;
  stage: Stage;
  seen_at: number;
  ends_at: number;
  stepped_up_at: number | null;
  /** False for the id that the session had before. */
  current: boolean;
  operator_id: string;
  email: string;
  name: string;
  locale: 'id' | 'en';
  theme: 'light' | 'dark' | 'auto';
  time_zone: string | null;
  totp: boolean;
  gateway_role: Role | null;
  memberships: Membership[];
}

/** The session behind a cookie with its person, who must be active; null where there is none at this moment. */
export async function findSession(
  on: Tx,
  hash: Buffer,
  { at, seenAfter }: { at: number; seenAfter: number },
): Promise<SessionRow | null> {
  const [row] = await on.rows<SessionRow>({
    name: 'sessions-find',
    text: `select s.session_id, s.stage, s.seen_at, s.ends_at, s.stepped_up_at, s.session_hash = $1 as current,
                  o.operator_id, o.email, o.name, o.locale, o.theme, o.time_zone, o.sealed_totp is not null as totp,
                  o.gateway_role,
                  (select coalesce(json_agg(json_build_object(
                            'merchantId', m.merchant_id, 'clientId', m.client_id, 'merchantName', m.name,
                            'role', p.role) order by m.client_id), '[]')
                     from operator_memberships p join merchants m on m.merchant_id = p.merchant_id
                    where p.operator_id = o.operator_id) as memberships
             from operator_sessions s join operators o on o.operator_id = s.operator_id
            where (s.session_hash = $1 or (s.former_hash = $1 and s.former_until > $2))
              and s.ends_at > $2 and s.seen_at > $3 and o.status = 'active'`,
    values: [hash, instant(at), instant(seenAfter)],
  });
  return row ?? null;
}

/** Begins a session. */
export async function insertSession(
  tx: Tx,
  session: {
    hash: Buffer;
    sessionId: string;
    operatorId: string;
    stage: Stage;
    address: string;
    agent: string;
    at: number;
    endsAt: number;
  },
): Promise<void> {
  await tx.rows({
    name: 'sessions-insert',
    text: `insert into operator_sessions
             (session_hash, session_id, operator_id, stage, address, agent, created_at, seen_at, ends_at)
           values ($1, $2, $3, $4, $5, $6, $7, $7, $8)`,
    values: [
      session.hash,
      session.sessionId,
      session.operatorId,
      session.stage,
      session.address,
      session.agent,
      instant(session.at),
      instant(session.endsAt),
    ],
  });
  await tx.rows({
    name: 'operators-seen',
    text: 'update operators set seen_at = $2 where operator_id = $1',
    values: [session.operatorId, instant(session.at)],
  });
}

/** Gives a session a new id, its old one good until `formerUntil` for what is under way, and notes the new proof; false when it has ended. */
export async function renewSession(
  tx: Tx,
  sessionId: string,
  to: { hash: Buffer; formerUntil: number; at: number },
): Promise<boolean> {
  const rows = await tx.rows({
    name: 'sessions-renew',
    text: `update operator_sessions
              set former_hash = session_hash, former_until = $3, session_hash = $2, stepped_up_at = $4, seen_at = $4
            where session_id = $1 and stage = 'full' returning session_id`,
    values: [sessionId, to.hash, instant(to.formerUntil), instant(to.at)],
  });
  return rows.length === 1;
}

/** Somebody was seen. Two commits: who changes a person and ends their sessions holds the two in the other order. */
export async function touchSession(
  db: Db,
  sessionId: string,
  at: number,
  address: string,
): Promise<void> {
  const [seen] = await db.rows<{ operator_id: string }>({
    name: 'sessions-touch',
    text: `update operator_sessions set seen_at = $2, address = $3
            where session_id = $1 and seen_at < $2 returning operator_id`,
    values: [sessionId, instant(at), address],
  });
  if (seen === undefined) return;
  await db.rows({
    name: 'operators-touch',
    text: 'update operators set seen_at = $2 where operator_id = $1',
    values: [seen.operator_id, instant(at)],
  });
}

export interface SessionListed {
  session_id: string;
  address: string;
  agent: string;
  created_at: number;
  seen_at: number;
}

/** A person's sessions that are alive, latest first. */
export async function listSessions(
  on: Tx,
  operatorId: string,
  { at, seenAfter }: { at: number; seenAfter: number },
): Promise<SessionListed[]> {
  return await on.rows<SessionListed>({
    name: 'sessions-list',
    text: `select s.session_id, s.address, s.agent, s.created_at, s.seen_at from operator_sessions s
            where s.operator_id = $1 and s.stage = 'full' and s.ends_at > $2 and s.seen_at > $3
            order by s.seen_at desc, s.session_id limit 100`,
    values: [operatorId, instant(at), instant(seenAfter)],
  });
}

/** Ends one session of a person; false when there is none. */
export async function endSession(tx: Tx, operatorId: string, sessionId: string): Promise<boolean> {
  const rows = await tx.rows({
    name: 'sessions-end',
    text: `delete from operator_sessions where operator_id = $1 and session_id = $2 returning session_id`,
    values: [operatorId, sessionId],
  });
  return rows.length === 1;
}

/** Ends the session behind a cookie, whatever its stage. */
export async function endSessionByHash(tx: Tx, hash: Buffer): Promise<void> {
  await tx.rows({
    name: 'sessions-end-by-hash',
    text: 'delete from operator_sessions where session_hash = $1 or former_hash = $1',
    values: [hash],
  });
}

/** Ends every session of a person but one (null: every one). */
export async function endSessions(tx: Tx, operatorId: string, but: string | null): Promise<void> {
  await tx.rows({
    name: 'sessions-end-all',
    text: `delete from operator_sessions
            where operator_id = $1 and ($2::uuid is null or session_id <> $2)`,
    values: [operatorId, but],
  });
}

/** Forgets sessions that are over. */
export async function reapSessions(
  on: Tx,
  { at, seenAfter }: { at: number; seenAfter: number },
): Promise<void> {
  await on.rows({
    name: 'sessions-reap',
    text: 'delete from operator_sessions where ends_at <= $1 or seen_at <= $2',
    values: [instant(at), instant(seenAfter)],
  });
}
