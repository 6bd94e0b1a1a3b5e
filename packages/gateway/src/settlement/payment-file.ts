// A file of payouts for a bank: ISO 20022 pain.001.001.09, the customer credit transfer initiation. Pure.
import { XMLBuilder } from 'fast-xml-parser';
import type { CollectingAccount } from '../base/collecting.ts';
import { wibTime, type Day } from './calendar.ts';

/** One order of the file. */
export interface Order {
  /** Comes back in the bank's report: at most 35 characters. */
  reference: string;
  amount: bigint;
  /** Whose money it is, and the Key under which the bank knows that merchant. */
  merchant: string;
  partner: string;
  holder: string;
  number: string;
  /** Three digits, as Bank Indonesia numbers banks. */
  bankCode: string;
  bankName: string;
  /** What the receiver reads. */
  remark: string;
}

export interface PaymentFile {
  messageId: string;
  /** Epoch ms. */
  createdAt: number;
  /** On which the bank shall pay. */
  day: Day;
  /** Who orders, and out of which account. */
  collecting: CollectingAccount;
  bankName: string;
  orders: readonly Order[];
}

const NAMESPACE = 'urn:iso:std:iso:20022:tech:xsd:pain.001.001.09';
const CURRENCY = 'IDR';
/** Lengths of ISO 20022 types. */
const MAX_NAME = 140;
const MAX_REMARK = 140;
/** Of an organisation's id: one less than SNAP BI allows for a Key. */
const MAX_ID = 35;

/** The file as XML. Elements stand in the order of the schema, which is part of it. */
export function buildPaymentFile(file: PaymentFile): string {
  const { messageId, orders } = file;
  const sums = { NbOfTxs: `${orders.length}`, CtrlSum: sumOf(orders) };
  const initiator = { Nm: nameIn(file.collecting.name) };
  const body: unknown = builder.build({
    Document: {
      '@xmlns': NAMESPACE,
      CstmrCdtTrfInitn: {
        GrpHdr: {
          MsgId: messageId,
          CreDtTm: wibTime(file.createdAt),
          ...sums,
          InitgPty: initiator,
        },
        PmtInf: {
          PmtInfId: messageId,
          PmtMtd: 'TRF',
          ...sums,
          ReqdExctnDt: { Dt: file.day },
          Dbtr: initiator,
          DbtrAcct: { Id: { Othr: { Id: file.collecting.number } }, Ccy: CURRENCY },
          DbtrAgt: { FinInstnId: { Nm: nameIn(file.bankName) } },
          CdtTrfTxInf: orders.map(orderIn),
        },
      },
    },
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n${String(body)}`;
}

const builder = new XMLBuilder({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  format: true,
  suppressEmptyNode: true,
});

/** A Key that is too long for the standard's place is said where the debtor's bank is spoken to. */
function orderIn(order: Order) {
  const isId = order.partner.length <= MAX_ID;
  return {
    PmtId: { EndToEndId: order.reference },
    Amt: { InstdAmt: { '@Ccy': CURRENCY, '#text': decimal(order.amount) } },
    UltmtDbtr: { Nm: nameIn(order.merchant), ...(isId ? { Id: idOf(order.partner) } : {}) },
    CdtrAgt: {
      FinInstnId: { ClrSysMmbId: { MmbId: order.bankCode }, Nm: nameIn(order.bankName) },
    },
    Cdtr: { Nm: nameIn(order.holder) },
    CdtrAcct: { Id: { Othr: { Id: order.number } } },
    ...(isId ? {} : { InstrForDbtrAgt: order.partner }),
    RmtInf: { Ustrd: textIn(order.remark, MAX_REMARK) },
  };
}

function idOf(partner: string) {
  return { OrgId: { Othr: { Id: partner } } };
}

function sumOf(orders: readonly Order[]): string {
  return decimal(orders.reduce((sum, { amount }) => sum + amount, 0n));
}

function decimal(amount: bigint): string {
  return `${amount}.00`;
}

function nameIn(name: string): string {
  return textIn(name, MAX_NAME);
}

/** A text as a bank's system takes it: printable, of this length, and never empty. */
function textIn(text: string, most: number): string {
  const plain = text.replaceAll(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, ' ').replaceAll(/ +/g, ' ');
  const cut = Array.from(plain.trim()).slice(0, most).join('').trim();
  return cut === '' ? '-' : cut;
}
