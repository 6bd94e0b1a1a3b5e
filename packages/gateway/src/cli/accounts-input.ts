// What the commands about bank accounts are handed: who acts, the bank that is asked, and how they end.
import { bankSettings } from '../app/bank-settings.ts';
import { createHttpDoor } from '../banks/http.ts';
import { createBanks } from '../banks/registry.ts';
import { assertNoTransaction } from '../base/db.ts';
import { createLog } from '../base/log.ts';
import { createMetrics } from '../base/metrics.ts';
import type { Acting } from '../bank-accounts/acting.ts';
import type { Context } from '../context.ts';
import type { MerchantDoors } from '../merchants/create.ts';
import { createDirectory } from '../merchants/directory.ts';
import type { Merchant } from '../merchants/merchant.ts';
import { Barred } from '../operators/barred.ts';
import { commandNote } from '../operators/first.ts';
import { businessClock } from './business-clock.ts';
import { serveSettings, withDoors, type Cli } from './cli.ts';
import { EXIT, Ended } from './exit.ts';

/** Who holds the server acts; nobody is signed in. */
export function byCommand(merchantId: string): Acting {
  return {
    operatorId: null,
    approvalId: null,
    note: (act, subject, more = {}) => ({ ...commandNote(act, subject), merchantId, ...more }),
  };
}

const ENDS: Readonly<Partial<Record<Barred['code'], number>>> = {
  field_invalid: EXIT.usage,
  not_found: EXIT.notFound,
};

/** Options by the field that they fill in. */
const OPTIONS: Readonly<Record<string, string>> = {
  bank_code: '--bank',
  number: '--number',
  holder: '--holder',
};

/** Works on a merchant with the business clock; what cannot be done ends the command in words. */
export async function withMerchant<T>(
  cli: Cli,
  clientId: string,
  work: (doors: MerchantDoors, merchant: Merchant) => Promise<T>,
): Promise<T> {
  return await inWords(() =>
    withDoors(cli, async (doors, sandbox) => {
      const clock = await businessClock(doors.db, sandbox);
      const timed = { ...doors, clock };
      const merchant = await createDirectory(timed).find(clientId);
      if (merchant === null) throw new Ended(EXIT.notFound, `there is no merchant ${clientId}`);
      return await work(timed, merchant);
    }),
  );
}

/** Ends the command in words where a flow says no. */
export async function inWords<T>(work: () => Promise<T> | T): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Barred)) throw error;
    const { field, message, code } = error;
    const option = field === undefined ? undefined : OPTIONS[field];
    const words = option === undefined ? message : message.replace(field ?? '', option);
    throw new Ended(ENDS[code] ?? EXIT.failed, words);
  }
}

type Asking = Pick<Context, 'db' | 'clock' | 'random' | 'sealer' | 'banks'>;

/** Works with the banks of a serving process, whose settings have to be there, and closes the door to them. */
export async function withBanks<T>(
  cli: Cli,
  doors: MerchantDoors,
  work: (asking: Asking) => Promise<T>,
): Promise<T> {
  const config = serveSettings(cli);
  const { clock, random } = doors;
  const log = createLog('fatal');
  const metrics = createMetrics(false);
  const http = createHttpDoor({
    clock,
    connections: 1,
    inFlightPerBank: 1,
    mustNotBeInTransaction: assertNoTransaction,
  });
  const told = { clock, random, log, metrics, http };
  try {
    const banks = createBanks((slug) => bankSettings(config, slug, told));
    return await work({ ...doors, banks });
  } finally {
    await http.close();
  }
}
