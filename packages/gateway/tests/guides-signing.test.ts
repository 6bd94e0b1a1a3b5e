// The signing code of the guide pages, in six languages: page and file are equal, and each agrees with the golden vectors.
import { readFileSync } from 'node:fs';
import { spawn } from 'node:child_process';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { codeBlocks, installed } from './pages/snippets.ts';

const ROOT = path.join(import.meta.dirname, '../../..');
const FOLDER = path.join(ROOT, 'docs/snippets/signing');
const PAGES = 'docs/src/content/docs/guides';

interface Vector {
  id: string;
  kind: 'request' | 'response' | 'notification';
  requestId: string;
  timestamp: string;
  target: string;
  body?: string;
  signature: string;
}

const golden = JSON.parse(
  readFileSync(path.join(ROOT, 'conformance/doku/signatures.json'), 'utf8'),
) as { clientId: string; key: string; vectors: Vector[] };

const LANGUAGES = [
  { page: 'bash', fence: 'bash', file: 'sign.sh', run: ['bash', 'sign.sh'], needs: ['openssl'] },
  { page: 'node', fence: 'js', file: 'sign.mjs', run: [process.execPath, 'sign.mjs'], needs: [] },
  { page: 'python', fence: 'python', file: 'sign.py', run: ['python3', 'sign.py'], needs: [] },
  { page: 'php', fence: 'php', file: 'sign.php', run: ['php', 'sign.php'], needs: [] },
  { page: 'go', fence: 'go', file: 'sign.go', run: ['go', 'run', 'sign.go'], needs: [] },
  { page: 'java', fence: 'java', file: 'Sign.java', run: ['java', 'Sign.java'], needs: [] },
] as const;

const KINDS = { response: 'answer', notification: 'notification' } as const;

/** Runs one program of a page with a vector; answers what it printed. */
async function say(
  run: readonly string[],
  kind: string,
  vector: Vector,
  rest: readonly string[] = [],
): Promise<string> {
  const [program = '', ...args] = run;
  const { target, requestId, timestamp } = vector;
  const child = spawn(program, [...args, kind, target, requestId, timestamp, ...rest], {
    cwd: FOLDER,
    env: { ...process.env, CLIENT_ID: golden.clientId, SECRET_KEY: golden.key },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (out += chunk.toString()));
  // A program that takes no body may be gone before it could be written.
  child.stdin.on('error', () => undefined);
  child.stdin.end(vector.body ?? '');
  await new Promise((resolve) => child.on('close', resolve));
  return out.trim();
}

const isHere = ({ run, needs }: (typeof LANGUAGES)[number]): boolean =>
  run[0] === process.execPath || installed(run[0], ...needs);

// A language that is absent is not passed over in silence.
beforeAll(() => {
  const named = (here: boolean): string =>
    LANGUAGES.filter((one) => isHere(one) === here)
      .map(({ page }) => page)
      .join(', ');
  process.stdout.write(
    `signing: run in ${named(true)}; not on this machine: ${named(false) || 'none'}\n`,
  );
});

for (const language of LANGUAGES) {
  const { page, fence, file, run } = language;
  const here = isHere(language);

  describe(`signing in ${page}${here ? '' : `: NOT RUN, ${run[0]} is not on this machine`}`, () => {
    test(`the page shows ${file}`, () => {
      const [shown] = codeBlocks(`${PAGES}/signing-${page}.md`, fence);
      expect(shown).toBe(readFileSync(path.join(FOLDER, file), 'utf8'));
    });

    test.runIf(here)(
      'signs and verifies what the golden vectors hold',
      { timeout: 120_000 },
      async () => {
        for (const vector of golden.vectors) {
          if (vector.kind === 'request') {
            const kind = vector.body === undefined ? 'get' : 'post';
            expect([vector.id, await say(run, kind, vector)]).toEqual([
              vector.id,
              vector.signature,
            ]);
            continue;
          }
          const kind = KINDS[vector.kind];
          const { signature, timestamp } = vector;
          const right = [signature, timestamp];
          const heard = [await say(run, kind, vector, right)];
          const changed = { ...vector, body: `${vector.body} ` };
          heard.push(await say(run, kind, changed, right));
          const forged = [signature.replace(/.=$/, '~='), timestamp];
          heard.push(await say(run, kind, vector, forged));
          expect([vector.id, ...heard]).toEqual([vector.id, 'right', 'wrong', 'wrong']);
        }
      },
    );

    // Bash has no server to receive with, so its page verifies no age.
    test.runIf(here && page !== 'bash')(
      'refuses a notification that is more than five minutes old',
      { timeout: 60_000 },
      async () => {
        const vector = golden.vectors.find(({ kind }) => kind === 'notification')!;
        const at = (seconds: number): string =>
          new Date(Date.parse(vector.timestamp) + seconds * 1000).toISOString().replace('.000', '');
        const asked = (now: string) => say(run, 'notification', vector, [vector.signature, now]);
        expect(await asked(at(299))).toBe('right');
        expect(await asked(at(301))).toBe('wrong');
        expect(await asked(at(-301))).toBe('wrong');
      },
    );
  });
}
