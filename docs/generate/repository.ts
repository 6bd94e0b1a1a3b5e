// The repository's own pages, shown on the site as they are: the title from the first heading, links
// led to where the page stands here. Their text is kept in one place, the file that GitHub shows.
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileText, ROOT, write } from './pages.ts';

/** Where a file is shown; the order is the sidebar's. */
const PLACES: readonly (readonly [file: string, slug: string])[] = [
  ['docs/errors.md', 'errors/index'],
  ['docs/merchant-guide.md', 'reference/by-hand'],
  ['docs/notifications.md', 'reference/notifications'],
  ['docs/sandbox.md', 'reference/sandbox'],
  ['packages/simulator/README.md', 'reference/simulated-bank'],
  ['docs/cli.md', 'reference/cli'],
  ['conformance/README.md', 'reference/conformance'],
  ['CHANGELOG.md', 'reference/changelog'],
  ['docs/operating.md', 'operators/operating'],
  ['docs/operators.md', 'operators/people'],
  ['docs/backoffice.md', 'operators/backoffice'],
  ['docs/backoffice-developers.md', 'reference/backoffice-developers'],
  ['docs/reliability.md', 'operators/reliability'],
  ['docs/checks.md', 'operators/checks'],
  ['docs/money.md', 'operators/money'],
  ['SECURITY.md', 'operators/security'],
  ['ARCHITECTURE.md', 'contributors/architecture'],
  ['STYLE.md', 'contributors/style'],
  ['CONTRIBUTING.md', 'contributors/contributing'],
  ['docs/states.md', 'contributors/states'],
  ['docs/glossary.md', 'contributors/glossary'],
  ['docs/bank-wire.md', 'contributors/bank-wire'],
  ['docs/adding-a-bank.md', 'contributors/adding-a-bank'],
  ['docs/decisions/README.md', 'decisions/index'],
];

/** Every page of the repository that is here, with its place. */
function placed(): Map<string, string> {
  const decisions = readdirSync(path.join(ROOT, 'docs/decisions'))
    .filter((name) => /^\d{4}-.*\.md$/.test(name))
    .toSorted()
    .map((name) => [`docs/decisions/${name}`, `decisions/${name.slice(0, -3)}`] as const);
  return new Map([...PLACES, ...decisions].filter(([file]) => existsSync(path.join(ROOT, file))));
}

/** Writes them all. */
export function writeRepositoryPages(): void {
  const places = placed();
  let order = 0;
  for (const [file, slug] of places) {
    const text = fileText(file);
    const [, title = ''] = /^# (.+)$/m.exec(text) ?? [];
    if (title === '') throw new Error(`${file} has no heading`);
    const prose = text.slice(text.indexOf(`# ${title}`) + title.length + 2).trim();
    const body = withCodeLinks(slug, linked(prose, file, places));
    order += 1;
    write({ slug, title, description: opening(prose), body, order });
  }
}

/** The first sentence of the first paragraph. */
function opening(prose: string): string {
  const [first = ''] = prose.split('\n\n');
  return /^[^#|`<-].*?[.:](?=\s|$)/s.exec(first)?.[0].replace(/:$/, '.') ?? '';
}

/** Links to pages lead to the site's; what is a file of the code alone becomes its name. */
function linked(prose: string, file: string, places: ReadonlyMap<string, string>): string {
  return prose.replaceAll(
    /\[([^\]]+)\]\((?!https?:|mailto:|#)([^)#\s]*)(#[^)\s]*)?\)/g,
    (_whole, words: string, target: string, anchor = '') => {
      const to = path.posix.normalize(path.posix.join(path.posix.dirname(file), target));
      if (to === 'README.md') return `[${words}](/)`;
      if (to === 'docs/openapi.json') return `[${words}](/openapi.json)`;
      const slug = places.get(to) ?? places.get(path.posix.join(to, 'README.md'));
      if (to.startsWith('docs/public/')) return `[${words}](${to.slice('docs/public'.length)})`;
      if (slug !== undefined) return `[${words}](${addressOf(slug)}${anchor})`;
      return words.startsWith('`') || words === target ? words : `${words} (\`${to}\`)`;
    },
  );
}

export function addressOf(slug: string): string {
  return `/${slug.replace(/(^|\/)index$/, '$1')}/`.replaceAll('//', '/');
}

/** On the list of errors every code leads to its page. */
function withCodeLinks(slug: string, body: string): string {
  if (slug !== 'errors/index') return body;
  return body.replaceAll(/^\| `(\w+)` \|/gm, '| [`$1`](/errors/$1/) |');
}
