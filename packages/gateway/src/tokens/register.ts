// Flow: open the registration of a customer's account. Begin (claim, pending token) · ask the bank · finish.
import type { Context } from '../context.ts';
import { Refusal } from '../base/refusal.ts';
import { referenceOf } from '../base/reference.ts';
import type { Bank, BankConnection, BindOutcome } from '../banks/bank.ts';
import { activeConnection } from '../merchants/connection.ts';
import { claimOf, once } from '../requests/once.ts';
import { KEEP_MS, releaseRequest, type ClaimRow } from '../requests/store.ts';
import type { Answer, Call, Reply } from '../requests/call.ts';
import { customerKeyOf, phoneKeyOf } from './customer-key.ts';
import { learnToken, learnTokenAndReply, type TokenLesson } from './learn.ts';
import { beginToken, type TokenBeginning } from './store.ts';
import type { Token, TokenDetails, TokenView } from './token.ts';
import { sealDetails } from './view.ts';

/** A token that waits for its customer; `details.registrationUrl` is the bank's page. */
export type Registration = TokenView;

export interface RegistrationInput {
  bank: Bank;
  details: TokenDetails;
}

/**
 * Registers an account, once per Request-Id: the bank opens a page on which the customer goes on. The bank's no is the
 * refusal `registration_declined`, kept as the answer. Throws `channel_inactive`, and `bank_unavailable` when no page is
 * known to be open (the attempt is closed and the Request-Id free).
 */
export async function registerToken(
  ctx: Context,
  call: Call<Registration>,
  input: RegistrationInput,
): Promise<Reply> {
  const connection = activeConnection(call.merchant, input.bank);
  const beginning = beginningOf(ctx, call, input);
  const begin = () => beginToken(ctx.db, ctx.clock)(beginning);

  return await once(ctx, call, begin, async (begun, resumed) => {
    if (resumed) return await startOver(ctx, call, begun);
    const token = asBegun(ctx, beginning);
    const outcome = await askBank(ctx, connection, input, token);
    if (outcome.kind === 'not_sent' || outcome.kind === 'unclear') {
      return await notOpened(ctx, call, token, outcome);
    }
    const lesson = lessonOf(ctx, input, token, outcome);
    return await learnTokenAndReply(ctx, call, token, lesson, (view) => wordOpened(call, view));
  });
}

async function askBank(
  ctx: Context,
  connection: BankConnection,
  { bank, details }: RegistrationInput,
  token: Token,
): Promise<BindOutcome> {
  const { customer, accountPhone, accountEmail } = details;
  const state = ctx.sealer.coverIds('registration', token.merchantId, token.tokenId);
  const bind = () =>
    bank.bind(connection, {
      reference: referenceOf(token.tokenId),
      customerId: customer.id,
      phone: accountPhone,
      ...(customer.name === undefined ? {} : { customerName: customer.name }),
      ...(accountEmail === undefined ? {} : { email: accountEmail }),
      returnUrl: `${ctx.publicUrl}/callbacks/${bank.slug}/return?state=${state}`,
    });
  const outcome = await bind();
  // Nothing left this machine, so that the same reference may be sent once more.
  return outcome.kind === 'not_sent' ? await bind() : outcome;
}

type Told = Extract<BindOutcome, { kind: 'registration_open' | 'declined' }>;

function lessonOf(
  ctx: Context,
  input: RegistrationInput,
  token: Token,
  outcome: Told,
): TokenLesson {
  const { evidence } = outcome;
  if (outcome.kind === 'declined') {
    const { reason, bankCode } = outcome;
    return { event: 'bank_declined', actor: 'bank', evidence, change: { reason, bankCode } };
  }
  const details = { ...input.details, registrationUrl: outcome.url, linkId: outcome.linkId };
  const sealedDetails = sealDetails(ctx, token.merchantId, token.tokenId, details);
  return { event: 'registration_opened', actor: 'bank', evidence, change: { sealedDetails } };
}

function wordOpened(call: Call<Registration>, view: TokenView): Answer {
  const { state, reason, bankCode } = view.token;
  if (state !== 'failed' && state !== 'expired') return call.render(view);
  return call.refuse(
    new Refusal('registration_declined', {
      reason: reason ?? 'registration_expired',
      ...(bankCode === null ? {} : { bankCode }),
    }),
  );
}

/** No page is known to be open: the attempt is closed, whatever the bank made of it ends by its own clock. */
async function notOpened(
  ctx: Context,
  call: Call<Registration>,
  token: Token,
  outcome: Extract<BindOutcome, { kind: 'not_sent' | 'unclear' }>,
): Promise<never> {
  const lesson: TokenLesson = {
    event: 'bank_declined',
    actor: 'bank',
    evidence: outcome.evidence,
    change: { reason: 'bank_unavailable' },
    notify: false,
  };
  await learnToken(ctx, call.merchant, token, lesson, { requestId: call.requestId, word: null });
  throw new Refusal('bank_unavailable', { retryAfterSeconds: 5 });
}

/** The process that began this registration died: its page was shown to nobody, so that a new one may be opened. */
async function startOver(ctx: Context, call: Call<Registration>, begun: ClaimRow): Promise<never> {
  await releaseRequest(ctx.db, claimOf(call, begun));
  throw new Refusal('request_running', { retryAfterSeconds: 1 });
}

function beginningOf(
  ctx: Context,
  call: Call<Registration>,
  { bank, details }: RegistrationInput,
): TokenBeginning {
  const { merchantId } = call.merchant;
  const tokenId = ctx.random.secretId();
  const now = ctx.clock.now();
  return {
    merchantId,
    requestId: call.requestId,
    endpoint: call.endpoint,
    bodyHash: call.bodyHash,
    keepUntil: now + KEEP_MS,
    tokenId,
    bank: bank.slug,
    customerKey: customerKeyOf(ctx, merchantId, details.customer.id),
    phoneKey: phoneKeyOf(ctx, merchantId, details.accountPhone),
    sealedDetails: sealDetails(ctx, merchantId, tokenId, details),
    dueAt: now + bank.policy.registrationLifeMs,
  };
}

/** The row as `begin.sql` has just written it, so that it need not be read. */
function asBegun(ctx: Context, beginning: TokenBeginning): Token {
  const { merchantId, tokenId, bank, customerKey, sealedDetails, dueAt } = beginning;
  const now = ctx.clock.now();
  return {
    merchantId,
    tokenId,
    bank,
    state: 'pending',
    version: 1,
    lastMove: tokenId,
    customerKey,
    sealedDetails,
    sealedAccess: null,
    accountTail: null,
    reason: null,
    bankCode: null,
    notified: 0,
    attempts: 0,
    dueAt,
    createdAt: now,
    changedAt: now,
  };
}
