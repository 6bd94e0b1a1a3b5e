// The error of a body that is no JSON we accept.

/**
 * Thrown for a body that is refused; `reason` is a sentence for its sender and quotes nothing of
 * it.
 */
export class JsonRefused extends Error {
  override name = 'JsonRefused';
  readonly reason: string;

  constructor(reason: string) {
    super(reason);
    this.reason = reason;
  }
}
