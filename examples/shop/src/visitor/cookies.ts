// Cookies, read and set.
import type { FastifyReply, FastifyRequest } from 'fastify';

export function cookieIn(request: FastifyRequest, name: string): string | undefined {
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const [key, value] = pair.trim().split('=');
    if (key === name) return value;
  }
  return undefined;
}

/** `value` must need no escaping. */
export function setCookie(reply: FastifyReply, name: string, value: string, seconds: number): void {
  const cookie = `${name}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Lax`;
  void reply.header('set-cookie', cookie);
}
