// `tarik sign` and `tarik verify`: the signature of a call, made and checked as the guide says, with what was signed.
import fs from 'node:fs';
import { formatTimestamp } from '@tarik/wire/doku/headers';
import { sameSignature, signRequest, signResponse, stringToSign } from '@tarik/wire/doku/signature';
import { systemClock } from '../../base/clock.ts';
import { systemRandom } from '../../base/random.ts';
import { example, type AddCommand } from '../cli.ts';
import { EXIT, Ended } from '../exit.ts';
import { readSecret } from '../merchant-input.ts';

interface Options {
  clientId: string;
  secretFile: string;
  target: string;
  body?: string;
  requestId?: string;
  timestamp?: string;
}

export const addSign: AddCommand = (program, cli) => {
  program
    .command('sign')
    .description('sign a call: prints the four headers and the lines that were signed')
    .requiredOption('--client-id <id>', "the merchant's Client-Id")
    .requiredOption('--secret-file <file>', 'its Secret Key; - reads standard input')
    .requiredOption('--target <path>', 'the path of the call')
    .option('--body <file>', 'the body, byte for byte; without one it is a GET')
    .option('--request-id <id>', 'drawn when it is not given')
    .option('--timestamp <time>', 'now when it is not given')
    .addHelpText(
      'after',
      example('sign --client-id MCH-1 --secret-file key --target /orders/v1/status/INV-1'),
    )
    .action((options: Options) => {
      const parts = partsOf(options);
      const signature = signRequest(parts, readSecret(options.secretFile));
      const headers = {
        'Client-Id': parts.clientId,
        'Request-Id': parts.requestId,
        'Request-Timestamp': parts.timestamp,
        Signature: signature,
      };
      const signed = stringToSign('request', parts);
      const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
      const words = [...lines, '', 'signed:', ...signed.split('\n').map((line) => `  ${line}`)];
      cli.screen.result({ headers, signed }, words.join('\n'));
    });
};

export const addVerify: AddCommand = (program, cli) => {
  program
    .command('verify')
    .description('check a signature: of a call, of a notification, or of an answer of ours')
    .requiredOption('--client-id <id>', "the merchant's Client-Id")
    .requiredOption('--secret-file <file>', 'its Secret Key; - reads standard input')
    .requiredOption('--target <path>', 'the path of the call; of a notification, of its URL')
    .requiredOption('--request-id <id>', 'the header Request-Id')
    .requiredOption('--timestamp <time>', 'the header Request-Timestamp, or Response-Timestamp')
    .requiredOption('--signature <value>', 'the header Signature')
    .option('--body <file>', 'the body, byte for byte; without one it is a GET')
    .option('--response', 'it is an answer of ours')
    .addHelpText(
      'after',
      example(
        'verify --client-id MCH-1 --secret-file key --target /notifications --body body.json \\\n' +
          "      --request-id R-1 --timestamp 2026-11-23T01:02:03Z --signature 'HMACSHA256=…'",
      ),
    )
    .action((options: Options & { signature: string; response?: true }) => {
      const parts = partsOf(options);
      const secret = readSecret(options.secretFile);
      const expected = options.response
        ? signResponse({ ...parts, body: parts.body ?? '' }, secret)
        : signRequest(parts, secret);
      const right = sameSignature(expected, options.signature);
      const signed = stringToSign(options.response ? 'response' : 'request', parts);
      const words = right
        ? 'the signature is right'
        : `the signature is wrong; it belongs to these lines, or to another key:\n\n${signed}`;
      cli.screen.result({ right, signed }, words);
      throw new Ended(right ? EXIT.ok : EXIT.signature);
    });
};

function partsOf(options: Options) {
  return {
    clientId: options.clientId,
    requestId: options.requestId ?? systemRandom().secretId(),
    timestamp: options.timestamp ?? formatTimestamp(systemClock().wall()),
    target: options.target,
    body: options.body === undefined ? undefined : readBody(options.body),
  };
}

function readBody(file: string): Buffer {
  try {
    return fs.readFileSync(file);
  } catch {
    throw new Ended(EXIT.usage, `the file ${file} cannot be read`);
  }
}
