// Where the tests are, and what they share: one PostgreSQL a run for those that store something.
import { existsSync } from 'node:fs';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const database = 'packages/gateway/tests/global-setup.ts';
// They start dozens of processes: after everything else.
const torture = ['torture/{chaos,matrix,sabotage,fuzz,soak}/*.test.ts'];
const pure = [
  'packages/{wire,simulator,sdk,backoffice}/**/*.test.ts',
  'packages/gateway/tests/tidy.test.ts',
];

// What takes longest begins first, so that nothing waits for it in the end; the others by their size.
const LONGEST = [
  'torture/chaos/chaos',
  'torture/matrix/matrix',
  'torture/sabotage/sample',
  'gateway/tests/docs-site',
  'shop/tests/walk',
  'gateway/tests/sandbox',
  'gateway/tests/backoffice-walk-pages',
  'gateway/tests/backoffice-walk-people',
  'backoffice/tests/page',
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const last = LONGEST.length;
    const place = ({ moduleId }: TestSpecification): number => {
      const found = LONGEST.findIndex((name) => moduleId.endsWith(`/${name}.test.ts`));
      return found === -1 ? last : found;
    };
    // oxlint-disable-next-line unicorn/no-array-sort -- it is no array's
    const bySize = await super.sort(files);
    return bySize.toSorted((a, b) => place(a) - place(b));
  }
}

export default defineConfig({
  test: {
    environment: 'node',
    pool: 'forks',
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
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
