// Valid bodies from the schemas of the OpenAPI document: what each field may hold, with the names of things that exist.
import type { Chance } from './chance.ts';

export interface Schema {
  $ref?: string;
  type?: string | string[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  enum?: unknown[];
  anyOf?: Schema[];
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  pattern?: string;
  format?: string;
}

export interface Document {
  paths: Record<string, Record<string, Operation | undefined>>;
  components: {
    schemas: Record<string, Schema>;
    examples: Record<string, { value: { error: { code: string } } }>;
  };
}

export interface Operation {
  requestBody?: { content: Record<string, { schema: Schema }> };
  responses: Record<string, unknown>;
}

/** Values for fields by their path (`payment.token_id`); undefined leaves the field to its schema. */
export type Known = (path: string) => unknown;

/** A value that the schema allows; optional fields are there or not. */
export function validValue(
  chance: Chance,
  document: Document,
  schema: Schema,
  known: Known,
  path = '',
): unknown {
  const given = known(path);
  if (given !== undefined) return given;
  if (schema.$ref !== undefined) {
    const name = schema.$ref.split('/').at(-1) ?? '';
    const target = document.components.schemas[name];
    if (target === undefined) throw new Error(`the document has no schema ${name}`);
    return validValue(chance, document, target, known, path);
  }
  if (schema.enum !== undefined) return chance.pick(schema.enum);
  const types = [schema.type ?? 'object'].flat();
  switch (chance.pick(types)) {
    case 'object':
      return validObject(chance, document, schema, known, path);
    case 'array': {
      const { items } = schema;
      if (items === undefined) return [];
      return Array.from({ length: chance.whole(0, 3) }, () =>
        validValue(chance, document, items, known, `${path}[]`),
      );
    }
    case 'integer':
    case 'number':
      return validNumber(chance, schema);
    case 'boolean':
      return chance.is(0.5);
    default:
      return validText(chance, schema);
  }
}

function validObject(
  chance: Chance,
  document: Document,
  schema: Schema,
  known: Known,
  path: string,
): unknown {
  const object: Record<string, unknown> = {};
  for (const [name, inner] of Object.entries(schema.properties ?? {})) {
    const needed = schema.required?.includes(name) ?? false;
    if (!needed && chance.is(0.6)) continue;
    object[name] = validValue(
      chance,
      document,
      inner,
      known,
      path === '' ? name : `${path}.${name}`,
    );
  }
  return object;
}

function validNumber(chance: Chance, schema: Schema): number {
  if (schema.pattern === '^[1-9][0-9]*$') return chance.whole(6_281_000, 6_281_999_999);
  const { minimum = 0, maximum = 1_000_000 } = schema;
  return chance.whole(minimum, Math.min(maximum, minimum + 100_000));
}

function validText(chance: Chance, schema: Schema): string {
  const { minLength = 0, maxLength = 40, pattern, format } = schema;
  if (format === 'email') return `${chance.word(8)}@example.com`;
  if (format === 'uri') return `https://shop.example/${chance.word(8)}`;
  if (pattern === '^\\d{2}-\\d{2}-\\d{4}$') return '01-12-2000';
  if (pattern === '^[0-9]{6}$') return String(chance.whole(0, 999_999)).padStart(6, '0');
  if (pattern !== undefined) return String(chance.whole(1_000_000, 9_999_999));
  return chance.word(chance.whole(minLength, Math.min(maxLength, minLength + 30)));
}
