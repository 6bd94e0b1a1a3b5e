// `tarik verify`: whether the signature of a request, an answer or a notification is right; where it is not, why.
import { example, type AddCommand, type Cli } from '../cli.ts';
import { EXIT, Ended } from '../exit.ts';
import { SECRET_HELP, secretsFor, strangersTo } from '../secret-input.ts';
import {
  diagnose,
  explainString,
  firstDifference,
  type Claim,
} from '@tarik/wire/doku/slips/diagnose';
import {
  MESSAGE_KINDS,
  MessageUnreadable,
  readMessage,
  type Message,
  type MessageKind,
} from '../signature/message.ts';
import { rightWords, wrongWords } from '../signature/words.ts';
import { readBytes } from './sign.ts';

interface Options {
  kind?: string;
  response?: true;
  clientId?: string;
  secretFile?: string[];
  target?: string;
  requestId?: string;
  timestamp?: string;
  signature?: string;
  body?: string;
  stringToSign?: string;
}

export const addVerify: AddCommand = (program, cli) => {
  program
    .command('verify')
    .description('say whether a signature is right, and if not, which line differs and why')
    .argument('[message]', 'a file with the whole captured message; - reads standard input')
    .option(
      '--kind <kind>',
      `${MESSAGE_KINDS.join(', ')}; told by the message when it is not given`,
    )
    .option(
      '--secret-file <file...>',
      'the Secret Key, or several while keys are rotated; - reads standard input',
    )
    .option('--string-to-sign <file>', 'what your code signed: it is compared line by line')
    .option('--target <path>', 'the path of the call; of a notification, of its URL')
    .option('--client-id <id>', 'the header Client-Id')
    .option('--request-id <id>', 'the header Request-Id')
    .option('--timestamp <time>', 'the header Request-Timestamp, of an answer Response-Timestamp')
    .option('--signature <value>', 'the header Signature')
    .option('--body <file>', 'the body, byte for byte; without one it is a GET')
    .option('--response', 'the same as --kind answer')
    .addHelpText('after', VERIFY_HELP)
    .action(async (file: string | undefined, options: Options) => {
      await verify(cli, file, options);
    });
};

const VERIFY_HELP = `
A message is raw HTTP (request line or status line, headers, an empty line, the body to the byte) or a line that
"tarik listen --json" has printed. Instead of a message its parts may be given as options;
beside one, an option replaces what the message says. An answer does not say which path was called: give --target.
${SECRET_HELP}Ends with 0 when the signature is right, with 4 when it is wrong.
${example(
  'verify request.http --secret-file key --string-to-sign mine.txt',
  'verify answer.http --target /cimb-direct-debit/v1/payment',
  'listen --limit 1 --json | tarik verify -',
  'verify --client-id MCH-1 --secret-file key --target /notifications --body body.json \\\n' +
    "      --request-id R-1 --timestamp 2026-11-23T01:02:03Z --signature 'HMACSHA256=…'",
)}`;

async function verify(cli: Cli, file: string | undefined, options: Options): Promise<void> {
  const inputs = [file, options.stringToSign, options.body, ...(options.secretFile ?? [])];
  if (inputs.filter((input) => input === '-').length > 1) {
    throw new Ended(EXIT.usage, 'standard input (-) can be one thing only');
  }
  const kind = kindOf(options);
  const message = file === undefined ? undefined : captured(file, kind);
  const { claim, is } = await claimOf(cli, message, kind, options);
  const verdict = diagnose(claim);
  const theirs =
    options.stringToSign === undefined ? undefined : readBytes(options.stringToSign).toString();
  if (verdict.right) {
    const other = theirs === undefined ? undefined : firstDifference(verdict.signed, theirs);
    const note =
      other === undefined
        ? ''
        : `\n(the string in ${options.stringToSign} is another one: line ${other.line} differs)`;
    cli.screen.result({ ...verdict, kind: is }, rightWords(verdict, is, cli.screen.paint) + note);
    return;
  }
  const given =
    theirs === undefined ? undefined : { difference: firstDifference(verdict.signed, theirs) };
  const slips =
    given?.difference === undefined || theirs === undefined
      ? verdict.slips
      : explainString(claim, theirs);
  const said = { ...verdict, slips };
  cli.screen.result(
    {
      right: false,
      kind: is,
      signed: verdict.signed,
      mistakes: slips.map(({ name }) => name),
      first_difference: (given ?? verdict).difference ?? null,
    },
    wrongWords(said, is, given, cli.screen.paint),
  );
  throw new Ended(EXIT.signature);
}

function kindOf({ kind, response }: Options): MessageKind | undefined {
  if (kind === undefined) return response ? 'answer' : undefined;
  const known = MESSAGE_KINDS.find((one) => one === kind);
  if (known !== undefined) return known;
  throw new Ended(EXIT.usage, `a kind is one of ${MESSAGE_KINDS.join(', ')}`);
}

function captured(file: string, kind: MessageKind | undefined): Message {
  try {
    return readMessage(readBytes(file), kind);
  } catch (error) {
    if (error instanceof MessageUnreadable)
      throw new Ended(EXIT.usage, `${file}: ${error.message}`);
    throw error;
  }
}

/** The message and the options as one claim; says every part that is missing at once. */
async function claimOf(
  cli: Cli,
  message: Message | undefined,
  kind: MessageKind | undefined,
  options: Options,
): Promise<{ claim: Claim; is: MessageKind }> {
  const is = kind ?? message?.kind ?? 'request';
  const clock = is === 'answer' ? 'Response-Timestamp' : 'Request-Timestamp';
  const missing: string[] = [];
  const part = (value: string | undefined, header: string, flag: string): string => {
    const found = value ?? message?.headers.get(header.toLowerCase());
    if (found === undefined || found === '') {
      missing.push(message === undefined ? flag : `the header ${header} (or ${flag})`);
    }
    return found ?? '';
  };
  const clientId = part(options.clientId, 'Client-Id', '--client-id');
  const requestId = part(options.requestId, 'Request-Id', '--request-id');
  const timestamp = part(options.timestamp, clock, '--timestamp');
  const signature = part(options.signature, 'Signature', '--signature');
  const target = options.target ?? message?.target;
  if (target === undefined) missing.push('--target: the path that was called');
  if (missing.length > 0) {
    const what =
      message === undefined ? 'give a message, or its parts' : `this ${is} lacks what is signed`;
    throw new Ended(EXIT.usage, `${what}; missing: ${missing.join(', ')}`);
  }
  const keys = await secretsFor(cli, clientId, options.secretFile);
  const body = bodyOf(is, message, options);
  const claim: Claim = {
    kind: is === 'answer' ? 'response' : 'request',
    parts: { clientId, requestId, timestamp, target: target ?? '', body },
    signature,
    keys,
    query: message?.query ?? '',
    host: message?.host ?? '',
    method: message?.method || (body === undefined ? 'GET' : 'POST'),
    strangers: strangersTo(clientId),
  };
  if ([clientId, requestId, timestamp, claim.parts.target].some((value) => /[\r\n]/.test(value))) {
    throw new Ended(EXIT.usage, 'a signed value must not contain a line break');
  }
  return { claim, is };
}

/** An answer always has a body, if an empty one; a GET has none. */
function bodyOf(
  is: MessageKind,
  message: Message | undefined,
  options: Options,
): Buffer | undefined {
  if (options.body !== undefined) return readBytes(options.body);
  if (is !== 'request') return message?.body ?? Buffer.alloc(0);
  if (message === undefined || message.method === 'GET') return undefined;
  return message.body;
}
