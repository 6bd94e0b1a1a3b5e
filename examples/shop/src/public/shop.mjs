// What a script adds to the shop's pages: countdowns, no second click, and pages that turn by
// themselves when there is news. Everything works without it, a reload apart.
import { openDrawer, wireChanged } from './drawer.mjs';

document.documentElement.classList.add('scripted');

let main = document.querySelector('#main');

/** Counts down what is written as seconds; what belongs to the time after is shown then. */
function countDown(root) {
  const began = performance.now();
  const clocks = [...root.querySelectorAll('[data-seconds]')].map((at) => ({
    at,
    seconds: Number(at.dataset.seconds),
  }));
  const waiting = root.querySelector('[data-wait]');
  const tick = () => {
    if (!root.isConnected) return;
    const past = (performance.now() - began) / 1000;
    for (const { at, seconds } of clocks) {
      const left = Math.max(0, Math.ceil(seconds - past));
      at.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`;
      const during = at.closest('[data-while]');
      during.hidden = left === 0;
      const after = during.parentElement.querySelector('[data-after]');
      if (after !== null) after.hidden = left > 0;
    }
    if (waiting !== null) waiting.disabled = past < Number(waiting.dataset.wait);
    if (clocks.length > 0) setTimeout(tick, 250);
  };
  tick();
}

/** Fetches this page anew and shows it where its version has changed. */
let looking = false;
let again = false;
async function lookAgain() {
  if (main.dataset.version === '') return;
  // News that comes while a page is on its way may be newer than that page.
  again = looking;
  if (looking) return;
  looking = true;
  try {
    const answer = await fetch(location.href, { headers: { 'toko-looking': 'again' } });
    const text = await answer.text();
    const next = new DOMParser().parseFromString(text, 'text/html').querySelector('#main');
    if (next === null || next.dataset.version === main.dataset.version) return;
    main.replaceWith(next);
    main = next;
    start(main);
    document.querySelector('#live').textContent =
      main.querySelector('[data-say]')?.textContent ?? '';
  } catch {
    // The connection of the events tells when the shop is there again.
  } finally {
    looking = false;
    if (again) void lookAgain();
  }
}

function start(root) {
  countDown(root);
  for (const form of root.querySelectorAll('form[method=post]')) {
    form.addEventListener('submit', (event) => {
      if (form.dataset.sent === 'yes') return event.preventDefault();
      form.dataset.sent = 'yes';
      document.body.classList.add('busy');
    });
  }
}

/** A page that the browser kept may have been sent already. */
addEventListener('pageshow', () => {
  document.body.classList.remove('busy');
  for (const form of document.forms) delete form.dataset.sent;
});

start(main);
openDrawer();

const events = new EventSource('/live');
// Whatever was missed before the connection was there is caught up with.
events.addEventListener('hello', () => {
  void lookAgain();
  wireChanged();
});
events.addEventListener('order', () => void lookAgain());
events.addEventListener('wire', wireChanged);
addEventListener('pagehide', () => events.close());
