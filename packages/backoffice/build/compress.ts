// A plugin of the build: `.br` and `.gz` beside each file that compresses, so that the gateway sends them as they are.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Plugin } from 'vite';

const WORTH = /\.(js|css|html|svg|json)$/;
const LEAST = 512; // bytes; below, a header costs what is saved

/** Writes the compressed files when the bundle is on disk. `index.html` gets none: its nonce is new in every answer. */
export function compressed(): Plugin {
  return {
    name: 'tarik-compressed',
    apply: 'build',
    async writeBundle({ dir = '' }) {
      const files = readdirSync(dir, { recursive: true, encoding: 'utf8' })
        .filter((file) => WORTH.test(file) && file !== 'index.html' && !file.startsWith('.vite'))
        .map((file) => path.join(dir, file));
      await Promise.all(files.map(compress));
    },
  };
}

async function compress(file: string): Promise<void> {
  const bytes = readFileSync(file);
  if (bytes.length < LEAST) return;
  const [gz, br] = await Promise.all([
    promisify(gzip)(bytes, { level: 9 }),
    promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
  ]);
  writeFileSync(`${file}.gz`, gz);
  writeFileSync(`${file}.br`, br);
}
