// A table that is wider than its place can be scrolled with the keyboard.

const tables = [...document.querySelectorAll<HTMLElement>('.sl-markdown-content table')];
const observer = new ResizeObserver(() => {
  for (const table of tables) {
    if (table.scrollWidth > table.clientWidth) table.tabIndex = 0;
    else table.removeAttribute('tabindex');
  }
});
for (const table of tables) observer.observe(table);
