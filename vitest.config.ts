// Where the tests are, and what they share: one PostgreSQL a run for those that store something.
import { existsSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

const database = 'packages/gateway/tests/global-setup.ts';
// They start dozens of processes: after everything else.
const torture = ['torture/{chaos,matrix,sabotage,fuzz,soak}/*.test.ts'];
const pure = [
  'packages/{wire,simulator,sdk,backoffice}/**/*.test.ts',
  'packages/gateway/tests/tidy.test.ts',
];

export default defineConfig({
  test: {
    environment: 'node',
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    teardownTimeout: 30_000,
    // What is waited for comes when it comes: a busy machine must not turn a test red.
    expect: { poll: { timeout: 20_000 } },
    projects: [
      { extends: true, test: { name: 'pure', include: pure } },
      {
        extends: true,
        test: {
          name: 'stored',
          include: ['{packages,examples,bench,torture}/**/*.test.ts'],
          // The examples of testing are strangers' projects: packages/sdk/tests/examples.test.ts runs them.
          exclude: ['**/node_modules/**', '**/dist/**', 'examples/testing/**', ...pure, ...torture],
          globalSetup: existsSync(database) ? [database] : [],
        },
      },
      {
        extends: true,
        test: {
          name: 'torture',
          include: torture,
          globalSetup: existsSync(database) ? [database] : [],
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
