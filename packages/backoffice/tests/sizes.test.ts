// What a first visit loads stays small, and every file stands there compressed too.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { firstPage } from '../build/sizes.ts';

const DIST = path.join(import.meta.dirname, '../dist');
const LIMIT = 400_000; // bytes, gzipped

describe('the page that was built', () => {
  test.each(firstPage(DIST))('loads little script for $name', ({ script, style }) => {
    expect(script).toBeGreaterThan(50_000);
    expect(script).toBeLessThanOrEqual(LIMIT);
    expect(style).toBeLessThan(60_000);
  });

  test('has nothing inline, and one place for the nonce', () => {
    const html = readFileSync(path.join(DIST, 'index.html'), 'utf8');
    expect(html.match(/__CSP_NONCE__/g)).toHaveLength(1);
    expect(html).not.toMatch(/<script(?![^>]*\ssrc=)|<style|\son\w+=|\sstyle=|javascript:/i);
  });

  test('stands there compressed, the same bytes', () => {
    const folder = path.join(DIST, 'assets');
    const scripts = readdirSync(folder).filter((name) => name.endsWith('.js'));
    const packed = scripts.filter((name) => existsSync(path.join(folder, `${name}.br`)));
    expect(packed.length).toBeGreaterThan(5);
    for (const name of packed) {
      const plain = readFileSync(path.join(folder, name));
      expect(brotliDecompressSync(readFileSync(path.join(folder, `${name}.br`)))).toEqual(plain);
      expect(gunzipSync(readFileSync(path.join(folder, `${name}.gz`)))).toEqual(plain);
    }
  });
});
