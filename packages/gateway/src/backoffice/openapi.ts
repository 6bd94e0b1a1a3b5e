// The OpenAPI 3.1 document of the Back Office's API, from its shapes.
import { z } from 'zod';
import { CONTRACT } from './contract/contract.ts';
import { LiveEvent } from './contract/nouns.ts';
import { Refused } from './contract/words.ts';
import type { Shape } from './route.ts';

type Json = Record<string, unknown>;

/** Where every route begins. */
export const API = '/backoffice/api';

/** Builds the document; named schemas become components. */
export function describeBackoffice(version: string): Json {
  const schemas: Record<string, Json> = {};
  const paths: Record<string, Json> = {};
  for (const [name, shape] of Object.entries(CONTRACT)) {
    const path = API + shape.path.replace(/:(\w+)/g, '{$1}');
    const methods = (paths[path] ??= {});
    methods[shape.method.toLowerCase()] = describe(name, shape, schemas);
  }
  jsonOf(LiveEvent, 'output', schemas);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Tarik Back Office',
      description:
        'Every answer has an `X-Request-Id`, which names the call in the log of the gateway.',
      version,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    paths,
    components: { schemas },
  };
}

function describe(name: string, shape: Shape, schemas: Record<string, Json>): Json {
  return {
    operationId: name,
    summary: shape.summary,
    'x-permission': shape.permission,
    ...(shape.stepUp === true ? { 'x-step-up': true } : {}),
    parameters: [
      ...parameters(shape.params, 'path', schemas),
      ...parameters(shape.query, 'query', schemas),
    ],
    ...(shape.body === undefined
      ? {}
      : { requestBody: { required: true, content: bodyOf(shape.body, schemas) } }),
    responses: {
      ...answers(shape.answer, schemas),
      default: { description: 'Refused', content: content(jsonOf(Refused, 'output', schemas)) },
    },
  };
}

function bodyOf(body: NonNullable<Shape['body']>, schemas: Record<string, Json>): Json {
  if (body === 'file') return { 'text/csv': { schema: { type: 'string', format: 'binary' } } };
  return content(jsonOf(body, 'input', schemas));
}

function answers(answer: Shape['answer'], schemas: Record<string, Json>): Json {
  if (answer === null) return { 204: { description: 'Done' } };
  if (answer === 'redirect') return { 302: { description: 'Go there' } };
  if (answer === 'csv') return { 200: { description: 'CSV', content: text('text/csv') } };
  if (answer === 'events') {
    return { 200: { description: 'Events', content: text('text/event-stream') } };
  }
  return { 200: { description: 'OK', content: content(jsonOf(answer, 'output', schemas)) } };
}

function parameters(
  schema: z.ZodObject | undefined,
  place: 'path' | 'query',
  schemas: Record<string, Json>,
): Json[] {
  if (schema === undefined) return [];
  return Object.entries(schema.shape).map(([name, one]) => ({
    name,
    in: place,
    required: place === 'path' || !(one as z.ZodType).safeParse(undefined).success,
    schema: jsonOf(one as z.ZodType, 'input', schemas),
  }));
}

function content(schema: Json): Json {
  return { 'application/json': { schema } };
}

function text(type: string): Json {
  return { [type]: { schema: { type: 'string' } } };
}

function jsonOf(schema: z.ZodType, io: 'input' | 'output', schemas: Record<string, Json>): Json {
  const written = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    override({ zodSchema, jsonSchema }) {
      // What a parameter is read from is text.
      const { type } = zodSchema._zod.def;
      if (type === 'bigint') jsonSchema.type = 'string';
      if (type === 'number' && io === 'input' && jsonSchema.type === undefined)
        jsonSchema.type = 'number';
    },
  });
  const { $defs: named = {}, $schema: _dialect, ...own } = written;
  for (const [name, one] of Object.entries(named)) schemas[name] = relinked(one);
  return relinked(own);
}

function relinked(definition: unknown): Json {
  const text = JSON.stringify(definition, (key, value: unknown) => {
    if (key === '$ref' && typeof value === 'string') {
      return value.replace('#/$defs/', '#/components/schemas/');
    }
    return key === 'id' && typeof value === 'string' ? undefined : value;
  });
  return JSON.parse(text) as Json;
}
