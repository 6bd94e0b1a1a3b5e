// A page for every code: those of the gateway from docs/errors.md and the examples of the OpenAPI
// document, those of the SDK from their own list.
import { readCatalogue } from '../../packages/gateway/src/api/error-catalogue.ts';
import { ERRORS, errorBody } from '../../packages/gateway/src/api/doku/errors.ts';
import type { RefusalCode } from '../../packages/gateway/src/base/refusal.ts';
import { entryOf } from '../../packages/sdk/src/catalogue.ts';
import { fence, fileText, table, write } from './pages.ts';
import { SDK_CODES, type SdkCode } from './sdk-codes.ts';

interface Row {
  code: string;
  http: string;
  type: string;
  retry: boolean;
  cause: string;
  todo: string;
}

/** Writes them all. */
export function writeErrorPages(): void {
  const byCode = Map.groupBy(gatewayRows(), ({ code }) => code);
  const examples = examplesByCode();
  for (const [code, rows] of byCode) writeGatewayCode(code, rows, examples.get(code) ?? []);
  for (const code of SDK_CODES) writeSdkCode(code);
  write({
    slug: 'errors/sdk',
    title: 'Errors of the SDK',
    description: 'The codes that the SDK itself gives, beside those of the gateway.',
    label: 'From the SDK',
    order: 2,
    body: sdkList(),
  });
}

/** The gateway's rows: those of the SDK name a class in place of an HTTP status. */
function gatewayRows(): Row[] {
  return readCatalogue().flatMap(({ code, retry, cause, whatToDo, facts }) => {
    const fact = new Map(facts);
    const http = fact.get('HTTP');
    if (http === undefined) return [];
    return [{ code, http, type: fact.get('Type') ?? '', retry, cause, todo: whatToDo }];
  });
}

function writeGatewayCode(code: string, rows: readonly Row[], examples: readonly unknown[]): void {
  const [first] = rows;
  if (first === undefined || examples.length === 0) throw new Error(`no example of ${code}`);
  const error = entryOf(code, Number(first.http)).make('', { code });
  const facts = `**HTTP ${first.http}** · \`${first.type}\` · in the SDK ${classLink(error.name)}`;
  const several = rows.length > 1;
  const causes = rows.map((row, n) => {
    const again = row.retry
      ? '**Send again?** Yes: the very same request, with the same Request-Id. It cannot run twice.'
      : '**Send again?** No: the same request would be answered the same way.';
    return several
      ? [`## Cause ${n + 1}`, sentence(row.cause), `**What to do?** ${sentence(row.todo)}`, again]
      : ['## Cause', sentence(row.cause), '## What to do', sentence(row.todo), again];
  });
  const bodies = examples.map((body) => fence('json', JSON.stringify(body, null, 2)));
  write({
    slug: `errors/${code}`,
    title: code,
    description: sentence(first.cause),
    body: [
      facts,
      ...causes.flat(),
      several || bodies.length > 1 ? '## Examples' : '## Example',
      `The body of the answer, with HTTP status ${first.http}:`,
      ...bodies,
      'The message is for people and may change; programs read `code`. [All errors](/errors/)',
    ].join('\n\n'),
  });
}

function writeSdkCode(entry: SdkCode): void {
  const { code, errorClass, retried, retryable, outcomeUnknown, answers } = entry;
  const yes = (is = false): string => (is ? 'yes' : 'no');
  const facts =
    answers === undefined
      ? [
          `**${classLink(errorClass)}**`,
          `\`retryable\`: ${yes(retryable)}`,
          `\`outcomeUnknown\`: ${yes(outcomeUnknown)}`,
          `sent again by the SDK: ${yes(retried)}`,
        ].join(' · ')
      : `**${classLink(errorClass)}** · answer the gateway with \`httpStatus\` ${answers}`;
  const unknown =
    outcomeUnknown === true
      ? '`outcomeUnknown` is said of calls that change something; a question (`payments.status`) may always be asked again.'
      : '';
  write({
    slug: `errors/${code}`,
    title: code,
    description: sentence(entry.cause),
    body: [
      facts,
      unknown,
      `## Cause\n\n${sentence(entry.cause)}`,
      `## What to do\n\n${sentence(entry.todo)}`,
      `## Example\n\n${fence('text', `${errorClass} ${code === 'http_5xx' ? 'http_502' : code}\n${entry.example}`)}`,
      'The SDK gives this code, not the gateway. [All codes of the SDK](/errors/sdk/)',
    ]
      .filter((part) => part !== '')
      .join('\n\n'),
  });
}

function sdkList(): string {
  const rows = SDK_CODES.map(({ code, errorClass, retryable, cause }) => [
    `[\`${code}\`](/errors/${code}/)`,
    classLink(errorClass),
    retryable ? 'yes' : 'no',
    sentence(cause),
  ]);
  return `Every error of the SDK is a \`TarikError\` with \`code\`, \`retryable\` and \`outcomeUnknown\`. It bears
the gateway's code where the gateway refused ([all errors](/errors/)); otherwise one of these.

${table(['Code', 'Class', 'Retryable', 'Cause'], rows)}

## What to look at first

- \`outcomeUnknown\`: something may have happened. Leave the order pending and ask \`payments.status\`.
- \`retryable\`: the same call with the same \`requestId\` may be sent again; it cannot happen twice.
- \`field\`: the option, argument, field or header that is to blame.`;
}

interface Example {
  value: { error: { code: string } };
}

/** The example bodies of the OpenAPI document by code: several refusals may share one. */
function examplesByCode(): Map<string, Example['value'][]> {
  const { components } = JSON.parse(fileText('docs/openapi.json')) as {
    components: { examples: Record<string, Example> };
  };
  const bodies = Object.values(components.examples).map(({ value }) => value);
  const shown = new Set(bodies.map(({ error }) => error.code));
  // What belongs to no operation, such as a path that is none, has no example there.
  for (const refusal of Object.keys(ERRORS) as RefusalCode[]) {
    if (shown.has(ERRORS[refusal].code)) continue;
    const text = errorBody({ code: refusal, detail: {} }).toString();
    bodies.push(JSON.parse(text) as Example['value']);
  }
  return Map.groupBy(bodies, ({ error }) => error.code);
}

function classLink(name: string): string {
  return `[\`${name}\`](/reference/sdk/errors/#${name.toLowerCase()})`;
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
