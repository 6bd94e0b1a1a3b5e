// Starts the page in the browser.
import './app/trusted.ts';
import './style/order.css';
import '@fontsource-variable/figtree/wght.css';
import '@mantine/core/styles.layer.css';
import '@mantine/spotlight/styles.layer.css';
import '@mantine/notifications/styles.layer.css';
import './style/base.css';
import './style/shell.css';
import './style/menus.css';
import './style/parts.css';
import './style/records.css';
import './style/lists.css';
import './style/filters.css';
import './style/door.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { startWords } from './app/i18n.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('the page has no root');
await startWords();
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
