// `tarik statement`: what was settled with a merchant on a day.
import { findMerchantNames } from '../../merchants/store.ts';
import { readStatement, writeStatementCsv, type Statement } from '../../settlement/statement.ts';
import { example, type AddCommand } from '../cli.ts';
import { mustFind } from '../merchant-input.ts';
import { counted, table } from '../screen.ts';
import { readDay, rupiah, withSettlement } from '../settle-input.ts';

export const addStatement: AddCommand = (program, cli) => {
  program
    .command('statement')
    .description('the settlement statement of a merchant and a day')
    .argument('<client-id>', "the merchant's Client-Id")
    .argument('<day>', 'a day of WIB, 2026-11-26')
    .option('--csv', 'every line, as CSV')
    .addHelpText(
      'after',
      example(
        'statement MCH-0001-10791114622547 2026-11-26',
        'statement MCH-0001-10791114622547 2026-11-26 --csv > statement.csv',
      ),
    )
    .action(async (clientId: string, text: string, { csv }: { csv?: true }) => {
      const day = readDay(text);
      await withSettlement(cli, async (doors) => {
        const { merchantId } = await mustFind(doors, clientId);
        const names = await findMerchantNames(doors.db, [merchantId]);
        const merchant = `${names.get(merchantId)?.name ?? ''} (${clientId})`;
        const statement = await readStatement(doors.db, merchantId, day);
        if (csv !== true) {
          cli.screen.result(
            { client_id: clientId, ...shown(statement) },
            words(merchant, statement),
          );
          return;
        }
        for await (const piece of writeStatementCsv(doors.db, statement)) cli.screen.print(piece);
      });
    });
};

function shown({ day, zone, batches }: Statement) {
  return {
    day,
    zone,
    batches: batches.map((batch) => ({
      batch_id: batch.batchId,
      bank: batch.bank,
      items: Number(batch.items),
      gross: `${batch.gross}`,
      fees: `${batch.fees}`,
      refunds: `${batch.refunds}`,
      net: `${batch.net}`,
      booked_at: batch.bookedAt === null ? null : new Date(batch.bookedAt).toISOString(),
      accounts: batch.accounts.map(({ payout, ...account }) => ({
        account: account.account,
        bank_name: account.bankName,
        number_tail: account.numberTail,
        carried: `${account.carried}`,
        share: `${account.share}`,
        balance: `${account.balance}`,
        payout:
          payout === null
            ? null
            : { payout_id: payout.payoutId, amount: `${payout.amount}`, state: payout.state },
      })),
    })),
  };
}

function words(merchant: string, { day, zone, batches }: Statement): string {
  if (batches.length === 0) return `nothing was settled with ${merchant} on ${day} (${zone})`;
  return batches
    .map((batch) => {
      const { bank, items, gross, fees, refunds, net } = batch;
      const rows = batch.accounts.map((one) => [
        one.account,
        one.bankName === null ? '' : `${one.bankName} …${one.numberTail}`,
        rupiah(one.carried),
        rupiah(one.share),
        one.payout === null ? '-' : rupiah(one.payout.amount),
        one.payout?.state ?? '',
        rupiah(one.balance),
      ]);
      const heads = ['ACCOUNT', 'AT', '#CARRIED', '#SHARE', '#PAYOUT', 'STATE', '#LEFT'];
      return (
        `${merchant}, ${bank}, ${day} (${zone}): ${counted(items, 'payment or refund', 'payments and refunds')}\n` +
        `${rupiah(gross)} less fees ${rupiah(fees)} less refunds ${rupiah(refunds)} is ${rupiah(net)}\n\n` +
        table(heads, rows)
      );
    })
    .join('\n\n');
}
