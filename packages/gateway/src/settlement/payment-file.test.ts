// A payout file is valid against the schema of its message, whatever merchants and holders are called.
import { XMLParser } from 'fast-xml-parser';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { schemaFaults } from '../../tests/schemas/validate.ts';
import { buildPaymentFile, type Order, type PaymentFile } from './payment-file.ts';

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
  collecting: { number: '700000000001', name: 'PT Tarik' },
  bankName: 'CIMB Niaga',
  orders,
});

const faultsIn = (files: Readonly<Record<string, string>>) =>
  schemaFaults('pain.001.001.09', files);

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
      InitgPty: { Nm: 'PT Tarik' },
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

  test('is valid at the ends of what there may be: one rupiah, the most, names of 140, a Key of 36, ten thousand payouts', async () => {
    const most = 999_999_999_999n;
    const key = '0197c2a4-7b1e-7000-8000-00000000000a';
    const long = { holder: 'Ñ'.repeat(141), merchant: '&'.repeat(141), remark: '<'.repeat(150) };
    const many = Array.from({ length: 10_000 }, (_, n): Order => ({
      ...ORDER,
      reference: `0197c2a47b1e700080000000${String(n).padStart(8, '0')}`,
      amount: most,
    }));
    const files = {
      'least.xml': buildPaymentFile(fileOf([{ ...ORDER, amount: 1n }])),
      'long.xml': buildPaymentFile(fileOf([{ ...ORDER, ...long, partner: key }])),
      'many.xml': buildPaymentFile(fileOf(many)),
    };
    expect(await faultsIn(files)).toEqual([]);
    expect(files['least.xml']).toContain('<InstdAmt Ccy="IDR">1.00</InstdAmt>');
    expect(files['long.xml']).toContain(`<Nm>${'Ñ'.repeat(140)}</Nm>`);
    expect(files['long.xml']).toContain(`<InstrForDbtrAgt>${key}</InstrForDbtrAgt>`);
    expect(files['many.xml']).toContain('<CtrlSum>9999999999990000.00</CtrlSum>');
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
