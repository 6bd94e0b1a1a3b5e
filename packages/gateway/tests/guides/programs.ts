// The TypeScript of the guide pages as programs in a folder where `@tarik/sdk` is installed, type-checked together.
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { codeBlocks, runProgram, type Ran } from '../pages/snippets.ts';

const ROOT = path.join(import.meta.dirname, '../../../..');
export const GUIDES = 'docs/src/content/docs/guides';

/** Every page, without its ending: `pay`, `signing-go`. */
export function guideSources(): string[] {
  return readdirSync(path.join(ROOT, GUIDES))
    .filter((name) => name.endsWith('.md'))
    .map((name) => name.slice(0, -'.md'.length));
}

/** A block that opens with a comment naming its file is that file; the others of a page are one program. */
const NAMED = /^\/\/ ([\w./-]+\.ts)\n/;

/** Writes every page's programs under a new folder, a folder each; answers the folder. */
export function writePrograms(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'tarik-guides-'));
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'));
  const write = (name: string, text: string): void => {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  };
  for (const page of guideSources()) {
    const blocks = codeBlocks(`${GUIDES}/${page}.md`, 'ts');
    const named = blocks.filter((code) => NAMED.test(code));
    for (const code of named) write(`${page}/${path.basename(NAMED.exec(code)?.[1] ?? '')}`, code);
    const walk = blocks.filter((code) => !NAMED.test(code));
    if (page === OUTCOMES) write(`${page}/outcomes.ts`, outcomesOf());
    else if (walk.length > 0) write(`${page}/page.ts`, programOf(walk));
  }
  write('package.json', '{"type":"module"}');
  // Express brings no types of its own; this is what the page uses of them.
  write(
    'express.d.ts',
    `declare module 'express' {
      interface App {
        (request: object, response: object): void;
        post(path: string, ...handlers: readonly unknown[]): App;
        use(...handlers: readonly unknown[]): App;
      }
      function express(): App;
      namespace express { function json(): unknown; }
      export default express;
    }`,
  );
  const extended = path.join(ROOT, 'tsconfig.base.json');
  write('tsconfig.json', JSON.stringify({ extends: extended, include: ['**/*.ts'] }));
  return folder;
}

/** The page whose blocks are a program each. */
const OUTCOMES = 'force-outcomes';

/** The first block under each heading as a function of a merchant of its own. */
function outcomesOf(): string {
  const page = readFileSync(path.join(ROOT, GUIDES, `${OUTCOMES}.md`), 'utf8');
  const imports = new Set<string>();
  const functions = page
    .split(/^### /m)
    .slice(1)
    .map((section) => {
      const heading = section.split('\n', 1)[0] ?? '';
      const code = /^```ts\n([^]*?)^```$/m.exec(section)?.[1] ?? '';
      for (const one of code.match(IMPORTS) ?? []) imports.add(one);
      return `  ${JSON.stringify(heading)}: async (merchant) => {\n${code.replaceAll(IMPORTS, '')}  },`;
    });
  const stage = JSON.stringify(path.join(import.meta.dirname, 'stage.ts'));
  return `import assert from 'node:assert/strict';
import { ACCOUNTS, OTP } from '@tarik/sdk/testing';
${[...imports].join('\n')}
import type { Outcomes } from ${stage};
void OTP;
export const outcomes: Outcomes = {
${functions.join('\n')}
};
`;
}

const IMPORTS = /^import [^;]*;$/gm;

/** Blocks as one function of what is around them; their imports go to the top, once each. */
function programOf(blocks: readonly string[]): string {
  const whole = blocks.join('\n');
  const imports = [...new Set(whole.match(IMPORTS) ?? [])];
  const body = whole.replaceAll(IMPORTS, '');
  const stage = JSON.stringify(path.join(import.meta.dirname, 'stage.ts'));
  return `${imports.join('\n')}
import type { Stage } from ${stage};
export async function page({ tarik, shop, order }: Stage): Promise<void> {
void [tarik, shop, order];
${body}}
`;
}

/** Checks the types of everything in the folder. */
export async function checkTypes(folder: string): Promise<Ran> {
  const tsc = path.join(ROOT, 'node_modules/@typescript/native/bin/tsc');
  return await runProgram(process.execPath, [tsc, '--project', 'tsconfig.json'], folder, {});
}
