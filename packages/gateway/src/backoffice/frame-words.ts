// What a call brings: path, query and body, read by the shape's own rules before anything is done with them.
import type { z } from 'zod';
import { Denied } from './denied.ts';
import type { Shape } from './route.ts';

export interface Brought {
  params: unknown;
  query: unknown;
  body: unknown;
}

/** The words of a call as its shape reads them. Throws `field_invalid` with the path of the first field that breaks its rule. */
export function readWords(shape: Shape, brought: Brought): Brought {
  return {
    params: read(shape.params, brought.params),
    query: read(shape.query, brought.query),
    body: read(shape.body, brought.body),
  };
}

function read(schema: z.ZodType | undefined, value: unknown): unknown {
  if (schema === undefined) return undefined;
  const unkeepable = findUnkeepable(value, '');
  if (unkeepable !== null) throw new Denied('field_invalid', { field: unkeepable });
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = (issue?.path ?? []).map(String).join('.');
  throw new Denied('field_invalid', {
    ...(issue === undefined ? {} : { message: issue.message }),
    ...(field === '' ? {} : { field }),
  });
}

/** The path of a text that no database keeps: with a NUL in it, or half a character. */
function findUnkeepable(value: unknown, path: string): string | null {
  if (typeof value === 'string') return value.includes('\0') || !value.isWellFormed() ? path : null;
  if (typeof value !== 'object' || value === null) return null;
  for (const [name, one] of Object.entries(value)) {
    const below = path === '' ? name : `${path}.${name}`;
    if (findUnkeepable(name, below) !== null) return path === '' ? 'body' : path;
    const found = findUnkeepable(one, below);
    if (found !== null) return found;
  }
  return null;
}
