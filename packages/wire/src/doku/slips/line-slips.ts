// Slips of the string to sign: its target, its time, its lines and what joins them.
import type { Draft } from './draft.ts';
import type { Slip } from './slip.ts';

export const LINE_SLIPS: readonly Slip[] = [
  {
    name: 'target_with_host',
    did: 'signed a Request-Target with scheme or host',
    mend: 'Request-Target is the path alone: it begins with a slash.',
    drafts: (right, { host }) =>
      host === ''
        ? []
        : targets(right, [
            `https://${host}${right.target}`,
            `http://${host}${right.target}`,
            `${host}${right.target}`,
          ]),
  },
  {
    name: 'target_with_query',
    did: 'signed a Request-Target with its query string',
    mend: 'Request-Target is the path alone: it ends before the question mark.',
    drafts: (right, { query }) => (query === '' ? [] : targets(right, [right.target + query])),
  },
  {
    name: 'target_slash',
    did: 'signed a Request-Target with a slash too many or too few',
    mend: 'Request-Target is the path exactly as it is called: a slash at its beginning, and one at its end only when the URL has it.',
    drafts: (right) =>
      targets(
        right,
        [
          right.target.replace(/^\//, ''),
          right.target.endsWith('/') ? right.target.slice(0, -1) : `${right.target}/`,
          `/${right.target}`,
        ].filter((target) => target !== ''),
      ),
  },
  {
    name: 'target_encoded',
    alone: true,
    did: 'signed a Request-Target that is percent-encoded where the path is not, or the other way round',
    mend: 'Request-Target is the path byte for byte as it goes over the wire.',
    drafts: (right) =>
      targets(right, [
        encodeURIComponent(right.target),
        encodeURI(right.target),
        decoded(right.target),
      ]),
  },
  {
    name: 'target_case',
    alone: true,
    did: 'signed a Request-Target in other letters: all small, or all capital',
    mend: 'Request-Target is the path exactly as it is called.',
    drafts: (right) => targets(right, [right.target.toLowerCase(), right.target.toUpperCase()]),
  },
  {
    name: 'target_with_method',
    did: 'signed a Request-Target with the method before it',
    mend: 'Request-Target is the path alone.',
    drafts: (right, { method }) =>
      targets(right, [`${method} ${right.target}`, `${method.toLowerCase()} ${right.target}`]),
  },
  {
    name: 'timestamp_milliseconds',
    did: 'signed another form of the time than the header has: one with milliseconds, one without',
    mend: 'Make the text of the time once (2026-11-23T01:02:03Z) and use it for the header and for the line.',
    drafts: (right) => times(right, withOtherMilliseconds(right.timestamp)),
  },
  {
    name: 'timestamp_offset',
    did: 'signed the time with a numeric offset, while the header ends in Z',
    mend: 'Make the text of the time once, in UTC with a Z, and use it for the header and for the line.',
    drafts: (right) => times(right, withOffsets(right.timestamp)),
  },
  {
    name: 'timestamp_line',
    did: 'used the wrong name for the line of the time',
    mend: 'A request and a notification sign Request-Timestamp, an answer signs Response-Timestamp.',
    drafts: (right) =>
      ['Request-Timestamp', 'Response-Timestamp', 'Timestamp']
        .filter((clock) => clock !== right.clock)
        .map((clock) => ({ ...right, clock })),
  },
  {
    name: 'value_changed',
    alone: true,
    did: 'signed a Client-Id or a Request-Id in other letters, or with white space, than the header has',
    mend: 'Take the very text of the header into its line.',
    drafts: (right) =>
      (['clientId', 'requestId'] as const).flatMap((field) =>
        otherLetters(right[field]).map((value) => ({ ...right, [field]: value })),
      ),
  },
  {
    name: 'ids_swapped',
    alone: true,
    did: 'put the Request-Id into the line Client-Id, and the Client-Id into the line Request-Id',
    mend: 'The first line is Client-Id, the second Request-Id.',
    drafts: (right) => [{ ...right, clientId: right.requestId, requestId: right.clientId }],
  },
  {
    name: 'line_names',
    alone: true,
    did: 'named the lines in other letters than the guide',
    mend: 'The names are Client-Id, Request-Id, Request-Timestamp, Request-Target, Digest, with these capitals.',
    drafts: (right) =>
      [
        (name: string) => name.toLowerCase(),
        (name: string) => name.toUpperCase(),
        (name: string) => name.replaceAll('-', ''),
        (name: string) => name.replaceAll('-', '_'),
      ].map((rename) => ({
        ...right,
        arrange: (lines) => lines.map(([name, value]) => [rename(name), value] as const),
      })),
  },
  {
    name: 'line_names_left_out',
    alone: true,
    did: 'signed the values alone, without the names of their lines',
    mend: 'A line is its name, a colon and the value.',
    drafts: (right) => [
      { ...right, colon: '', arrange: (lines) => lines.map(([, value]) => ['', value] as const) },
    ],
  },
  {
    name: 'line_missing',
    alone: true,
    did: 'left a line out',
    mend: 'Every line is signed: Client-Id, Request-Id, Request-Timestamp, Request-Target, and Digest where there is a body.',
    drafts: (right) =>
      [0, 1, 2, 3].map((out) => ({
        ...right,
        arrange: (lines) => lines.filter((_line, at) => at !== out),
      })),
  },
  {
    name: 'lines_order',
    alone: true,
    did: 'joined the lines in another order',
    mend: 'The order is Client-Id, Request-Id, Request-Timestamp, Request-Target, Digest.',
    drafts: (right) =>
      ORDERS.map((order) => ({
        ...right,
        arrange: (lines) => order.flatMap((at) => (lines[at] === undefined ? [] : [lines[at]])),
      })),
  },
  {
    name: 'string_newline',
    did: 'signed a string with a line feed at its end',
    mend: 'The lines are joined by one line feed; after the last one there is none.',
    drafts: (right) => ['\n', '\r\n'].map((end) => ({ ...right, end })),
  },
  {
    name: 'string_line_ends',
    did: 'joined the lines with something other than one line feed',
    mend: 'The lines are joined by a line feed (byte 10). "\\n" in single quotes is two characters in PHP and in the shell, and Windows writes CR LF.',
    drafts: (right) => ['\r\n', '\\n', '', ' '].map((joint) => ({ ...right, joint })),
  },
  {
    name: 'string_spaces',
    did: 'put a space or an equals sign between the name of a line and its value',
    mend: 'A line is the name, a colon and the value, without a space.',
    drafts: (right) => [': ', ' : ', '='].map((colon) => ({ ...right, colon })),
  },
];

const ORDERS: readonly (readonly number[])[] = orders([0, 1, 2, 3, 4]).slice(1);

function orders(of: readonly number[]): number[][] {
  if (of.length <= 1) return [[...of]];
  return of.flatMap((first) =>
    orders(of.filter((one) => one !== first)).map((rest) => [first, ...rest]),
  );
}

function otherLetters(value: string): string[] {
  const forms = [value.toLowerCase(), value.toUpperCase(), `${value} `, ` ${value}`, ''];
  return forms.filter((form) => form !== value);
}

function decoded(target: string): string {
  try {
    return decodeURIComponent(target);
  } catch {
    return target; // not percent-encoded at all
  }
}

function targets(right: Draft, all: readonly string[]): Draft[] {
  return all.filter((target) => target !== right.target).map((target) => ({ ...right, target }));
}

function times(right: Draft, all: readonly string[]): Draft[] {
  return all.map((timestamp) => ({ ...right, timestamp }));
}

const MOMENT = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(\.\d+)?Z$/;

function withOtherMilliseconds(timestamp: string): string[] {
  const [, seconds, fraction] = MOMENT.exec(timestamp) ?? [];
  if (seconds === undefined) return [];
  if (fraction !== undefined) return [`${seconds}Z`];
  return Array.from({ length: 1000 }, (_, ms) => `${seconds}.${String(ms).padStart(3, '0')}Z`);
}

function withOffsets(timestamp: string): string[] {
  const at = Date.parse(timestamp);
  if (!MOMENT.test(timestamp) || Number.isNaN(at)) return [];
  const jakarta = new Date(at + 7 * 3_600_000).toISOString().slice(0, 19);
  return [
    `${timestamp.slice(0, 19)}+00:00`,
    `${timestamp.slice(0, 19)}+0000`,
    timestamp.slice(0, 19),
    `${jakarta}+07:00`,
    `${jakarta}Z`,
  ];
}
