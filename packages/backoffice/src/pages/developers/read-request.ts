// A request as somebody pasted it, raw as HTTP or as a curl command, taken apart into what the signature debugger asks. Pure.

export interface Pasted {
  method: 'GET' | 'POST';
  target: string;
  client_id: string;
  request_id: string;
  timestamp: string;
  signature: string;
  body: string;
}

/** Undefined where it is neither. What is missing in it stays empty: the debugger says so. */
export function readRequest(text: string): Pasted | undefined {
  const bare = text.replace(/^\uFEFF?\s+/, '');
  return /^curl\s/i.test(bare) ? readCurl(bare) : readHttp(bare);
}

const FIRST_LINE = /^(GET|POST)\s+(\S+)(\s+HTTP\/[\d.]+)?\s*$/i;

function readHttp(text: string): Pasted | undefined {
  const lines = text.split('\n').map((line) => line.replace(/\r$/, ''));
  const [, method, target] = FIRST_LINE.exec(lines[0] ?? '') ?? [];
  if (method === undefined || target === undefined) return undefined;
  const end = lines.findIndex((line, at) => at > 0 && line.trim() === '');
  const headers = lines.slice(1, end === -1 ? undefined : end);
  // The body keeps its line ends as they were pasted.
  const gap = /\r?\n[ \t]*\r?\n/.exec(text);
  const body = gap === null ? '' : text.slice(gap.index + gap[0].length);
  return pasted(method, target, headers, body);
}

function readCurl(text: string): Pasted | undefined {
  const words = shellWords(text.replace(/\\\r?\n/g, ' '));
  let method: string | undefined;
  let url = '';
  let body: string | undefined;
  const headers: string[] = [];
  for (let at = 1; at < words.length; at += 1) {
    const word = words[at] ?? '';
    const next = (): string => words[(at += 1)] ?? '';
    if (word === '-X' || word === '--request') method = next();
    else if (word === '-H' || word === '--header') headers.push(next());
    else if (/^(-d|--data(-raw|-binary|-ascii)?)$/.test(word)) body = next();
    else if (word === '--url') url = next();
    else if (!word.startsWith('-') && /^(https?:\/\/|\/)/i.test(word)) url = word;
  }
  if (url === '') return undefined;
  return pasted(method ?? (body === undefined ? 'GET' : 'POST'), url, headers, body ?? '');
}

function pasted(
  method: string,
  target: string,
  headers: readonly string[],
  body: string,
): Pasted | undefined {
  const upper = method.toUpperCase();
  if (upper !== 'GET' && upper !== 'POST') return undefined;
  const named = (name: string): string => {
    const line = headers.find((one) => one.toLowerCase().startsWith(`${name}:`));
    return line?.slice(name.length + 1).trim() ?? '';
  };
  return {
    method: upper,
    target: /^https?:\/\//i.test(target) ? target.replace(/^https?:\/\/[^/]*/i, '') : target,
    client_id: named('client-id'),
    request_id: named('request-id'),
    timestamp: named('request-timestamp'),
    signature: named('signature'),
    body,
  };
}

/** Words as a shell takes them apart, as far as curl commands that people copy need it. */
function shellWords(text: string): string[] {
  const words: string[] = [];
  const word = /(?:'[^']*'|"(?:\\.|[^"\\])*"|\\.|[^\s'"\\])+/gs;
  for (const [found] of text.matchAll(word)) {
    words.push(
      found.replace(
        /'([^']*)'|"((?:\\.|[^"\\])*)"|\\(.)/gs,
        (_whole, single?: string, double?: string, escaped?: string) =>
          single ?? double?.replace(/\\(["\\$`])/g, '$1') ?? escaped ?? '',
      ),
    );
  }
  return words;
}
