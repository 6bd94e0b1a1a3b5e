// A signature as somebody's code may have made it: every choice that the guide leaves no freedom in, as a field.
import { createHmac, hash } from 'node:crypto';

/** A name and its value. */
export type Line = readonly [name: string, value: string];

export interface Draft {
  clientId: string;
  requestId: string;
  /** The name of the line that holds the time. */
  clock: string;
  timestamp: string;
  target: string;
  /** The bytes under the Digest line; no such line when absent. */
  body: Buffer | undefined;
  digest: (body: Buffer) => string;
  /** The lines as they are written: all of them, named so, in this order. */
  arrange: (lines: readonly Line[]) => readonly Line[];
  /** Between a line's name and its value. */
  colon: string;
  /** Between two lines. */
  joint: string;
  /** After the last line. */
  end: string;
  key: string | Buffer;
  /** The bytes under the signature. */
  mac: (text: string, key: string | Buffer) => Buffer;
  /** The header's value around the 32 bytes of the HMAC. */
  write: (mac: Buffer) => string;
}

/** What the guide says about the free choices. */
export const GUIDE_FORM = {
  digest: (body: Buffer) => hash('sha256', body, 'base64'),
  arrange: (lines: readonly Line[]) => lines,
  colon: ':',
  joint: '\n',
  end: '',
  mac: (text: string, key: string | Buffer) => createHmac('sha256', key).update(text).digest(),
  write: (mac: Buffer) => `HMACSHA256=${mac.toString('base64')}`,
} as const;

/** The string that this draft signs. */
export function draftString(draft: Draft): string {
  const lines: Line[] = [
    ['Client-Id', draft.clientId],
    ['Request-Id', draft.requestId],
    [draft.clock, draft.timestamp],
    ['Request-Target', draft.target],
    ...(draft.body === undefined ? [] : [['Digest', draft.digest(draft.body)] as const]),
  ];
  const arranged = draft.arrange(lines);
  return arranged.map((line) => line.join(draft.colon)).join(draft.joint) + draft.end;
}

/** The header `Signature` that this draft comes to. */
export function draftSignature(draft: Draft): string {
  return draft.write(draft.mac(draftString(draft), draft.key));
}
