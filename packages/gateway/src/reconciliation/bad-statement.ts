// Why a statement is not taken: the rule that it breaks, with the line and the column where it does.

export class BadStatement extends Error {
  override name = 'BadStatement';
  /** The rule alone, without its place. */
  readonly rule: string;
  /** The line of the file, from 1; null when it is about the whole file. */
  readonly line: number | null;
  /** The column's name, or the number of the character where there is no such column; null for the whole line. */
  readonly column: string | null;

  constructor(rule: string, line: number | null = null, column: string | null = null) {
    super(placed(rule, line, column));
    this.rule = rule;
    this.line = line;
    this.column = column;
  }
}

function placed(rule: string, line: number | null, column: string | null): string {
  if (line === null) return rule;
  return column === null ? `line ${line}: ${rule}` : `line ${line}, column ${column}: ${rule}`;
}

/** A value of the file as a message shows it: quoted, without control characters, never long. */
export function shown(value: string): string {
  return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
}
