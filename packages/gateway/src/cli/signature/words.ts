// What `tarik verify` says about a signature, for whoever has to mend it.
import type { Screen } from '../screen.ts';
import type { Difference, Verdict } from '@tarik/wire/doku/slips/diagnose';
import type { MessageKind } from './message.ts';

type Paint = Screen['paint'];

/** The words about a signature that is right. */
export function rightWords(
  verdict: Verdict & { right: true },
  kind: MessageKind,
  paint: Paint,
): string {
  return `${paint('green', '✓ right')}: the Signature of this ${kind} is made with ${verdict.key}`;
}

/**
 * The words about one that is wrong. `theirs` is the string that somebody's code signed, where the user has given it;
 * otherwise it is the one that the signature was found to belong to.
 */
export function wrongWords(
  verdict: Verdict & { right: false },
  kind: MessageKind,
  given: { difference: Difference | undefined } | undefined,
  paint: Paint,
): string {
  const difference = given === undefined ? verdict.difference : given.difference;
  return [
    `${paint('red', '✗ wrong')}: the Signature of this ${kind} does not belong to its bytes and the Secret Key`,
    ...reasons(verdict, kind, given),
    ...(difference === undefined ? [] : ['', ...shown(difference, given !== undefined, paint)]),
    '',
    'What has to be signed, lines joined by one line feed and none at the end:',
    ...verdict.signed.split('\n').map((line) => `  ${line}`),
    ...(kind === 'request' ? ['', `  which comes to ${verdict.expected}`] : []),
  ].join('\n');
}

function reasons(
  { slips, strangersKey }: Verdict & { right: false },
  kind: MessageKind,
  given: { difference: Difference | undefined } | undefined,
): string[] {
  if (slips.length > 0) {
    const intro = kind === 'request' ? 'The code that signed' : WHO[kind];
    return [
      '',
      ...slips.flatMap(({ name, did, mend }) => [`${intro} ${did}.`, `  ${mend}  [${name}]`]),
      ...(strangersKey === undefined ? [] : [`  It was made with ${strangersKey}.`]),
    ];
  }
  if (given !== undefined && given.difference === undefined) {
    return [
      '',
      'Your string to sign is right to the byte, so the Secret Key is another one, or the HMAC is made otherwise:',
      '  Signature = "HMACSHA256=" + base64(HMAC-SHA256(string to sign, key = the Secret Key as UTF-8 text))',
    ];
  }
  return given === undefined ? UNEXPLAINED[kind] : [];
}

/** Who is spoken of where the gateway itself has signed: what was captured is not what it sent. */
const WHO: Record<Exclude<MessageKind, 'request'>, string> = {
  answer:
    'The gateway signs as the guide says, so this answer was altered on its way or when it was captured: it fits code that',
  notification:
    'The gateway signs as the guide says, so this notification was altered on its way or when it was captured: it fits code that',
};

const UNEXPLAINED: Record<MessageKind, string[]> = {
  request: [
    '',
    'None of the usual slips explains it. Either the Secret Key belongs to another Client-Id, or some byte is another',
    'one: write the string that your code signs into a file, just as it is, and add --string-to-sign FILE.',
  ],
  answer: [
    '',
    'None of the usual changes explains it: another Secret Key, another --target than the path that was called, or',
    'bytes that were altered on the way. An answer is signed over its body as it came, before anything parses it.',
  ],
  notification: [
    '',
    'None of the usual changes explains it: another Secret Key, another path than that of the notification URL (a proxy',
    'may have rewritten it: give --target), or a body that something has parsed and written anew.',
  ],
};

function shown(difference: Difference, given: boolean, paint: Paint): string[] {
  const { line, name, expected, theirs, column } = difference;
  const whose = given ? 'yours' : 'signed';
  const width = Math.max('expected'.length, whose.length);
  const row = (label: string, text: string | undefined): string =>
    `  ${label.padEnd(width)}  ${text === undefined ? paint('dim', '(there is no such line)') : visible(text)}`;
  const mark =
    expected === undefined || theirs === undefined
      ? []
      : [
          `  ${' '.repeat(width)}  ${' '.repeat(visible(expected.slice(0, column - 1)).length)}${paint('red', '^')}`,
        ];
  return [
    `The first line that differs is line ${line}${name === '' ? '' : `, ${name}`}:`,
    row('expected', expected),
    row(whose, theirs),
    ...mark,
  ];
}

/** Control characters and an empty line as something that can be seen. */
function visible(text: string): string {
  if (text === '') return '(an empty line: the string ends with a line feed)';
  return text.replace(
    /[\u0000-\u001f\u007f-\u00a0\u200b-\u200f\ufeff]/g,
    (c) =>
      ({ '\r': '\\r', '\t': '\\t' })[c] ?? `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
