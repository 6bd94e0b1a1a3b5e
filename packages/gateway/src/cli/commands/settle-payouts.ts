// `tarik settle payouts`, `sent`, `results` and `release`: payout files for the bank, what it says of them, and what people do
// about a payout that came back.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import { BANK_NAMES, BANK_SLUGS } from '../../banks/registry.ts';
import { readCollecting } from '../../base/config.ts';
import { bankPrefix } from '../../base/environment.ts';
import { createDirectory } from '../../merchants/directory.ts';
import { contentPlace, filePayoutsReady } from '../../settlement/file-payouts.ts';
import { markPayoutsSent } from '../../settlement/mark-sent.ts';
import { readPayoutResults } from '../../settlement/read-results.ts';
import { releaseFile, type HeldFor } from '../../settlement/release-file.ts';
import { releaseAccount } from '../../settlement/release.ts';
import { findFile, listFiles, listReady, type PayoutFile } from '../../settlement/store-files.ts';
import { example, type Cli } from '../cli.ts';
import { EXIT, Ended } from '../exit.ts';
import { mustFind } from '../merchant-input.ts';
import { counted, table } from '../screen.ts';
import {
  BY_COMMAND,
  onlyLooks,
  readId,
  rupiah,
  withSettlement,
  type SettleDoors,
} from '../settle-input.ts';

/** Adds the subcommands about payouts. */
export function addPayouts(settle: Command, cli: Cli): void {
  addFiles(settle, cli);
  addSent(settle, cli);
  addResults(settle, cli);
  addRelease(settle, cli);
  addReleaseFile(settle, cli);
}

/** Files that are shown. */
const SHOWN = 50;

function addFiles(settle: Command, cli: Cli): void {
  settle
    .command('payouts')
    .description('make files (pain.001) of payouts that are ready, and list the latest files')
    .option('--out <folder>', 'write the files that were not sent yet into this folder')
    .option('--dry-run', 'list the files, and make and write none')
    .addHelpText(
      'after',
      `\nA file holds account numbers: it is written for its owner alone. Say "settle sent" when the bank has it.` +
        `\nOut of which account is paid, say TARIK_CIMB_COLLECTING_ACCOUNT and TARIK_CIMB_COLLECTING_NAME.\n${example(
          'settle payouts',
          'settle payouts --out payouts',
        )}`,
    )
    .action(async ({ out }: { out?: string }, command: Command) => {
      const dryRun = onlyLooks(cli, command);
      const collecting = dryRun ? new Map() : payingBanks(cli);
      const files = await withSettlement(cli, async (doors) => {
        if (!dryRun) {
          const merchants = createDirectory(doors);
          await filePayoutsReady({ ...doors, merchants, banks: BANK_NAMES, collecting });
        }
        if (out !== undefined && !dryRun) {
          const written = await writeReady(doors, out);
          cli.screen.note(`${counted(written, 'file is', 'files are')} written to ${out}`);
        }
        return await listFiles(doors.db, SHOWN);
      });
      const rows = files.map((file) => [
        file.fileId,
        file.bank,
        file.day,
        file.state,
        `${file.payouts}`,
        rupiah(file.amount),
        file.reason ?? '',
      ]);
      const heads = ['FILE', 'BANK', 'PAY ON', 'STATE', '#PAYOUTS', '#RUPIAH', 'REASON'];
      cli.screen.result(
        { files: files.map(shown) },
        rows.length === 0 ? 'no payout file was made yet' : table(heads, rows),
      );
    });
}

/** The banks for which files are made; says for which none are. */
function payingBanks(cli: Cli): ReturnType<typeof readCollecting> {
  const collecting = readCollecting(cli.env(), BANK_SLUGS);
  for (const bank of BANK_SLUGS.filter((slug) => !collecting.has(slug))) {
    cli.screen.note(`no files are made for ${bank}: ${bankPrefix(bank)}_PAYOUTS is off`);
  }
  return collecting;
}

/** Writes every file that was not handed over yet, however many there are; answers how many. */
async function writeReady({ db, sealer }: SettleDoors, folder: string): Promise<number> {
  const ready = await listReady(db);
  for (const fileId of ready) {
    const file = await findFile(db, fileId);
    if (file === null) continue;
    const name = path.join(folder, `${file.bank}-${file.day}-${file.messageId}.xml`);
    const content = sealer.open(contentPlace(file.fileId), file.sealedContent);
    try {
      writeFileSync(name, content, { mode: 0o600 });
    } catch {
      throw new Ended(EXIT.failed, `${name} cannot be written: is the folder there?`);
    }
  }
  return ready.length;
}

function shown(file: PayoutFile) {
  return {
    file_id: file.fileId,
    bank: file.bank,
    day: file.day,
    message_id: file.messageId,
    state: file.state,
    payouts: file.payouts,
    amount: file.amount.toString(),
    reason: file.reason,
  };
}

function addSent(settle: Command, cli: Cli): void {
  settle
    .command('sent')
    .description('say that a payout file was handed to the bank')
    .argument('<file-id>', 'of "settle payouts"')
    .option('--dry-run', 'look whether there is such a file, and change nothing')
    .addHelpText('after', example('settle sent 0197c2a4-7b1e-7000-8000-000000000001'))
    .action(async (fileId: string, _options: object, command: Command) => {
      const id = readId(fileId, 'file');
      const isNew = await withSettlement(cli, async (doors) =>
        onlyLooks(cli, command)
          ? (await findFile(doors.db, id))?.state === 'ready'
          : await markPayoutsSent(doors, id, null, 'cli'),
      );
      if (!isNew) throw new Ended(EXIT.failed, 'there is no such file that was not sent yet');
      cli.screen.result({ file_id: id, state: 'sent' }, 'its payouts are sent');
    });
}

function addResults(settle: Command, cli: Cli): void {
  settle
    .command('results')
    .description("read the bank's report (pain.002) about a payout file")
    .argument('<file>', 'the report; - reads standard input')
    .option('--dry-run', 'say what would become of it, and change nothing')
    .addHelpText(
      'after',
      example('settle results report.xml', 'settle results - --json < report.xml'),
    )
    .action(async (file: string, _options: object, command: Command) => {
      const dryRun = onlyLooks(cli, command);
      const xml = readText(file);
      const results = await withSettlement(cli, (doors) =>
        readPayoutResults(doors, xml, { actor: 'cli', dryRun }),
      );
      const { paid, refused, returned, known, open, contradictions } = results;
      cli.screen.result(
        { file_id: results.file.fileId, paid, refused, returned, known, open, contradictions },
        `${paid} paid, ${refused} refused, ${returned} returned, ${known} known before, ${open} open`,
      );
      if (contradictions.length > 0) {
        const list = contradictions.join(', ');
        throw new Ended(EXIT.failed, `the bank takes back what it said of ${list}: ask it`);
      }
    });
}

function readText(file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch {
    throw new Ended(EXIT.usage, `the file ${file} cannot be read`);
  }
}

function addRelease(settle: Command, cli: Cli): void {
  settle
    .command('release')
    .description('pay an account again whose payout was refused or came back, with the next batch')
    .argument('<client-id>', "the merchant's Client-Id")
    .argument('<payout-id>', 'the payout')
    .requiredOption('--reason <text>', 'what was seen to')
    .option('--dry-run', 'look whether there is something to release, and change nothing')
    .addHelpText(
      'after',
      example(
        'settle release MCH-0001-10791114622547 0197c2a4-7b1e-7000-8000-000000000001 --reason "the bank has unblocked it"',
      ),
    )
    .action(
      async (
        clientId: string,
        payoutId: string,
        { reason }: { reason: string },
        command: Command,
      ) => {
        const dryRun = onlyLooks(cli, command);
        const id = readId(payoutId, 'payout');
        const isDone = await withSettlement(cli, async (doors) => {
          const { merchantId } = await mustFind(doors, clientId);
          return await releaseAccount(doors, merchantId, id, { ...BY_COMMAND, reason, dryRun });
        });
        if (!isDone) {
          const but = 'or a statement says that it has left: see "reconcile exceptions"';
          throw new Ended(EXIT.notFound, `${clientId} has no such payout to release, ${but}`);
        }
        cli.screen.result({ payout_id: id, released: true }, 'its account is paid again');
      },
    );
}

function addReleaseFile(settle: Command, cli: Cli): void {
  settle
    .command('release-file')
    .description('pay every account again that a wholly refused file holds, with the next batches')
    .argument('<file-id>', 'of "settle payouts"')
    .requiredOption('--reason <text>', 'what was seen to')
    .option('--held-for <text>', 'the bank\'s reason, where it gave several; "" where it gave none')
    .option('--dry-run', 'say what is held and for which reasons, and change nothing')
    .addHelpText(
      'after',
      `\nA reason that lies with one account alone is better seen to there: "settle release".\n${example(
        'settle release-file 0197c2a4-7b1e-7000-8000-000000000001 --reason "our account was covered" --dry-run',
        'settle release-file 0197c2a4-7b1e-7000-8000-000000000001 --reason "our account was covered" --held-for "AM04"',
      )}`,
    )
    .action(
      async (
        fileId: string,
        { reason, heldFor }: { reason: string; heldFor?: string },
        command: Command,
      ) => {
        const dryRun = onlyLooks(cli, command);
        const id = readId(fileId, 'file');
        const done = await withSettlement(cli, (doors) =>
          releaseFile(doors, id, { ...BY_COMMAND, reason, heldFor, dryRun }),
        );
        if (done === null) throw new Ended(EXIT.notFound, `there is no payout file ${id}`);
        const said = dryRun
          ? heldTable(done.held)
          : `${counted(done.released, 'account is', 'accounts are')} paid again`;
        const isLeft = !dryRun && done.held.length > 0;
        cli.screen.result(
          {
            file_id: id,
            released: done.released,
            held: done.held.map((one) => ({ ...one, amount: `${one.amount}` })),
          },
          isLeft ? `${said}\n\nstill held:\n${heldTable(done.held)}` : said,
        );
      },
    );
}

function heldTable(held: readonly HeldFor[]): string {
  if (held.length === 0) return 'it holds no account any more';
  const rows = held.map(({ reason, payouts, amount, disputed }) => [
    reason === '' ? '(none)' : reason,
    `${payouts}`,
    rupiah(amount),
    disputed === 0 ? '' : `${disputed} of them a statement shows: see "reconcile exceptions"`,
  ]);
  return table(["BANK'S REASON", '#PAYOUTS', '#RUPIAH', 'NOT RELEASED'], rows);
}
