// The documentation site: Starlight, English and Indonesian, everything served from here.
import starlight from '@astrojs/starlight';
import { defineConfig } from 'astro/config';
import { existsSync } from 'node:fs';

/** `http_502` and its like have one page; the SDK's links name the status. */
const statuses = [...Array(12).keys()].map((n) => 500 + n);
const proxies = [...Array(11).keys()].map((n) => 520 + n);

const concept = (slug) => ({ slug: `concepts/${slug}` });
const guide = (slug) => ({ slug: `guides/${slug}` });
const made = (label, id, directory) => ({
  label,
  translations: { id },
  collapsed: true,
  items: [{ autogenerate: { directory } }],
});

export default defineConfig({
  outDir: './dist',
  trailingSlash: 'always',
  redirects: Object.fromEntries(
    [...statuses, ...proxies].map((status) => [`/errors/http_${status}`, '/errors/http_5xx/']),
  ),
  integrations: [
    starlight({
      title: 'Tarik',
      description: 'Bank direct debit for merchants in Indonesia, in your own code',
      logo: { src: './src/assets/mark.svg' },
      favicon: '/favicon.svg',
      defaultLocale: 'root',
      locales: {
        root: { label: 'English', lang: 'en' },
        id: { label: 'Bahasa Indonesia', lang: 'id' },
      },
      customCss: ['./src/styles/site.css'],
      components: { Hero: './src/components/Hero.astro', Head: './src/components/Head.astro' },
      // Wrapped, so that no block scrolls sideways on a phone.
      expressiveCode: {
        themes: ['github-dark-dimmed', 'github-light'],
        defaultProps: { wrap: true, overridesByLang: { 'sh,bash,http': { frame: 'none' } } },
        styleOverrides: {
          borderRadius: '0.6rem',
          borderColor: 'var(--sl-color-hairline-light)',
          frames: { shadowColor: 'transparent' },
        },
      },
      credits: false,
      lastUpdated: false,
      sidebar: [
        { slug: 'quickstart' },
        {
          label: 'Concepts',
          translations: { id: 'Konsep' },
          items: [
            concept('token'),
            concept('challenge'),
            concept('states'),
            concept('unclear'),
            concept('idempotency'),
            concept('signatures'),
            concept('notifications'),
          ],
        },
        {
          label: 'Guides',
          translations: { id: 'Panduan' },
          items: [
            ...['bind', 'pay', 'unclear', 'notifications', 'refund', 'unbind', 'status'].map(guide),
            ...['split-settlement', 'force-outcomes', 'go-live', 'migrate'].map(guide),
            {
              label: 'Signing without the SDK',
              translations: { id: 'Tanda tangan tanpa SDK' },
              collapsed: true,
              items: ['', '-bash', '-node', '-python', '-php', '-go', '-java'].map((language) =>
                guide(`signing${language}`),
              ),
            },
          ],
        },
        made('Errors', 'Kesalahan', 'errors'),
        made('API', 'API', 'api'),
        made('SDK', 'SDK', 'reference/sdk'),
        {
          label: 'Reference',
          translations: { id: 'Referensi' },
          collapsed: true,
          items: [
            { slug: 'reference/sandbox' },
            { slug: 'reference/simulated-bank' },
            ...(existsSync(new URL('cli.md', import.meta.url)) ? [{ slug: 'reference/cli' }] : []),
            { slug: 'reference/by-hand' },
            { slug: 'reference/notifications' },
            { slug: 'reference/backoffice-developers' },
            { slug: 'reference/conformance' },
            { slug: 'reference/changelog' },
          ],
        },
        made('Operating', 'Operasional', 'operators'),
        made('Contributing', 'Berkontribusi', 'contributors'),
        made('Decisions', 'Keputusan', 'decisions'),
      ],
    }),
  ],
});
