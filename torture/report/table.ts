// The table of figures as a terminal shows it: plain, aligned, one line a figure, a mark beside what must hold.
import { linesOf, type FigureLine, type RunFigures, type Targets } from './figures.ts';

export interface TableOptions {
  /** Colours; for a terminal only. */
  colours?: boolean;
  /** Columns to keep within; a note that does not fit beside its line goes beneath it. 120 by default. */
  width?: number;
}

const GREEN = '\u001b[32m';
const RED = '\u001b[31m';
const DIM = '\u001b[2m';
const END = '\u001b[0m';

/** The table; ends with a newline. */
export function figuresTable(
  figures: RunFigures,
  targets: Targets,
  { colours = false, width = 120 }: TableOptions = {},
): string {
  const lines = linesOf(figures, targets);
  const widest = (of: (line: FigureLine) => string): number =>
    Math.max(...lines.map((line) => of(line).length));
  const names = widest((line) => line.name);
  const values = widest((line) => line.value);
  const paint = (colour: string, text: string): string =>
    colours && text !== '' ? `${colour}${text}${END}` : text;
  const rows = lines.flatMap(({ name, value, target, holds, note }) => {
    const mark = holds === null ? ' ' : holds ? paint(GREEN, '✓') : paint(RED, '✗');
    const wanted = target === '' ? '' : `  ${paint(DIM, target)}`;
    const row = `${mark} ${name.padEnd(names)}  ${value.padStart(values)}${wanted}`.trimEnd();
    const length = 4 + names + values + (target === '' ? 0 : 2 + target.length);
    if (note !== '' && length + 3 + note.length <= width) return [`${row}   ${paint(DIM, note)}`];
    return [row, ...wrapped(note, width - 6).map((piece) => `      ${paint(DIM, piece)}`)];
  });
  const skipped = (figures.skipped ?? []).map((one) => paint(DIM, `not done here: ${one}`));
  return `${[...rows, ...skipped].join('\n')}\n`;
}

function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').filter((one) => one !== '')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return line === '' ? lines : [...lines, line];
}
