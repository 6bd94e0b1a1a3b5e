// The TypeScript on the pages of concepts is right: the compiler reads each block against the SDK's own types.
import { readdirSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { codeBlocks } from './pages/snippets.ts';

const ROOT = path.join(import.meta.dirname, '../../..');
const CONTENT = 'docs/src/content/docs';
const SDK = path.join(ROOT, 'packages/sdk/src');

/** What the pages take as given: a client, the words of an order, and a store of the merchant's. */
const GIVEN = `
import type { Tarik as Client, Known } from '@tarik/sdk';
declare global {
  const Tarik: typeof import('@tarik/sdk').Tarik;
  const TarikError: typeof import('@tarik/sdk').TarikError;
  const OtpError: typeof import('@tarik/sdk').OtpError;
  const randomUUID: typeof import('node:crypto').randomUUID;
  const tarik: Client;
  const [clientId, secretKey, baseUrl, tokenId, challenge, otp]: string[] & [string, string, string, string, string, string];
  const orders: { save(order: { invoiceNumber: string; amount: number; requestId: string }): Promise<void> };
  const store: {
    load(subject: string): Promise<Known | undefined>;
    save(subject: string, known: Known): Promise<void>;
    deliver(invoiceNumber: string): Promise<void>;
  };
}
`;
const EXPRESS = `
declare module 'express' {
  export default function express(): { post(path: string, handler: (...given: never[]) => unknown): void };
}
`;

const pages = [`${CONTENT}/concepts`, `${CONTENT}/id/concepts`].flatMap((folder) =>
  readdirSync(path.join(ROOT, folder)).map((name) => `${folder}/${name}`),
);

/** What the compiler says about these files, which are nowhere but here. */
function faultsIn(files: Readonly<Record<string, string>>): string[] {
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ESNext,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    allowImportingTsExtensions: true,
    noEmit: true,
    strict: true,
    types: ['node'],
    paths: { '@tarik/sdk': [`${SDK}/index.ts`], '@tarik/sdk/*': [`${SDK}/*.ts`] },
  };
  const at = (name: string): string => path.join(ROOT, 'packages/gateway/tests', name);
  const text = new Map(Object.entries(files).map(([name, code]) => [at(name), code]));
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (file) => text.has(file) || fileExists(file);
  host.getSourceFile = (file, language, ...rest) => {
    const code = text.get(file);
    return code === undefined
      ? getSourceFile(file, language, ...rest)
      : ts.createSourceFile(file, code, language);
  };
  const program = ts.createProgram([...text.keys()], options, host);
  return [...text.keys()].flatMap((file) => {
    const source = program.getSourceFile(file);
    return [
      ...program.getSyntacticDiagnostics(source),
      ...program.getSemanticDiagnostics(source),
    ].map(({ messageText, start = 0 }) => {
      const { line } = ts.getLineAndCharacterOfPosition(source!, start);
      return `${path.basename(file)}:${line + 1} ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
    });
  });
}

const given = { 'given.mts': GIVEN, 'express.d.mts': EXPRESS };

test('every block of TypeScript on the pages of concepts compiles', () => {
  const blocks = pages.flatMap((page) =>
    codeBlocks(page, 'ts').map((code, n) => {
      const name = page.slice(CONTENT.length + 1, -3).replaceAll('/', '-');
      // A module, so that its own names hide those that are given.
      return [`${name}-${n + 1}.mts`, `${code}\nexport {};\n`] as const;
    }),
  );
  expect(blocks.length).toBeGreaterThanOrEqual(14);
  expect(faultsIn({ ...given, ...Object.fromEntries(blocks) })).toEqual([]);
});

test('a block that is wrong is found', () => {
  const wrong =
    "await tarik.payments.create({ customer: { id: 'C-1' }, tokenId, invoiceNumber: 'INV-1' });";
  expect(faultsIn({ ...given, 'wrong.mts': `${wrong}\nexport {};\n` })).toEqual([
    expect.stringMatching(/^wrong\.mts:1 .*amount/),
  ]);
});
