// The drawer beside the page: what goes over the wire, as it happens.

const drawer = document.querySelector('#wire');
const body = document.querySelector('#wire-body');
const opener = document.querySelector('#wire-open');
const KEPT = 'toko_wire';

/** Binds the drawer to its buttons, and opens it when it was open on the page before. */
export function openDrawer() {
  document.addEventListener('click', copied);
  if (location.pathname === '/wire') return;
  opener.setAttribute('aria-expanded', 'false');
  opener.setAttribute('aria-controls', 'wire');
  opener.addEventListener('click', (event) => {
    event.preventDefault();
    show(drawer.hidden);
    if (!drawer.hidden) document.querySelector('#wire-close').focus();
  });
  document.querySelector('#wire-close').addEventListener('click', close);
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !drawer.hidden) close();
  });
  const wide = matchMedia('(width >= 48rem)').matches;
  if (wide && sessionStorage.getItem(KEPT) === 'open') show(true);
}

function close() {
  show(false);
  opener.focus();
}

function show(open) {
  drawer.hidden = !open;
  opener.setAttribute('aria-expanded', String(open));
  document.body.classList.toggle('wired', open);
  sessionStorage.setItem(KEPT, open ? 'open' : 'closed');
  if (open) void load();
}

let loading = false;
let again = false;

/** Loads the list anew where it can be seen; what was unfolded stays so. */
export function wireChanged() {
  if (!drawer.hidden || location.pathname === '/wire') void load();
}

async function load() {
  again = loading;
  if (loading) return;
  loading = true;
  try {
    const answer = await fetch('/wire', { headers: { 'toko-looking': 'again' } });
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const list = page.querySelector('#wire-list');
    const place = location.pathname === '/wire' ? document.querySelector('#wire-list') : body;
    if (list === null || place === null) return;
    const open = [...place.querySelectorAll('details[open]')].map((one) => one.dataset.id);
    const focused = place.contains(document.activeElement)
      ? document.activeElement.closest('details')?.dataset.id
      : undefined;
    for (const id of open) list.querySelector(`details[data-id="${id}"]`)?.setAttribute('open', '');
    place.replaceChildren(...list.childNodes);
    if (focused !== undefined)
      place.querySelector(`details[data-id="${focused}"] summary`)?.focus();
  } catch {
    // The next event tries again.
  } finally {
    loading = false;
    if (again) void load();
  }
}

function copied(event) {
  const button = event.target.closest?.('.copy');
  if (button === null || button === undefined) return;
  const text = button.closest('.block').querySelector('pre').textContent;
  navigator.clipboard.writeText(text).then(
    () => {
      const before = button.textContent;
      button.textContent = button.dataset.done;
      setTimeout(() => (button.textContent = before), 1500);
    },
    () => getSelection().selectAllChildren(button.closest('.block').querySelector('pre')),
  );
}
