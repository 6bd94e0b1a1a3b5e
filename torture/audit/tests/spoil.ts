// Ways to spoil a copy of the honest history: a log's line, an answer, a question, a record of the bank.
import { expect } from 'vitest';
import type { Asked, ClientLine, Heard, ReceiverLine } from '../../logs.ts';
import type { Copy, Names } from './honest-history.ts';

/** What is spoilt, under which number it must be found, and how it is done. */
export type Corruption = [what: string, invariant: string, spoil: Spoil];

export type Spoil = (copy: Copy, names: Names) => void;

/** The payment of a Request-Id, as SQL. */
export const pay = (requestId: string): string =>
  `(select payment_id from payments where request_id = '${requestId}')`;

/** Changes the records of the bank's journal one by one. */
export function bank(change: (record: any) => any): Spoil {
  return (copy) =>
    copy.rewrite<any[]>('bankJournal', (records) => [records.flatMap((one) => change(one) ?? [])]);
}

/** Changes the first notification line that fits. */
export function told(
  fits: (body: any, line: ReceiverLine) => boolean,
  change: (line: ReceiverLine) => ReceiverLine | ReceiverLine[] | undefined,
): Spoil {
  return (copy) => {
    let done = false;
    copy.rewrite<ReceiverLine>('receiverLog', (line) => {
      if (done || !fits(JSON.parse(line.body), line)) return [line];
      done = true;
      const changed = change(line) ?? [];
      return Array.isArray(changed) ? changed : [changed];
    });
    expect(done, `a notification that fits`).toBe(true);
  };
}

/** Changes the n-th answer (from 0) to a call that fits. */
export function answer(
  fits: (asked: Asked, names: Names) => boolean,
  change: (heard: Heard) => Heard,
  nth = 0,
): Spoil {
  return (copy, names) => {
    const attempts = new Set<number>();
    let n = 0;
    let done = false;
    copy.rewrite<ClientLine>('clientLog', (line) => {
      if (line.kind === 'asked' && fits(line, names)) attempts.add(line.attempt);
      if (line.kind !== 'heard' || !attempts.has(line.attempt)) return [line];
      n += 1;
      if (n - 1 !== nth) return [line];
      done = true;
      return [change(line)];
    });
    expect(done, `an answer that fits`).toBe(true);
  };
}

/** Changes the n-th question (from 0) that fits. */
export function question(
  fits: (asked: Asked, names: Names) => boolean,
  change: (asked: Asked) => Asked,
  nth = 0,
): Spoil {
  return (copy, names) => {
    let n = 0;
    copy.rewrite<ClientLine>('clientLog', (line) => {
      if (line.kind !== 'asked' || !fits(line, names)) return [line];
      n += 1;
      return [n - 1 === nth ? change(line) : line];
    });
  };
}

export const swap = (from: string | RegExp, to: string) => (heard: Heard) => ({
  ...heard,
  text: heard.text.replace(from, to),
});
export const creates = (call: Asked, names: Names) =>
  call.call === 'payment' && call.requestId === names.paid;
export const asksStatus = (of: keyof Names) => (call: Asked, names: Names) =>
  call.call === 'status' && call.requestId === names[of] && call.clientId === names.clientId;
export const isOf = (type: string) => (body: any) => body.event.type === type;
