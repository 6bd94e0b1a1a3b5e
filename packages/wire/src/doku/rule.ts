// How a field's rule is written: a check in code, the sentence for its sender, and its shape for
// JSON Schema.
import { LosslessNumber } from 'lossless-json';
import { z } from 'zod';

/** Facts about a field for JSON Schema, where the check itself is code. */
export type Shape = Record<string, unknown>;

/** Text for which `holds`; everything else breaks the rule. */
export function checked(
  holds: (value: string) => boolean,
  rule: string,
  shape: Shape,
): z.ZodString {
  return z
    .string({ error: (issue) => missingOr(issue.input, rule) })
    .refine(holds, rule)
    .meta(shape);
}

/** An object with these fields; others are dropped. */
export function fields<S extends z.ZodRawShape>(shape: S) {
  const error = (issue: { input?: unknown }) => missingOr(issue.input, 'must be an object');
  // A kept number is an instance of a class, hence an object for zod; on the wire it is none.
  return z.preprocess(numberIsText, z.object(shape, { error }));
}

/** A list of at most `max` of these. */
export function list<T extends z.ZodType>(item: T, max: number) {
  const rule = `must be a list of at most ${max} entries`;
  return z.array(item, { error: (issue) => missingOr(issue.input, rule) }).max(max, rule);
}

/** A field that `reader` turns into a value, or into undefined where the rule is broken. */
export function read<T>(reader: (value: unknown) => T | undefined, rule: string, shape: Shape) {
  return z
    .unknown()
    .transform((input, context): T => {
      const value = reader(input);
      if (value !== undefined) return value;
      context.issues.push({ code: 'custom', message: missingOr(input, rule), input });
      return z.NEVER;
    })
    .meta(shape);
}

function missingOr(input: unknown, rule: string): string {
  return input === undefined ? 'is required' : rule;
}

function numberIsText(value: unknown): unknown {
  return value instanceof LosslessNumber ? value.value : value;
}
