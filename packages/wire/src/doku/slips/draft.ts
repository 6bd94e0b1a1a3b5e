// A signature as somebody's code may have made it: every choice that the guide leaves no freedom in, as a field.
import { createHmac, hash } from 'node:crypto';

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
  /** Between a line's name and its value. */
  colon: string;
  /** Between two lines. */
  joint: string;
  /** After the last line. */
  end: string;
  key: string | Buffer;
  /** The header's value around the 32 bytes of the HMAC. */
  write: (mac: Buffer) => string;
}

/** What the guide says about the free choices. */
export const GUIDE_FORM = {
  digest: (body: Buffer) => hash('sha256', body, 'base64'),
  colon: ':',
  joint: '\n',
  end: '',
  write: (mac: Buffer) => `HMACSHA256=${mac.toString('base64')}`,
} as const;

/** The string that this draft signs. */
export function draftString(draft: Draft): string {
  const lines = [
    ['Client-Id', draft.clientId],
    ['Request-Id', draft.requestId],
    [draft.clock, draft.timestamp],
    ['Request-Target', draft.target],
    ...(draft.body === undefined ? [] : [['Digest', draft.digest(draft.body)]]),
  ];
  return lines.map((line) => line.join(draft.colon)).join(draft.joint) + draft.end;
}

/** The header `Signature` that this draft comes to. */
export function draftSignature(draft: Draft): string {
  return draft.write(createHmac('sha256', draft.key).update(draftString(draft)).digest());
}
