// Disorder around a body: headers that are missing, doubled, long or odd, paths that are nearly right, methods that are not.
import type { Chance } from './chance.ts';
import type { Case } from './case.ts';

const ODD_VALUES = [
  '',
  ' ',
  '\t',
  'x',
  '0',
  '-1',
  'null',
  'é',
  'ÿþ',
  'a'.repeat(129),
  'a'.repeat(300),
  'a'.repeat(5000),
  '2020-08-11 08:45:42',
  '2020-02-30T00:00:00Z',
  '1999-01-01T00:00:00Z',
  '9999-12-31T23:59:59Z',
  '+275760-09-13T00:00:00Z',
  '2020-08-11T08:45:42+07:00',
  '1597135542',
  'HMACSHA256=',
  'HMACSHA256=AAAA',
  'hmacsha256=AAAA',
  'text/plain',
  'application/json; charset=utf-16',
  'application/json; charset="utf-8"',
  'application/json;;;=',
  'multipart/form-data; boundary=x',
];

/** What a server's own HTTP layer judges before anybody's code: these need a connection of their own. */
const FRAMING: readonly [name: string, value: string][] = [
  ['Content-Length', '5'],
  ['Content-Length', '-1'],
  ['Content-Length', '1e3'],
  ['Content-Length', '99999999999999999999'],
  ['Transfer-Encoding', 'gzip'],
  ['Transfer-Encoding', 'chunked'],
  ['Transfer-Encoding', 'identity'],
  ['Expect', '100-continue'],
  ['Expect', 'the unexpected'],
  ['Connection', 'upgrade'],
  ['Upgrade', 'websocket'],
  ['Host', ''],
  ['Host', 'a b'],
  ['X-Break', 'a\u0000b'],
  ['X-Break', 'a\rb'],
  ['Bad Name', 'x'],
  ['', 'x'],
];

const BENIGN: readonly [name: string, value: string][] = [
  ['X-Forwarded-For', '1.2.3.4, ::1, unknown'],
  ['X-Http-Method-Override', 'DELETE'],
  ['Accept', 'text/html;q=0.1'],
  ['Accept-Language', 'id-ID;q=x,*'],
  ['Cookie', 'bank_lang=%00; a=b'],
  ['Content-Encoding', 'gzip'],
  ['Content-Encoding', 'identity'],
  ['Range', 'bytes=0-1'],
  ['If-None-Match', '*'],
  ['__proto__', 'x'],
  ['constructor', 'x'],
];

/** Changes one header, after the signature was made. */
export function disorderHeaders(chance: Chance, one: Case): Case {
  const headers = one.headers.map(([name, value]): [string, string] => [name, value]);
  const at = chance.whole(0, Math.max(0, headers.length - 1));
  const [name = 'X', value = ''] = headers[at] ?? [];
  const made = (says: string, broken = false): Case => ({
    ...one,
    headers,
    broken: one.broken || broken,
    says: `${one.says}; ${says}`,
  });
  switch (chance.whole(0, 9)) {
    case 0:
      headers.splice(at, 1);
      return made(`no ${name}`);
    case 1:
      headers.push([name, value]);
      return made(`${name} twice`);
    case 2:
      headers.push([name, chance.pick(ODD_VALUES)]);
      return made(`a second ${name}`);
    case 3:
    case 4:
      headers[at] = [name, chance.pick(ODD_VALUES)];
      return made(`an odd ${name}`);
    case 5:
      headers[at] = [chance.is(0.5) ? name.toLowerCase() : name.toUpperCase(), value];
      return made(`${name} in other case`);
    case 6:
      headers[at] = [name, ` ${value}\t`];
      return made(`blanks around ${name}`);
    case 7: {
      const [header, odd] = chance.pick(FRAMING);
      headers.push([header, odd]);
      return made(`${header}: ${odd}`, true);
    }
    case 8:
      headers.push(chance.pick(BENIGN));
      return made('another header');
    default: {
      const many = chance.pick([50, 200, 1990, 2100]);
      for (let n = 0; n < many; n += 1) headers.push([`X-${n}`, 'x']);
      return made(`${many} more headers`, true);
    }
  }
}

/** A target that is nearly the given one. */
export function disorderTarget(chance: Chance, target: string): string {
  const at = chance.whole(1, target.length);
  const [before, after] = [target.slice(0, at), target.slice(at)];
  switch (chance.whole(0, 13)) {
    case 0:
      return `${target}/`;
    case 1:
      return `/${target}`;
    case 2:
      return `${before}/../${after}`;
    case 3:
      return `${target}?x=1`;
    case 4:
      return `${before}%2f${after}`;
    case 5:
      return `${before}%00${after}`;
    case 6:
      return `${before}%zz${after}`;
    case 7:
      return `${before}%${(target.charCodeAt(at) || 65).toString(16)}${after.slice(1)}`;
    case 8:
      return target.toUpperCase();
    case 9:
      return `http://127.0.0.1${target}`;
    case 10:
      return `${target}${'a'.repeat(chance.pick([100, 1001, 3000]))}`;
    case 11:
      return `${before};x=y${after}`;
    case 12:
      return `${target}#x`;
    default:
      return `${before}%ff%fe${after}`;
  }
}

/** Methods that some server knows. */
export const METHODS = [
  'GET',
  'HEAD',
  'PUT',
  'PATCH',
  'DELETE',
  'OPTIONS',
  'POST',
  'TRACE',
  'PROPFIND',
  'QUERY',
  'PURGE',
  'M-SEARCH',
] as const;
