// `tarik serve`: the gateway as a process that leaves politely when it is asked to.
import { migrate } from '../../base/migrate.ts';
import type { Config } from '../../base/config.ts';
import type { Context } from '../../context.ts';
import { firstLink } from '../../operators/first.ts';
import { example, serveSettings, type AddCommand, type Cli } from '../cli.ts';
import { EXIT, Ended } from '../exit.ts';

export const addServe: AddCommand = (program, cli) => {
  program
    .command('serve')
    .description('serve the API, do the chores, or both (TARIK_ROLE)')
    .option('--migrate', 'migrate the database first')
    .addHelpText('after', example('serve', 'serve --migrate'))
    .action(async (options: { migrate?: true }) => {
      const config = serveSettings(cli);
      if (options.migrate) await migrate(config.databaseUrl.reveal());
      const { startGateway } = await import('../../app.ts');
      const gateway = await startGateway(config);
      await sayFirstLink(cli, config, gateway.ctx);
      process.send?.({ listening: gateway.url, metrics: gateway.metricsUrl });
      await askedToLeave();
      // The second time means now.
      void askedToLeave().then(() => process.exit(EXIT.interrupted));
      await gateway.close();
      throw new Ended(EXIT.ok);
    });
};

/**
 * Where nobody can sign in yet, whoever started this process gets a link for the first person. It is shown here and goes
 * into no log.
 */
async function sayFirstLink(cli: Cli, config: Config, ctx: Context): Promise<void> {
  if (ctx.sandbox || config.role === 'worker') return;
  const email = `admin@${new URL(ctx.publicUrl).hostname}`;
  const link = await firstLink(ctx, ctx.publicUrl, email);
  if (link === null) return;
  cli.screen.note(
    `warning: the Back Office knows nobody yet. Its first admin (${email}) opens this, once and within 72 hours:\n` +
      `  ${link}\n  or invite somebody by their own address: tarik operator add --email … --role admin`,
  );
}

/** Fulfilled at the first signal, or when the process that started us is gone. */
function askedToLeave(): Promise<void> {
  return new Promise((resolve) => {
    const asked = (): void => {
      for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.off(signal, asked);
      process.off('disconnect', asked);
      resolve();
    };
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, asked);
    process.on('disconnect', asked);
  });
}
