// `tarik sandbox`: the whole system on loopback until Ctrl-C.
import { readVersion } from '../../app/version.ts';
import { systemClock } from '../../base/clock.ts';
import { dataFolder } from '../../sandbox/running.ts';
import { example, type AddCommand } from '../cli.ts';
import { EXIT, Ended } from '../exit.ts';

export const addSandbox: AddCommand = (program, cli) => {
  program
    .command('sandbox')
    .description('run everything on this machine: gateway, simulated bank, shop and database')
    .option('--fresh', 'begin anew: forget what earlier runs kept')
    .addHelpText(
      'after',
      '\nPorts 8080, 8090 and 8070; TARIK_PORT, TARIK_BANK_PORT and TARIK_SHOP_PORT change them, 0 takes' +
        '\nany, TARIK_SHOP_PORT=off no shop. Data rests in .tarik (TARIK_DATA). DATABASE_URL uses a PostgreSQL of your own.' +
        `\n${example('sandbox', 'sandbox --fresh', 'sandbox --json')}`,
    )
    .action(async (options: { fresh?: true }) => {
      const { steady } = systemClock();
      const began = steady();
      const interrupted = signalled();
      const { startSandbox } = await import('../../sandbox/sandbox.ts');
      const { welcome, welcomeJson } = await import('../../sandbox/welcome.ts');
      const env = cli.env();
      const starting = startSandbox({
        folder: dataFolder(env['TARIK_DATA']),
        env,
        fresh: options.fresh === true,
        note: (words) => cli.screen.note(`tarik: ${words}`),
      });
      // Whatever has started so far goes when this process goes.
      const sandbox = await Promise.race([starting, interrupted.then(leaveNow)]);
      const seconds = ((steady() - began) / 1000).toFixed(1);
      const words = welcome(sandbox, cli.screen.paint, readVersion(), seconds);
      cli.screen.result(welcomeJson(sandbox), words);

      const code = await Promise.race([interrupted, sandbox.failed]).catch((error: unknown) => {
        cli.screen.note(`tarik: ${error instanceof Error ? error.message : 'it failed'}`);
        return EXIT.failed;
      });
      cli.screen.note('tarik: stopping');
      const stopped = sandbox.stop();
      void signalled().then(() => sandbox.stop()); // the second time means now
      await stopped;
      throw new Ended(code);
    });
};

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Fulfilled with 0, for that is how a sandbox ends, at the next signal or when the process that started us is gone. */
function signalled(): Promise<number> {
  return new Promise((resolve) => {
    const heard = (): void => {
      for (const name of SIGNALS) process.off(name, heard);
      process.off('disconnect', heard);
      resolve(EXIT.ok);
    };
    for (const name of SIGNALS) process.on(name, heard);
    process.on('disconnect', heard);
  });
}

function leaveNow(): never {
  throw new Ended(EXIT.interrupted);
}
