// JSON Schemas of the wire's messages for the OpenAPI document, each named one a component of its own.
import { z } from 'zod';

type JsonSchema = Record<string, unknown>;

export interface Schemas {
  /** A reference to the component of a named schema; it and what it names are added to `all`. */
  ref(schema: z.ZodType): JsonSchema;
  all: Record<string, JsonSchema>;
}

export function collectSchemas(): Schemas {
  const all: Record<string, JsonSchema> = {};
  return {
    all,
    ref(schema) {
      const written = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
      const { $ref: ref, $defs: named = {} } = written;
      if (ref === undefined) throw new Error('a schema of a message has an id');
      for (const [name, definition] of Object.entries(named)) all[name] = relinked(definition);
      return { $ref: linkOf(ref) };
    },
  };
}

function relinked(definition: unknown): JsonSchema {
  const text = JSON.stringify(definition, (key, value: unknown) => {
    if (key === '$ref' && typeof value === 'string') return linkOf(value);
    // An id inside a component would make its references relative to itself.
    return key === 'id' && typeof value === 'string' ? undefined : value;
  });
  return JSON.parse(text) as JsonSchema;
}

function linkOf(ref: string): string {
  return ref.replace('#/$defs/', '#/components/schemas/');
}
