// `tarik accounts`: a merchant's own bank accounts, for scripts. What decides where money goes needs two people, and stays in
// the Back Office.
import type { Command } from 'commander';
import { addBankAccount, judgeAccount } from '../../bank-accounts/add.ts';
import { namesAgree, type BankAccount } from '../../bank-accounts/bank-account.ts';
import { openBankAccount } from '../../bank-accounts/details.ts';
import { bankAccountOf, inquireBankAccount } from '../../bank-accounts/inquire.ts';
import { findBankAccounts, listBankAccountEvents } from '../../bank-accounts/store.ts';
import type { Sealer } from '../../base/secrets.ts';
import { byCommand, inWords, withBanks, withMerchant } from '../accounts-input.ts';
import { example, type AddCommand, type Cli } from '../cli.ts';
import { EXIT, Ended } from '../exit.ts';
import { isoTime } from '../merchant-input.ts';
import { table } from '../screen.ts';

const TWO_PEOPLE =
  '\nAn account is verified, made the default and, once verified, closed by two people, one who asks and one who approves:' +
  '\nthat is done in the Back Office, under Bank accounts, and not here.\n';

export const addAccounts: AddCommand = (program, cli) => {
  const accounts = program
    .command('accounts')
    .description('the bank accounts to which a merchant is paid out')
    .addHelpText('after', `${TWO_PEOPLE}${example('accounts list MCH-0001-10791114622547')}`);
  addList(accounts, cli);
  addShow(accounts, cli);
  addAdd(accounts, cli);
  addInquire(accounts, cli);
};

const CLIENT = ['<client-id>', "the merchant's Client-Id"] as const;
const ACCOUNT = [
  '<account-id>',
  'like SBA-0001-000000001, as `tarik accounts list` shows it',
] as const;

function addList(accounts: Command, cli: Cli): void {
  accounts
    .command('list')
    .description("a merchant's bank accounts, in the order of their making")
    .argument(...CLIENT)
    .addHelpText('after', example('accounts list MCH-0001-10791114622547 --json'))
    .action(async (clientId: string) => {
      const rows = await withMerchant(cli, clientId, async ({ db, sealer }, { merchantId }) =>
        (await findBankAccounts(db, merchantId, null)).map((one) => shown(sealer, one)),
      );
      cli.screen.result(rows, rows.length === 0 ? 'no bank accounts' : tableOf(rows));
    });
}

function addShow(accounts: Command, cli: Cli): void {
  accounts
    .command('show')
    .description('one bank account and what happened to it')
    .argument(...CLIENT)
    .argument(...ACCOUNT)
    .addHelpText('after', example('accounts show MCH-0001-10791114622547 SBA-0001-000000001'))
    .action(async (clientId: string, accountId: string) => {
      mustBeId(accountId);
      const said = await withMerchant(cli, clientId, async (doors, { merchantId }) => {
        const account = await bankAccountOf(doors, merchantId, accountId);
        const events = await listBankAccountEvents(doors.db, merchantId, accountId);
        return {
          ...shown(doors.sealer, account),
          history: events.map((one) => ({
            at: isoTime(one.at),
            event: one.event,
            status: one.status,
            is_default: one.is_default,
            operator_id: one.operator_id,
            approval_id: one.approval_id,
            bank_code: one.evidence?.code ?? null,
          })),
        };
      });
      const heads = ['AT', 'EVENT', 'STATE', 'BY', 'BANK SAID'];
      const cells = said.history.map((one) => [
        one.at,
        one.event,
        one.status,
        one.operator_id ?? '-',
        one.bank_code ?? '-',
      ]);
      cli.screen.result(said, `${tableOf([said])}\n\n${table(heads, cells)}`);
    });
}

interface AddOptions {
  bank: string;
  number: string;
  holder: string;
  dryRun?: true;
}

function addAdd(accounts: Command, cli: Cli): void {
  accounts
    .command('add')
    .description('add a bank account; nothing is paid to it before two people have verified it')
    .argument(...CLIENT)
    .requiredOption('--bank <code>', 'three digits, as Bank Indonesia numbers banks: 014 is BCA')
    .requiredOption('--number <digits>', 'the account number')
    .requiredOption('--holder <name>', 'whose account it is, as it stands in a document')
    .option('--dry-run', 'judge what was typed, and keep nothing')
    .addHelpText(
      'after',
      `${TWO_PEOPLE}${example(
        'accounts add MCH-0001-10791114622547 --bank 014 --number 900000000002 --holder "CV Seller Satu"',
      )}`,
    )
    .action(async (clientId: string, { bank, number, holder, dryRun }: AddOptions) => {
      const entered = { bankCode: bank, number, holder };
      const judged = await inWords(() => judgeAccount(entered));
      const row = await withMerchant(cli, clientId, async (doors, merchant) => {
        if (dryRun === true) return null;
        const acting = byCommand(merchant.merchantId);
        return shown(doors.sealer, await addBankAccount(doors, merchant, entered, acting));
      });
      if (row !== null) cli.screen.result(row, `${tableOf([row])}\n\n${row.account_id}`);
      else {
        const { bankName } = judged;
        const tail = number.slice(-4);
        const plan = {
          client_id: clientId,
          bank_code: bank,
          bank_name: bankName,
          number_tail: tail,
        };
        cli.screen.result(
          { ...plan, holder: judged.holder, dry_run: true },
          `Nothing was changed. It would be an account of ${judged.holder} at ${bankName}.`,
        );
      }
    });
}

function addInquire(accounts: Command, cli: Cli): void {
  accounts
    .command('inquire')
    .description('ask a bank that is active for the merchant whose account it is')
    .argument(...CLIENT)
    .argument(...ACCOUNT)
    .addHelpText(
      'after',
      '\nNeeds the settings of a serving process. Ends with 1 when the bank has no such account or refuses to say, and' +
        `\nwith 5 when it does not answer.\n${TWO_PEOPLE}${example(
          'accounts inquire MCH-0001-10791114622547 SBA-0001-000000001',
        )}`,
    )
    .action(async (clientId: string, accountId: string) => {
      mustBeId(accountId);
      const row = await withMerchant(cli, clientId, async (doors, merchant) => {
        const acting = byCommand(merchant.merchantId);
        const said = await withBanks(cli, doors, (asking) =>
          inquireBankAccount(asking, merchant, accountId, acting),
        );
        if (said.kind === 'answered') return shown(doors.sealer, said.account);
        throw new Ended(said.declined ? EXIT.failed : EXIT.network, said.why);
      });
      cli.screen.result(row, tableOf([row]));
      if (row.state === 'refused') throw new Ended(EXIT.failed, 'the bank has no such account');
    });
}

function mustBeId(accountId: string): void {
  if (/^SBA-\d{4}-\d{9}$/.test(accountId)) return;
  throw new Ended(EXIT.usage, `${accountId} is no id of a bank account, like SBA-0001-000000001`);
}

function shown(sealer: Sealer, account: BankAccount) {
  const { holder, inquiredName } = openBankAccount(sealer, account);
  return {
    account_id: account.accountId,
    bank_code: account.bankCode,
    bank_name: account.bankName,
    number_tail: account.numberTail,
    holder,
    inquired_name: inquiredName,
    names_agree: inquiredName === null ? null : namesAgree(holder, inquiredName),
    state: account.status,
    is_default: account.isDefault,
    created_at: isoTime(account.createdAt),
  };
}

function tableOf(rows: readonly ReturnType<typeof shown>[]): string {
  const heads = ['ACCOUNT-ID', 'BANK', 'NUMBER', 'STATE', 'DEFAULT', 'HOLDER', 'AS THE BANK SAYS'];
  const cells = rows.map((row) => [
    row.account_id,
    row.bank_name,
    `*${row.number_tail}`,
    row.state,
    row.is_default ? 'yes' : '-',
    row.holder,
    row.inquired_name === null
      ? '-'
      : row.names_agree === true
        ? row.inquired_name
        : `${row.inquired_name} (another name)`,
  ]);
  return table(heads, cells);
}
