// The OpenAPI 3.1 document: what every flavour says about itself, put together.
import type { ApiPart, Flavour, NamedBank } from './flavour.ts';

export interface DocumentFacts {
  banks: readonly NamedBank[];
  version: string;
}

/** Builds the document. Two flavours must not claim the same path or the same component. */
export function buildOpenApi(flavours: readonly Flavour[], { banks, version }: DocumentFacts) {
  const parts = flavours.map((flavour) => flavour.describe(banks));
  return {
    openapi: '3.1.0',
    info: {
      title: 'Tarik',
      version,
      summary: 'The open-source bank direct-debit gateway',
      description:
        'Register a bank account, charge it with a one-time password, refund, and be told. ' +
        'Every request and every answer is signed.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/', description: 'This gateway' }],
    tags: parts.flatMap((part) => part.tags),
    paths: merged(parts, (part) => part.paths),
    webhooks: merged(parts, (part) => part.webhooks),
    components: mergedComponents(parts),
  };
}

function mergedComponents(parts: readonly ApiPart[]): Record<string, unknown> {
  const kinds = [...new Set(parts.flatMap((part) => Object.keys(part.components)))];
  return Object.fromEntries(
    kinds.map((kind) => [kind, merged(parts, (part) => part.components[kind] ?? {})]),
  );
}

function merged(
  parts: readonly ApiPart[],
  pick: (part: ApiPart) => Record<string, unknown>,
): Record<string, unknown> {
  const all: Record<string, unknown> = {};
  for (const [name, value] of parts.flatMap((part) => Object.entries(pick(part)))) {
    if (name in all) throw new Error(`two flavours describe ${name}`);
    all[name] = value;
  }
  return all;
}
