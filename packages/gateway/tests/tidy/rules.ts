// The rules of the house as a table: each looks at one file's facts and names the lines that break it.
import { floorOf, roomOf, whyNot } from './floors.ts';
import type { Fact, Source } from './source.ts';

export interface Rule {
  readonly name: string;
  /** Why the rule is there; said with every line that breaks it. */
  readonly reason: string;
  /** Where the rule does not hold: files of `src`, or folders when they end in a slash. */
  readonly except?: readonly string[];
  /** Where it holds only; everywhere when absent. */
  readonly only?: readonly string[];
  readonly broken: (source: Source) => readonly Fact[];
}

const LIMIT = 400;
const SQL = new RegExp(
  [
    /^\s*select\s[^]*\sfrom\s/, // prose begins with a capital, our SQL does not
    /^\s*SELECT\s[^]*\sFROM\s/,
    /^\s*select\s+[\w.*]+\s*(\(|,|$)/,
    /^\s*insert\s+into\s/,
    /^\s*update\s+(only\s+)?[\w."]+(\s+(as\s+)?\w+)?\s+set\s/,
    /^\s*delete\s+from\s/,
    /^\s*with\s+(recursive\s+)?\w+\s*(\([^)]*\)\s*)?as\s/,
    /^\s*(create|alter|drop)\s+(or\s+replace\s+)?(table|index|function|view|type|database|schema|role)\s/,
    /^\s*(begin|commit|rollback)\b\s*;?\s*$/,
    /^\s*(truncate|listen|notify|lock\s+table)\s+\w+/,
  ]
    .map((pattern) => pattern.source)
    .join('|'),
);
const BANNED = /^(services?|managers?|helpers?|utils?|common)$/;

export const RULES: readonly Rule[] = [
  {
    name: 'rooms',
    reason: 'every room stands on a floor: give a new one its place in tidy/floors.ts',
    broken: ({ path }) => (floorOf(roomOf(path)) === undefined ? [{ text: path, line: 1 }] : []),
  },
  {
    name: 'floors',
    reason: 'so that no word of a wire reaches a flow, and a room can be read by itself',
    broken: (source) =>
      source.imports.flatMap((one) => {
        const text = whyNot(source, one);
        return text === undefined ? [] : [{ text, line: one.line }];
      }),
  },
  {
    name: 'SQL',
    reason: "a noun's SQL is in its store.ts (or store-….ts), found and reviewed together",
    except: ['base/db.ts', 'base/reading.ts', 'base/migrate.ts', 'sandbox/', 'cli/schema/'],
    broken: ({ path, texts }) =>
      /\/store(-[a-z-]+)?\.ts$/.test(path) ? [] : texts.filter(({ text }) => SQL.test(text)),
  },
  {
    name: 'HTTP out',
    reason: 'time-outs, address checks and redaction stand at the doors out',
    except: [
      'banks/http.ts',
      'operators/identity-door.ts', // to the one identity provider that the settings name
      'notifications/deliver.ts',
      'notifications/door.ts',
      'sandbox/',
      'cli/',
    ],
    broken: ({ imports, uses }) => [
      ...imports.filter(({ text, typeOnly }) => text === 'undici' && !typeOnly),
      ...imports.filter(
        ({ text, names }) =>
          /^(node:)?https?2?$/.test(text) && names.some((n) => /^(request|get|connect)$/.test(n)),
      ),
      ...named(uses, 'fetch()', 'globalThis.fetch', /^https?\.(request|get)$/),
    ],
  },
  {
    name: 'environment',
    reason: 'base/config.ts reads it once and reports every fault at once',
    except: ['base/config.ts', 'sandbox/', 'cli/main.ts'],
    broken: ({ uses, imports }) => [
      ...named(uses, 'process.env'),
      ...taken(imports, /^(node:)?process$/, /^env$/),
    ],
  },
  {
    name: 'time',
    reason: 'the clock is handed in, so that the sandbox and the tests can move it',
    except: ['base/clock.ts'],
    broken: ({ uses, imports }) => [
      ...named(uses, 'Date.now', 'new Date()', 'Date()', 'performance.now', /^process\.hrtime\b/),
      ...taken(imports, /^(node:)?perf_hooks$/, /./),
    ],
  },
  {
    name: 'chance',
    reason: 'randomness is handed in, so that a test can repeat a run',
    except: ['base/random.ts', 'base/secrets.ts'],
    broken: ({ uses, imports }) => [
      ...named(
        uses,
        'Math.random',
        /^(\w+\.)?(random(Bytes|UUID|Int|Fill)|getRandomValues)(\(\))?$/,
      ),
      ...taken(imports, /^uuidv7$/, /./),
      ...taken(imports, /^(node:)?crypto$/, /^random/),
    ],
  },
  {
    name: 'Math.random',
    reason: 'it can be guessed, everywhere',
    broken: ({ uses }) => named(uses, 'Math.random'),
  },
  {
    name: 'amounts',
    reason: 'money is bigint whole rupiah; a float loses some of it',
    only: ['payments/', 'refunds/', 'ledger/'],
    broken: ({ uses }) =>
      named(uses, 'Number()', 'parseFloat()', 'Number.parseFloat', 'parseInt()', 'Number.parseInt'),
  },
  {
    name: 'console',
    reason: 'the log has redactions, the screen has one output file',
    broken: ({ uses }) => named(uses, /^console\./),
  },
  {
    name: 'erasable',
    reason: 'Node runs these files by stripping types; imports are found by their names',
    broken: ({ syntax }) => syntax,
  },
  {
    name: 'size',
    reason: `a file is about one action or one rule: ${LIMIT} lines at the most, 150 as a habit`,
    broken: ({ lines }) =>
      lines.length > LIMIT ? [{ text: `${lines.length} lines`, line: LIMIT }] : [],
  },
  {
    name: 'opening',
    reason: 'a file opens with a sentence that says what is in it',
    broken: ({ lines }) =>
      /^(#!|\/\/ \S|\/\*)/.test(lines[0] ?? '') ? [] : [{ text: lines[0] ?? '', line: 1 }],
  },
  {
    name: 'file name',
    reason: 'a name says what the thing is or does; these words fit everything',
    broken: ({ path }) =>
      path
        .replace(/\.ts$/, '')
        .split(/[-./]/)
        .some((word) => BANNED.test(word)) || /(^|\/)(data|handle(-[^/]*)?)\.ts$/.test(path)
        ? [{ text: path, line: 1 }]
        : [],
  },
  {
    name: 'name',
    reason: 'a name says what the thing is or does; these words fit everything',
    broken: ({ exports }) => exports.filter(({ text }) => saysNothing(text)),
  },
  {
    name: 'leftover',
    reason: 'what is to be done is an issue, not a comment',
    broken: ({ lines }) => linesWith(lines, /\b(TODO|FIXME|XXX|HACK)\b/),
  },
  {
    name: 'machine path',
    reason: 'the code runs on machines whose folders nobody here knows',
    broken: ({ lines }) => linesWith(lines, /(?<![\w.$}/-])\/(work|home|root|tmp|Users)\/\w/),
  },
];

/** The files that nothing reaches from the entries; they are dead, or their import is forgotten. */
export function unreached(sources: readonly Source[], entries: readonly string[]): string[] {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  const reached = new Set<string>();
  const ahead = [...entries];
  for (let path = ahead.pop(); path !== undefined; path = ahead.pop()) {
    if (reached.has(path)) continue;
    reached.add(path);
    ahead.push(...(byPath.get(path)?.imports ?? []).map(({ text }) => text));
  }
  return sources.map(({ path }) => path).filter((path) => !reached.has(path));
}

/** What breaks the rule in this file, a line each: `file:line rule: what (why)`. */
export function check(rule: Rule, source: Source): string[] {
  const within = (places: readonly string[]): boolean =>
    places.some(
      (place) => place === source.path || (place.endsWith('/') && source.path.startsWith(place)),
    );
  if (within(rule.except ?? []) || (rule.only && !within(rule.only))) return [];
  return rule
    .broken(source)
    .map(
      ({ text, line }) => `${source.path}:${line} ${rule.name}: ${brief(text)} (${rule.reason})`,
    );
}

function named(facts: readonly Fact[], ...wanted: readonly (string | RegExp)[]): Fact[] {
  return facts.filter(({ text }) =>
    wanted.some((want) => (typeof want === 'string' ? text === want : want.test(text))),
  );
}

function taken(imports: Source['imports'], from: RegExp, name: RegExp): Fact[] {
  return imports.filter(({ text, names }) => from.test(text) && names.some((n) => name.test(n)));
}

function linesWith(lines: readonly string[], pattern: RegExp): Fact[] {
  return lines
    .map((text, index) => ({ text: text.trim(), line: index + 1 }))
    .filter(({ text }) => pattern.test(text));
}

function saysNothing(name: string): boolean {
  if (/^(data|handle([A-Z].*)?)$/.test(name)) return true;
  const words = name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[ _]/);
  // SNAP's "service code" is a word of the field.
  return words.some(
    (word, i) => BANNED.test(word) && words[i + 1] !== 'code' && words[i + 1] !== 'codes',
  );
}

function brief(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 100 ? `${line.slice(0, 100)}…` : line;
}
