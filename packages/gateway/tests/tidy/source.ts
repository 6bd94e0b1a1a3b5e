// What the tidy rules look at: one source file, reduced to the facts that a rule can be about.
// It is read as a syntax tree, so that a word in a comment or a text is never taken for code.
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

export interface Fact {
  readonly text: string;
  readonly line: number;
}

export interface Import extends Fact {
  /** A file of ours relative to `src` (`base/clock.ts`), or a package as it is written. */
  readonly text: string;
  readonly typeOnly: boolean;
  /** The names that are taken from it as values. */
  readonly names: readonly string[];
}

export interface Source {
  /** Relative to `src`, with forward slashes: `payments/create.ts`. */
  readonly path: string;
  readonly lines: readonly string[];
  readonly imports: readonly Import[];
  /** Strings and templates, each with its fixed parts only. */
  readonly texts: readonly Fact[];
  /** Names in use, dotted where they are: `Date.now`, `fetch()`, `new Date()`. */
  readonly uses: readonly Fact[];
  readonly exports: readonly Fact[];
  /** Syntax that a rule may forbid by its kind: `enum`, `namespace`, `export default`. */
  readonly syntax: readonly Fact[];
}

/** Every product file below `src`; tests are not product. */
export function readSources(src: string): Source[] {
  return readdirSync(src, { recursive: true, encoding: 'utf8' })
    .map((file) => file.split(path.sep).join('/'))
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .toSorted()
    .map((file) => parse(file, readFileSync(path.join(src, file), 'utf8')));
}

/** The facts of one file, whose path is relative to `src`. */
export function parse(file: string, code: string): Source {
  const tree = ts.createSourceFile(file, code, ts.ScriptTarget.Latest, true);
  const imports: Import[] = [];
  const texts: Fact[] = [];
  const uses: Fact[] = [];
  const exports: Fact[] = [];
  const syntax: Fact[] = [];
  const at = (node: ts.Node, text: string): Fact => ({
    text,
    line: tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1,
  });
  const imported = (node: ts.Node, to: string, typeOnly: boolean, names: string[]): void => {
    const text = to.startsWith('.') ? path.posix.join(path.posix.dirname(file), to) : to;
    imports.push({ ...at(node, text), typeOnly, names });
  };

  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
      const { typeOnly, names } = importedNames(node.importClause);
      imported(node, node.moduleSpecifier.text, typeOnly, names);
      return;
    }
    if (ts.isExportDeclaration(node)) {
      const to = node.moduleSpecifier;
      if (to && ts.isStringLiteral(to)) imported(node, to.text, node.isTypeOnly, []);
      if (node.exportClause && ts.isNamedExports(node.exportClause)) {
        for (const name of node.exportClause.elements) exports.push(at(name, name.name.text));
      }
      return;
    }
    if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      const { literal } = node.argument;
      if (ts.isStringLiteral(literal)) imported(node, literal.text, true, []);
    }
    if (ts.isExportAssignment(node)) syntax.push(at(node, 'export default'));
    if (ts.isEnumDeclaration(node)) syntax.push(at(node, 'enum'));
    if (ts.isModuleDeclaration(node) && ts.isIdentifier(node.name) && !isAmbient(node)) {
      syntax.push(at(node, 'namespace'));
    }
    for (const name of exportedNames(node)) exports.push(at(name, name.text));
    if (isExported(node) && hasModifier(node, ts.SyntaxKind.DefaultKeyword)) {
      syntax.push(at(node, 'export default'));
    }

    if (ts.isStringLiteralLike(node)) texts.push(at(node, node.text));
    if (ts.isTemplateExpression(node)) texts.push(at(node, fixedParts(node)));
    if (ts.isPropertyAccessExpression(node)) uses.push(at(node, node.getText(tree)));
    if (ts.isElementAccessExpression(node)) uses.push(at(node, node.getText(tree)));
    if (ts.isCallExpression(node)) {
      const [first] = node.arguments;
      if (ts.isIdentifier(node.expression)) uses.push(at(node, `${node.expression.text}()`));
      if (
        node.expression.kind === ts.SyntaxKind.ImportKeyword &&
        first &&
        ts.isStringLiteral(first)
      ) {
        imported(node, first.text, false, []);
      }
    }
    if (ts.isNewExpression(node) && ts.isIdentifier(node.expression)) {
      const name = node.expression.text;
      const [first] = node.arguments ?? [];
      uses.push(at(node, first ? `new ${name}(…)` : `new ${name}()`));
      // new URL('./other.ts', import.meta.url): how a worker thread's file is named.
      const file = first && ts.isStringLiteral(first) ? first.text : '';
      if (name === 'URL' && /^\..*\.ts$/.test(file)) imported(node, file, false, []);
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);

  return { path: file, lines: code.split('\n'), imports, texts, uses, exports, syntax };
}

function importedNames(clause: ts.ImportClause | undefined): {
  typeOnly: boolean;
  names: string[];
} {
  if (!clause) return { typeOnly: false, names: [] };
  if (clause.isTypeOnly) return { typeOnly: true, names: [] };
  const bindings = clause.namedBindings;
  const names = clause.name ? ['default'] : [];
  if (bindings && ts.isNamespaceImport(bindings)) names.push('*');
  if (bindings && ts.isNamedImports(bindings)) {
    const values = bindings.elements.filter((element) => !element.isTypeOnly);
    names.push(...values.map((element) => (element.propertyName ?? element.name).text));
  }
  return { typeOnly: names.length === 0 && bindings !== undefined, names };
}

function exportedNames(node: ts.Node): ts.Identifier[] {
  if (!isExported(node)) return [];
  if (ts.isVariableStatement(node)) {
    return node.declarationList.declarations.map((d) => d.name).filter(ts.isIdentifier);
  }
  const named = node as ts.Node & { name?: ts.Node };
  return named.name && ts.isIdentifier(named.name) ? [named.name] : [];
}

function isExported(node: ts.Node): boolean {
  return hasModifier(node, ts.SyntaxKind.ExportKeyword);
}

function isAmbient(node: ts.Node): boolean {
  return hasModifier(node, ts.SyntaxKind.DeclareKeyword);
}

function hasModifier(node: ts.Node, kind: ts.SyntaxKind): boolean {
  return ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some((m) => m.kind === kind);
}

function fixedParts(node: ts.TemplateExpression): string {
  return [node.head.text, ...node.templateSpans.map((span) => span.literal.text)].join('$');
}
