// Reads a payout file: a customer credit transfer initiation, pain.001.001.09 of ISO 20022, as far as this bank needs it.
// Everything that is read is checked first, and every refusal names the element.
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { SandboxRefusal } from '../sandbox/refusal.ts';

export interface CreditTransfer {
  endToEndId: string;
  /** On whose behalf: the partner's Key, from the ultimate debtor or the debtor. */
  partner: string;
  /** Three digits, or a BIC. */
  bankCode: string;
  accountNo: string;
  name: string;
  amount: bigint;
}

export interface PayoutOrder {
  messageId: string;
  paymentId: string;
  transfers: CreditTransfer[];
}

const NAMESPACE = 'urn:iso:std:iso:20022:tech:xsd:pain.001.001.09';
/** Rupiah in whole, with or without two decimals. */
const RUPIAH = /^(\d{1,15})(\.00?)?$/;
/** As long as a Key at this bank may be: one character more than the standard allows for an id. */
const KEY = /^[\x21-\x7e]{1,36}$/;
const TEXT_35 = /^[\x21-\x7e](?:[\x20-\x7e]{0,33}[\x21-\x7e])?$/;

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  // An amount or an account number is text until we have read it.
  parseTagValue: false,
  parseAttributeValue: false,
  isArray: (name) => name === 'PmtInf' || name === 'CdtTrfTxInf',
});

/** Reads the bytes of a file. Throws a refusal that names the element and the rule. */
export function readPain001(bytes: Buffer): PayoutOrder {
  const root = child(parse(bytes), 'Document', '');
  if (root.node['@xmlns'] !== NAMESPACE) throw wrong('Document', `must be of ${NAMESPACE}`);
  const initiation = child(root.node, 'CstmrCdtTrfInitn', root.path);
  const header = child(initiation.node, 'GrpHdr', initiation.path);
  const messageId = text(header, 'MsgId', TEXT_35);
  const [payment, another] = children(initiation, 'PmtInf');
  if (payment === undefined || another !== undefined) {
    throw wrong(`${initiation.path}.PmtInf`, 'must be there once');
  }
  const paymentId = text(payment, 'PmtInfId', TEXT_35);
  text(payment, 'PmtMtd', /^TRF$/);
  const transfers = children(payment, 'CdtTrfTxInf').map((one) => transferOf(one, payment));
  if (transfers.length === 0) throw wrong(`${payment.path}.CdtTrfTxInf`, 'must be there');
  mustAddUp(header, transfers);
  mustAddUp(payment, transfers);
  mustDiffer(payment, transfers);
  return { messageId, paymentId, transfers };
}

interface Element {
  node: Readonly<Record<string, unknown>>;
  /** `Document.CstmrCdtTrfInitn.PmtInf[0]` */
  path: string;
}

function parse(bytes: Buffer): Element['node'] {
  let xml: string;
  try {
    xml = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw wrong('the file', 'must be UTF-8');
  }
  // A file that defines entities could grow without end, or reach for other files.
  if (/<!(DOCTYPE|ENTITY)/i.test(xml)) throw wrong('the file', 'must have no DOCTYPE');
  const valid = XMLValidator.validate(xml);
  if (valid !== true) {
    throw wrong('the file', `is no XML: line ${valid.err.line}, column ${valid.err.col}`);
  }
  return parser.parse(xml) as Element['node'];
}

function transferOf(transfer: Element, payment: Element): CreditTransfer {
  const ids = child(transfer.node, 'PmtId', transfer.path);
  const creditor = child(transfer.node, 'Cdtr', transfer.path);
  return {
    endToEndId: text(ids, 'EndToEndId', TEXT_35),
    partner: partnerOf(transfer, payment),
    bankCode: bankCodeOf(transfer),
    accountNo: text(within(transfer, 'CdtrAcct', 'Id', 'Othr'), 'Id', /^\d{5,34}$/),
    name: text(creditor, 'Nm', /^[^\p{Cc}]{1,140}$/u),
    amount: amountOf(transfer),
  };
}

/**
 * The Key under which the bank knows the partner: the id of the transfer's ultimate debtor, or of the debtor of all. One that is
 * too long for an id stands in what the transfer says to the debtor's bank.
 */
function partnerOf(transfer: Element, payment: Element): string {
  if (transfer.node['InstrForDbtrAgt'] !== undefined) return text(transfer, 'InstrForDbtrAgt', KEY);
  const own = transfer.node['UltmtDbtr'] !== undefined;
  const [of, name] = own ? [transfer, 'UltmtDbtr'] : [payment, 'Dbtr'];
  return text(within(of, name, 'Id', 'OrgId', 'Othr'), 'Id', KEY);
}

function bankCodeOf(transfer: Element): string {
  const bank = within(transfer, 'CdtrAgt', 'FinInstnId');
  if (bank.node['BICFI'] !== undefined) return text(bank, 'BICFI', /^[A-Z0-9]{8}([A-Z0-9]{3})?$/);
  return text(within(bank, 'ClrSysMmbId'), 'MmbId', /^[A-Za-z0-9]{3,35}$/);
}

function amountOf(transfer: Element): bigint {
  const amount = child(transfer.node, 'Amt', transfer.path);
  const path = `${amount.path}.InstdAmt`;
  const said = amount.node['InstdAmt'];
  const { '@Ccy': currency, '#text': digits } = Object(said) as Record<string, unknown>;
  if (currency !== 'IDR') throw wrong(path, 'must be in IDR (attribute Ccy)');
  const rupiah = rupiahOf(digits);
  if (rupiah === undefined || rupiah === 0n) throw wrong(path, 'must be whole rupiah above 0');
  return rupiah;
}

function mustAddUp(of: Element, transfers: readonly CreditTransfer[]): void {
  const count = text(of, 'NbOfTxs', /^\d{1,15}$/);
  if (BigInt(count) !== BigInt(transfers.length)) {
    throw wrong(`${of.path}.NbOfTxs`, `says ${count}, but there are ${transfers.length} transfers`);
  }
  if (of.node['CtrlSum'] === undefined) return;
  const sum = transfers.reduce((total, { amount }) => total + amount, 0n);
  if (rupiahOf(of.node['CtrlSum']) !== sum) {
    throw wrong(`${of.path}.CtrlSum`, `must be the sum of the transfers, ${sum}.00`);
  }
}

function mustDiffer(payment: Element, transfers: readonly CreditTransfer[]): void {
  const seen = new Set<string>();
  for (const [n, { endToEndId }] of transfers.entries()) {
    const path = `${payment.path}.CdtTrfTxInf[${n}].PmtId.EndToEndId`;
    if (seen.has(endToEndId)) throw wrong(path, `${endToEndId} is there twice`);
    seen.add(endToEndId);
  }
}

function rupiahOf(value: unknown): bigint | undefined {
  const [, whole] = typeof value === 'string' ? (RUPIAH.exec(value) ?? []) : [];
  return whole === undefined ? undefined : BigInt(whole);
}

function child(of: Element['node'], name: string, parent: string): Element {
  const path = parent === '' ? name : `${parent}.${name}`;
  const node = of[name];
  if (typeof node === 'object' && node !== null && !Array.isArray(node)) {
    return { node: node as Element['node'], path };
  }
  throw wrong(path, 'must be there once');
}

function within(of: Element, ...names: readonly string[]): Element {
  return names.reduce((at, name) => child(at.node, name, at.path), of);
}

function children(of: Element, name: string): Element[] {
  const nodes = (of.node[name] ?? []) as unknown[];
  return nodes.map((node, n) => {
    const path = `${of.path}.${name}[${n}]`;
    if (typeof node !== 'object' || node === null) throw wrong(path, 'must not be empty');
    return { node: node as Element['node'], path };
  });
}

function text(of: Element, name: string, form: RegExp): string {
  const value = of.node[name];
  if (typeof value === 'string' && form.test(value)) return value;
  const what = value === undefined ? 'must be there' : 'is malformed';
  throw wrong(`${of.path}.${name}`, what);
}

function wrong(path: string, rule: string): SandboxRefusal {
  return new SandboxRefusal(400, 'file_invalid', `${path} ${rule}`);
}
