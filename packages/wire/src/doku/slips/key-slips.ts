// Slips of the Secret Key, of the HMAC, and of the header that it is written into.
import { createHmac, hash } from 'node:crypto';
import type { Slip } from './slip.ts';

export const KEY_SLIPS: readonly Slip[] = [
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
    name: 'mac_other',
    alone: true,
    did: 'made something else than HMAC-SHA256 with the Secret Key as its key',
    mend: 'HMAC-SHA256: the Secret Key is the key, the string to sign is the message; 32 bytes come out.',
    drafts: (right) =>
      [
        (said: string, key: string | Buffer) => createHmac('sha512', key).update(said).digest(),
        (said: string, key: string | Buffer) => createHmac('sha1', key).update(said).digest(),
        (said: string, key: string | Buffer) => createHmac('sha256', said).update(key).digest(),
        (said: string) => hash('sha256', said, 'buffer'),
        (said: string, key: string | Buffer) => hash('sha256', said + text(key), 'buffer'),
        (said: string, key: string | Buffer) => hash('sha256', text(key) + said, 'buffer'),
      ].map((mac) => ({ ...right, mac })),
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

function text(key: string | Buffer): string {
  return typeof key === 'string' ? key : key.toString();
}
