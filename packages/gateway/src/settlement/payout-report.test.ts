// A bank's report is read as far as it can be believed; whatever is no report is refused whole, with its place.
import { describe, expect, test } from 'vitest';
import { readPayoutReport, ReportRefused } from './payout-report.ts';

const one = (reference: string, status: string, reason = ''): string =>
  `<TxInfAndSts><OrgnlEndToEndId>${reference}</OrgnlEndToEndId><TxSts>${status}</TxSts>${reason}</TxInfAndSts>`;

function reportOf(inner: string, head = '<OrgnlMsgId>M1</OrgnlMsgId>'): string {
  return `<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt>
    <GrpHdr><MsgId>S1</MsgId><CreDtTm>2026-11-26T12:00:00+07:00</CreDtTm></GrpHdr>
    <OrgnlGrpInfAndSts>${head}<OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId></OrgnlGrpInfAndSts>
    <OrgnlPmtInfAndSts><OrgnlPmtInfId>M1</OrgnlPmtInfId>${inner}</OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>`;
}

describe('a report', () => {
  test('says what became of each payout, with the reason, and that others are not decided', () => {
    const reason =
      '<StsRsnInf><Rsn><Cd>AC04</Cd></Rsn><AddtlInf>closed &amp; gone</AddtlInf></StsRsnInf>';
    const report = readPayoutReport(
      reportOf(
        [one('a', 'ACSC'), one('b', 'RJCT', reason), one('c', 'RTRN'), one('d', 'PDNG')].join(''),
      ),
    );
    expect(report.messageId).toBe('M1');
    expect([...report.ofPayouts]).toEqual([
      ['a', { word: 'paid', reason: null }],
      ['b', { word: 'refused', reason: 'AC04 closed & gone' }],
      ['c', { word: 'returned', reason: null }],
      ['d', null],
    ]);
  });

  test.each(['AM05', 'DU01', 'DU02', 'DU03', 'DU04', 'DU05'])(
    'that refuses a copy, by %s, decides nothing: the one that was there stands',
    (code) => {
      const reason = `<StsRsnInf><Rsn><Cd>${code}</Cd></Rsn></StsRsnInf>`;
      const whole = `<OrgnlMsgId>M1</OrgnlMsgId><GrpSts>RJCT</GrpSts>${reason}`;
      const report = readPayoutReport(
        reportOf(`<PmtInfSts>RJCT</PmtInfSts>${reason}${one('a', 'RJCT', reason)}`, whole),
      );
      expect(report.ofFile).toBeNull();
      expect([...report.ofGroups, ...report.ofPayouts]).toEqual([
        ['M1', null],
        ['a', null],
      ]);
    },
  );

  test('may speak of a group or of the file as one, and under another prefix', () => {
    const whole = reportOf(
      '<PmtInfSts>ACSC</PmtInfSts>',
      '<OrgnlMsgId>M1</OrgnlMsgId><GrpSts>RJCT</GrpSts>',
    );
    const report = readPayoutReport(
      whole.replaceAll(/<(\/?)(?=[A-Z])/g, '<$1p:').replace('xmlns=', 'xmlns:p='),
    );
    expect(report.ofFile).toEqual({ word: 'refused', reason: null });
    expect(report.ofGroups.get('M1')).toEqual({ word: 'paid', reason: null });
  });

  test.each([
    ['nothing', '', /well-formed|missing/],
    [
      'half of it',
      reportOf(one('a', 'ACSC')).slice(0, -30),
      /well-formed XML: line \d+, column \d+/,
    ],
    [
      'another message',
      '<Document><CstmrCdtTrfInitn/></Document>',
      /Document.CstmrPmtStsRpt is missing/,
    ],
    ['entities', `<!DOCTYPE a [<!ENTITY b "c">]>${reportOf('')}`, /DOCTYPE/],
    ['an unknown status', reportOf(one('a', 'OKAY')), /TxInfAndSts\[1\].TxSts must be one of ACSC/],
    ['a name of every object', reportOf(one('a', 'constructor')), /must be one of/],
    [
      'no reference',
      reportOf('<TxInfAndSts><TxSts>ACSC</TxSts></TxInfAndSts>'),
      /OrgnlEndToEndId is missing/,
    ],
    [
      'no status',
      reportOf('<TxInfAndSts><OrgnlEndToEndId>a</OrgnlEndToEndId></TxInfAndSts>'),
      /TxSts is missing/,
    ],
    ['no message', reportOf('', ''), /OrgnlMsgId is missing/],
    [
      'two words of one payout',
      reportOf(one('a', 'ACSC') + one('a', 'RJCT')),
      /TxInfAndSts\[2\] says something else of a/,
    ],
  ])('that is %s is refused, and the place is named', (_, xml, why) => {
    expect(() => readPayoutReport(xml)).toThrow(ReportRefused);
    expect(() => readPayoutReport(xml)).toThrow(why);
  });
});
