// One request as the fuzzer sends it, and how it is written down so that anybody can send it again.

export type Door = 'gateway' | 'bank';

/** Whose answer it is to be: which rules its form must keep. */
export type Form = 'doku' | 'callback' | 'snap' | 'program' | 'page';

export interface Case {
  door: Door;
  form: Form;
  /** What it began as: `payment`, `callback`, `sandbox clock` … */
  what: string;
  /** What was done to it. */
  says: string;
  method: string;
  target: string;
  headers: [name: string, value: string][];
  body: Buffer | null;
  /** The framing itself was broken: the server may also close without an answer, or answer without a body. */
  broken: boolean;
  /** A bank's or a sandbox's call whose effect is told by nothing but its answer. */
  free?: boolean;
}

/** The bytes on the wire. */
export function bytesOf({ method, target, headers, body }: Case): Buffer {
  const lines = [`${method} ${target} HTTP/1.1`];
  const named = (name: string): boolean => headers.some(([one]) => one.toLowerCase() === name);
  if (!named('host')) lines.push('Host: 127.0.0.1');
  for (const [name, value] of headers) lines.push(`${name}: ${value}`);
  const framed = named('content-length') || named('transfer-encoding');
  if (!framed && body !== null) lines.push(`Content-Length: ${body.length}`);
  const head = Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
  return body === null ? head : Buffer.concat([head, body]);
}

/** The case as one line of JSON: route, headers, and the body in base64. */
export function caseText({ door, what, says, method, target, headers, body }: Case): string {
  const base64 = body?.toString('base64') ?? null;
  return JSON.stringify({ door, what, says, method, target, headers, body: base64 });
}

/** A header's value if it is there exactly once, as a receiver would see it. */
export function headerOf({ headers }: Case, name: string): string | null {
  const found = headers.filter(([one]) => one.toLowerCase() === name);
  return found.length === 1 ? (found[0]?.[1].trim() ?? null) : null;
}
