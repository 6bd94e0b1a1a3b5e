// Routes of a merchant's own bank accounts; what decides where money goes is asked of a second person.
import { addBankAccount as add } from '../../bank-accounts/add.ts';
import type { Acting } from '../../bank-accounts/acting.ts';
import { namesAgree, type BankAccount } from '../../bank-accounts/bank-account.ts';
import { payoutBanks } from '../../bank-accounts/banks.ts';
import {
  carryOutDecision,
  needsApproval,
  whyNot,
  type Decision,
} from '../../bank-accounts/decide.ts';
import { openBankAccount } from '../../bank-accounts/details.ts';
import { bankAccountOf, inquireBankAccount as inquire } from '../../bank-accounts/inquire.ts';
import {
  accountOf,
  defaultAccount,
  findBankAccounts,
  listBankAccountEvents,
} from '../../bank-accounts/store.ts';
import type { Merchant } from '../../merchants/merchant.ts';
import { findNames } from '../../operators/store-people.ts';
import { askFor } from '../approvals/ask.ts';
import type { Asked } from '../asked.ts';
import {
  addBankAccount,
  closeBankAccount,
  getBankAccount,
  inquireBankAccount,
  listBankAccounts,
  makeDefaultBankAccount,
  verifyBankAccount,
} from '../contract/bank-accounts.ts';
import { Denied } from '../denied.ts';
import { iso } from '../paging/iso.ts';
import { cursorOf, idPart, instantPart, partsOf } from '../people/cursor.ts';
import { personOrNull } from '../people/named.ts';
import type { Route } from '../route.ts';
import { freshMerchant, judged } from '../settings/fresh.ts';
import { worded } from '../worded.ts';
import { rowOf, type Owner } from './row.ts';
import {
  findWaiting,
  listAccountRows,
  listPayoutsTo,
  type AfterAccount,
  type PayoutRow,
} from './store.ts';

const listed = worded(listBankAccounts, async (call) => {
  const { query, scope, reading } = call;
  const rows = await listAccountRows(reading, scope.merchantIds, {
    status: query.status ?? null,
    after: query.after === undefined ? null : afterOf(query.after),
    limit: query.limit + 1,
  });
  const page = rows.slice(0, query.limit);
  const last = rows.length > query.limit ? page.at(-1) : undefined;
  return {
    rows: page.map(({ client_id, merchant_name, ...row }) =>
      rowOf(call, accountOf(row), { client_id, merchant_name }),
    ),
    next: last === undefined ? null : cursorOf(last.created_at, last.merchant_id, last.account_id),
    searched_to: null,
    banks: payoutBanks(),
  };
});

function afterOf(cursor: string): AfterAccount {
  const [at, merchantId, accountId = ''] = partsOf(cursor, 3);
  return { at: instantPart(at), merchantId: idPart(merchantId), accountId };
}

const seen = worded(getBankAccount, async (call) => {
  const { ctx, reading, params } = call;
  const merchant = await call.merchant();
  const { merchantId } = merchant;
  const [account] = await findBankAccounts(reading, merchantId, [params.account_id]);
  if (account === undefined) throw new Denied('not_found');
  const { accountId } = account;
  const events = await listBankAccountEvents(reading, merchantId, accountId);
  const waiting = await findWaiting(reading, merchantId, accountId, ctx.clock.now());
  const payouts = call.may('money.view')
    ? await listPayoutsTo(reading, merchantId, accountId, PAYOUTS_SHOWN)
    : null;
  const names = await findNames(
    ctx.db,
    events.map((one) => one.operator_id),
  );
  return {
    account: rowOf(call, account, ownerOf(merchant)),
    number: call.may('people.view') ? openBankAccount(ctx.sealer, account).number : null,
    history: events.map(({ evidence, ...one }) => ({
      at: new Date(one.at).toISOString(),
      event: one.event,
      status: one.status,
      is_default: one.is_default,
      by: personOrNull(names, one.operator_id),
      approval_id: one.approval_id,
      bank:
        evidence === null
          ? null
          : {
              operation: evidence.operation,
              http: evidence.http,
              code: evidence.code,
              message: evidence.message,
              note: evidence.note,
              external_id: evidence.externalId,
              took_ms: evidence.tookMs ?? null,
            },
    })),
    waiting,
    payouts: payouts === null ? null : payouts.map(payoutWords),
  };
});

/** The latest of an account's payouts. */
const PAYOUTS_SHOWN = 20;

function payoutWords({ amount, created_at, changed_at, ...row }: PayoutRow) {
  return { ...row, amount: `${amount}`, created_at: iso(created_at), changed_at: iso(changed_at) };
}

function ownerOf({ clientId, name }: Merchant): Owner {
  return { client_id: clientId, merchant_name: name };
}

const added = worded(addBankAccount, async (call) => {
  const { bank_code: bankCode, number, holder } = call.body;
  const merchant = await call.merchant();
  const account = await add(call.ctx, merchant, { bankCode, number, holder }, actingBy(call));
  return { account: rowOf(call, account, ownerOf(merchant)) };
});

const inquired = worded(inquireBankAccount, async (call) => {
  const merchant = await freshMerchant(call);
  const said = await inquire(call.ctx, merchant, call.params.account_id, actingBy(call));
  if (said.kind === 'no_word') {
    throw new Denied(said.declined ? 'bank_refuses' : 'bank_away', { message: said.why });
  }
  return { account: rowOf(call, said.account, ownerOf(merchant)) };
});

const verified = worded(verifyBankAccount, (call) => decide(call, 'verify'));
const madeDefault = worded(makeDefaultBankAccount, (call) => decide(call, 'make_default'));
const closed = worded(closeBankAccount, (call) => decide(call, 'close'));

/** Asks a second person, or does at once what needs none. */
async function decide(
  call: Asked & { params: { account_id: string }; body: { reason: string } },
  what: Decision,
) {
  const { ctx, params, body } = call;
  const merchant = await call.merchant();
  const { merchantId } = merchant;
  const account = await bankAccountOf(ctx, merchantId, params.account_id);
  const message = whyNot(what, account);
  if (message !== null) throw new Denied('not_allowed_now', { message });
  const { accountId, version } = account;
  if (!needsApproval(what, account)) {
    const acting = actingBy(call, body.reason);
    await judged(() => carryOutDecision(ctx, { merchantId, accountId, version }, what, acting));
    return { result: 'done' as const };
  }
  const former = what === 'make_default' ? await defaultAccount(ctx.db, merchantId) : null;
  return await askFor(call, merchant, {
    kind: 'bank_account',
    subject: accountId,
    asked: {
      what,
      account_id: accountId,
      bank_code: account.bankCode,
      bank_name: account.bankName,
      number_tail: account.numberTail,
      names_agree: agree(ctx, account),
      version,
      ...(what === 'make_default' ? { former_default: former?.accountId ?? null } : {}),
    },
    reason: body.reason,
  });
}

function agree({ sealer }: Asked['ctx'], account: BankAccount): boolean {
  const { holder, inquiredName } = openBankAccount(sealer, account);
  return inquiredName !== null && namesAgree(holder, inquiredName);
}

function actingBy(call: Asked, reason: string | null = null): Acting {
  return {
    operatorId: call.person.operatorId,
    approvalId: null,
    note: (act, subject, more) => call.note(act, subject, { ...more, reason }),
  };
}

export const BANK_ACCOUNT_ROUTES: readonly Route[] = [
  listed,
  seen,
  added,
  inquired,
  verified,
  madeDefault,
  closed,
];
