// A visitor: a signed cookie leads to a customer of the shop, with a basket and a telephone.
import { createHmac, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { openRecords } from '../records.ts';
import { cookieIn, setCookie } from './cookies.ts';

export interface Visitor {
  /** The customer's id at the gateway. */
  id: string;
  name: string;
  /** Digits with country code; the bank sends its codes there. */
  phone: string;
  /** Pieces by article number. */
  basket: Readonly<Record<string, number>>;
}

export interface Visitors {
  /** Whose request it is; a newcomer gets a cookie. */
  of(request: FastifyRequest, reply: FastifyReply): Visitor;
  change(visitor: Visitor, change: Partial<Visitor>): Visitor;
}

const COOKIE = 'toko_session';
const YEAR_S = 365 * 86_400;

export function openVisitors(folder: string): Visitors {
  const records = openRecords<Visitor>(folder, 'visitors');
  const key = keyOf(folder);
  // A newcomer is only written down once there is something to remember.
  const fresh = new Map<string, Visitor>();
  return {
    of(request, reply) {
      const id = signedId(cookieIn(request, COOKIE), key);
      const known = id === undefined ? undefined : (records.get(id) ?? fresh.get(id));
      if (known !== undefined) return known;
      const visitor = newcomer(id ?? `C-${randomBytes(9).toString('base64url')}`);
      if (fresh.size > 10_000) fresh.clear();
      fresh.set(visitor.id, visitor);
      setCookie(reply, COOKIE, `${visitor.id}.${sign(visitor.id, key)}`, YEAR_S);
      return visitor;
    },
    change(visitor, change) {
      const next = { ...(records.get(visitor.id) ?? visitor), ...change };
      records.put(next.id, next);
      fresh.delete(next.id);
      return next;
    },
  };
}

function newcomer(id: string): Visitor {
  const phone = `62812${String(randomInt(0, 100_000_000)).padStart(8, '0')}`;
  return { id, name: 'Sari Wulandari', phone, basket: {} };
}

function signedId(cookie: string | undefined, key: Buffer): string | undefined {
  const [id, signature] = cookie?.split('.') ?? [];
  if (!id || !signature) return undefined;
  const [given, right] = [Buffer.from(signature), Buffer.from(sign(id, key))];
  return given.length === right.length && timingSafeEqual(given, right) ? id : undefined;
}

function sign(id: string, key: Buffer): string {
  return createHmac('sha256', key).update(id).digest('base64url');
}

/** The key of the cookies: drawn once, kept in the folder. */
function keyOf(folder: string): Buffer {
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, 'session.key');
  if (!existsSync(file)) writeFileSync(file, randomBytes(32), { mode: 0o600 });
  return readFileSync(file);
}
