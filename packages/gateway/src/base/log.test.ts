import { expect, test } from 'vitest';
import { createLog, logPutOff } from './log.ts';
import { Refusal } from './refusal.ts';

test.each([
  ['a warning while the database is away', new Refusal('database_unavailable'), 40],
  ['an error when it is a bug', new TypeError('a bug'), 50],
])('what is put off is %s', (_words, error, level) => {
  const lines: string[] = [];
  const log = createLog('debug', { write: (line: string) => void lines.push(line) });
  logPutOff(log, 'it could not be done', { merchantId: 'M' }, error);
  expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
    { level, merchantId: 'M', msg: 'it could not be done' },
  ]);
});
