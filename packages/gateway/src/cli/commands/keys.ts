// `tarik keys rotate`: moves every sealed value under the newest master key.
import { rotateMasterKey } from '../keys/rotate.ts';
import { example, withDoors, type AddCommand } from '../cli.ts';
import { EXIT, Ended } from '../exit.ts';
import { table } from '../screen.ts';

export const addKeys: AddCommand = (program, cli) => {
  const keys = program
    .command('keys')
    .description('the master keys that seal what rests in the database')
    .addHelpText('after', example('keys rotate'));
  keys
    .command('rotate')
    .description(
      'wrap every sealed value by the first of TARIK_MASTER_KEYS, beside running processes',
    )
    .addHelpText(
      'after',
      `\n1. Put the new key first in TARIK_MASTER_KEYS of every process, and restart them.` +
        `\n2. Run this until it rewraps nothing.\n3. Take the old key out.\n${example('keys rotate')}`,
    )
    .action(async () => {
      const results = await withDoors(cli, rotateMasterKey);
      const unreadable = results.some((one) => one.unreadable > 0);
      const rows = results.map((one) => [
        `${one.table}.${one.column}`,
        ...[one.seen, one.rewrapped, one.unreadable].map(String),
      ]);
      cli.screen.result(results, table(['COLUMN', 'SEEN', 'REWRAPPED', 'UNREADABLE'], rows));
      throw new Ended(
        unreadable ? EXIT.failed : EXIT.ok,
        unreadable ? 'some values open with no key of the ring: put the missing key back' : '',
      );
    });
};
