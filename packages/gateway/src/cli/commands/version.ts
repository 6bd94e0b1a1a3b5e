// `tarik version`: which version this is, and what it runs on.
import { readVersion } from '../../app/version.ts';
import { example, type AddCommand } from '../cli.ts';

export const addVersion: AddCommand = (program, cli) => {
  program
    .command('version')
    .description('print the version')
    .addHelpText('after', example('version --json'))
    .action(() => {
      const version = readVersion();
      const { node } = process.versions;
      const machine = `${process.platform} ${process.arch}`;
      cli.screen.result({ version, node, machine }, `tarik ${version} (Node ${node}, ${machine})`);
    });
};
