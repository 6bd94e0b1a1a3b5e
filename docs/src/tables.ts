// A table that has no room for its columns is shown as a block for each row; one that is too wide even so can be scrolled
// with the keyboard.

const TALL_PX = 140; // some six lines
const NARROW_PX = 200;
const SENTENCE = 40;

const tables = [...document.querySelectorAll<HTMLTableElement>('.sl-markdown-content table')];
// Of the place and not of the table, whose own width changes with how it is shown.
const observer = new ResizeObserver((entries) => {
  for (const { target } of entries)
    for (const table of tables) if (table.parentElement === target) fit(table);
});

for (const table of tables) {
  name(table);
  if (table.parentElement !== null) observer.observe(table.parentElement);
}

function fit(table: HTMLTableElement): void {
  table.classList.remove('stacked');
  table.classList.toggle('stacked', isTooWide(table) || isSqueezed(table));
  if (isTooWide(table)) table.tabIndex = 0;
  else table.removeAttribute('tabindex');
}

function isTooWide(table: HTMLTableElement): boolean {
  return table.scrollWidth > table.clientWidth;
}

/** Its sentences run down a column of a few words' width. */
function isSqueezed(table: HTMLTableElement): boolean {
  return [...table.rows].some(
    (row) =>
      row.offsetHeight > TALL_PX &&
      [...row.cells].some(
        ({ offsetWidth, textContent }) => offsetWidth < NARROW_PX && textContent.length > SENTENCE,
      ),
  );
}

/** Each cell bears its column's name, and everything says what it is: as blocks they would no longer be a table to a reader. */
function name(table: HTMLTableElement): void {
  const columns = [...table.querySelectorAll('thead th')].map((cell) => cell.textContent ?? '');
  table.setAttribute('role', 'table');
  for (const group of table.querySelectorAll('thead, tbody'))
    group.setAttribute('role', 'rowgroup');
  for (const row of table.rows) {
    row.setAttribute('role', 'row');
    for (const [n, cell] of [...row.cells].entries()) {
      cell.setAttribute('role', cell.tagName === 'TH' ? 'columnheader' : 'cell');
      cell.dataset['column'] = columns[n] ?? '';
    }
  }
}
