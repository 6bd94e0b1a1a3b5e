// What a call brings: path, query and body, read by the shape's own rules before anything is done with them.
import { Readable } from 'node:stream';
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
    body: readBody(shape.body, brought.body),
  };
}

/** A file is handed on as it comes, and is no body of any other route. */
function readBody(body: Shape['body'], value: unknown): unknown {
  const isFile = value instanceof Readable;
  if (isFile !== (body === 'file') && (isFile || body === 'file'))
    throw new Denied('body_unreadable');
  return body === 'file' ? value : read(body, value);
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

/** Our words are four levels deep; what is deeper is none of them, and would be walked through at our cost. */
const DEEPEST = 16;

/** The path of a text that no database keeps, with a NUL in it or half a character, or of what is too deep. */
function findUnkeepable(value: unknown, path: string, depth = 0): string | null {
  if (typeof value === 'string') return value.includes('\0') || !value.isWellFormed() ? path : null;
  if (typeof value !== 'object' || value === null) return null;
  if (depth > DEEPEST) return path;
  for (const [name, one] of Object.entries(value)) {
    const below = path === '' ? name : `${path}.${name}`;
    if (findUnkeepable(name, below, depth) !== null) return path === '' ? 'body' : path;
    const found = findUnkeepable(one, below, depth + 1);
    if (found !== null) return found;
  }
  return null;
}
