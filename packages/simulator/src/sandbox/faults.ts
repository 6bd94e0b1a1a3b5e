// POST, GET and DELETE /sandbox/faults: order misbehaviour, see what is in force, call it off.
import type { Bank } from '../bank.ts';
import { faultKind, FAULTS, OPERATIONS } from '../faults.ts';
import type { Fault, FaultName } from '../faults.ts';
import { accountField, numberField, objectBody, wordField } from './body.ts';
import { fieldRefused } from './refusal.ts';

const FAULT_NAMES = Object.keys(FAULTS) as FaultName[];
const WEEK_MS = 7 * 86_400_000;

/** A fault as programs see it. */
export interface FaultOrder {
  operation: string;
  fault: string;
  count: number;
  account_no: string | null;
  partner_key: string | null;
  delay_ms: number;
  after_ms: number;
}

export function orderFault(bank: Bank, asked: unknown): FaultOrder {
  const body = objectBody(asked);
  const operation = wordField(body, 'operation', OPERATIONS);
  const name = wordField(body, 'fault', FAULT_NAMES);
  const { on } = faultKind(name);
  if (on !== undefined && !on.includes(operation)) {
    throw fieldRefused('fault', `${name} is only for the operations ${on.join(', ')}`);
  }
  const fault: Fault = {
    operation,
    fault: name,
    left: numberField(body, 'count', { least: 1, most: 1_000_000, whole: true, fallback: 1 }),
    accountNo: (body['account_no'] ?? null) === null ? null : accountField(body, 'account_no'),
    partnerKey: partnerField(bank, body['partner_key']),
    delayMs: numberField(body, 'delay_ms', { least: 0, most: 60_000, whole: true, fallback: 2000 }),
    afterMs: numberField(body, 'after_ms', {
      least: 0,
      most: WEEK_MS,
      whole: true,
      fallback: 2000,
    }),
  };
  bank.faults.add(fault);
  return faultOrder(fault);
}

export function listFaults(bank: Bank): FaultOrder[] {
  return bank.faults.list().map(faultOrder);
}

function faultOrder(fault: Fault): FaultOrder {
  return {
    operation: fault.operation,
    fault: fault.fault,
    count: fault.left,
    account_no: fault.accountNo,
    partner_key: fault.partnerKey,
    delay_ms: fault.delayMs,
    after_ms: fault.afterMs,
  };
}

/** A partner's Key, so that tests beside one another order faults for themselves alone. */
function partnerField(bank: Bank, key: unknown): string | null {
  if (key === undefined || key === null) return null;
  if (typeof key === 'string' && bank.partners.has(key)) return key;
  throw fieldRefused('partner_key', 'must be the Key of a partner of this bank');
}
