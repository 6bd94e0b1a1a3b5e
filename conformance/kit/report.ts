// What the kit prints: a line for each check, the differences with their request and answer, and the totals last.
import { LEVELS, type Group, type Level } from './check.ts';
import type { Answer } from './client.ts';
import type { Result, Verdict } from './run.ts';

const MARKS: Readonly<Record<Verdict, string>> = {
  holds: '✓',
  differs: '✗',
  absent: '○',
  'not tried': '–',
};
const COLOURS: Readonly<Record<Verdict, number>> = {
  holds: 32,
  differs: 31,
  absent: 33,
  'not tried': 2,
};
const LEVEL_NAMES: Readonly<Record<Level, string>> = {
  guide: 'the guide',
  documented: 'documented',
  tarik: "Tarik's own",
};
const LONGEST_BODY = 1200;

export type Paint = (verdict: Verdict, text: string) => string;

/** Colours for a terminal; text as it is elsewhere. */
export function painter(coloured: boolean): Paint {
  return (verdict, text) =>
    coloured ? `\u001b[${COLOURS[verdict]}m${text}\u001b[0m` : text;
}

export function groupLine({ title }: Pick<Group, 'title'>): string {
  return `\n${title}\n`;
}

/** One check: its mark and its title; where it does not hold, its id and why. */
export function resultLine({ check, verdict, why }: Result, paint: Paint): string {
  const mark = paint(verdict, MARKS[verdict]);
  if (verdict === 'holds') return `  ${mark} ${check.title}\n`;
  const reason = verdict === 'differs' ? 'differs, see below' : `${verdict}: ${why ?? ''}`;
  return `  ${mark} ${check.title}\n      ${paint('not tried', `${check.id} ${reason}`)}\n`;
}

/** Every difference, with the call at which it showed. */
export function differences(results: readonly Result[], paint: Paint): string {
  const bad = results.filter(({ verdict }) => verdict === 'differs');
  if (bad.length === 0) return '';
  const parts = bad.map(({ check, expected, came, last }) =>
    [
      `${paint('differs', '✗')} ${check.id}: ${check.title}`,
      `  source    ${check.source}`,
      `  expected  ${expected ?? ''}`,
      `  came      ${came ?? ''}`,
      ...(last === undefined ? [] : exchange(last)),
    ].join('\n'),
  );
  return `\nDifferences (> was sent, < came back)\n\n${parts.join('\n\n')}\n`;
}

/** How many of each, by level. */
export function totals(results: readonly Result[]): string {
  const lines = LEVELS.flatMap((level) => {
    const own = results.filter(({ check }) => check.level === level);
    if (own.length === 0) return [];
    const count = (verdict: Verdict): number =>
      own.filter((result) => result.verdict === verdict).length;
    return [
      `${LEVEL_NAMES[level].padEnd(12)} ${count('holds')} hold, ${count('differs')} differ, ` +
        `${count('absent')} absent, ${count('not tried')} not tried`,
    ];
  });
  const differing = results.filter(({ verdict }) => verdict === 'differs').length;
  const end =
    differing === 0
      ? 'Nothing that was tried differs.'
      : `${differing} of ${results.length} checks differ.`;
  return `\n${lines.join('\n')}\n${end}\n`;
}

/** The whole as JSON: totals and every check. */
export function asJson(base: string, results: readonly Result[], left: readonly string[]): string {
  const count = (verdict: Verdict): number =>
    results.filter((result) => result.verdict === verdict).length;
  const report = {
    base,
    holds: count('holds'),
    differs: count('differs'),
    absent: count('absent'),
    not_tried: count('not tried'),
    not_refunded: left,
    checks: results.map(({ check, group, verdict, expected, came, why, last }) => ({
      id: check.id,
      group,
      level: check.level,
      title: check.title,
      source: check.source,
      verdict: verdict.replace(' ', '_'),
      expected,
      came,
      why,
      exchange: last === undefined ? undefined : exchange(last).map((line) => line.trim()),
    })),
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

/** The checks that there are, without running any. */
export function listing(groups: readonly Group[]): string {
  const lines = groups.flatMap(({ name, title, checks }) => [
    `\n${name}: ${title}`,
    ...checks.map(({ id, level, title, source, needs }) => {
      const needed = needs.length === 0 ? '' : `; needs ${needs.join(', ')}`;
      return `  ${id.padEnd(34)} ${title}\n  ${' '.repeat(34)} ${level}: ${source}${needed}`;
    }),
  ]);
  return `${lines.join('\n').trimStart()}\n`;
}

/** A call as it went over the wire. The kit's secret key is in none of it; an OTP is masked. */
function exchange({ sent, status, headers, text }: Answer): string[] {
  const shown = ['client-id', 'request-id', 'response-timestamp', 'signature', 'retry-after'];
  return [
    `  > ${sent.method} ${sent.target}`,
    ...sent.headers.map(([name, value]) => `  > ${name}: ${value}`),
    ...(sent.body === undefined ? [] : [`  > ${masked(sent.body)}`]),
    `  < ${status}`,
    ...shown.flatMap((name) => {
      const value = headers[name];
      return value === undefined ? [] : [`  < ${name}: ${String(value)}`];
    }),
    `  < ${masked(text)}`,
  ];
}

function masked(body: string): string {
  const text = body.replaceAll(/("otp"\s*:\s*)"[^"]*"/g, '$1"******"');
  return text.length > LONGEST_BODY ? `${text.slice(0, LONGEST_BODY)}…` : text;
}
