// Turns what a schema found into the one sentence that a merchant engineer reads.
import type { ZodError } from 'zod';

/** The first broken rule: `order.amount` and `must be …` make a sentence when put together. */
export interface Issue {
  /** The field, `order.line_items[0].price`; `body` for the whole. */
  path: string;
  rule: string;
}

/** The first issue in the order of the schema's fields. It quotes nothing that was sent. */
export function firstIssue(error: ZodError): Issue {
  const [issue] = error.issues;
  return { path: pathText(issue?.path ?? []), rule: issue?.message ?? 'is not valid' };
}

function pathText(path: readonly PropertyKey[]): string {
  let text = '';
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`;
    else text += text === '' ? String(step) : `.${String(step)}`;
  }
  return text === '' ? 'body' : text;
}
