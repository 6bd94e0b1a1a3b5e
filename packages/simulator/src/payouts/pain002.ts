// Writes what became of a payout file: a payment status report, pain.002.001.10 of ISO 20022.
import { formatSnapTimestamp } from '@tarik/wire/snap/timestamp';
import { XMLBuilder } from 'fast-xml-parser';
import type { Payout, PayoutFile } from '../book/entries.ts';

const NAMESPACE = 'urn:iso:std:iso:20022:tech:xsd:pain.002.001.10';

const builder = new XMLBuilder({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  format: true,
  suppressEmptyNode: true,
});

/** ACSC: the money has left. RJCT: it has not, and will not. RTRN: it left, and is back. */
const STATUS: Readonly<Record<Payout['state'], string>> = {
  paid: 'ACSC',
  refused: 'RJCT',
  returned: 'RTRN',
};

/** The report as it stands at `at`, bank time in ms. */
export function writePain002(file: PayoutFile, at: number): string {
  const report = {
    '?xml': { '@version': '1.0', '@encoding': 'UTF-8' },
    Document: {
      '@xmlns': NAMESPACE,
      CstmrPmtStsRpt: {
        GrpHdr: {
          MsgId: `STS-${at}-${file.messageId}`.slice(0, 35),
          CreDtTm: formatSnapTimestamp(at),
        },
        OrgnlGrpInfAndSts: {
          OrgnlMsgId: file.messageId,
          OrgnlMsgNmId: 'pain.001.001.09',
          OrgnlNbOfTxs: String(file.count),
          OrgnlCtrlSum: `${file.sum}.00`,
          GrpSts: groupStatus(file.payouts),
        },
        OrgnlPmtInfAndSts: {
          OrgnlPmtInfId: file.paymentId,
          TxInfAndSts: file.payouts.map((payout) => statusOf(payout, file.at)),
        },
      },
    },
  };
  return builder.build(report);
}

// The order of the elements is the schema's (PaymentTransaction105).
function statusOf(payout: Payout, at: number): Record<string, unknown> {
  const reason = payout.state === 'paid' ? null : payout.reason;
  return {
    OrgnlEndToEndId: payout.endToEndId,
    TxSts: STATUS[payout.state],
    ...(reason === null ? {} : { StsRsnInf: { Rsn: { Cd: reason } } }),
    ...(payout.reference === null
      ? {}
      : { AccptncDtTm: formatSnapTimestamp(at), AcctSvcrRef: payout.reference }),
    OrgnlTxRef: { Amt: { InstdAmt: { '@Ccy': 'IDR', '#text': `${payout.amount}.00` } } },
  };
}

function groupStatus(payouts: readonly Payout[]): string {
  const states = new Set(payouts.map(({ state }) => STATUS[state]));
  const [only = 'RJCT'] = states;
  // The group has no word of its own for what has come back.
  return states.size === 1 && only !== 'RTRN' ? only : 'PART';
}
