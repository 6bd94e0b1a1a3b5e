// `tarik completion`: the script that teaches a shell our commands, options and their choices.
import tab from '@bomb.sh/tab/commander';
import { example, type AddCommand } from '../cli.ts';

/** Reads the commands that are there already, so it is added last. */
export const addCompletion: AddCommand = (program) => {
  tab(program, { completionCommandName: 'completion' });
  program.commands
    .find((command) => command.name() === 'completion')
    ?.description('print the completion script of a shell')
    .addHelpText(
      'after',
      '\nBash (with the package bash-completion): add the line to ~/.bashrc; zsh: to ~/.zshrc, after compinit; fish:' +
        '\nwrite it to a file of its completions.' +
        `\n${example(
          'completion bash    # source <(tarik completion bash)',
          'completion zsh     # source <(tarik completion zsh)',
          'completion fish    # tarik completion fish > ~/.config/fish/completions/tarik.fish',
        )}`,
    );
};
