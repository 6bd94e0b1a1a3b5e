// The Secret Key of a command that signs or verifies: from a file, standard input, the environment, or the running sandbox.
import { SANDBOX_MERCHANTS } from '../sandbox/merchants.ts';
import type { Cli } from './cli.ts';
import { EXIT, Ended, endingOf } from './exit.ts';
import { readSecret } from './merchant-input.ts';
import { findSandbox, knownMerchant } from './running-sandbox.ts';

export const SECRET_HELP =
  '\nThe Secret Key is read from --secret-file (- is standard input), from TARIK_SECRET_KEY, or, for a merchant' +
  '\nof the sandbox, from the sandbox itself. It is never an argument: those are seen by everybody on a machine.\n';

/** Each Secret Key with where it came from. Ends the command when there is none. */
export async function secretsFor(
  cli: Cli,
  clientId: string,
  files: readonly string[] | undefined,
): Promise<(readonly [from: string, secret: string])[]> {
  if (files !== undefined && files.length > 0) {
    return files.map((file) => [
      `the Secret Key ${file === '-' ? 'of standard input' : `in ${file}`}`,
      readSecret(file),
    ]);
  }
  const told = cli.env()['TARIK_SECRET_KEY']?.trim();
  if (told) return [['the Secret Key in TARIK_SECRET_KEY', told]];
  const known = (await fromSandbox(cli, clientId)) ?? seeded(clientId);
  if (known !== undefined)
    return [[`the Secret Key of ${known.name} in the sandbox`, known.secret]];
  throw new Ended(
    EXIT.usage,
    `no Secret Key for ${clientId}: give --secret-file FILE (- reads standard input) or set TARIK_SECRET_KEY`,
  );
}

/** The keys that people confuse with a merchant's: those of the sandbox's other merchants, and the banks' secrets. */
export function strangersTo(clientId: string): (readonly [whose: string, key: string])[] {
  return SANDBOX_MERCHANTS.flatMap((one) => [
    ...(one.clientId === clientId ? [] : [[`the Secret Key of ${one.name}`, one.secret] as const]),
    [`the secret that the bank gave ${one.name}`, one.bank.secret] as const,
  ]);
}

async function fromSandbox(
  cli: Cli,
  clientId: string,
): Promise<{ name: string; secret: string } | undefined> {
  const running = findSandbox(cli);
  if (running === null) return undefined;
  try {
    const { name, secret_key: secret } = await knownMerchant(running.gateway, clientId);
    return { name, secret };
  } catch (error) {
    if (endingOf(error).code === EXIT.notFound) return undefined;
    throw error;
  }
}

function seeded(clientId: string): { name: string; secret: string } | undefined {
  return SANDBOX_MERCHANTS.find((one) => one.clientId === clientId);
}
