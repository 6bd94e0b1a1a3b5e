#!/usr/bin/env node
// The command `tarik`: its commands, a file each, and how it ends.
import { Command } from 'commander';
import { processEnvironment } from '../base/config.ts';
import { sandboxEnvironment } from '../sandbox/running.ts';
import type { AddCommand, Cli } from './cli.ts';
import { addAccounts } from './commands/accounts.ts';
import { addCheck } from './commands/check.ts';
import { addClock } from './commands/clock.ts';
import { addCompletion } from './commands/completion.ts';
import { addDoctor } from './commands/doctor.ts';
import { addKeys } from './commands/keys.ts';
import { addListen } from './commands/listen.ts';
import { addLogs } from './commands/logs.ts';
import { addMerchant } from './commands/merchant.ts';
import { addMigrate } from './commands/migrate.ts';
import { addOperator } from './commands/operator.ts';
import { addReconcile } from './commands/reconcile.ts';
import { addResend } from './commands/resend.ts';
import { addSandbox } from './commands/sandbox.ts';
import { addSchema } from './commands/schema.ts';
import { addServe } from './commands/serve.ts';
import { addSettle } from './commands/settle.ts';
import { addSign } from './commands/sign.ts';
import { addStatement } from './commands/statement.ts';
import { addTrigger } from './commands/trigger.ts';
import { addVerify } from './commands/verify.ts';
import { addVersion } from './commands/version.ts';
import { addWalk } from './commands/walk.ts';
import { EXIT, endingOf } from './exit.ts';
import { createScreen } from './screen.ts';

const COMMANDS: readonly AddCommand[] = [
  addSandbox,
  addWalk,
  addTrigger,
  addListen,
  addLogs,
  addClock,
  addSign,
  addVerify,
  addServe,
  addMigrate,
  addMerchant,
  addAccounts,
  addOperator,
  addResend,
  addSettle,
  addStatement,
  addReconcile,
  addCheck,
  addDoctor,
  addKeys,
  addSchema,
  addVersion,
  addCompletion,
];

/** Runs one command line and answers its exit code. */
export async function run(argv: readonly string[], cli: Cli): Promise<number> {
  const program = buildProgram(cli);
  let running = program;
  program.hook('preAction', (_program, command) => {
    running = command;
    cli.screen.json = command.optsWithGlobals<{ json?: true }>().json === true;
  });
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return 0;
  } catch (error) {
    const { code, words } = endingOf(error);
    if (words !== '') cli.screen.note(`tarik: ${words}`);
    if (words !== '' && code === EXIT.usage) cli.screen.note(usageOf(running));
    return code;
  }
}

/** The whole tree of commands. */
export function buildProgram(cli: Cli): Command {
  const program = new Command('tarik')
    .description('The open-source bank direct-debit gateway')
    .option('--json', 'results as JSON on standard output')
    .configureOutput({
      writeOut: (text) => cli.screen.print(text),
      writeErr: (text) => cli.screen.note(text),
    })
    .exitOverride()
    .addHelpText(
      'after',
      '\nExample:\n  $ tarik sandbox\n\nWhere DATABASE_URL is not set, commands speak to the ' +
        "sandbox that runs on this folder's .tarik (or TARIK_DATA).\n",
    );
  for (const add of COMMANDS) add(program, cli);
  finish(program);
  return program;
}

/** `--json` may stand before a command's name or after it, and whoever types something wrong is shown the usage. */
function finish(command: Command): void {
  command.showHelpAfterError(usageOf(command));
  for (const sub of command.commands) {
    sub.option('--json', 'results as JSON on standard output');
    finish(sub);
  }
}

function usageOf(command: Command): string {
  const help = command.createHelp();
  return `Usage: ${help.commandUsage(command)}\n(add --help for what can be said)`;
}

if (import.meta.main) {
  // Whoever read our output has left (`| head`): that ends a stream as Ctrl-C does.
  process.stdout.on('error', () => process.kill(process.pid, 'SIGTERM'));
  const screen = createScreen();
  const own = processEnvironment();
  const code = await run(process.argv.slice(2), {
    screen,
    env: () => (own['DATABASE_URL'] ? own : { ...own, ...sandboxEnvironment(own['TARIK_DATA']) }),
  });
  process.exit(code);
}
