import { createRequire } from 'node:module';
import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { vectors } from '../../tests/conformance.ts';
import { holds } from '../../tests/property.ts';
import * as snap from './signature.ts';

interface Vectors {
  privateKey: string;
  publicKey: string;
  token: { clientKey: string; timestamp: string; stringToSign: string; signature: string };
  service: snap.ServiceParts & {
    secret: string;
    bodyHash: string;
    stringToSign: string;
    signature: string;
    signatureHex: string;
  };
  notify: snap.NotifyParts & { bodyHash: string; signature: string };
  minify: { body: string; minified: string; bodyHash: string };
  empty: { body: string; bodyHash: string };
}

const published = vectors<Vectors>('snap/signatures.json');
const privateKey = snap.importPrivateKey(published.privateKey);
const publicKey = snap.importPublicKey(published.publicKey);
const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 });

// An independent client of SNAP BI from npm.
const { SnapBi } = createRequire(import.meta.url)('midtrans-client') as {
  SnapBi: {
    getSymmetricSignatureHmacSh512(
      token: string,
      body: unknown,
      method: string,
      path: string,
      secret: string,
      time: string,
    ): string;
    getAsymmetricSignatureSha256WithRsa(client: string, time: string, key: string): string;
    notification(): MidtransNotification;
  };
};
interface MidtransNotification {
  withNotificationPayload(body: unknown): MidtransNotification;
  withSignature(signature: string): MidtransNotification;
  withTimeStamp(time: string): MidtransNotification;
  withNotificationUrlPath(path: string): MidtransNotification;
  isWebhookNotificationVerified(): boolean;
}
const { SnapBiConfig } = createRequire(import.meta.url)('midtrans-client') as {
  SnapBiConfig: { snapBiPublicKey: string };
};

const word = fc.string({
  unit: fc.constantFrom(...Array.from('AZaz09-_./+:')),
  minLength: 1,
  maxLength: 48,
});
const body = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 5 });

/** Another text of the same length that a lax reader of base64 takes for the same bytes. */
const withSpareBits = (signature: string): string =>
  signature.replace(/[AQgw]==$/, (end) => `${String.fromCharCode(end.charCodeAt(0) + 1)}==`);

/** Ways to spoil a signature; none may pass. */
const spoiled = (signature: string): string[] =>
  [
    '',
    signature.slice(0, -1),
    `${signature} `,
    signature.replace(/=+$/, ''),
    `${signature}=`,
    ` ${signature.slice(1)}`,
    signature.replaceAll(/[+/]/g, '$'),
    withSpareBits(signature),
    'A'.repeat(signature.length),
    'z'.repeat(signature.length),
    'é'.repeat(signature.length),
    'A'.repeat(1_000_000),
  ].filter((text) => text !== signature);

describe('the signature of a token call', () => {
  const { token } = published;

  it('agrees with the published one (A)', () => {
    expect(snap.signToken(token, privateKey)).toBe(token.signature);
    expect(snap.signToken(token, published.privateKey)).toBe(token.signature);
    expect(snap.verifyToken(token, publicKey)).toBe(true);
    expect(snap.verifyToken(token, published.publicKey)).toBe(true);
  });

  it('is read in hex too, in either case', () => {
    const hex = Buffer.from(token.signature, 'base64').toString('hex');
    expect(snap.verifyToken({ ...token, signature: hex }, publicKey)).toBe(true);
    expect(snap.verifyToken({ ...token, signature: hex.toUpperCase() }, publicKey)).toBe(true);
  });

  it('holds for its key, its client and its time alone', () => {
    expect(snap.verifyToken(token, stranger.publicKey)).toBe(false);
    expect(snap.verifyToken({ ...token, clientKey: 'other' }, publicKey)).toBe(false);
    expect(snap.verifyToken({ ...token, timestamp: '2024-03-01T08:27:50.024Z' }, publicKey)).toBe(
      false,
    );
  });

  it('does not hold when it is spoiled, and never throws', () => {
    for (const signature of spoiled(token.signature)) {
      expect(snap.verifyToken({ ...token, signature }, publicKey)).toBe(false);
    }
    expect(
      snap.verifyToken({ ...token, signature: undefined as unknown as string }, publicKey),
    ).toBe(false);
  });

  it('agrees with midtrans-client', () => {
    holds(
      fc.property(word, word, (clientKey, timestamp) => {
        const theirs = SnapBi.getAsymmetricSignatureSha256WithRsa(
          clientKey,
          timestamp,
          published.privateKey,
        );
        expect(snap.signToken({ clientKey, timestamp }, privateKey)).toBe(theirs);
      }),
      50,
    );
  });
});

describe('the signature of a service call', () => {
  const { service } = published;

  it('agrees with the published one (B), in base64 and in hex', () => {
    expect(snap.bodyHash(service.body)).toBe(service.bodyHash);
    expect(snap.serviceString(service)).toBe(service.stringToSign);
    expect(snap.signService(service, service.secret)).toBe(service.signature);
    expect(snap.signService(service, snap.importSecret(service.secret))).toBe(service.signature);
    for (const signature of [
      service.signature,
      service.signatureHex,
      service.signatureHex.toUpperCase(),
    ]) {
      expect(snap.verifyService({ ...service, signature }, service.secret)).toBe(true);
    }
  });

  it('holds for the parts that were signed alone', () => {
    const changes = [
      { method: 'PUT' },
      { path: '/v1.0/debit/refund' },
      { accessToken: 'other' },
      { body: `${String(service.body)} x` },
      { timestamp: '2024-03-05T10:37:17.196Z' },
    ];
    for (const change of changes) {
      expect(snap.verifyService({ ...service, ...change }, service.secret)).toBe(false);
    }
    expect(snap.verifyService(service, 'othersecret')).toBe(false);
  });

  it('does not hold when it is spoiled, and never throws', () => {
    for (const signature of [...spoiled(service.signature), ...spoiled(service.signatureHex)]) {
      expect(snap.verifyService({ ...service, signature }, service.secret)).toBe(false);
    }
    const none = undefined as unknown as string;
    expect(snap.verifyService({ ...service, signature: none }, service.secret)).toBe(false);
  });

  it('holds for a pretty body whose sender signed the compact one', () => {
    const compact = published.minify.minified;
    const signature = snap.signService({ ...service, body: compact }, service.secret);
    const pretty = { ...service, body: published.minify.body, signature };
    expect(snap.verifyService(pretty, service.secret)).toBe(true);
    const stripped = { ...pretty, body: compact.replaceAll(' ', '') };
    expect(snap.verifyService(stripped, service.secret)).toBe(false);
  });

  it('agrees with midtrans-client, and its signatures hold here', () => {
    holds(
      fc.property(word, word, word, word, body, (accessToken, path, secret, timestamp, value) => {
        const theirs = SnapBi.getSymmetricSignatureHmacSh512(
          accessToken,
          value,
          'post',
          path,
          secret,
          timestamp,
        );
        const raw = JSON.stringify(value);
        const parts = { method: 'POST', path, accessToken, body: raw, timestamp };
        expect(snap.signService(parts, secret)).toBe(theirs);
        expect(
          snap.verifyService({ ...parts, body: Buffer.from(raw), signature: theirs }, secret),
        ).toBe(true);
      }),
    );
  });
});

describe('the hash of a body', () => {
  it('of nothing is the published one (E)', () => {
    expect(snap.bodyHash(published.empty.body)).toBe(published.empty.bodyHash);
    expect(snap.bodyHash(new Uint8Array())).toBe(published.empty.bodyHash);
  });

  it('leaves the blanks inside strings (D)', () => {
    expect(snap.minifiedHash(published.minify.body)).toBe(published.minify.bodyHash);
    expect(snap.bodyHash(published.minify.minified)).toBe(published.minify.bodyHash);
  });

  it('has no second form when there is no blank to take out, or no end of a string', () => {
    for (const text of ['', '{}', published.minify.minified, '{"a": "b', '"a\\" ']) {
      expect(snap.minifiedHash(text)).toBeUndefined();
    }
  });

  it('of any pretty body is that of the compact one', () => {
    const indent = fc.constantFrom(1, 2, '\t', ' \t');
    holds(
      fc.property(body, indent, (value, space) => {
        const compact = JSON.stringify(value);
        const pretty = `\r\n${JSON.stringify(value, null, space)} `;
        expect(snap.minifiedHash(Buffer.from(pretty))).toBe(snap.bodyHash(compact));
      }),
    );
  });

  it('keeps the spelling of numbers and the order of keys', () => {
    expect(snap.minifiedHash('{ "b": 1.50, "a": "\\u0041" }')).toBe(
      snap.bodyHash('{"b":1.50,"a":"\\u0041"}'),
    );
  });
});

describe('the signature of a callback', () => {
  const { notify } = published;

  it('agrees with the published one (C)', () => {
    expect(snap.bodyHash(notify.body)).toBe(notify.bodyHash);
    expect(snap.verifyNotify(notify, publicKey)).toBe(true);
    expect(snap.verifyNotify(notify, published.publicKey)).toBe(true);
    expect(snap.signNotify(notify, privateKey)).toBe(notify.signature);
  });

  it('holds for a body with blanks, whichever form was signed', () => {
    const pretty = JSON.stringify(JSON.parse(String(notify.body)), null, 2);
    expect(snap.verifyNotify({ ...notify, body: pretty }, publicKey)).toBe(true);
    const signature = snap.signNotify({ ...notify, body: pretty }, privateKey);
    expect(signature).toBe(notify.signature);
  });

  it('holds for the parts that were signed alone', () => {
    expect(snap.verifyNotify({ ...notify, path: '/v1.0/debit/notify2' }, publicKey)).toBe(false);
    expect(
      snap.verifyNotify(
        { ...notify, body: String(notify.body).replace('102800', '102801') },
        publicKey,
      ),
    ).toBe(false);
    expect(
      snap.verifyNotify({ ...notify, timestamp: '2024-05-02T14:43:09+07:00' }, publicKey),
    ).toBe(false);
    expect(snap.verifyNotify(notify, stranger.publicKey)).toBe(false);
    for (const signature of spoiled(notify.signature)) {
      expect(snap.verifyNotify({ ...notify, signature }, publicKey)).toBe(false);
    }
  });

  it('holds for midtrans-client', () => {
    SnapBiConfig.snapBiPublicKey = published.publicKey;
    const value = {
      originalPartnerReferenceNo: 'P 1',
      amount: { value: '10000.00', currency: 'IDR' },
    };
    const parts = {
      path: '/v1.0/debit/notify',
      body: JSON.stringify(value, null, 2),
      timestamp: '2024-05-02T14:43:08+07:00',
    };
    const verified = (signature: string) =>
      SnapBi.notification()
        .withNotificationPayload(value)
        .withSignature(signature)
        .withTimeStamp(parts.timestamp)
        .withNotificationUrlPath(parts.path)
        .isWebhookNotificationVerified();
    expect(verified(snap.signNotify(parts, privateKey))).toBe(true);
    expect(verified(snap.signNotify(parts, stranger.privateKey))).toBe(false);
  });
});
