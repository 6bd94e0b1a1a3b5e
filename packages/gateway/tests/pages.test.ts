// The pages agree with the project: links lead somewhere, named files and commands exist, lists are complete.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { SPECIAL_ACCOUNTS } from '../../simulator/src/accounts.ts';

const ROOT = path.join(import.meta.dirname, '../../..');
const DECISIONS = 'docs/decisions';

const pages = [
  ...markdownIn('.'),
  ...markdownIn('docs'),
  ...markdownIn(DECISIONS),
  'conformance/README.md',
  'packages/simulator/README.md',
];

function markdownIn(folder: string): string[] {
  return readdirSync(path.join(ROOT, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => path.posix.join(folder, name));
}

function textOf(page: string): string {
  return readFileSync(path.join(ROOT, page), 'utf8');
}

describe.each(pages)('%s', (page) => {
  const text = textOf(page);

  test('links to pages that exist', () => {
    const links = [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)(?:#[^)]*)?\)/g)];
    const missing = links
      .map(([, target = '']) => path.join(ROOT, path.dirname(page), target))
      .filter((target) => !existsSync(target));
    expect(missing).toEqual([]);
  });

  test('names files that exist', () => {
    const names = [
      ...text.matchAll(/`((?:packages|docs|scripts|examples|conformance)\/[^`<>{}*\s]+)`/g),
    ];
    const missing = names
      .map(([, name = '']) => name)
      .filter((name) => !existsSync(path.join(ROOT, name)));
    expect(missing).toEqual([]);
  });

  test('names npm scripts that exist', () => {
    const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> };
    const named = [...text.matchAll(/\bnpm (?:run (?:--silent )?([a-z]+)|(start|test))\b/g)];
    const missing = named
      .map(([, run, short]) => run ?? short ?? '')
      .filter((name) => !(name in scripts));
    expect(missing).toEqual([]);
  });
});

describe('the list of pages', () => {
  test('leads from the README to every page of docs', () => {
    const reached = new Set(['README.md']);
    for (const page of reached) {
      for (const [, target = ''] of textOf(page).matchAll(
        /\]\((?!https?:|#)([^)#\s]+\.md)[^)]*\)/g,
      )) {
        reached.add(path.posix.join(path.posix.dirname(page), target));
      }
    }
    expect(pages.filter((page) => !reached.has(page))).toEqual([]);
  });

  test('shows every account that behaves in its own way', () => {
    const shown = [...textOf('README.md').matchAll(/^\| `(\d{12})`/gm)].map(
      ([, account]) => account,
    );
    expect(shown).toEqual(Object.keys(SPECIAL_ACCOUNTS));
  });
});

describe('the decisions', () => {
  const decisions = markdownIn(DECISIONS)
    .filter((page) => !page.endsWith('README.md'))
    .toSorted();

  test('are numbered without a gap and listed with their titles', () => {
    const index = textOf(`${DECISIONS}/README.md`);
    decisions.forEach((page, n) => {
      const number = String(n + 1).padStart(4, '0');
      const [, title] = /^# (\d{4} · .+)$/m.exec(textOf(page)) ?? [];
      expect(path.basename(page)).toMatch(new RegExp(`^${number}-[a-z0-9-]+\\.md$`));
      expect(title?.slice(0, 4)).toBe(number);
      expect(index).toContain(`| [${number}](${path.basename(page)}) | ${title?.slice(7)} |`);
    });
  });

  test.each(decisions)('%s says context, decision, consequences and alternatives', (page) => {
    const heads = [...textOf(page).matchAll(/^## (.+)$/gm)].map(([, head]) => head);
    expect(heads).toEqual(['Context', 'Decision', 'Consequences', 'Alternatives']);
  });
});
