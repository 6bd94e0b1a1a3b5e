import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { globalSetup: 'tests/sandbox.ts', testTimeout: 30_000 },
});
