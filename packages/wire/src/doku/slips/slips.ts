// The usual ways in which a signature comes out wrong: how each would look, and what to say to whom it happened.
import { hash } from 'node:crypto';
import type { Draft } from './draft.ts';

export interface Slip {
  name: string;
  /** What the one who signed did, after "The code that signed …". */
  did: string;
  /** What to do instead. */
  mend: string;
  /** The draft as this slip would make it, in each form that is seen in the wild; none where it does not apply. */
  drafts(right: Draft, facts: Facts): Draft[];
}

/** What else is known about the message. */
export interface Facts {
  /** The query string with its question mark, or ''. */
  query: string;
  /** The host that was called, or ''. */
  host: string;
  method: string;
  /** Keys that are not this merchant's, by what they are. */
  strangers: readonly (readonly [whose: string, key: string])[];
}

const SEND_WHAT_YOU_SIGN =
  'Make the text of the body once, hash that text, and send the very same bytes. Who receives: hash the raw body, before anything parses it.';

/** Slips of the body, the lines, the key and the header, the commonest first. */
export const SLIPS: readonly Slip[] = [
  {
    name: 'body_minified',
    did: 'hashed the body written anew without spaces, not the bytes that were sent',
    mend: SEND_WHAT_YOU_SIGN,
    drafts: (right) => rewritten(right, (value) => [JSON.stringify(value)]),
  },
  {
    name: 'body_reformatted',
    did: 'hashed the same JSON in another form (indented, spaced, sorted or escaped), not the bytes that were sent',
    mend: SEND_WHAT_YOU_SIGN,
    drafts: (right) => rewritten(right, otherForms),
  },
  {
    name: 'body_newline',
    did: 'hashed the body with another line end at its end than was sent: one has a line feed there, the other has none',
    mend: `${SEND_WHAT_YOU_SIGN} Editors and "echo" add a line feed: use printf, and curl --data-binary.`,
    drafts: (right) => bodies(right, lineEnds),
  },
  {
    name: 'body_empty',
    did: 'hashed an empty body: the body was not there yet, or its stream had been read already',
    mend: 'Read the body whole, as bytes, before you hash it.',
    drafts: (right) =>
      right.body === undefined || right.body.length === 0
        ? []
        : [{ ...right, body: Buffer.alloc(0) }],
  },
  {
    name: 'digest_missing',
    did: 'left the line Digest out, though there is a body',
    mend: 'A POST signs five lines; the fifth is Digest: base64 of the SHA-256 of the body.',
    drafts: (right) => (right.body === undefined ? [] : [{ ...right, body: undefined }]),
  },
  {
    name: 'digest_of_a_get',
    did: 'signed a line Digest, though a GET has no body',
    mend: 'A GET signs four lines, and no Digest.',
    drafts: (right) =>
      right.body === undefined
        ? ['', '{}', 'null'].map((text) => ({ ...right, body: Buffer.from(text) }))
        : [],
  },
  {
    name: 'digest_prefixed',
    did: 'wrote the prefix "SHA-256=" before the digest',
    mend: 'The line is Digest: and then the base64 alone.',
    drafts: (right) =>
      ['SHA-256=', 'SHA256='].flatMap((prefix) => digests(right, (b) => prefix + b64(b))),
  },
  {
    name: 'digest_hex',
    did: 'wrote the digest in hexadecimal',
    mend: 'Digest is base64 of the 32 bytes of the SHA-256: not of their hexadecimal text, and not that text.',
    drafts: (right) => [
      ...digests(right, (b) => hash('sha256', b, 'hex')),
      ...digests(right, (b) => Buffer.from(hash('sha256', b, 'hex')).toString('base64')),
    ],
  },
  {
    name: 'digest_not_hashed',
    did: 'put the body itself into the line Digest, without SHA-256',
    mend: 'Digest is base64 of the SHA-256 of the body.',
    drafts: (right) => [
      ...digests(right, (b) => b.toString('base64')),
      ...digests(right, (b) => b.toString()),
    ],
  },
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
  {
    name: 'key_whitespace',
    did: 'used a Secret Key with white space around it: most often the line feed at the end of its file',
    mend: 'Trim the Secret Key when you read it.',
    drafts: (right) =>
      [
        `${text(right.key)}\n`,
        `${text(right.key)}\r\n`,
        `${text(right.key)} `,
        ` ${text(right.key)}`,
      ].map((key) => ({ ...right, key })),
  },
  {
    name: 'key_decoded',
    did: 'decoded the Secret Key from base64 or hexadecimal before using it',
    mend: 'The Secret Key is text: its UTF-8 bytes are the key of the HMAC.',
    drafts: (right) =>
      (['base64', 'hex'] as const).map((form) => ({
        ...right,
        key: Buffer.from(text(right.key), form),
      })),
  },
  {
    name: 'key_of_another',
    did: "used a key that is not the Secret Key of this Client-Id: another merchant's, or the one that the bank gave",
    mend: 'Sign with the Secret Key that belongs to the Client-Id in the header.',
    drafts: (right, { strangers }) => strangers.map(([, key]) => ({ ...right, key })),
  },
  {
    name: 'signature_hex',
    did: 'wrote the signature in hexadecimal',
    mend: 'Signature is HMACSHA256= and then base64 of the 32 bytes of the HMAC.',
    drafts: (right) =>
      [
        (mac: Buffer) => `HMACSHA256=${mac.toString('hex')}`,
        (mac: Buffer) => `HMACSHA256=${mac.toString('hex').toUpperCase()}`,
        (mac: Buffer) => `HMACSHA256=${Buffer.from(mac.toString('hex')).toString('base64')}`,
        (mac: Buffer) => mac.toString('hex'),
      ].map((write) => ({ ...right, write })),
  },
  {
    name: 'signature_base64url',
    did: 'wrote the signature in the URL form of base64, or without its padding',
    mend: 'Signature takes standard base64: with + and / and the = at its end.',
    drafts: (right) =>
      [
        (mac: Buffer) => `HMACSHA256=${mac.toString('base64url')}`,
        (mac: Buffer) => `HMACSHA256=${mac.toString('base64').replace(/=+$/, '')}`,
      ].map((write) => ({ ...right, write })),
  },
  {
    name: 'signature_prefix',
    did: 'left the prefix "HMACSHA256=" out, or wrote it otherwise',
    mend: 'Signature begins with HMACSHA256= exactly.',
    drafts: (right) =>
      ['', 'HMAC-SHA256=', 'HMACSHA256:', 'HMACSHA256 ', 'hmacsha256=', 'sha256='].map(
        (prefix) => ({
          ...right,
          write: (mac: Buffer) => prefix + mac.toString('base64'),
        }),
      ),
  },
];

function b64(body: Buffer): string {
  return hash('sha256', body, 'base64');
}

function text(key: string | Buffer): string {
  return typeof key === 'string' ? key : key.toString();
}

function digests(right: Draft, digest: (body: Buffer) => string): Draft[] {
  return right.body === undefined ? [] : [{ ...right, digest }];
}

function targets(right: Draft, all: readonly string[]): Draft[] {
  return all.filter((target) => target !== right.target).map((target) => ({ ...right, target }));
}

function times(right: Draft, all: readonly string[]): Draft[] {
  return all.map((timestamp) => ({ ...right, timestamp }));
}

function bodies(right: Draft, forms: (body: Buffer) => Buffer[]): Draft[] {
  const { body } = right;
  if (body === undefined) return [];
  return forms(body)
    .filter((form) => !form.equals(body))
    .map((form) => ({ ...right, body: form }));
}

/** The body parsed and written again; none where it is no JSON. */
function rewritten(right: Draft, forms: (value: unknown) => string[]): Draft[] {
  return bodies(right, (body) => {
    try {
      return forms(JSON.parse(body.toString())).map((form) => Buffer.from(form));
    } catch {
      return [];
    }
  });
}

function otherForms(value: unknown): string[] {
  const plain = JSON.stringify(value);
  const sorted = JSON.stringify(inOrder(value));
  const spaced = JSON.stringify(value, null, 1).replace(/\n */g, (_gap, at: number, all: string) =>
    /[[{]/.test(all[at - 1] ?? '') || /^\n *[\]}]/.test(all.slice(at)) ? '' : ' ',
  );
  const ascii = (json: string): string =>
    json.replace(/[\u0080-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
  const slashes = plain.replaceAll('/', '\\/');
  const indented = [2, 4, '\t'].map((gap) => JSON.stringify(value, null, gap));
  const html = plain.replace(/[<>&]/g, (c) => `\\u00${c.charCodeAt(0).toString(16)}`);
  return [
    ...indented,
    spaced,
    ascii(spaced),
    ascii(plain),
    slashes,
    ascii(slashes),
    html,
    sorted,
    JSON.stringify(plain),
  ];
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, inner]) => [name, inOrder(inner)]),
  );
}

function lineEnds(body: Buffer): Buffer[] {
  const bare = body.toString('latin1').replace(/[\r\n]+$/, '');
  return ['', '\n', '\r\n']
    .map((end) => Buffer.from(bare + end, 'latin1'))
    .concat(
      Buffer.from(body.toString('latin1').replaceAll('\r\n', '\n'), 'latin1'),
      Buffer.from(body.toString('latin1').replaceAll(/\r?\n/g, '\r\n'), 'latin1'),
    );
}

const MOMENT = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(\.\d+)?Z$/;

/** Without its fraction where it has one; with each of the thousand that it could have had where it has none. */
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
