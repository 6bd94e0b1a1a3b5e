// `tarik settle preview`: what a payment would come to, before anybody makes it.
import type { Command } from 'commander';
import { BANK_SLUGS } from '../../banks/registry.ts';
import { createDirectory } from '../../merchants/directory.ts';
import { previewSettlement, type Preview } from '../../settlement/preview.ts';
import type { SplitLine } from '../../splits/split.ts';
import { example, type Cli } from '../cli.ts';
import { EXIT, Ended } from '../exit.ts';
import { mustFind } from '../merchant-input.ts';
import { table } from '../screen.ts';
import { readWhole, rupiah, withSettlement } from '../settle-input.ts';

/** Adds the subcommand. */
export function addPreview(settle: Command, cli: Cli): void {
  settle
    .command('preview')
    .description('the fee of a payment, what each bank account would get of it, and when')
    .argument('<client-id>', "the merchant's Client-Id")
    .argument('<bank>', BANK_SLUGS.join(', '))
    .argument('<rupiah>', 'the amount')
    .option('--split <lines...>', 'account:FIX:rupiah or account:PERCENTAGE:number')
    .addHelpText(
      'after',
      `\nNothing is written.\n${example(
        'settle preview MCH-0001-10791114622547 cimb 90000',
        'settle preview MCH-0001-10791114622547 cimb 90000 --split SBA-0001-000000002:FIX:10000',
      )}`,
    )
    .action(
      async (
        clientId: string,
        bank: string,
        amount: string,
        { split = [] }: { split?: string[] },
      ) => {
        const wanted = {
          bank,
          amount: readWhole(amount, 'the amount'),
          lines: split.map(readLine),
        };
        if (wanted.amount === 0n) throw new Ended(EXIT.usage, 'the amount must be 1 or more');
        const preview = await withSettlement(cli, async (doors) => {
          await mustFind(doors, clientId, bank);
          const merchant = await createDirectory(doors).find(clientId);
          if (merchant === null) throw new Ended(EXIT.notFound, `there is no merchant ${clientId}`);
          return await previewSettlement(doors, merchant, wanted);
        });
        if ('rule' in preview) {
          const where = preview.line === null ? '--split' : `--split ${split[preview.line]}`;
          throw new Ended(EXIT.usage, `${where}: ${preview.part ?? ''} ${preview.rule}`);
        }
        cli.screen.result(shown(preview), words(preview));
      },
    );
}

function readLine(text: string): SplitLine {
  const [, account = '', type, value] = /^([^:]+):(FIX|PERCENTAGE):(\d{1,12})$/.exec(text) ?? [];
  if ((type === 'FIX' || type === 'PERCENTAGE') && value !== undefined) {
    return { account, type, value: BigInt(value) };
  }
  throw new Ended(EXIT.usage, `${text} is no line: write it as account:FIX:1000`);
}

function shown({ amount, fee, net, shares, dueDay }: Preview) {
  return {
    amount: `${amount}`,
    fee: `${fee}`,
    net: `${net}`,
    shares: shares?.map((one) => ({ account: one.account, amount: `${one.amount}` })) ?? null,
    due_day: dueDay,
  };
}

function words({ amount, fee, net, shares, dueDay }: Preview): string {
  const sum = `${rupiah(amount)} less a fee of ${rupiah(fee)} is ${rupiah(net)}, settled on ${dueDay}`;
  if (shares === null) return `${sum}, once the merchant has a default account`;
  const rows = shares.map((one) => [one.account, rupiah(one.amount)]);
  return `${sum}\n\n${table(['ACCOUNT', '#GETS'], rows)}`;
}
