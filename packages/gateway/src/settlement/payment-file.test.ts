// A payout file is valid against the schema of its message, whatever merchants and holders are called.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { XMLParser } from 'fast-xml-parser';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import { buildPaymentFile, type Order, type PaymentFile } from './payment-file.ts';

const schema = {
  fileName: 'pain.001.001.09.xsd',
  contents: readFileSync(
    path.join(import.meta.dirname, '../../tests/schemas/pain.001.001.09.xsd'),
    'utf8',
  ),
};

const ORDER: Order = {
  reference: '0197c2a47b1e7000800000000000000a',
  amount: 90_000n,
  merchant: 'Toko Satu',
  partner: 'KEY-one',
  holder: 'BUDI SANTOSO',
  number: '1234567890',
  bankCode: '014',
  bankName: 'BCA',
  remark: 'Settlement 0197c2a47b1e7000800000000000000b',
};

const fileOf = (orders: readonly Order[]): PaymentFile => ({
  messageId: '0197c2a47b1e7000800000000000000c',
  createdAt: Date.parse('2026-11-26T05:00:00Z'),
  day: '2026-11-26',
  initiator: 'Tarik',
  collectingAccount: 'COLLECTING',
  bankName: 'CIMB Niaga',
  orders,
});

/** Names of those files in which the schema sees a fault. */
async function faultsIn(files: Readonly<Record<string, string>>): Promise<string[]> {
  const xml = Object.entries(files).map(([fileName, contents]) => ({ fileName, contents }));
  const { errors } = await validateXML({ xml, schema: [schema] });
  return [...new Set(errors.flatMap(({ loc }) => (loc === null ? [] : [loc.fileName])))];
}

describe('a payout file', () => {
  test('says what is to be paid to whom, with sums that a bank compares', async () => {
    const xml = buildPaymentFile(fileOf([ORDER, { ...ORDER, reference: 'other', amount: 1n }]));
    expect(await faultsIn({ 'payouts.xml': xml })).toEqual([]);
    const read = new XMLParser({ parseTagValue: false, ignoreAttributes: false }).parse(xml);
    const { GrpHdr: head, PmtInf: group } = read.Document.CstmrCdtTrfInitn;
    expect(head).toEqual({
      MsgId: '0197c2a47b1e7000800000000000000c',
      CreDtTm: '2026-11-26T12:00:00+07:00',
      NbOfTxs: '2',
      CtrlSum: '90001.00',
      InitgPty: { Nm: 'Tarik' },
    });
    expect(group.CdtTrfTxInf[0]).toEqual({
      PmtId: { EndToEndId: ORDER.reference },
      Amt: { InstdAmt: { '#text': '90000.00', '@_Ccy': 'IDR' } },
      UltmtDbtr: { Nm: 'Toko Satu', Id: { OrgId: { Othr: { Id: 'KEY-one' } } } },
      CdtrAgt: { FinInstnId: { ClrSysMmbId: { MmbId: '014' }, Nm: 'BCA' } },
      Cdtr: { Nm: 'BUDI SANTOSO' },
      CdtrAcct: { Id: { Othr: { Id: '1234567890' } } },
      RmtInf: { Ustrd: ORDER.remark },
    });
  });

  test('is valid whatever names there are: markup, emoji, control characters, far too long, nothing at all', async () => {
    const names = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.constantFrom(
        '',
        ' ',
        ']]>',
        '<a & b="c">',
        '\u0000\u0008',
        '\u{1F600}'.repeat(200),
        '\ud800',
      ),
    );
    const orders = fc.sample(
      fc.record({
        holder: names,
        merchant: names,
        remark: names,
        amount: fc.bigInt(1n, 10n ** 12n),
      }),
      60,
    );
    const xml = buildPaymentFile(fileOf(orders.map((one) => ({ ...ORDER, ...one }))));
    expect(await faultsIn({ 'payouts.xml': xml })).toEqual([]);
  });

  test('that the schema does not allow is seen by it: the check can fail', async () => {
    const xml = buildPaymentFile(fileOf([ORDER]));
    const spoilt = {
      'without-method.xml': xml.replace('<PmtMtd>TRF</PmtMtd>', ''),
      'float.xml': xml.replace('90000.00', '9e4'),
      'long.xml': xml.replace(ORDER.reference, 'x'.repeat(36)),
      'unknown.xml': xml.replaceAll(/(<\/?)Cdtr>/g, '$1Other>'),
    };
    expect(await faultsIn({ 'right.xml': xml, ...spoilt })).toEqual(Object.keys(spoilt));
  });
});
