// The audit as CSV, streamed: one line for each entry with its hash; no cell is a formula to a spreadsheet.
import { stringify } from 'csv-stringify/sync';
import { canonicalJson } from '../../operators/canonical.ts';
import { findNames } from '../../operators/store-people.ts';
import type { Asked } from '../asked.ts';
import { Denied } from '../denied.ts';
import { auditQuery, type AuditListed } from './store.ts';

const BATCH = 500;
const CELLS = { escape_formulas: true, record_delimiter: 'windows' } as const;

/** The lines in chunks, newest first. Times are in the zone, which the head of their column names; UTC without one. Throws `field_invalid` for no zone. */
export function auditLines(
  { ctx, reading, scope }: Pick<Asked, 'ctx' | 'reading' | 'scope'>,
  wanted: { from: number | null; to: number | null },
  zone = 'UTC',
  cutOff?: () => void,
): AsyncIterable<string> {
  const time = timeIn(zone);
  const heads = [
    'entry_no',
    'client_id',
    `at (${zone})`,
    'person',
    'email',
    'by',
    'role',
    'address',
    'act',
    'subject',
    'reason',
    'before',
    'after',
    'hash',
  ];
  return (async function* () {
    // The mark by which a spreadsheet knows UTF-8.
    yield `\uFEFF${stringify([heads], CELLS)}`;
    const query = auditQuery(scope.merchantIds, wanted);
    for await (const rows of reading.stream<AuditListed>(query, BATCH, cutOff)) {
      const names = await findNames(
        ctx.db,
        rows.map((row) => row.operator_id),
      );
      yield stringify(
        rows.map((row) => [
          `${row.entry_no}`,
          row.client_id,
          time(row.at),
          names.get(row.operator_id ?? '')?.name,
          names.get(row.operator_id ?? '')?.email,
          row.by,
          row.role,
          row.address,
          row.act,
          row.subject,
          row.reason,
          row.before === null ? null : canonicalJson(row.before),
          row.after === null ? null : canonicalJson(row.after),
          row.hash.toString('hex'),
        ]),
        CELLS,
      );
    }
  })();
}

function timeIn(zone: string): (ms: number) => string {
  try {
    const format = new Intl.DateTimeFormat('sv-SE', {
      timeZone: zone,
      dateStyle: 'short',
      timeStyle: 'medium',
    });
    return (ms) => format.format(ms);
  } catch {
    throw new Denied('field_invalid', { field: 'zone' });
  }
}
