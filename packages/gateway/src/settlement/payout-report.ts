// A bank's report about a file of payouts: ISO 20022 pain.002.001.10, read into words. Pure.
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import type { PayoutWord } from './payout.ts';

/** What the report says of one payout, or of all of a group or a file. */
export interface Said {
  word: PayoutWord;
  /** The bank's code and words, where it gives them. */
  reason: string | null;
}

export interface PayoutReport {
  /** Of the file that it is about. */
  messageId: string;
  /** Of the whole file, where the bank speaks of it as one; null: nothing, or not decided. */
  ofFile: Said | null;
  /** By our references of groups and payouts; null where the bank speaks of one and has not decided. */
  ofGroups: ReadonlyMap<string, Said | null>;
  ofPayouts: ReadonlyMap<string, Said | null>;
}

/** The report cannot be read: where, and the rule. Nothing of it was taken. */
export class ReportRefused extends Error {
  override name = 'ReportRefused';
}

/** A report of a thousand payouts is below a megabyte. */
const MOST_BYTES = 16 * 1024 * 1024;

/** Codes of ISO 20022 that say what became of a payout; the others say that it is still on its way. */
const WORDS: Readonly<Record<string, PayoutWord | null>> = {
  ACSC: 'paid',
  ACCC: 'paid',
  RJCT: 'refused',
  RTRN: 'returned',
  RCVD: null,
  ACCP: null,
  ACTC: null,
  ACSP: null,
  ACWC: null,
  PART: null,
  PDNG: null,
};

/**
 * Reasons of a refusal that say that it has left already under its reference, in another file or a second copy of this one: what
 * was refused is the copy. Of the payout itself it decides nothing, or money that is gone would be owed again.
 */
const COPIES: ReadonlySet<string> = new Set(['AM05', 'DU01', 'DU02', 'DU03', 'DU04', 'DU05']);

/** Reads a report. Throws {@link ReportRefused} for what is no report, or says what we do not know. */
export function readPayoutReport(xml: string): PayoutReport {
  const report = rootOf(parse(xml));
  const original = at(report, 'OrgnlGrpInfAndSts');
  const ofPayouts = new Map<string, Said | null>();
  const ofGroups = new Map<string, Said | null>();
  for (const [n, group] of list(report['OrgnlPmtInfAndSts']).entries()) {
    const place = `OrgnlPmtInfAndSts[${n + 1}]`;
    const ofGroup = saidOf(group, 'PmtInfSts', place);
    if (group['PmtInfSts'] !== undefined)
      ofGroups.set(text(group, 'OrgnlPmtInfId', place), ofGroup);
    for (const [m, one] of list(group['TxInfAndSts']).entries()) {
      const where = `${place}.TxInfAndSts[${m + 1}]`;
      const reference = text(one, 'OrgnlEndToEndId', where);
      text(one, 'TxSts', where);
      const said = saidOf(one, 'TxSts', where);
      const other = ofPayouts.get(reference);
      if (other !== undefined && other?.word !== said?.word) {
        throw new ReportRefused(`${where} says something else of ${reference} than before`);
      }
      ofPayouts.set(reference, said);
    }
  }
  return {
    messageId: text(original, 'OrgnlMsgId', 'OrgnlGrpInfAndSts'),
    ofFile: saidOf(original, 'GrpSts', 'OrgnlGrpInfAndSts'),
    ofGroups,
    ofPayouts,
  };
}

type Node = Readonly<Record<string, unknown>>;

function parse(xml: string): unknown {
  if (Buffer.byteLength(xml) > MOST_BYTES)
    throw new ReportRefused('the report is larger than 16 MiB');
  // No bank's report needs one, and entities are how such a file grows in memory.
  if (/<!DOCTYPE/i.test(xml))
    throw new ReportRefused('the report has a DOCTYPE, which is not allowed');
  const valid = XMLValidator.validate(xml);
  if (valid !== true) {
    const { line, col, msg } = valid.err;
    throw new ReportRefused(
      `the report is no well-formed XML: line ${line}, column ${col}: ${msg}`,
    );
  }
  return new XMLParser({
    removeNSPrefix: true,
    parseTagValue: false,
    ignoreAttributes: true,
    isArray: (name) => LISTS.has(name),
  }).parse(xml);
}

const LISTS: ReadonlySet<string> = new Set([
  'OrgnlPmtInfAndSts',
  'TxInfAndSts',
  'StsRsnInf',
  'AddtlInf',
]);

function rootOf(parsed: unknown): Node {
  const document = isNode(parsed) ? parsed['Document'] : undefined;
  const report = isNode(document) ? document['CstmrPmtStsRpt'] : undefined;
  if (!isNode(report))
    throw new ReportRefused('Document.CstmrPmtStsRpt is missing: this is no pain.002');
  return report;
}

function at(node: Node, name: string): Node {
  const inner = node[name];
  if (!isNode(inner)) throw new ReportRefused(`${name} is missing`);
  return inner;
}

function text(node: Node, name: string, place: string): string {
  const value = node[name];
  if (typeof value === 'string' && value !== '') return value;
  throw new ReportRefused(`${place}.${name} is missing`);
}

function list(value: unknown): Node[] {
  return Array.isArray(value) ? value.filter(isNode) : [];
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function saidOf(node: Node, name: string, place: string): Said | null {
  const code = node[name];
  if (code === undefined) return null;
  if (typeof code !== 'string' || !Object.hasOwn(WORDS, code)) {
    throw new ReportRefused(`${place}.${name} must be one of ${Object.keys(WORDS).join(', ')}`);
  }
  const word = WORDS[code] ?? null;
  if (word === null || (word === 'refused' && isCopy(node))) return null;
  return { word, reason: reasonOf(node) };
}

function isCopy(node: Node): boolean {
  return list(node['StsRsnInf']).some((info) => COPIES.has(String(codeOf(info))));
}

function codeOf({ Rsn: rsn }: Node): unknown {
  return isNode(rsn) ? (rsn['Cd'] ?? rsn['Prtry']) : undefined;
}

function reasonOf(node: Node): string | null {
  const words = list(node['StsRsnInf']).flatMap((info) => {
    const more: unknown[] = Array.isArray(info['AddtlInf']) ? info['AddtlInf'] : [];
    return [codeOf(info), ...more].filter((one): one is string => typeof one === 'string');
  });
  return words.length === 0 ? null : words.join(' ').slice(0, 300);
}
