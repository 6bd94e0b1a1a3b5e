// Where the door leads: to what is missing before somebody is signed in, and back to where they wanted to go.

/** The page that mends a 401; undefined where signing in does not help. */
export function doorFor(
  code: string,
): '/sign-in' | '/sign-in/code' | '/sign-in/enrolment' | undefined {
  if (code === 'signed_out') return '/sign-in';
  if (code === 'totp_required') return '/sign-in/code';
  if (code === 'enrolment_required') return '/sign-in/enrolment';
  return undefined;
}

/**
 * Where to go after signing in: a path below `/backoffice`, of this origin, without its base. Whatever else stands in the
 * address (another site, `//evil`, `/\evil`, `javascript:`) leads home.
 */
export function safeReturn(to: string | undefined, origin: string): string {
  if (to === undefined || !/^\/(?![/\\])/.test(to)) return '/';
  // A browser drops tabs and line breaks from an address, and so would make `/\t/evil` into `//evil`.
  if (/[\u0000-\u0020\\\u007f]/.test(to)) return '/';
  const url = URL.canParse(to, origin) ? new URL(to, origin) : undefined;
  if (url?.origin !== origin || url.pathname.startsWith('/sign-in')) return '/';
  return url.pathname + url.search;
}
