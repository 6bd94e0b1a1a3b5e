import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { addressVerdict, ipVerdict, parseRanges } from './address.ts';
import { urlFault } from './target.ts';

const VERDICTS: readonly [host: string, verdict: ReturnType<typeof addressVerdict>][] = [
  // Names are not judged here.
  ['shop.example', 'name'],
  ['shop.example.', 'name'],
  ['xn--bcher-kva.example', 'name'],
  ['127.0.0.1.nip.io', 'name'],
  ['localhost.example', 'name'],
  // This machine, in every notation that a URL parser knows.
  ['127.0.0.1', 'loopback'],
  ['127.0.0.1.', 'loopback'],
  ['127.1', 'loopback'],
  ['127.255.255.254', 'loopback'],
  ['0x7f000001', 'loopback'],
  ['0x7f.1', 'loopback'],
  ['2130706433', 'loopback'],
  ['017700000001', 'loopback'],
  ['0177.0.0.1', 'loopback'],
  ['①②⑦.0.0.1', 'loopback'],
  ['１２７。０。０。１', 'loopback'],
  ['%31%32%37.0.0.1', 'loopback'],
  ['::1', 'loopback'],
  ['[::1]', 'loopback'],
  ['[0:0:0:0:0:0:0:1]', 'loopback'],
  ['[::ffff:127.0.0.1]', 'loopback'],
  ['[::ffff:7f00:1]', 'loopback'],
  ['localhost', 'loopback'],
  ['LOCALHOST', 'loopback'],
  ['localhost.', 'loopback'],
  ['shop.localhost', 'loopback'],
  // Everything else that is not the public internet.
  ['0.0.0.0', 'private'],
  ['0', 'private'],
  ['0.1.2.3', 'private'],
  ['10.0.0.1', 'private'],
  ['10.255.255.255', 'private'],
  ['167772161', 'private'],
  ['100.64.0.1', 'private'],
  ['100.100.100.200', 'private'],
  ['100.127.255.255', 'private'],
  ['169.254.169.254', 'private'],
  ['0xa9fea9fe', 'private'],
  ['169.254.0.1', 'private'],
  ['172.16.0.1', 'private'],
  ['172.31.255.255', 'private'],
  ['192.168.1.1', 'private'],
  ['192.0.0.192', 'private'],
  ['192.0.2.1', 'private'],
  ['192.88.99.1', 'private'],
  ['198.18.0.1', 'private'],
  ['198.51.100.7', 'private'],
  ['203.0.113.7', 'private'],
  ['224.0.0.1', 'private'],
  ['239.255.255.255', 'private'],
  ['240.0.0.1', 'private'],
  ['255.255.255.255', 'private'],
  ['168.63.129.16', 'private'],
  ['[::]', 'private'],
  ['[::127.0.0.1]', 'private'],
  ['[::ffff:10.0.0.1]', 'private'],
  ['[::ffff:a9fe:a9fe]', 'private'],
  ['[::ffff:0:10.0.0.1]', 'private'],
  ['[64:ff9b::7f00:1]', 'private'],
  ['[64:ff9b::808:808]', 'private'],
  ['[64:ff9b:1::1]', 'private'],
  ['[2002:7f00:1::]', 'private'],
  ['[2002:a9fe:a9fe::1]', 'private'],
  ['[2002:808:808::1]', 'private'],
  ['[2001:0:53aa:64c::1]', 'private'],
  ['[2001:db8::1]', 'private'],
  ['[3fff::1]', 'private'],
  ['[fc00::1]', 'private'],
  ['[fd00:ec2::254]', 'private'],
  ['[fe80::1]', 'private'],
  ['[fec0::1]', 'private'],
  ['[ff02::1]', 'private'],
  ['[100::1]', 'private'],
  ['[5f00::1]', 'private'],
  ['[4000::1]', 'private'],
  // What no URL can have as its host.
  ['', 'private'],
  ['256.0.0.1', 'private'],
  ['1.2.3.4.5', 'private'],
  ['[::1', 'private'],
  ['a b', 'private'],
  ['shop.example/path', 'private'],
  ['user@127.0.0.1', 'private'],
  ['shop.example:443', 'private'],
  ['fe80::1%eth0', 'private'],
  // The public internet.
  ['8.8.8.8', 'public'],
  ['134744072', 'public'],
  ['100.63.255.255', 'public'],
  ['100.128.0.0', 'public'],
  ['172.15.255.255', 'public'],
  ['172.32.0.0', 'public'],
  ['192.169.0.1', 'public'],
  ['223.255.255.255', 'public'],
  ['[::ffff:8.8.8.8]', 'public'],
  ['[2606:4700::1111]', 'public'],
  ['2606:4700::1111', 'public'],
];

describe('a host', () => {
  it.each(VERDICTS)('%s is %s', (host, verdict) => {
    expect(addressVerdict(host)).toBe(verdict);
  });

  it('is judged as what it is, in whatever notation an IPv4 address is written', () => {
    const byte = fc.integer({ min: 0, max: 255 });
    fc.assert(
      fc.property(fc.tuple(byte, byte, byte, byte), ([a, b, c, d]) => {
        const whole = ((a * 256 + b) * 256 + c) * 256 + d;
        const verdict = ipVerdict(`${a}.${b}.${c}.${d}`);
        const spellings = [
          `${a}.${b}.${c}.${d}`,
          `${a}.${b}.${c}.${d}.`,
          `${whole}`,
          `0x${whole.toString(16)}`,
          `0${whole.toString(8)}`,
          `${a}.${b}.${c * 256 + d}`,
          `${a}.${(b * 256 + c) * 256 + d}`,
          `0x${a.toString(16)}.0${b.toString(8)}.${c}.${d}`,
          `[::ffff:${a}.${b}.${c}.${d}]`,
          `[::ffff:${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}]`,
        ];
        expect(spellings.map(addressVerdict)).toEqual(spellings.map(() => verdict));
      }),
    );
  });

  it('never throws and never calls a text public that holds no public address', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
        const verdict = addressVerdict(text);
        expect(['public', 'loopback', 'private', 'name']).toContain(verdict);
        if (verdict === 'public') expect(text).toMatch(/[\d０-９①-⑨]/);
      }),
    );
  });
});

describe('a list of allowed ranges', () => {
  it('holds the addresses of its ranges, those inside IPv6 too', () => {
    const allowed = parseRanges(['10.1.0.0/16', '192.168.7.7', 'fd00:1::/32']);
    const inside = ['10.1.2.3', '192.168.7.7', '::ffff:10.1.2.3', 'fd00:1:2::3'];
    expect(inside.map(allowed)).toEqual([true, true, true, true]);
    const outside = ['10.2.0.1', '192.168.7.8', 'fd00:2::1', '169.254.169.254', 'name', ''];
    expect(outside.map(allowed)).toEqual([false, false, false, false, false, false]);
  });

  it('is refused when it names something else', () => {
    for (const text of ['10.0.0.0/33', 'shop.example', '', '10.0.0.0/8/8']) {
      expect(() => parseRanges([text])).toThrow('neither an address nor a range');
    }
  });
});

describe('a URL for notifications', () => {
  const judged = (url: string) => [urlFault(url, false), urlFault(url, true)];

  it.each([
    ['https://shop.example/n?x=1', null, null],
    ['https://shop.example:8443/n', null, null],
    ['https://8.8.8.8/n', null, null],
    ['https://shop.example:9443/n', 'url_port', null],
    ['https://shop.example:22/n', 'url_port', null],
    ['http://shop.example/n', 'url_not_https', null],
    ['http://127.0.0.1:8070/n', 'url_not_https', null],
    ['https://127.0.0.1/n', 'address_refused', null],
    ['https://localhost/n', 'address_refused', null],
    ['https://127.1:8443/n', 'address_refused', null],
    ['https://[::ffff:7f00:1]/n', 'address_refused', null],
    ['https://10.0.0.1/n', 'address_refused', 'address_refused'],
    ['https://169.254.169.254/latest', 'address_refused', 'address_refused'],
    ['https://[fd00::1]/n', 'address_refused', 'address_refused'],
    ['https://user@shop.example/n', 'url_has_user', 'url_has_user'],
    ['https://:secret@shop.example/n', 'url_has_user', 'url_has_user'],
    ['https://shop.example/n#part', 'url_has_fragment', 'url_has_fragment'],
    ['https://shop.example/n#', 'url_has_fragment', 'url_has_fragment'],
    ['ftp://shop.example/n', 'url_not_https', 'url_not_https'],
    ['file:///etc/passwd', 'url_not_https', 'url_not_https'],
    ['gopher://127.0.0.1:25/', 'url_not_https', 'url_not_https'],
    ['/notifications', 'url_malformed', 'url_malformed'],
    ['https://', 'url_malformed', 'url_malformed'],
  ])('%s: %s in production, %s in the sandbox', (url, production, sandbox) => {
    expect(judged(url)).toEqual([production, sandbox]);
  });

  it('may name an address that the operator has allowed, but no other port or scheme', () => {
    const allowed = parseRanges(['10.1.0.0/16', '127.0.0.1']);
    expect(urlFault('https://10.1.2.3/n', false, allowed)).toBeNull();
    expect(urlFault('https://localhost/n', false, allowed)).toBeNull();
    expect(urlFault('https://10.2.2.3/n', false, allowed)).toBe('address_refused');
    expect(urlFault('http://10.1.2.3/n', false, allowed)).toBe('url_not_https');
    expect(urlFault('https://10.1.2.3:22/n', false, allowed)).toBe('url_port');
  });
});
