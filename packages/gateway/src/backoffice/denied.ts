// The Back Office's own "no": the closed list of codes with their HTTP status and their English words. The page words them
// in its reader's language by the code.

const DENIED = {
  signed_out: [401, 'sign in first'],
  totp_required: [401, 'the second factor is missing'],
  enrolment_required: [401, 'a second factor must be enrolled first'],
  credentials_wrong: [401, 'e-mail, password or code is wrong'],
  too_many_tries: [429, 'too many tries: wait a moment'],
  csrf: [403, 'the request does not come from our page'],
  forbidden: [403, 'your role does not allow this'],
  step_up_required: [403, 'prove yourself again first'],
  own_request: [403, 'nobody decides what they asked for themselves'],
  sandbox_only: [403, 'only a sandbox does this'],
  not_found: [404, 'there is no such thing, or it is not yours to see'],
  field_invalid: [400, 'a field breaks its rule'],
  body_unreadable: [400, 'the body must be JSON'],
  choose_merchant: [400, 'this is about one merchant: choose it first'],
  conflict: [409, 'it has changed meanwhile: look at it again'],
  already_known: [409, 'that is there already'],
  already_asked: [409, 'another request about this is open'],
  last_admin: [409, 'one admin must stay'],
  credentials_refused: [422, 'the bank does not take this Key and Secret'],
  bank_refuses: [422, 'the bank has answered, and refuses to say'],
  bank_away: [503, 'the bank does not answer'],
  not_allowed_now: [409, 'its state does not allow this now'],
  being_counted: [503, 'the books are still being added up: try again in a moment'],
  overloaded: [503, 'busy: try again in a moment'],
  internal: [500, 'something went wrong here'],
} as const satisfies Record<string, readonly [number, string]>;

export type DeniedCode = keyof typeof DENIED;

/** Thrown by a route; the frame answers it. `message` is for people, `field` the path of a wrong field. */
export class Denied extends Error {
  override name = 'Denied';
  readonly code: DeniedCode;
  readonly field: string | undefined;
  readonly retryAfterSeconds: number | undefined;
  /** The open request that stands in the way. */
  readonly approvalId: string | undefined;

  constructor(
    code: DeniedCode,
    more: {
      message?: string;
      field?: string;
      retryAfterSeconds?: number;
      approvalId?: string;
    } = {},
  ) {
    super(more.message ?? DENIED[code][1]);
    this.code = code;
    this.field = more.field;
    this.retryAfterSeconds = more.retryAfterSeconds;
    this.approvalId = more.approvalId;
  }

  get status(): number {
    return DENIED[this.code][0];
  }
}
