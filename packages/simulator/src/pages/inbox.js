// Keeps the SMS inbox fresh: every two seconds the list is replaced by what the bank now shows.
const list = document.querySelector('#inbox');

async function refresh() {
  try {
    const answer = await fetch(location.href, { headers: { accept: 'text/html' } });
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const fresh = page.querySelector('#inbox');
    if (fresh && fresh.innerHTML !== list.innerHTML) list.innerHTML = fresh.innerHTML;
  } catch {
    // The bank is away: the list stays as it is.
  }
  setTimeout(refresh, 2000);
}

setTimeout(refresh, 2000);
