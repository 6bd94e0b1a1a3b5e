// JSON as it can be written, not only as it can be meant: numbers are their text, keys may come twice, and any text may
// stand where a value should.

/** Text that is written as it is: a number of any spelling, or what is no JSON at all. */
export class Lexeme {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** An object as the list of its fields, in their order. */
export class Fields {
  readonly pairs: [key: string, value: Tree][];
  constructor(pairs: [string, Tree][]) {
    this.pairs = pairs;
  }
}

export type Tree = Lexeme | string | boolean | null | Tree[] | Fields;

/** What `JSON.stringify` would write, as a tree; a number becomes its lexeme. */
export function treeOf(value: unknown): Tree {
  if (typeof value === 'number' || typeof value === 'bigint') return new Lexeme(`${value}`);
  if (Array.isArray(value)) return value.map(treeOf);
  if (typeof value === 'object' && value !== null) {
    const pairs = Object.entries(value).filter(([, inner]) => inner !== undefined);
    return new Fields(pairs.map(([key, inner]) => [key, treeOf(inner)]));
  }
  return value as string | boolean | null;
}

/** The tree's text. */
export function written(tree: Tree): string {
  if (tree instanceof Lexeme) return tree.text;
  if (tree instanceof Fields) {
    const inner = tree.pairs.map(([key, value]) => `${keyText(key)}:${written(value)}`);
    return `{${inner.join(',')}}`;
  }
  if (Array.isArray(tree)) return `[${tree.map(written).join(',')}]`;
  return JSON.stringify(tree);
}

/** A key that begins with a backslash is written as it stands: so it can be spelt with escapes. */
function keyText(key: string): string {
  return key.startsWith('\\') ? `"${key}"` : JSON.stringify(key);
}

/** A place in a tree that can be written to. */
export interface Place {
  key: string;
  value: Tree;
  holder: Fields | Tree[];
  index: number;
}

/** Every place of a tree, outermost first. */
export function placesOf(tree: Tree, found: Place[] = []): Place[] {
  if (tree instanceof Fields) {
    for (const [index, [key, value]] of tree.pairs.entries()) {
      found.push({ key, value, holder: tree, index });
      placesOf(value, found);
    }
  } else if (Array.isArray(tree)) {
    for (const [index, value] of tree.entries()) {
      found.push({ key: '', value, holder: tree, index });
      placesOf(value, found);
    }
  }
  return found;
}

/** Puts another value there. */
export function put({ holder, index, key }: Place, value: Tree): void {
  if (holder instanceof Fields) holder.pairs[index] = [key, value];
  else holder[index] = value;
}

/** Takes the place itself away. */
export function takeOut({ holder, index }: Place): void {
  if (holder instanceof Fields) holder.pairs.splice(index, 1);
  else holder.splice(index, 1);
}
