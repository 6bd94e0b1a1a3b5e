// Text for a cell of a file that people open in a spreadsheet: none is taken for a formula.

/**
 * A text that no spreadsheet takes for a formula: what begins with `=`, `+`, `-`, `@`, a tab or a line break, in whatever width
 * it is written, gets an apostrophe (OWASP, "CSV Injection").
 */
export function safeText(text: string): string {
  return /^[\s\u0000-\u001F]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r\n]/.test(text)
    ? `'${text}`
    : text;
}
