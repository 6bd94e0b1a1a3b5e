// The generated part of docs/cli.md: every command with its arguments, options and examples, read from the tree that runs.
import type { Argument, Command, Option } from 'commander';
import { buildProgram } from '../../src/cli/main.ts';
import { createScreen } from '../../src/cli/screen.ts';
import { table } from './generated.ts';

/** Options that every command has; the page says so once. */
const EVERYWHERE = ['--json', '--help'];

/** The part by its name. */
export function cliParts(): Record<string, string> {
  const screen = createScreen({ out: () => undefined, err: () => undefined });
  const program = buildProgram({ screen, env: () => ({}) });
  return { commands: commandsOf(program).flatMap(described).join('\n\n') };
}

function commandsOf(command: Command): Command[] {
  const shown = command.createHelp().visibleCommands(command);
  return shown.filter((sub) => sub.name() !== 'help').flatMap((sub) => [sub, ...commandsOf(sub)]);
}

function described(command: Command): string[] {
  const help = command.createHelp();
  const options = help
    .visibleOptions(command)
    .filter(({ long }) => !EVERYWHERE.includes(long ?? ''));
  const rows = [
    ...command.registeredArguments.filter(({ description }) => description !== '').map(argumentRow),
    ...options.map(optionRow),
  ];
  const { prose, examples } = after(command);
  const depth = pathOf(command).split(' ').length;
  return [
    `${'#'.repeat(depth + 1)} ${pathOf(command)}`,
    sentence(command.description()),
    `\`\`\`text\n${help.commandUsage(command)}\n\`\`\``,
    ...(rows.length === 0 ? [] : [table(['What', 'Means', 'Default'], rows)]),
    ...(prose === '' ? [] : [prose]),
    ...(examples === '' ? [] : [`\`\`\`sh\n${examples}\n\`\`\``]),
  ];
}

function pathOf(command: Command): string {
  return command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`;
}

/** What a help page says below its options. */
function after(command: Command): { prose: string; examples: string } {
  let text = '';
  command.configureOutput({ writeOut: (words) => void (text += words) });
  command.outputHelp();
  const [prose = '', examples = ''] = text
    .slice(command.helpInformation().length)
    .split('Example:\n');
  return {
    prose: prose.trim().replaceAll('<', '\\<'),
    examples: examples.replaceAll(/^ {2}\$ /gm, '').trimEnd(),
  };
}

function argumentRow(argument: Argument): string[] {
  const choices = argument.argChoices ?? [];
  const which = choices.length === 0 ? '' : `: ${choices.map((one) => `\`${one}\``).join(', ')}`;
  return [`\`${argument.name()}\``, cell(argument.description) + which, ''];
}

function optionRow(option: Option): string[] {
  const { flags, description, defaultValue } = option;
  return [
    `\`${flags}\``,
    cell(description),
    typeof defaultValue === 'string' ? `\`${defaultValue}\`` : '',
  ];
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '\\<');
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`.replaceAll('<', '\\<');
}
