// Slips of the body and of the line Digest.
import { hash } from 'node:crypto';
import type { Draft } from './draft.ts';
import type { Slip } from './slip.ts';

const SEND_WHAT_YOU_SIGN =
  'Make the text of the body once, hash that text, and send the very same bytes. Who receives: hash the raw body, before anything parses it.';

export const BODY_SLIPS: readonly Slip[] = [
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
    name: 'body_bytes',
    alone: true,
    did: 'hashed the body in other bytes than UTF-8, or with a byte order mark before it',
    mend: 'Turn the text of the body into UTF-8 once, without a byte order mark; hash and send those bytes.',
    drafts: (right) =>
      bodies(right, (body) => [
        Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), body]),
        Buffer.from(body.toString(), 'latin1'),
        Buffer.from(body.toString(), 'utf16le'),
      ]),
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
    name: 'digest_base64url',
    alone: true,
    did: 'wrote the digest in the URL form of base64, or without its padding',
    mend: 'Digest takes standard base64: with + and / and the = at its end.',
    drafts: (right) => [
      ...digests(right, (b) => hash('sha256', b, 'base64url')),
      ...digests(right, (b) => b64(b).replace(/=+$/, '')),
    ],
  },
  {
    name: 'digest_other_hash',
    alone: true,
    did: 'hashed the body with another function than SHA-256',
    mend: 'Digest is base64 of the SHA-256 of the body.',
    drafts: (right) =>
      ['sha512', 'sha1', 'md5', 'sha384'].flatMap((name) =>
        digests(right, (b) => hash(name, b, 'base64')),
      ),
  },
  {
    name: 'digest_hex',
    did: 'wrote the digest in hexadecimal',
    mend: 'Digest is base64 of the 32 bytes of the SHA-256: not of their hexadecimal text, and not that text.',
    drafts: (right) => [
      ...digests(right, (b) => hash('sha256', b, 'hex')),
      ...digests(right, (b) => hash('sha256', b, 'hex').toUpperCase()),
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
];

function b64(body: Buffer): string {
  return hash('sha256', body, 'base64');
}

function digests(right: Draft, digest: (body: Buffer) => string): Draft[] {
  return right.body === undefined ? [] : [{ ...right, digest }];
}

function bodies(right: Draft, forms: (body: Buffer) => Buffer[]): Draft[] {
  const { body } = right;
  if (body === undefined) return [];
  return forms(body)
    .filter((form) => !form.equals(body))
    .map((form) => ({ ...right, body: form }));
}

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
