// `tarik merchant …-bank` and where notifications go: what a merchant has at its banks.
import type { Command } from 'commander';
import { BANK_SLUGS } from '../../banks/registry.ts';
import { activateBank, deactivateBank, setNotificationUrl } from '../../merchants/activate-bank.ts';
import { replaceNotificationHosts } from '../../merchants/store.ts';
import { example, withDoors, type Cli } from '../cli.ts';
import { checkedHost, checkedUrl, mustFind, readSecret } from '../merchant-input.ts';

/** Adds the subcommands about a merchant's banks. */
export function addMerchantBanks(merchant: Command, cli: Cli): void {
  addActivate(merchant, cli);
  addDeactivate(merchant, cli);
  addNotificationUrl(merchant, cli);
  addHosts(merchant, cli);
}

function addActivate(merchant: Command, cli: Cli): void {
  merchant
    .command('activate-bank')
    .description('enter the Key and Secret that the bank gave the merchant')
    .argument('<client-id>', "the merchant's Client-Id")
    .argument('<bank>', BANK_SLUGS.join(', '))
    .requiredOption('--key <key>', "the bank's Key")
    .requiredOption('--secret-file <file>', "a file with the bank's Secret; - reads standard input")
    .option('--notification-url <url>', 'where the merchant is told how payments ended')
    .addHelpText(
      'after',
      example('merchant activate-bank MCH-0003-30791114622549 cimb --key K --secret-file secret'),
    )
    .action(async (clientId: string, bank: string, options: ActivateOptions) => {
      await withDoors(cli, async (doors, sandbox) => {
        const { merchantId } = await mustFind(doors, clientId, bank);
        const { key, notificationUrl: url } = options;
        await activateBank(doors, merchantId, {
          bank,
          key,
          secret: readSecret(options.secretFile),
          notificationUrl: url === undefined ? null : checkedUrl(url, sandbox),
        });
      });
      cli.screen.result({ client_id: clientId, bank, active: true }, `${bank} is active`);
    });
}

interface ActivateOptions {
  key: string;
  secretFile: string;
  notificationUrl?: string;
}

function addDeactivate(merchant: Command, cli: Cli): void {
  merchant
    .command('deactivate-bank')
    .description('let nothing new begin at a bank; what is under way is brought to its end')
    .argument('<client-id>', "the merchant's Client-Id")
    .argument('<bank>', BANK_SLUGS.join(', '))
    .addHelpText('after', example('merchant deactivate-bank MCH-0001-10791114622547 cimb'))
    .action(async (clientId: string, bank: string) => {
      await withDoors(cli, async (doors) => {
        const { merchantId } = await mustFind(doors, clientId, bank);
        await deactivateBank(doors, merchantId, bank);
      });
      cli.screen.result({ client_id: clientId, bank, active: false }, `${bank} is inactive`);
    });
}

function addNotificationUrl(merchant: Command, cli: Cli): void {
  merchant
    .command('set-notification-url')
    .description('where a bank\'s notifications go; "none" for nowhere')
    .argument('<client-id>', "the merchant's Client-Id")
    .argument('<bank>', BANK_SLUGS.join(', '))
    .argument('<url>')
    .addHelpText(
      'after',
      example('merchant set-notification-url MCH-0001-10791114622547 cimb https://shop.example/n'),
    )
    .action(async (clientId: string, bank: string, text: string) => {
      const url = await withDoors(cli, async (doors, sandbox) => {
        const { merchantId } = await mustFind(doors, clientId, bank);
        const checked = text === 'none' ? null : checkedUrl(text, sandbox);
        await setNotificationUrl(doors, merchantId, bank, checked);
        return checked;
      });
      cli.screen.result(
        { client_id: clientId, bank, notification_url: url },
        url === null ? `${bank} notifies nobody` : `${bank} notifies ${url}`,
      );
    });
}

function addHosts(merchant: Command, cli: Cli): void {
  merchant
    .command('set-notification-hosts')
    .description('hosts to which payments may redirect their notification; none: any public host')
    .argument('<client-id>', "the merchant's Client-Id")
    .argument('[host...]', 'with its port where it is not 443')
    .addHelpText(
      'after',
      example('merchant set-notification-hosts MCH-0001-10791114622547 a.example b.example:8443'),
    )
    .action(async (clientId: string, texts: string[]) => {
      const hosts = [...new Set(texts.map(checkedHost))];
      await withDoors(cli, async ({ db, clock }) => {
        const { merchantId } = await mustFind({ db }, clientId);
        await db.transaction((tx) => replaceNotificationHosts(tx, merchantId, hosts, clock.now()));
      });
      const words = hosts.length === 0 ? 'any public host' : hosts.join(', ');
      cli.screen.result({ client_id: clientId, hosts }, `${clientId} may redirect to ${words}`);
    });
}
