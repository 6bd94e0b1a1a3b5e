// `tarik merchant …`: who may call us. Secrets are shown once and read from a file or standard input, never argued.
import type { Command } from 'commander';
import { createMerchant } from '../../merchants/create.ts';
import { DEFAULT_SETTINGS } from '../../merchants/merchant.ts';
import { rotateKey } from '../../merchants/rotate-key.ts';
import { mergeSettings, setMerchantStatus } from '../../merchants/store.ts';
import { example, withDoors, type AddCommand, type Cli } from '../cli.ts';
import { isoTime, mustFind, parseDuration, readSecret, readSettings } from '../merchant-input.ts';
import { listAll } from '../merchant-list.ts';
import { addMerchantBanks } from './merchant-banks.ts';
import { addMerchantFees } from './merchant-fees.ts';

export const addMerchant: AddCommand = (program, cli) => {
  const merchant = program
    .command('merchant')
    .description('merchants: their keys, banks, notification URLs, fees and settings')
    .addHelpText('after', example('merchant list', 'merchant create --name "Toko Satu"'));
  addCreate(merchant, cli);
  addList(merchant, cli);
  addMerchantBanks(merchant, cli);
  addMerchantFees(merchant, cli);
  addRotate(merchant, cli);
  addStatus(merchant, cli);
  addSettings(merchant, cli);
};

function addCreate(merchant: Command, cli: Cli): void {
  merchant
    .command('create')
    .description('make a merchant; its Secret Key is shown this once')
    .requiredOption('--name <name>', 'what people call it')
    .option('--client-id <id>', 'drawn when it is not given')
    .option('--secret-file <file>', 'a Secret Key of your own; - reads standard input')
    .option('--set <setting=value...>', 'settings that differ from the default')
    .addHelpText('after', example('merchant create --name "Toko Satu" --set amounts=string'))
    .action(async (options: CreateOptions) => {
      const wanted = {
        name: options.name,
        settings: readSettings(options.set ?? []),
        ...(options.clientId === undefined ? {} : { clientId: options.clientId }),
        ...(options.secretFile === undefined ? {} : { secret: readSecret(options.secretFile) }),
      };
      const made = await withDoors(cli, (doors) => createMerchant(doors, wanted));
      const { clientId, merchantId } = made;
      const secret = made.secret.reveal();
      cli.screen.result(
        { client_id: clientId, merchant_id: merchantId, secret_key: secret },
        `Client-Id   ${clientId}\nSecret Key  ${secret}\n\nIt is not shown again.`,
      );
    });
}

interface CreateOptions {
  name: string;
  clientId?: string;
  secretFile?: string;
  set?: string[];
}

function addList(merchant: Command, cli: Cli): void {
  merchant
    .command('list')
    .description('every merchant with its banks')
    .addHelpText('after', example('merchant list --json'))
    .action(async () => {
      const { rows, words } = await withDoors(cli, listAll);
      cli.screen.result(rows, words);
    });
}

function addRotate(merchant: Command, cli: Cli): void {
  merchant
    .command('rotate-key')
    .description('a new Secret Key; the old one stays valid for a while')
    .argument('<client-id>', "the merchant's Client-Id")
    .option('--overlap <time>', 'how long the old key stays valid: 0, 90m, 24h, 7d', '24h')
    .option('--secret-file <file>', 'a Secret Key of your own; - reads standard input')
    .addHelpText('after', example('merchant rotate-key MCH-0001-10791114622547 --overlap 48h'))
    .action(async (clientId: string, options: { overlap: string; secretFile?: string }) => {
      const overlapMs = parseDuration(options.overlap);
      const rotated = await withDoors(cli, async (doors) => {
        const { merchantId } = await mustFind(doors, clientId);
        return await rotateKey(doors, merchantId, {
          overlapMs,
          ...(options.secretFile === undefined ? {} : { secret: readSecret(options.secretFile) }),
        });
      });
      const secret = rotated.secret.reveal();
      const until = isoTime(rotated.oldUntil);
      cli.screen.result(
        { client_id: clientId, secret_key: secret, old_key_valid_until: until },
        `Secret Key  ${secret}\n\nIt is not shown again. The old key ends at ${until}.`,
      );
    });
}

function addStatus(merchant: Command, cli: Cli): void {
  const change = (name: string, status: 'active' | 'suspended', words: string): void => {
    merchant
      .command(name)
      .description(words)
      .argument('<client-id>', "the merchant's Client-Id")
      .addHelpText('after', example(`merchant ${name} MCH-0001-10791114622547`))
      .action(async (clientId: string) => {
        await withDoors(cli, async (doors) => {
          const { merchantId } = await mustFind(doors, clientId);
          await setMerchantStatus(doors.db, merchantId, status);
        });
        cli.screen.result({ client_id: clientId, status }, `${clientId} is ${status}`);
      });
  };
  change('suspend', 'suspended', 'refuse every call of a merchant; what is under way ends');
  change('resume', 'active', "let a suspended merchant's calls in again");
}

function addSettings(merchant: Command, cli: Cli): void {
  merchant
    .command('set')
    .description('change settings; the others stay')
    .argument('<client-id>', "the merchant's Client-Id")
    .argument('<setting=value...>', Object.keys(DEFAULT_SETTINGS).join(', '))
    .addHelpText(
      'after',
      example(
        'merchant set MCH-0001-10791114622547 amounts=string notifyRefunds=true',
        'merchant set MCH-0001-10791114622547 \'rate={"perSecond":50,"burst":100}\'',
      ),
    )
    .action(async (clientId: string, pairs: string[]) => {
      const settings = readSettings(pairs);
      await withDoors(cli, async (doors) => {
        const { merchantId } = await mustFind(doors, clientId);
        await mergeSettings(doors.db, merchantId, settings);
      });
      cli.screen.result({ client_id: clientId, settings }, `${clientId}: ${pairs.join(', ')}`);
    });
}
