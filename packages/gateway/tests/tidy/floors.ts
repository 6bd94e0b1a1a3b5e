// The floors of the gateway: which room stands where, and who may import whom.
//
//   4  app · cli · sandbox · banks/registry · api/flavours        wires and lists
//   3  api · backoffice · worker · banks/<bank> · banks/snap       the edges
//   2  tokens → payments → refunds → figures → settlement → reconciliation → checks   the flows
//   1  merchants · requests · ledger · fees · splits · notifications · operators · calls · bank-accounts · banks · context (types only)
//   0  base
import type { Import, Source } from './source.ts';

const FLOORS: readonly (readonly string[])[] = [
  ['base'],
  [
    'merchants',
    'requests',
    'ledger',
    'fees',
    'splits',
    'notifications',
    'operators',
    'calls',
    'bank-accounts',
    'banks',
    'context',
  ],
  ['tokens', 'payments', 'refunds', 'figures', 'settlement', 'reconciliation', 'checks'],
  ['api', 'backoffice', 'worker'],
  ['app', 'cli', 'sandbox', 'banks/registry', 'api/flavours'],
];

/** Below the edges, the one file that knows a wire: an attempt is signed as it leaves, not before. */
const SIGNS = 'notifications/sign.ts';

/** The room of a file: its folder; a bank and a flavour are rooms of their own, as are the lists. */
export function roomOf(file: string): string {
  const [first = '', second, ...deeper] = file.replace(/\.ts$/, '').split('/');
  if (second === undefined || (first !== 'banks' && first !== 'api')) return first;
  const inside = `${first}/${second}`;
  return deeper.length > 0 || inside === 'banks/registry' || inside === 'api/flavours'
    ? inside
    : first;
}

/** The floor of a room; undefined for a room that the table does not know. */
export function floorOf(room: string): number | undefined {
  const floor = FLOORS.findIndex((rooms) => rooms.includes(room));
  if (floor >= 0) return floor;
  return /^(banks|api)\/./.test(room) ? 3 : undefined;
}

/** Why this import is not allowed, as a sentence; undefined when it is. */
export function whyNot(source: Source, { text: target, typeOnly }: Import): string | undefined {
  const from = roomOf(source.path);
  if (target.startsWith('@tarik/wire')) return source.path === SIGNS ? undefined : whyNoWire(from);
  if (!target.endsWith('.ts')) return undefined; // a package
  if (target.startsWith('..')) return `${target} lies outside src: import the package by its name`;
  const to = roomOf(target);
  if (from === to) return undefined;
  const [low, high] = [floorOf(from), floorOf(to)];
  if (low === undefined || high === undefined) return undefined; // reported as an unknown room
  const arrow = `${from} (floor ${low}) → ${to} (floor ${high})`;
  if (high > low) return `${arrow}: imports go downwards only`;
  if ((from === 'context' || to === 'context') && !typeOnly) {
    return `${arrow}: the context is types, handed in by app.ts: write "import type"`;
  }
  if (high < low) return undefined;
  if (low === 2 && !isLeftOf(to, from)) return `${arrow}: a flow may use those to its left`;
  if (low === 3 && !edgeMay(from, to)) return `${arrow}: edges never import one another`;
  return undefined;
}

/** The circles between rooms of floor 1, each as the import that closes it. */
export function circles(
  sources: readonly Source[],
): { source: Source; line: number; way: string }[] {
  const uses = new Map<string, Set<string>>();
  const found = [];
  for (const source of sources) {
    const from = roomOf(source.path);
    for (const { text, line } of source.imports) {
      const to = text.endsWith('.ts') ? roomOf(text) : '';
      if (floorOf(from) !== 1 || floorOf(to) !== 1 || from === to) continue;
      if (from === 'context' || to === 'context') continue;
      if (reaches(uses, to, from))
        found.push({ source, line, way: `${from} → ${to} → … → ${from}` });
      uses.set(from, (uses.get(from) ?? new Set()).add(to));
    }
  }
  return found;
}

function whyNoWire(room: string): string | undefined {
  const floor = floorOf(room);
  return floor !== undefined && floor < 3
    ? `${room} (floor ${floor}) → the wire: its words and codes end at the edges`
    : undefined;
}

function isLeftOf(to: string, from: string): boolean {
  const flows = FLOORS[2] ?? [];
  return flows.indexOf(to) < flows.indexOf(from);
}

function edgeMay(from: string, to: string): boolean {
  return (
    (to === 'banks/snap' && from.startsWith('banks/')) || (to === 'api' && from.startsWith('api/'))
  );
}

function reaches(
  uses: ReadonlyMap<string, ReadonlySet<string>>,
  from: string,
  to: string,
): boolean {
  const seen = new Set<string>();
  const ahead = [from];
  for (let room = ahead.pop(); room !== undefined; room = ahead.pop()) {
    if (room === to) return true;
    if (seen.has(room)) continue;
    seen.add(room);
    ahead.push(...(uses.get(room) ?? []));
  }
  return false;
}
