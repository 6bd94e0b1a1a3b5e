// The cookie of a session: its name, how it is set and cleared, and how it is read.
import type { FastifyRequest } from 'fastify';

const SECURE_NAME = '__Host-tarik';
/** Where there is no https, which only a sandbox allows, a browser takes no `__Host-` cookie. */
const PLAIN_NAME = 'tarik_session';

/** The `Set-Cookie` of a session's value; null clears it. It ends with the browser, or before that on our side. */
export function sessionCookie(value: string | null, secure: boolean): string {
  return setCookie(nameOf(secure), value, secure, 'Strict');
}

/** The session's value that a browser sent, or null. */
export function readSessionCookie(
  request: { headers: Pick<FastifyRequest['headers'], 'cookie'> },
  secure: boolean,
): string | null {
  return readCookie(request, nameOf(secure));
}

/** Whether browsers reach us by https. */
export function isSecure({ publicUrl }: { publicUrl: string }): boolean {
  return publicUrl.startsWith('https:');
}

/** A cookie of ours for this host alone; null clears it. */
export function setCookie(
  name: string,
  value: string | null,
  secure: boolean,
  sameSite: 'Strict' | 'Lax',
): string {
  const end = value === null ? '; Max-Age=0' : '';
  return `${name}=${value ?? ''}; Path=/; HttpOnly; SameSite=${sameSite}${secure ? '; Secure' : ''}${end}`;
}

/** The value of a cookie, or null. Of two of one name neither is believed. */
export function readCookie(
  request: { headers: Pick<FastifyRequest['headers'], 'cookie'> },
  name: string,
): string | null {
  const values = (request.headers.cookie ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
  const [value] = values;
  return values.length === 1 && value !== undefined && value !== '' ? value : null;
}

function nameOf(secure: boolean): string {
  return secure ? SECURE_NAME : PLAIN_NAME;
}
