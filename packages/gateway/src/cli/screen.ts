// The one place where the command line writes: results on standard output, everything else on standard error.
import { styleText } from 'node:util';

type Style = Parameters<typeof styleText>[0];

export interface Screen {
  /** True when results are wanted as JSON, one object or array. */
  json: boolean;
  /** A result: `value` as JSON, or its words when a person reads. */
  result(value: unknown, words: string): void;
  /** Words that are themselves what was asked for: a help page, a dump. */
  print(text: string): void;
  /** Says something beside the result. */
  note(text: string): void;
  /** Colours a result's words where the terminal wants colour. */
  paint(style: Style, text: string): string;
}

export interface Streams {
  out(text: string): unknown;
  err(text: string): unknown;
}

const PROCESS: Streams = {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
};

/** A screen on the streams of this process. Colour follows NO_COLOR, FORCE_COLOR and whether a terminal listens. */
export function createScreen(streams: Streams = PROCESS): Screen {
  const paint: Screen['paint'] =
    streams === PROCESS
      ? (style, text) => styleText(style, text, { stream: process.stdout })
      : (_style, text) => text;
  return {
    json: false,
    result(value, words) {
      streams.out(this.json ? `${JSON.stringify(value)}\n` : lineEnded(words));
    },
    print(text) {
      streams.out(lineEnded(text));
    },
    note(text) {
      streams.err(lineEnded(text));
    },
    paint,
  };
}

/** Rows under their heads, columns as wide as they must be; colour codes take no room. */
export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = heads.map((head, n) =>
    Math.max(visible(head), ...rows.map((row) => visible(row[n] ?? ''))),
  );
  return [heads, ...rows]
    .map((row) =>
      row
        .map((cell, n) => cell + ' '.repeat((widths[n] ?? 0) - visible(cell)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function visible(text: string): number {
  // oxlint-disable-next-line no-control-regex -- colour codes begin with a control character
  return text.replace(/\u001b\[[0-9;]*m/g, '').length;
}

function lineEnded(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}
