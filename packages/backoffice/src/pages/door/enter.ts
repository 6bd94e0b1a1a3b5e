// What follows each step at the door: the next step, or the page that the person wanted.
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useRouter, useSearch } from '@tanstack/react-router';
import { safeReturn } from '../../app/door.ts';

export type Next = 'done' | 'totp' | 'enrol_totp';

/** Goes where the answer of a step leads. */
export function useEnter(): (next: Next) => Promise<void> {
  const { to } = useSearch({ strict: false });
  const navigate = useNavigate();
  const router = useRouter();
  const queries = useQueryClient();
  return async (next) => {
    const search = to === undefined ? {} : { to };
    if (next === 'totp') return navigate({ to: '/sign-in/code', search });
    if (next === 'enrol_totp') return navigate({ to: '/sign-in/enrolment', search });
    // Nothing that was read as somebody else may be left.
    queries.clear();
    router.history.push(`/backoffice${safeReturn(to, window.location.origin)}`);
  };
}
