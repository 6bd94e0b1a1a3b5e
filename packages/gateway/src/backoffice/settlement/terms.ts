// Routes of a merchant's terms of settlement: seen by whoever sees its money, changed by two people of the gateway.
import { findNames } from '../../operators/store-people.ts';
import { isSame } from '../../settlement/agree-terms.ts';
import { listAgreements, type Agreement } from '../../settlement/store-calendar.ts';
import { DEFAULT_TERMS } from '../../settlement/terms.ts';
import { askFor } from '../approvals/ask.ts';
import type { Asked } from '../asked.ts';
import { changeTerms, listTerms, previewTerms } from '../contract/settlement-terms.ts';
import { Denied } from '../denied.ts';
import { mustBeBank } from '../fees/index.ts';
import { findWaiting } from '../fees/store.ts';
import { iso } from '../paging/iso.ts';
import { personOrNull } from '../people/named.ts';
import type { Route } from '../route.ts';
import { worded } from '../worded.ts';
import { askersQuery, termsChangesQuery, type ChangeRow } from './store-terms.ts';
import {
  effectOf,
  termsOf,
  termsWords,
  type EffectWords,
  type TermsWords,
} from './terms-effect.ts';

/** What is asked of a second person, as it rests with the request. */
export interface AskedTerms {
  bank: string;
  from: TermsWords;
  to: TermsWords;
  /** As it was when it was asked for. */
  effect: EffectWords;
}

const listed = worded(listTerms, async (call) => {
  const { ctx, reading } = call;
  const { merchantId } = await call.merchant();
  const agreed = await listAgreements(reading, merchantId);
  const banks = [...new Set([...ctx.banks.keys(), ...agreed.map(({ bank }) => bank)])];
  const waiting = await findWaiting(reading, merchantId, 'settlement_terms', ctx.clock.now());
  const rows = await reading.rows<ChangeRow>(termsChangesQuery(merchantId, banks));
  const changes = await changesOf(call, merchantId, rows);
  return {
    banks: banks.map((bank) => {
      const own = agreed.find((one) => one.bank === bank);
      return {
        bank,
        terms: termsWords(own ?? DEFAULT_TERMS),
        since: iso(own?.changedAt ?? null),
        waiting: waiting.get(bank) ?? null,
        changes: changes.filter((one) => one.bank === bank).map(({ words }) => words),
      };
    }),
  };
});

/** Each with the people behind it: of what was approved the audit names who did, and the request who had asked. */
async function changesOf(
  { ctx, reading }: Pick<Asked, 'ctx' | 'reading'>,
  merchantId: string,
  rows: readonly ChangeRow[],
) {
  const ids = rows.flatMap(({ after }) => after.approval_id ?? []);
  const asked = await reading.rows<{ approval_id: string; asked_by: string }>(
    askersQuery(merchantId, ids),
  );
  const askers = new Map(asked.map((one) => [one.approval_id, one.asked_by]));
  const names = await findNames(ctx.db, [
    ...rows.map((row) => row.operator_id),
    ...askers.values(),
  ]);
  return rows.map(({ bank, at, operator_id: operatorId, before, after }) => {
    const approvalId = after.approval_id ?? null;
    const maker = approvalId === null ? operatorId : (askers.get(approvalId) ?? null);
    const words = {
      at: iso(at),
      before: termsWords(before),
      after: termsWords(after),
      made_by: personOrNull(names, maker),
      approved_by: approvalId === null ? null : personOrNull(names, operatorId),
      approval_id: approvalId,
    };
    return { bank, words };
  });
}

const previewed = worded(previewTerms, async (call) => {
  const { bank, terms } = call.body;
  const { merchantId } = await call.merchant();
  mustBeBank(call, bank);
  const agreed = await agreedNow(call, merchantId, bank);
  return await effectOf(call, merchantId, bank, agreed, termsOf(terms));
});

const changed = worded(changeTerms, async (call) => {
  const { bank, terms, reason } = call.body;
  const merchant = await call.merchant();
  mustBeBank(call, bank);
  const agreed = await agreedNow(call, merchant.merchantId, bank);
  const wanted = termsOf(terms);
  if (isSame(agreed, wanted)) {
    throw new Denied('field_invalid', { field: 'terms', message: 'terms hold already' });
  }
  const asked: AskedTerms = {
    bank,
    from: termsWords(agreed),
    to: termsWords(wanted),
    effect: await effectOf(call, merchant.merchantId, bank, agreed, wanted),
  };
  return await askFor(call, merchant, {
    kind: 'settlement_terms',
    subject: bank,
    asked: { ...asked },
    // The effect changes with every payment: it does not make it another request.
    sameBy: ['bank', 'from', 'to'],
    reason,
    alone: true,
  });
});

async function agreedNow({ ctx }: Pick<Asked, 'ctx'>, merchantId: string, bank: string) {
  const agreed: Agreement[] = await listAgreements(ctx.db, merchantId);
  return agreed.find((one) => one.bank === bank) ?? DEFAULT_TERMS;
}

export const TERMS_ROUTES: readonly Route[] = [listed, previewed, changed];
