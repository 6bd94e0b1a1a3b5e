// OTPs: what the bank has heard and sent against what we have counted. O1 to O4 and O6.
import type { BankBook, BankPayment } from './bank-book.ts';
import type { Findings } from './findings.ts';
import type { PaymentRow, Rows } from './rows.ts';
import type { Snapshot } from './snapshot.ts';

const MOST_TRIES = 3;
const MOST_RESENDS = 3;
const LIFE_MS = 5 * 60_000;

/** Judges the payments for which the bank has sent an OTP. `atRest` as for money. */
export async function judgeOtps(
  snapshot: Snapshot,
  rows: Rows,
  book: BankBook,
  findings: Findings,
  { atRest, skewMs }: { atRest: boolean; skewMs: number },
): Promise<void> {
  for (const bank of book.payments.values()) {
    if (bank.otpsSent === 0) continue;
    judgeBank(bank, book, findings, skewMs);
    const row = rows.payments.get(bank.ourReference);
    if (row !== undefined && atRest) judgeCounts(row, bank, findings);
  }
  await judgeWindows(snapshot, findings, skewMs);
}

function judgeBank(bank: BankPayment, book: BankBook, findings: Findings, skewMs: number): void {
  const { ourReference, wrongOtps, otpsSent, otpExpiresAt, debitedAt } = bank;
  findings.look('O2');
  if (wrongOtps > MOST_TRIES) {
    findings.wrong('O2', ourReference, `the bank heard ${wrongOtps} wrong OTPs`);
  }
  findings.look('O6');
  if (otpsSent > 1 + MOST_RESENDS) {
    findings.wrong('O6', ourReference, `the bank sent ${otpsSent} OTPs`);
  }
  if (debitedAt === null || otpExpiresAt === null || book.aged.has(bank.partner)) return;
  findings.look('O3');
  if (debitedAt > otpExpiresAt + skewMs) {
    const late = Math.round((debitedAt - otpExpiresAt) / 1000);
    findings.wrong('O3', ourReference, `was debited ${late} s after its OTP had ended`);
  }
}

function judgeCounts(row: PaymentRow, bank: BankPayment, findings: Findings): void {
  const heard = bank.wrongOtps + bank.debits;
  findings.look('O1');
  if (heard > row.tries) {
    findings.wrong('O1', row.ref, `the bank heard ${heard} OTPs, ${row.tries} tries are counted`);
  }
  findings.look('O4');
  if (bank.debits > 1) findings.wrong('O4', row.ref, `an OTP paid ${bank.debits} times`);
  if (bank.otpsSent > 1 + row.resends) {
    const detail = `the bank sent ${bank.otpsSent} OTPs, ${row.resends} resends are counted`;
    findings.wrong('O6', row.ref, detail);
  }
}

/** O2, O3 and O6 by our own events: what was submitted was in its time, and how often. */
async function judgeWindows(snapshot: Snapshot, findings: Findings, skewMs: number): Promise<void> {
  let ref = '';
  let openUntil = 0;
  let resends = 0;
  await snapshot.each<{ ref: string; event: string; at: number }>(
    `select replace(e.payment_id::text, '-', '') as ref, e.event,
            (extract(epoch from e.at) * 1000)::float8 as at
       from payment_events e
      where e.event in ('otp_required', 'otp_resent', 'otp_submitted', 'otp_resend_asked')
      order by e.merchant_id, e.payment_id, e.version`,
    (event) => {
      if (event.ref !== ref) {
        ref = event.ref;
        openUntil = 0;
        resends = 0;
      }
      if (event.event === 'otp_required' || event.event === 'otp_resent') {
        openUntil = event.at + LIFE_MS;
      } else if (event.event === 'otp_resend_asked') {
        resends += 1;
        if (resends > MOST_RESENDS) findings.wrong('O6', ref, `${resends} resends were asked for`);
      } else {
        findings.look('O3');
        if (event.at > openUntil + skewMs) {
          findings.wrong('O3', ref, 'an OTP was carried to the bank after its time');
        }
      }
    },
  );
}
