// Shows what has come in since the page was loaded, unless somebody is just reading a notification.
const shown = document.body.dataset.count;

setInterval(async () => {
  if (document.hidden || document.querySelector('details[open]')) return;
  const answer = await fetch('/notifications/count').catch(() => undefined);
  if (answer?.ok && (await answer.text()) !== shown) location.reload();
}, 2000);
