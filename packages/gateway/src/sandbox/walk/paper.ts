// How a step of the walk is written down for a reader: what went out, what came back, what holds.
import type { Exchange } from './call.ts';
import type { Shown, Step } from './guide.ts';

export type Paint = (
  style: 'bold' | 'dim' | 'cyan' | 'green' | 'red' | 'yellow',
  text: string,
) => string;

/** One step as text. */
export function stepText(n: number, step: Step, shown: Shown, paint: Paint): string {
  const { exchange, beside, holds } = shown;
  return [
    '',
    paint('bold', `${n}. ${step.title}`),
    `   ${paint('dim', step.about)}`,
    ...(exchange === undefined ? [] : exchangeLines(exchange, paint)),
    ...(beside === undefined
      ? []
      : ['', `   ${paint('yellow', '•')} ${beside.did}`, ...jsonLines(beside.saw, paint)]),
    '',
    ...holds.map(
      ([claim, held]) => `   ${held ? paint('green', '✓') : paint('red', '✗')} ${claim}`,
    ),
    '',
  ].join('\n');
}

function exchangeLines(exchange: Exchange, paint: Paint): string[] {
  const { method, path, sent, signed, body, status, heard, answer } = exchange;
  const fine = status < 400;
  return [
    '',
    `   ${paint('cyan', '→')} ${paint('bold', `${method} ${path}`)}`,
    ...sent.map(([name, value]) => `     ${paint('dim', `${name}:`)} ${value}`),
    ...(body === undefined ? [] : jsonLines(body, paint)),
    `     ${paint('dim', 'signed:')}`,
    ...signed.split('\n').map((line) => `     ${paint('dim', '│')} ${line}`),
    '',
    `   ${paint(fine ? 'green' : 'red', '←')} ${paint('bold', `HTTP ${status}`)}`,
    ...heard.map(([name, value]) => `     ${paint('dim', `${name}:`)} ${value}`),
    ...jsonLines(answer, paint),
  ];
}

function jsonLines(value: unknown, paint: Paint): string[] {
  return JSON.stringify(value ?? null, null, 2)
    .split('\n')
    .map(
      (line) =>
        `     ${line.replace(/^(\s*)("[^"]*":)/, (_all, space: string, name: string) => space + paint('cyan', name))}`,
    );
}

/** The last lines: how it ended, and what to look at. */
export function endText(held: number, failed: number, shop: string, paint: Paint): string {
  return failed === 0
    ? `${paint('green', '✓')} ${paint('bold', 'The whole guide holds')}: ${held} claims, all kept. The shop shows its notification at ${shop}/wire\n`
    : `${paint('red', '✗')} ${paint('bold', `${failed} of ${held + failed} claims do not hold`)}\n`;
}
