// `tarik trigger`: brings about what may happen to a payment, a refund or a token, by real calls through the sandbox.
import { Argument } from 'commander';
import { SANDBOX_MERCHANTS } from '../../sandbox/merchants.ts';
import { example, type AddCommand, type Cli } from '../cli.ts';
import { EXIT, Ended } from '../exit.ts';
import { knownMerchant, mustRun, type KnownMerchant } from '../running-sandbox.ts';
import { table } from '../screen.ts';
import { secretsFor } from '../secret-input.ts';
import { drawInvoice, drive, type Result } from '../trigger/drive.ts';
import { SCENARIOS, type Scenario } from '../trigger/scenarios.ts';

interface Options {
  list?: true;
  clientId: string;
  secretFile?: string;
  amount: string;
  invoice?: string;
}

export const addTrigger: AddCommand = (program, cli) => {
  program
    .command('trigger')
    .description('bring an event about: a payment that succeeds, fails, stays unclear, and more')
    .addArgument(
      new Argument('[event]', 'what is to happen').choices(SCENARIOS.map(({ event }) => event)),
    )
    .option('--list', 'list the events')
    .option('--client-id <id>', 'the merchant it happens to', SANDBOX_MERCHANTS[0]?.clientId ?? '')
    .option(
      '--secret-file <file>',
      'its Secret Key; - reads standard input; the sandbox knows it otherwise',
    )
    .option('--amount <rupiah>', 'what is paid', '90000')
    .option('--invoice <number>', 'drawn when it is not given')
    .addHelpText(
      'after',
      '\nEach run registers a customer of its own, makes signed calls as a merchant would and plays the customer at the bank.' +
        '\nWhere time has to pass, it passes for this merchant alone. What it does is said on standard error; standard output' +
        `\ngets what it came to.\n${example(
          'trigger payment.success',
          'trigger payment.unclear --json',
          'trigger --list',
        )}`,
    )
    .action(async (event: string | undefined, options: Options) => {
      if (options.list) return list(cli);
      const scenario = SCENARIOS.find((one) => one.event === event);
      if (scenario === undefined) {
        throw new Ended(
          EXIT.usage,
          'name the event that is to happen; tarik trigger --list shows them',
        );
      }
      await trigger(cli, scenario, options);
    });
};

function list(cli: Cli): void {
  const rows = SCENARIOS.map(({ event, notified, says }) => [event, notified ?? '-', says]);
  cli.screen.result(
    SCENARIOS.map(({ event, notified, needs, says }) => ({
      event,
      notification: notified ?? null,
      needs: needs ?? null,
      says,
    })),
    table(['EVENT', 'NOTIFICATION', 'WHAT HAPPENS'], rows),
  );
}

async function trigger(cli: Cli, scenario: Scenario, options: Options): Promise<void> {
  if (!/^[1-9]\d{0,11}$/.test(options.amount)) {
    throw new Ended(EXIT.usage, `${options.amount} is no amount: write whole rupiah, as 90000`);
  }
  if (options.invoice !== undefined && !/^[\w./-]{1,64}$/.test(options.invoice)) {
    throw new Ended(EXIT.usage, 'an invoice number is 1 to 64 letters, digits, . _ / and -');
  }
  const { gateway, bank } = mustRun(cli);
  const merchant = await knownMerchant(gateway, options.clientId);
  const files = options.secretFile === undefined ? undefined : [options.secretFile];
  const [[, secret] = ['', '']] = await secretsFor(cli, options.clientId, files);
  let step = 0;
  const result = await drive(scenario, {
    walker: { gateway, clientId: options.clientId, secret },
    bank,
    amount: options.amount,
    invoice: options.invoice ?? drawInvoice(),
    tell: (words) => cli.screen.note(`${String((step += 1)).padStart(2)}  ${words}`),
  });
  for (const doubt of doubts(scenario, merchant)) cli.screen.note(`tarik: ${doubt}`);
  const whole = {
    event: scenario.event,
    notification: scenario.notified ?? null,
    client_id: options.clientId,
    ...result,
  };
  cli.screen.result(whole, resultWords(scenario, result));
}

/** Why the notification will not come, where it will not. */
function doubts({ notified, needs }: Scenario, merchant: KnownMerchant): string[] {
  if (notified === undefined) return [];
  const id = merchant.client_id;
  if (needs !== undefined && merchant.settings?.[needs] === false) {
    return [
      `${id} is not told of ${notified}: turn it on with tarik merchant set ${id} ${needs}=true`,
    ];
  }
  const told = merchant.banks.some(({ notification_url: url }) => url !== null);
  return told ? [] : [`${id} has no notification URL, so nobody is told: see tarik listen`];
}

function resultWords({ event, notified }: Scenario, result: Result): string {
  const rows = [
    ['event', event],
    ['status', result.status],
    ['invoice', result.invoice_number],
    ['payment id', result.payment_id],
    ['Request-Id', result.request_id],
    ['refund', result.refund_status],
    ['token', result.token_id],
    ['customer', result.customer_id],
    ['notification', notified ?? '(none)'],
  ] as const;
  return rows
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([name, value]) => `${name.padEnd(13)} ${value}`)
    .join('\n');
}
