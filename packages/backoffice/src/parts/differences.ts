// Two values held against each other, name by name: what was, what is. Pure.

export interface Difference {
  /** `four_eyes.refund_above`. */
  name: string;
  before: unknown;
  after: unknown;
  changed: boolean;
}

/** Every name of either, in the order in which they stand; objects are opened, lists are not. */
export function differencesOf(before: unknown, after: unknown): Difference[] {
  const [left, right] = [opened(before), opened(after)];
  return [...new Set([...left.keys(), ...right.keys()])].map((name) => ({
    name,
    before: left.get(name),
    after: right.get(name),
    changed: JSON.stringify(left.get(name)) !== JSON.stringify(right.get(name)),
  }));
}

function opened(value: unknown, path = ''): Map<string, unknown> {
  if (value === null || value === undefined) return new Map();
  if (typeof value !== 'object' || Array.isArray(value)) return new Map([[path, value]]);
  const leaves = new Map<string, unknown>();
  for (const [name, one] of Object.entries(value)) {
    const where = path === '' ? name : `${path}.${name}`;
    const inner = typeof one === 'object' && one !== null && !Array.isArray(one);
    if (!inner) leaves.set(where, one);
    else for (const [deeper, leaf] of opened(one, where)) leaves.set(deeper, leaf);
  }
  return leaves;
}

/** A leaf as text; null and what is not there as a dash. */
export function leafText(value: unknown): string {
  if (value === null || value === undefined || value === '') return '–';
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.length === 0 ? '–' : value.map(leafText).join(', ');
  return JSON.stringify(value);
}
