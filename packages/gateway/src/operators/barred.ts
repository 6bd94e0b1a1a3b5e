// Why something that a person of the Back Office asks for is not done: the closed list; the edges word it.

export type BarredCode =
  | 'credentials_wrong'
  | 'too_many_tries'
  | 'overloaded'
  | 'signed_out'
  | 'forbidden'
  | 'own_request'
  | 'not_found'
  | 'field_invalid'
  | 'conflict'
  | 'already_known'
  | 'already_asked'
  | 'last_admin'
  | 'not_allowed_now';

/** Thrown by the flows of this room; a transaction that it leaves is taken back. */
export class Barred extends Error {
  override name = 'Barred';
  readonly code: BarredCode;
  readonly retryAfterSeconds: number | undefined;
  readonly field: string | undefined;
  /** The open request that stands in the way. */
  readonly approvalId: string | undefined;

  constructor(
    code: BarredCode,
    more: {
      message?: string;
      retryAfterSeconds?: number;
      field?: string;
      approvalId?: string;
    } = {},
  ) {
    super(more.message ?? code.replaceAll('_', ' '));
    this.code = code;
    this.retryAfterSeconds = more.retryAfterSeconds;
    this.field = more.field;
    this.approvalId = more.approvalId;
  }
}
