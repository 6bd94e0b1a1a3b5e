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

/**
 * Rows under their heads, columns as wide as they must be; colour codes take no room. `#` before a head sets its column to the
 * right, as numbers are read.
 */
export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const named = heads.map((head) => head.replace(/^#/, ''));
  const widths = named.map((head, n) =>
    Math.max(visible(head), ...rows.map((row) => visible(row[n] ?? ''))),
  );
  return [named, ...rows]
    .map((row) =>
      row
        .map((cell, n) => {
          const room = ' '.repeat((widths[n] ?? 0) - visible(cell));
          return heads[n]?.startsWith('#') === true ? room + cell : cell + room;
        })
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** So many of something: `1 batch`, `1,200 batches`. */
export function counted(count: number | bigint, one: string, more: string): string {
  return `${count.toLocaleString('en-US')} ${BigInt(count) === 1n ? one : more}`;
}

function visible(text: string): number {
  // oxlint-disable-next-line no-control-regex -- colour codes begin with a control character
  return text.replace(/\u001b\[[0-9;]*m/g, '').length;
}

function lineEnded(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}
