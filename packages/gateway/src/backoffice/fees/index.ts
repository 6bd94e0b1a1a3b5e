// Routes of a merchant's fees: seen by whoever sees its money, changed by two people of the gateway.
import { TariffRefused, planTariff } from '../../fees/change.ts';
import { standingAt } from '../../fees/agreed.ts';
import { listMadeTariffs, type MadeTariff } from '../../fees/store.ts';
import type { Tariff } from '../../fees/tariff.ts';
import { findNames } from '../../operators/store-people.ts';
import { askFor } from '../approvals/ask.ts';
import type { Asked } from '../asked.ts';
import { changeFee, listFees, previewFee, withdrawFee } from '../contract/fees.ts';
import { Denied } from '../denied.ts';
import type { Route } from '../route.ts';
import { worded } from '../worded.ts';
import { findWaiting } from './store.ts';
import {
  costOf,
  costsOf,
  rowsOf,
  termsOf,
  termsWords,
  type AskedFees,
  type Terms,
} from './words.ts';

const listed = worded(listFees, async (call) => {
  const { ctx, reading } = call;
  const { merchantId } = await call.merchant();
  const made = await listMadeTariffs(reading, merchantId);
  const waiting = await findWaiting(reading, merchantId, 'fees', ctx.clock.now());
  const names = await findNames(
    ctx.db,
    made.flatMap((one) => [one.madeBy, one.approvedBy]),
  );
  const banks = [...new Set([...ctx.banks.keys(), ...made.map(({ bank }) => bank)])];
  return {
    banks: banks.map((bank) => ({
      bank,
      tariffs: rowsOf(
        made.filter((one) => one.bank === bank),
        ctx.clock.now(),
        names,
      ),
      waiting: waiting.get(bank) ?? null,
    })),
  };
});

const previewed = worded(previewFee, async (call) => {
  const { ctx, reading, body } = call;
  const { merchantId } = await call.merchant();
  mustBeBank(call, body.bank);
  const at = body.at === undefined ? ctx.clock.now() : Date.parse(body.at);
  const inForce = standingAt(await listMadeTariffs(reading, merchantId), body.bank, at);
  const other = body.terms === null ? null : termsOf(body.terms);
  if (other !== null) judged(call, body.bank, other, null);
  return {
    rows: body.amounts.map((amount) => ({
      amount,
      fee: `${costOf(inForce, BigInt(amount))}`,
      other: other === null ? null : `${costOf(other, BigInt(amount))}`,
    })),
  };
});

const changed = worded(changeFee, async (call) => {
  const { bank, terms, valid_from: from, reason } = call.body;
  const merchant = await call.merchant();
  mustBeBank(call, bank);
  const { validFrom } = judged(call, bank, termsOf(terms), Date.parse(from));
  const before = standingAt(await madeOf(call, merchant.merchantId), bank, validFrom);
  return await asking(call, merchant, reason, {
    what: 'add',
    bank,
    fee_id: '',
    valid_from: new Date(validFrom).toISOString(),
    terms,
    instead: before?.feeId ?? null,
    before: before === null ? null : termsWords(before),
    costs: costsOf(before, termsOf(terms)),
  });
});

const withdrawn = worded(withdrawFee, async (call) => {
  const merchant = await call.merchant();
  const made = await madeOf(call, merchant.merchantId);
  const tariff = made.find(({ feeId }) => feeId === call.params.fee_id);
  if (tariff === undefined) throw new Denied('not_found');
  if (tariff.withdrawnAt !== null || tariff.validFrom <= call.ctx.clock.now()) {
    const message = 'only a tariff that is not in force yet is withdrawn';
    throw new Denied('not_allowed_now', { message });
  }
  const others = made.filter((one) => one !== tariff);
  const stays = standingAt(others, tariff.bank, tariff.validFrom);
  return await asking(call, merchant, call.body.reason, {
    what: 'withdraw',
    bank: tariff.bank,
    fee_id: tariff.feeId,
    valid_from: new Date(tariff.validFrom).toISOString(),
    terms: termsWords(tariff),
    instead: stays?.feeId ?? null,
    before: stays === null ? null : termsWords(stays),
    costs: costsOf(tariff, stays),
  });
});

/** One change of a merchant's fees at a bank is open at a time: the next one is judged by what came of it. */
async function asking(
  call: Asked,
  merchant: { merchantId: string },
  reason: string,
  asked: AskedFees,
) {
  return await askFor(call, merchant, {
    kind: 'fees',
    subject: asked.bank,
    asked: { ...asked },
    reason,
    alone: true,
  });
}

async function madeOf({ ctx }: Pick<Asked, 'ctx'>, merchantId: string): Promise<MadeTariff[]> {
  return await listMadeTariffs(ctx.db, merchantId);
}

/** Throws `field_invalid` for what is no bank here. */
export function mustBeBank({ ctx }: Pick<Asked, 'ctx'>, bank: string): void {
  if (ctx.banks.has(bank)) return;
  throw new Denied('field_invalid', { field: 'bank', message: `there is no bank ${bank}` });
}

const FIELDS: Readonly<Partial<Record<keyof Tariff, string>>> = {
  validFrom: 'valid_from',
  fixed: 'terms.fixed',
  basisPoints: 'terms.basis_points',
  minimum: 'terms.minimum',
  maximum: 'terms.maximum',
};

/** The tariff that would be. Throws `field_invalid` for one that cannot be; `from` null is for terms alone. */
function judged({ ctx }: Pick<Asked, 'ctx'>, bank: string, terms: Terms, from: number | null) {
  try {
    if (from !== null && from <= ctx.clock.now()) {
      throw new TariffRefused('validFrom', 'must lie ahead: what is in force does not change');
    }
    return planTariff(ctx, { bank, ...terms, validFrom: from });
  } catch (error) {
    if (!(error instanceof TariffRefused)) throw error;
    const field = FIELDS[error.field] ?? error.field;
    throw new Denied('field_invalid', { field, message: `${field} ${error.rule}` });
  }
}

export const FEE_ROUTES: readonly Route[] = [listed, previewed, changed, withdrawn];
