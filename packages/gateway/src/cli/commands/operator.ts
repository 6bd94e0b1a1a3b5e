// `tarik operator …`: people of the Back Office, invited and kept out by who holds the server.
import { Option, type Command } from 'commander';
import { readPublicUrl } from '../../base/config.ts';
import type { MerchantDoors } from '../../merchants/create.ts';
import { commandNote, inviteByCommand } from '../../operators/first.ts';
import { ROLES, type Role } from '../../operators/roles.ts';
import { listPeople } from '../../operators/store-team.ts';
import { changeRole, resetFactor, setStatus } from '../../operators/team.ts';
import { example, withDoors, type AddCommand, type Cli } from '../cli.ts';
import { isoTime, mustFind } from '../merchant-input.ts';
import { checkedEmail, findOperator, worded } from '../operator-input.ts';
import { table } from '../screen.ts';

export const addOperator: AddCommand = (program, cli) => {
  const operator = program
    .command('operator')
    .description('people of the Back Office: invited, listed, kept out, given another role')
    .addHelpText(
      'after',
      example('operator list', 'operator add --email ayu@toko.example --role admin'),
    );
  addAdd(operator, cli);
  addList(operator, cli);
  addStatus(operator, cli);
  addResetTotp(operator, cli);
  addSetRole(operator, cli);
};

const role = (words: string) =>
  new Option('--role <role>', words).choices(ROLES).makeOptionMandatory();
const MERCHANT = "a merchant's Client-Id; without it, the gateway itself";

function addAdd(operator: Command, cli: Cli): void {
  operator
    .command('add')
    .description('invite somebody: prints a link that is good once, for 72 hours')
    .requiredOption('--email <email>', 'where they are known by')
    .option('--name <name>', 'what people call them; they are asked when it is not given')
    .addOption(role('what they may do'))
    .option('--merchant <client-id>', MERCHANT)
    .addHelpText(
      'after',
      example(
        'operator add --email ayu@gateway.example --name Ayu --role admin',
        'operator add --email budi@toko.example --role finance_maker --merchant MCH-0001-10791114622547',
      ),
    )
    .action(async (options: { email: string; name?: string; role: Role; merchant?: string }) => {
      const email = checkedEmail(options.email);
      const { link, expiresAt } = await withDoors(cli, async (doors) => {
        const merchantId = await merchantOf(doors, options.merchant);
        const one = { merchantId, email, name: options.name ?? null, role: options.role };
        return await worded(inviteByCommand(doors, readPublicUrl(cli.env()), one));
      });
      cli.screen.result(
        { email, role: options.role, link, expires_at: isoTime(expiresAt) },
        `${link}\n\nIt is good once, until ${isoTime(expiresAt)}, and is not shown again.`,
      );
    });
}

function addList(operator: Command, cli: Cli): void {
  operator
    .command('list')
    .description('everybody, with what they may do where')
    .addHelpText('after', example('operator list --json'))
    .action(async () => {
      const people = await withDoors(cli, ({ db }) => listPeople(db));
      const rows = people.map(({ seen_at: seenAt, ...one }) => ({
        ...one,
        seen_at: seenAt === null ? null : isoTime(seenAt),
      }));
      const cells = rows.map((one) => [
        one.email,
        one.name,
        one.status,
        one.totp ? 'yes' : 'no',
        one.gateway_role ?? '-',
        one.merchants.map((at) => `${at.client_id} ${at.role}`).join(', ') || '-',
        one.seen_at ?? '-',
      ]);
      const heads = ['E-mail', 'Name', 'Status', 'TOTP', 'Gateway', 'Merchants', 'Seen'];
      cli.screen.result(rows, table(heads, cells));
    });
}

function addStatus(operator: Command, cli: Cli): void {
  const change = (name: string, status: 'active' | 'disabled', words: string): void => {
    operator
      .command(name)
      .description(words)
      .argument('<email>', 'who')
      .addHelpText('after', example(`operator ${name} budi@toko.example`))
      .action(async (email: string) => {
        await withDoors(cli, async (doors) => {
          const operatorId = await findOperator(doors, email);
          const note = commandNote(`operator.${name}d`, operatorId);
          await worded(setStatus(doors, operatorId, status, note));
        });
        cli.screen.result({ email, status }, `${email} is ${status}`);
      });
  };
  change('disable', 'disabled', 'keep somebody out everywhere; their sessions end');
  change('enable', 'active', 'let somebody in again');
}

function addResetTotp(operator: Command, cli: Cli): void {
  operator
    .command('reset-totp')
    .description('take the second factor from who has lost it; they enrol a new one')
    .argument('<email>', 'who')
    .addHelpText('after', example('operator reset-totp budi@toko.example'))
    .action(async (email: string) => {
      await withDoors(cli, async (doors) => {
        const operatorId = await findOperator(doors, email);
        const note = commandNote('second_factor.reset', operatorId);
        await worded(resetFactor(doors, operatorId, note));
      });
      cli.screen.result({ email, totp: false }, `${email} enrols a new second factor`);
    });
}

function addSetRole(operator: Command, cli: Cli): void {
  operator
    .command('set-role')
    .description('change the role that somebody has; their sessions end')
    .argument('<email>', 'who')
    .addOption(role('what they may do from now on'))
    .option('--merchant <client-id>', MERCHANT)
    .addHelpText('after', example('operator set-role budi@toko.example --role viewer'))
    .action(async (email: string, options: { role: Role; merchant?: string }) => {
      await withDoors(cli, async (doors) => {
        const operatorId = await findOperator(doors, email);
        const merchantId = await merchantOf(doors, options.merchant);
        const note = { ...commandNote('operator.role_changed', operatorId), merchantId };
        const change = { merchantId, operatorId, role: options.role, by: null };
        await worded(changeRole(doors, change, note));
      });
      cli.screen.result({ email, role: options.role }, `${email} is ${options.role}`);
    });
}

async function merchantOf(
  doors: MerchantDoors,
  clientId: string | undefined,
): Promise<string | null> {
  return clientId === undefined ? null : (await mustFind(doors, clientId)).merchantId;
}
