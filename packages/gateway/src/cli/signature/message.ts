// A captured message, read from its bytes: raw HTTP as a proxy or a log shows it, or a line of `tarik listen
// --json`. The body is kept to the byte, for it is signed.

/** What carries a Signature. */
export type MessageKind = 'request' | 'answer' | 'notification';

export const MESSAGE_KINDS: readonly MessageKind[] = ['request', 'answer', 'notification'];

export interface Message {
  kind: MessageKind;
  /** Of a request or a notification; '' where it is not said. */
  method: string;
  /** The path, without scheme, host and query; undefined for an answer that does not say it. */
  target: string | undefined;
  /** With its question mark, or ''. */
  query: string;
  host: string;
  /** By their names in lower case; of a repeated one the last. */
  headers: ReadonlyMap<string, string>;
  body: Buffer;
}

/** A message that cannot be read; the text says what is expected. */
export class MessageUnreadable extends Error {
  override name = 'MessageUnreadable';
}

/** Reads one message; `asked` says its kind where the message cannot. */
export function readMessage(bytes: Buffer, asked?: MessageKind): Message {
  return bytes.toString('latin1').trimStart().startsWith('{')
    ? readJson(bytes, asked)
    : readHttp(bytes, asked);
}

const REQUEST_LINE = /^([A-Z]+) (\S+)(?: HTTP\/\d(?:\.\d)?)?$/;
const STATUS_LINE = /^HTTP\/\d(?:\.\d)? \d{3}\b/;

function readHttp(bytes: Buffer, asked: MessageKind | undefined): Message {
  const text = bytes.toString('latin1'); // one character a byte, so that places in it are places in the bytes
  const [gap] = /\r?\n\r?\n/.exec(text) ?? [''];
  const end = gap === '' ? text.length : text.indexOf(gap);
  const [first = '', ...lines] = text.slice(0, end).trimEnd().split(/\r?\n/);
  if (/^HTTP\/\d(?:\.\d)? 1\d\d\b/.test(first)) {
    return readHttp(bytes.subarray(end + gap.length), asked); // 100 Continue, and then the answer
  }
  const body = bytes.subarray(end + gap.length);
  const headers = readHeaders(lines);
  if (STATUS_LINE.test(first)) {
    return { kind: 'answer', method: '', target: undefined, query: '', host: '', headers, body };
  }
  const [, method, url] = REQUEST_LINE.exec(first) ?? [];
  if (method === undefined || url === undefined) {
    throw new MessageUnreadable(
      'the message must begin with a request line (POST /path HTTP/1.1), a status line (HTTP/1.1 200 OK) or a {',
    );
  }
  const place = { ...readTarget(url), method, headers, body };
  const host = place.host || (headers.get('host') ?? '');
  return { ...place, host, kind: asked ?? kindOf(headers) };
}

function readHeaders(lines: readonly string[]): Map<string, string> {
  const headers = new Map<string, string>();
  for (const line of lines) {
    const at = line.indexOf(':');
    if (!/^[\w-]+\s*$/.test(line.slice(0, Math.max(at, 0)))) {
      throw new MessageUnreadable(
        `"${line.slice(0, 60)}" is no header: headers are "Name: value", and an empty line comes before the body`,
      );
    }
    headers.set(line.slice(0, at).trim().toLowerCase(), line.slice(at + 1).trim());
  }
  return headers;
}

/** A URL or a path as its parts. */
function readTarget(url: string): Pick<Message, 'target' | 'query' | 'host'> {
  const [, host = '', rest = url] = /^https?:\/\/([^/?#]+)(.*)$/.exec(url) ?? [];
  const at = rest.indexOf('?');
  return {
    host,
    target: (at < 0 ? rest : rest.slice(0, at)) || '/',
    query: at < 0 ? '' : rest.slice(at),
  };
}

/** Tarik names itself, and every notification carries the headers of Standard Webhooks. */
function kindOf(headers: ReadonlyMap<string, string>): MessageKind {
  return headers.has('webhook-id') || headers.get('user-agent') === 'Tarik'
    ? 'notification'
    : 'request';
}

type Fields = Record<string, unknown>;

function readJson(bytes: Buffer, asked: MessageKind | undefined): Message {
  let line: Fields;
  try {
    line = fields(JSON.parse(bytes.toString()));
  } catch {
    throw new MessageUnreadable(
      'the message begins with a { but is not one JSON object: give one line of tarik listen --json',
    );
  }
  if ('duration_ms' in line && !('headers' in line)) {
    throw new MessageUnreadable(
      'tarik logs masks bodies, so the bytes that were signed are not in its lines; where a signature is wrong they hold ' +
        "the gateway's string_to_sign: compare it with yours",
    );
  }
  const { body, path, method } = line;
  if (typeof body !== 'string' && body !== undefined) {
    throw new MessageUnreadable(
      'the body of this line was read as JSON, so its bytes are lost; a signature is over the bytes',
    );
  }
  const place = readTarget(typeof path === 'string' ? path : '');
  const headers = new Map(
    Object.entries(fields(line['headers'])).map(([name, value]) => [
      name.toLowerCase(),
      String(value),
    ]),
  );
  return {
    ...place,
    target: typeof path === 'string' ? place.target : undefined,
    host: place.host || (headers.get('host') ?? ''),
    kind: asked ?? kindOf(headers),
    method: typeof method === 'string' ? method : 'POST',
    headers,
    body: Buffer.from(body ?? ''),
  };
}

function fields(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}
