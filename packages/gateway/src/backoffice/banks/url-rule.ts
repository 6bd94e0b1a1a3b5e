// Which URLs people may enter for notifications: what the door would take, said with the reason.
import type { Context } from '../../context.ts';
import { urlFault, type UrlFault } from '../../notifications/target.ts';
import { Denied } from '../denied.ts';

const RULES: Readonly<Record<UrlFault, string>> = {
  url_malformed: 'it is no URL',
  url_not_https: 'it must be https',
  url_has_user: 'it must not hold a user or a password',
  url_has_fragment: 'it must not have a fragment',
  url_port: 'its port must be 443 or 8443',
  address_refused: 'it must not be a private or local address',
};

/** Throws `field_invalid` for a URL that the door would not call. */
export function mustBeCallable(
  { sandbox }: Pick<Context, 'sandbox'>,
  url: string | null,
  field: string,
): void {
  const fault = url === null ? null : urlFault(url, sandbox);
  if (fault !== null) throw new Denied('field_invalid', { field, message: RULES[fault] });
}
