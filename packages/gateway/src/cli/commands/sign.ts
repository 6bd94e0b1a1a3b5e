// `tarik sign`: the headers of a call, signed as the guide says, or the whole call as a curl command.
import fs from 'node:fs';
import {
  formatTimestamp,
  isClientId,
  isRequestId,
  parseRequestTimestamp,
} from '@tarik/wire/doku/headers';
import { signRequest, stringToSign } from '@tarik/wire/doku/signature';
import { systemClock } from '../../base/clock.ts';
import { systemRandom } from '../../base/random.ts';
import { example, type AddCommand, type Cli } from '../cli.ts';
import { EXIT, Ended } from '../exit.ts';
import { findSandbox } from '../running-sandbox.ts';
import { SECRET_HELP, secretsFor } from '../secret-input.ts';

interface Options {
  clientId: string;
  secretFile?: string;
  target: string;
  body?: string;
  requestId?: string;
  timestamp?: string;
  curl?: true;
  gateway?: string;
}

export const addSign: AddCommand = (program, cli) => {
  program
    .command('sign')
    .description('sign a call: prints its headers, or with --curl the whole call')
    .requiredOption('--client-id <id>', "the merchant's Client-Id")
    .requiredOption('--target <path>', 'the path of the call, without host and query')
    .option('--secret-file <file>', 'its Secret Key; - reads standard input')
    .option('--body <file>', 'the body, byte for byte; without one it is a GET')
    .option('--request-id <id>', 'drawn when it is not given')
    .option('--timestamp <time>', 'now when it is not given')
    .option('--curl', 'print a curl command instead of headers')
    .option(
      '--gateway <url>',
      'where the curl command calls; the running sandbox when it is not given',
    )
    .addHelpText(
      'after',
      `${SECRET_HELP}The headers go to standard output, so that curl can read them (-H @-); the lines that were signed go to` +
        `\nstandard error.\n${example(
          'sign --client-id MCH-1 --secret-file key --target /orders/v1/status/INV-1',
          'sign --client-id MCH-1 --secret-file key --target /cimb-direct-debit/v1/tokens --body b.json --curl',
        )}`,
    )
    .action(async (options: Options) => {
      const parts = partsOf(options);
      const [[, secret] = ['', '']] = await secretsFor(
        cli,
        parts.clientId,
        options.secretFile === undefined ? undefined : [options.secretFile],
      );
      const headers = {
        'Client-Id': parts.clientId,
        'Request-Id': parts.requestId,
        'Request-Timestamp': parts.timestamp,
        Signature: signRequest(parts, secret),
        ...(parts.body === undefined ? {} : { 'Content-Type': 'application/json' }),
      };
      const signed = stringToSign('request', parts);
      if (!cli.screen.json) {
        cli.screen.note(
          ['signed:', ...signed.split('\n').map((line) => `  ${line}`), ''].join('\n'),
        );
      }
      const curl = curlCommand(gatewayOf(cli, options) + parts.target, headers, options.body);
      const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
      cli.screen.result({ headers, signed, curl }, options.curl ? curl : lines.join('\n'));
    });
};

function partsOf(options: Options) {
  const { clientId, target, requestId, timestamp } = options;
  if (!isClientId(clientId))
    throw new Ended(EXIT.usage, 'a Client-Id is 1 to 64 letters, digits, . _ and -');
  if (!/^\/[^\s?#]*$/.test(target)) {
    throw new Ended(
      EXIT.usage,
      'a target is a path: it begins with /, and has no host, query or space',
    );
  }
  if (requestId !== undefined && !isRequestId(requestId)) {
    throw new Ended(EXIT.usage, 'a Request-Id is 1 to 128 visible ASCII characters');
  }
  if (timestamp !== undefined && parseRequestTimestamp(timestamp) === undefined) {
    throw new Ended(EXIT.usage, 'a timestamp is written 2026-11-23T01:02:03Z');
  }
  return {
    clientId,
    requestId: requestId ?? systemRandom().secretId(),
    timestamp: timestamp ?? formatTimestamp(systemClock().wall()),
    target,
    body: options.body === undefined ? undefined : readBytes(options.body),
  };
}

/** A file's bytes, or those of standard input for `-`; ends the command when it cannot be read. */
export function readBytes(file: string): Buffer {
  try {
    return fs.readFileSync(file === '-' ? 0 : file);
  } catch {
    throw new Ended(EXIT.usage, `the file ${file} cannot be read`);
  }
}

function gatewayOf(cli: Cli, { gateway }: Options): string {
  if (gateway === undefined) return findSandbox(cli)?.gateway ?? 'http://127.0.0.1:8080';
  if (URL.canParse(gateway) && /^https?:/.test(gateway)) return gateway.replace(/\/+$/, '');
  throw new Ended(EXIT.usage, `${gateway} is no http or https URL`);
}

function curlCommand(
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string | undefined,
): string {
  return [
    `curl -sS ${quoted(url)}`,
    ...Object.entries(headers).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
    ...(body === undefined ? [] : [`--data-binary ${quoted(`@${body}`)}`]),
  ].join(' \\\n  ');
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
