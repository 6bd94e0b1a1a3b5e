// The SDK reference from its types and docstrings: what each of its entries exports, by the file that
// declares it.
import path from 'node:path';
import ts from 'typescript';
import { fence, fileText, ROOT, table, write } from './pages.ts';

const SDK = path.join(ROOT, 'packages/sdk');

/** What the package exports, by the name that merchants import: `@tarik/sdk/express`, and its file. */
const ENTRIES = Object.entries(
  (JSON.parse(fileText('packages/sdk/package.json')) as { exports: Record<string, string> })
    .exports,
).map(([name, file]) => [`@tarik/sdk${name.slice(1)}`, path.join(SDK, file)] as const);

interface Chapter {
  slug: string;
  title: string;
  says: string;
  files: RegExp;
}

/** The pages, in the sidebar's order; the last takes what no other does. */
const CHAPTERS: readonly Chapter[] = [
  {
    slug: 'client',
    title: 'Client',
    says: 'Made once and kept; every call hangs on it.',
    files: /^src\/(client|options|call-options|settings|line|exchange)\.ts$/,
  },
  {
    slug: 'tokens',
    title: 'Tokens',
    says: "A customer's bound accounts.",
    files: /^src\/tokens\.ts$/,
  },
  {
    slug: 'payments',
    title: 'Payments',
    says: 'Pull a payment, confirm it with the OTP, ask where it stands.',
    files: /^src\/payments\.ts$/,
  },
  {
    slug: 'refunds',
    title: 'Refunds',
    says: 'Give a payment back, wholly or in part.',
    files: /^src\/refunds\.ts$/,
  },
  {
    slug: 'notifications',
    title: 'Notifications',
    says: 'Verify what the gateway tells your server, and apply it.',
    files: /^src\/notifications\//,
  },
  {
    slug: 'adapters',
    title: 'Adapters',
    says: 'Notifications in Express, Fastify and fetch-style handlers.',
    files: /^src\/(express|fastify|fetch|reply)\.ts$/,
  },
  {
    slug: 'testing',
    title: 'Testing',
    says: 'A sandbox inside your own tests.',
    files: /^src\/testing/,
  },
  {
    slug: 'errors',
    title: 'Error classes',
    says: 'A class per cause; every one is a `TarikError`. What each code means: [errors](/errors/).',
    files: /^src\/errors\.ts$/,
  },
  {
    slug: 'shared',
    title: 'Shared types',
    says: 'Words that several calls share.',
    files: /^src\//,
  },
];

interface Exported {
  name: string;
  entry: string;
  declaration: ts.Declaration;
  chapter: Chapter;
}

/** Writes a page per chapter and their list. */
export function writeSdkPages(): void {
  const program = ts.createProgram(
    ENTRIES.map(([, file]) => file),
    {
      target: ts.ScriptTarget.ESNext,
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      allowImportingTsExtensions: true,
      noEmit: true,
      strict: true,
    },
  );
  const exported = ENTRIES.flatMap(([entry, file]) => exportsOf(program, entry, file));
  const pages = new Map(exported.map(({ name, chapter }) => [name, chapter.slug]));
  const used = CHAPTERS.filter((chapter) => exported.some((one) => one.chapter === chapter));
  used.forEach((chapter, n) => {
    const mine = exported.filter((one) => one.chapter === chapter).toSorted(byReading);
    write({
      slug: `reference/sdk/${chapter.slug}`,
      title: chapter.title,
      description: chapter.says,
      order: n + 2,
      body: [chapter.says, ...mine.map((one) => symbolPart(one, pages))].join('\n\n'),
    });
  });
  write({
    slug: 'reference/sdk/index',
    title: 'SDK reference',
    label: 'Overview',
    description: 'Everything that @tarik/sdk exports.',
    order: 1,
    body: `Everything that \`@tarik/sdk\` exports, made from its types. Node 20.19 or newer, ESM and CommonJS.

${table(
  ['Page', 'What is there'],
  used.map(({ slug, title, says }) => [`[${title}](/reference/sdk/${slug}/)`, says]),
)}`,
  });
}

function exportsOf(program: ts.Program, entry: string, file: string): Exported[] {
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file);
  const module = source === undefined ? undefined : checker.getSymbolAtLocation(source);
  if (module === undefined) throw new Error(`${file} exports nothing`);
  return checker.getExportsOfModule(module).flatMap((symbol) => {
    const aliased = (symbol.flags & ts.SymbolFlags.Alias) !== 0;
    const [declaration] = (aliased ? checker.getAliasedSymbol(symbol) : symbol).declarations ?? [];
    if (declaration === undefined) return [];
    const from = path.relative(SDK, declaration.getSourceFile().fileName).replaceAll('\\', '/');
    const chapter = CHAPTERS.find(({ files }) => files.test(from));
    return chapter === undefined ? [] : [{ name: symbol.name, entry, declaration, chapter }];
  });
}

/** What can be called comes first, then what it takes and gives, as the file has them. */
function byReading(one: Exported, other: Exported): number {
  const called = ({ declaration }: Exported): number =>
    ts.isFunctionDeclaration(declaration) ||
    (ts.isInterfaceDeclaration(declaration) && declaration.members.some(ts.isMethodSignature)) ||
    (ts.isClassDeclaration(declaration) && declaration.heritageClauses === undefined)
      ? 0
      : 1;
  return called(one) - called(other) || one.declaration.pos - other.declaration.pos;
}

function symbolPart({ name, entry, declaration }: Exported, pages: Pages): string {
  const source = declaration.getSourceFile();
  const parts = [`## ${name}`];
  if (entry !== '@tarik/sdk') parts.push(`From \`${entry}\`.`);
  parts.push(docOf(declaration, pages));
  if (ts.isInterfaceDeclaration(declaration) || ts.isClassDeclaration(declaration)) {
    parts.push(...membersPart(declaration, source, pages));
  } else if (ts.isFunctionDeclaration(declaration)) {
    const { body } = declaration;
    const end = body === undefined ? declaration.getEnd() : body.getStart(source);
    parts.push(fence('ts', unindented(source.text.slice(declaration.getStart(source), end))));
  } else {
    parts.push(fence('ts', declaration.getText(source)));
  }
  return parts.filter((part) => part !== '').join('\n\n');
}

type Pages = ReadonlyMap<string, string>;

/** Fields as a table, methods with their signatures. */
function membersPart(
  declaration: ts.InterfaceDeclaration | ts.ClassDeclaration,
  source: ts.SourceFile,
  pages: Pages,
): string[] {
  const parts: string[] = [];
  const heirs = (declaration.heritageClauses ?? []).flatMap(({ types }) =>
    types.map((type) => type.getText(source)).filter((base) => base !== 'Error'),
  );
  // A base that is not exported has no place of its own: its fields are shown here.
  const own = heirs.flatMap((base) => (pages.has(base) ? [] : unexported(base, source)));
  const known = [...heirs, ...own.flatMap(({ bases }) => bases)].filter((base) => pages.has(base));
  if (known.length > 0) {
    parts.push(`Extends ${known.map((base) => typeText(base, pages)).join(', ')}.`);
  }
  const fields: string[][] = [];
  const methods: string[] = [];
  const members = [...declaration.members, ...own.flatMap((one) => one.members)];
  for (const member of members) {
    const named = member.name?.getText(source) ?? '';
    const doc = docOf(member, pages);
    if (ts.isConstructorDeclaration(member)) {
      if (ts.isClassDeclaration(declaration) && heirs.length === 0 && doc !== '') {
        const given = member.parameters.map((one) => one.getText(source)).join(', ');
        methods.push(fence('ts', `new ${declaration.name?.text ?? ''}(${given})`), doc);
      }
    } else if (ts.isMethodSignature(member)) {
      methods.push(`### ${named}`, fence('ts', unindented(member.getText(source))), doc);
    } else if (ts.isPropertySignature(member) || ts.isPropertyDeclaration(member)) {
      if (member.type === undefined) continue;
      const optional = member.questionToken === undefined ? '' : '?';
      fields.push([`\`${named}${optional}\``, typeText(member.type.getText(source), pages), doc]);
    }
  }
  if (fields.length > 0) parts.push(table(['Field', 'Type', 'What it is'], fields));
  return [...parts, ...methods];
}

/** The members of an interface that its file keeps to itself, and what that extends in turn. */
function unexported(
  name: string,
  source: ts.SourceFile,
): { members: readonly ts.TypeElement[]; bases: string[] }[] {
  return source.statements
    .filter(ts.isInterfaceDeclaration)
    .filter((one) => one.name.text === name)
    .map((one) => ({
      members: one.members,
      bases: (one.heritageClauses ?? []).flatMap(({ types }) =>
        types.map((type) => type.getText(source)),
      ),
    }));
}

/** A type as code; one that is a type of ours leads to it. */
function typeText(type: string, pages: Pages): string {
  const short = type.replaceAll(/\s+/g, ' ');
  const page = pages.get(short);
  return page === undefined
    ? `\`${short}\``
    : `[\`${short}\`](/reference/sdk/${page}/#${short.toLowerCase()})`;
}

/** The docstring as Markdown. */
function docOf(node: ts.Node, pages: Pages): string {
  const docs = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc);
  const text = docs.map(({ comment }) =>
    typeof comment === 'string' ? comment : (ts.getTextOfJSDocComment(comment) ?? ''),
  );
  return text
    .join('\n\n')
    .replaceAll(/\{@link (\w+)\}/g, (_whole, name: string) => typeText(name, pages));
}

function unindented(code: string): string {
  return code.replaceAll(/^ {2}/gm, '').trim();
}
