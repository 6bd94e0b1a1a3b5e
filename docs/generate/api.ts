// The API reference: a page for each operation of docs/openapi.json.
import { fence, fileText, table, write } from './pages.ts';

interface Schema {
  $ref?: string;
  type?: string | string[];
  description?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  enum?: unknown[];
  const?: unknown;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  maxItems?: number;
  pattern?: string;
  format?: string;
  anyOf?: Schema[];
  oneOf?: Schema[];
}

interface Parameter {
  $ref?: string;
  name: string;
  in: string;
  required?: boolean;
  description?: string;
  schema: Schema;
}

interface Content {
  'application/json': {
    schema: Schema;
    example?: unknown;
    examples?: Record<string, { $ref?: string; value?: unknown; summary?: string }>;
  };
}

interface Operation {
  operationId: string;
  summary: string;
  description: string;
  parameters: Parameter[];
  requestBody?: { content: Content };
  responses: Record<string, { description: string; content?: Content }>;
}

interface Document {
  info: { description: string };
  paths: Record<string, Record<string, Operation>>;
  webhooks: Record<string, Record<string, Operation>>;
}

const document = JSON.parse(fileText('docs/openapi.json')) as Document;

/** Writes the operations and their list. */
export function writeApiPages(): void {
  const rows: string[][] = [];
  let order = 1;
  for (const [where, methods] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      const slug = `api/${operation.operationId}`;
      order += 1;
      write({
        slug,
        title: operation.summary,
        description: operation.description,
        order,
        body: operationPage(`${method.toUpperCase()} ${where}`, operation),
      });
      rows.push([`[${operation.summary}](/${slug}/)`, `\`${method.toUpperCase()} ${where}\``]);
    }
  }
  for (const { post: operation } of Object.values(document.webhooks)) {
    if (operation === undefined) continue;
    write({
      slug: `api/${operation.operationId}`,
      title: 'Notification',
      description: operation.description,
      order: order + 1,
      body: operationPage('POST to your notification URL', operation),
    });
    rows.push([`[Notification](/api/${operation.operationId}/)`, '`POST` to your own URL']);
  }
  write({
    slug: 'api/index',
    title: 'API reference',
    label: 'Overview',
    description: document.info.description,
    order: 1,
    body: `${document.info.description}

${table(['Operation', 'Call'], rows)}

These pages are made from [the OpenAPI 3.1 document](/openapi.json), which is made from the schemas that the
gateway checks with. A running gateway serves the same at \`/docs\` and \`/openapi.json\`.

## Headers of every request

${parameterTable(Object.values(parameters()).filter((one) => one.in === 'header'))}

How they are signed: [signatures](/concepts/signatures/). What a repeat gets:
[idempotency](/concepts/idempotency/). Amounts are whole rupiah: \`90000\`.`,
  });
}

function operationPage(call: string, operation: Operation): string {
  const { description, requestBody, responses } = operation;
  const others = operation.parameters.map(parameterOf).filter((one) => one.in !== 'header');
  const parts = [fence('http', call), description];
  if (others.length > 0) parts.push('## Path', parameterTable(others));
  if (requestBody !== undefined) parts.push('## Request', ...contentParts(requestBody.content));
  const answers = Object.entries(responses);
  const good = answers.filter(([status]) => status.startsWith('2'));
  const bad = answers.filter(([status]) => !status.startsWith('2'));
  for (const [status, answer] of good) {
    parts.push(`## Answer ${status}`, answer.description);
    if (answer.content !== undefined) parts.push(...contentParts(answer.content));
  }
  if (bad.length > 0) {
    const rows = bad.map(([status, { description: codes }]) => [status, codesLinked(codes)]);
    parts.push('## Errors', table(['HTTP', 'Codes'], rows));
  }
  return parts.join('\n\n');
}

/** Codes between backticks lead to their pages. */
function codesLinked(text: string): string {
  return text.replaceAll(/`([a-z]+(?:_[a-z]+)+)`/g, '[`$1`](/errors/$1/)');
}

function contentParts({ 'application/json': json }: Content): string[] {
  const rows = fieldRows(json.schema, '', '');
  const example = json.example ?? Object.values(json.examples ?? {})[0]?.value;
  return [
    ...(rows.length === 0 ? [] : [table(['Field', 'Type', 'Required', 'What it is'], rows)]),
    ...(example === undefined ? [] : [fence('json', JSON.stringify(example, null, 2))]),
  ];
}

function fieldRows(given: Schema, at: string, required: string): string[][] {
  const schema = resolved(given);
  const { items, properties } = schema;
  const here = at === '' ? [] : [[`\`${at}\``, typeOf(schema), required, ruleOf(schema)]];
  if (items !== undefined) {
    const inner = fieldRows(items, `${at}[]`, '');
    return [...here, ...(resolved(items).properties === undefined ? [] : inner.slice(1))];
  }
  const inner = Object.entries(properties ?? {}).flatMap(([name, field]) =>
    fieldRows(
      field,
      at === '' ? name : `${at}.${name}`,
      schema.required?.includes(name) === true ? 'yes' : '',
    ),
  );
  return [...here, ...inner];
}

function typeOf({ type, anyOf, oneOf, const: only, enum: words }: Schema): string {
  const several = anyOf ?? oneOf;
  if (several !== undefined) return several.map((one) => typeOf(resolved(one))).join(' or ');
  if (type !== undefined) return [type].flat().join(' or ');
  return only === undefined && words === undefined ? 'any' : 'string';
}

function ruleOf(schema: Schema): string {
  const { minimum, maximum, minLength, maxLength, maxItems, format } = schema;
  const rules = [];
  if (schema.const !== undefined) rules.push(`\`${JSON.stringify(schema.const)}\``);
  if (schema.enum !== undefined)
    rules.push(schema.enum.map((one) => `\`${String(one)}\``).join(', '));
  if (minimum !== undefined && maximum !== undefined) rules.push(`${minimum} to ${maximum}`);
  if (maxLength !== undefined) rules.push(`${minLength ?? 0} to ${maxLength} characters`);
  if (maxItems !== undefined) rules.push(`at most ${maxItems}`);
  if (format !== undefined) rules.push(format);
  const said = schema.description ?? '';
  return [said, rules.join('; ')].filter((part) => part !== '').join('. ');
}

function parameterTable(list: readonly Parameter[]): string {
  return table(
    ['Name', 'Type', 'Required', 'What it is'],
    list.map(({ name, required, description, schema }) => [
      `\`${name}\``,
      typeOf(resolved(schema)),
      required === true ? 'yes' : '',
      [description ?? '', schema.pattern === undefined ? '' : `\`${schema.pattern}\``]
        .filter((part) => part !== '')
        .join('. '),
    ]),
  );
}

function parameters(): Record<string, Parameter> {
  const { components } = document as unknown as {
    components: { parameters: Record<string, Parameter> };
  };
  return components.parameters;
}

function parameterOf(given: Parameter): Parameter {
  return given.$ref === undefined ? given : (lookedUp(given.$ref) as Parameter);
}

function resolved(schema: Schema): Schema {
  return schema.$ref === undefined ? schema : resolved(lookedUp(schema.$ref) as Schema);
}

/** What `#/components/…` points at. */
function lookedUp(ref: string): unknown {
  return ref
    .slice(2)
    .split('/')
    .reduce<unknown>((at, name) => (at as Record<string, unknown>)[name], document);
}
