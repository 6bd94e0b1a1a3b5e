// How the page is built: below /backoffice/, split by page, every file also compressed beside itself.
import path from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { compressed } from './build/compress.ts';

export default defineConfig({
  root: import.meta.dirname,
  base: '/backoffice/',
  plugins: [react(), compressed()],
  build: {
    outDir: path.join(import.meta.dirname, 'dist'),
    emptyOutDir: true,
    target: 'es2023',
    // A small file inlined as data: would need a wider Content-Security-Policy.
    assetsInlineLimit: 0,
    // The browser loads the parts of a page by itself; the polyfill is an inline script in older ones.
    modulePreload: { polyfill: false },
    manifest: true,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1000,
  },
  server: {
    proxy: { '/backoffice/api': process.env['TARIK_GATEWAY'] ?? 'http://127.0.0.1:8080' },
  },
});
