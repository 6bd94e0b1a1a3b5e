// One difference with both sides of its evidence, how it may end, and the request that ends it.
import type { z } from 'zod';
import { invariant } from '../../base/invariant.ts';
import type { Reading } from '../../base/reading.ts';
import { findNames } from '../../operators/store-people.ts';
import type { ExceptionRow } from '../../reconciliation/exception.ts';
import { standingOf, whyNot } from '../../reconciliation/resolve.ts';
import { askedOf } from '../../reconciliation/ruling.ts';
import { whyNotWords } from '../../reconciliation/why-not.ts';
import {
  findBooked,
  findExceptionOwner,
  findLine,
  findMatchedLines,
  listAskedAbout,
  listCandidates,
  type ShownLine,
} from '../../reconciliation/store-exceptions-view.ts';
import { findException } from '../../reconciliation/store-exceptions.ts';
import { askFor } from '../approvals/ask.ts';
import type { Asked } from '../asked.ts';
import {
  getException as getShape,
  resolveException as resolveShape,
} from '../contract/exceptions.ts';
import { Denied } from '../denied.ts';
import { iso } from '../paging/iso.ts';
import { personOf, personOrNull } from '../people/named.ts';
import { route } from '../route.ts';
import { candidatesOf, endingsOf, type About } from './endings.ts';
import { exceptionWords } from './exceptions.ts';
import { journalsOf, readOurs } from './ours.ts';
import { findMerchantName } from './store.ts';

/** Candidates that are looked through; who has more looks for a better one by itself. */
const MOST_OPEN = 200;

const OF_EXCEPTIONS = [
  'unexplainedIn',
  'unexplainedOut',
  'statementReconciled',
  'paymentReversed',
  'refundReversed',
  'lateMoneyReversed',
  'lateReturnReversed',
  'payoutShort',
  'payoutAfterAll',
  'lossBorne',
  'lossRecovered',
];

export const getException = route(getShape, async (call) => {
  const found = await call.reading.together((at) => readAll(at, call, call.params.exception_id));
  const { exception, merchant, asked } = found;
  const about: About = { ...found, barred: barredBy(call, asked) };
  const names = await findNames(call.ctx.db, [
    ...asked.flatMap((one) => [one.asked_by, one.decided_by]),
    exception.asked_by,
    exception.approved_by,
  ]);
  return {
    exception: exceptionWords({ ...exception, ...merchant }),
    line: found.line === null ? null : lineWords(found.line),
    shown_by: found.shownBy
      .filter(
        (one) => one.statement_id !== exception.statement_id || one.line_no !== exception.line_no,
      )
      .map(lineWords),
    ours: found.ours,
    journals: journalsOf(found.booked),
    resolutions: exception.state === 'open' ? endingsOf(about) : [],
    candidates: exception.state === 'open' ? candidatesOf(about) : [],
    asked: asked.map((one) => ({
      approval_id: one.approval_id,
      state: one.state,
      resolution: one.resolution,
      reason: one.reason,
      asked_by: personOf(names, one.asked_by),
      asked_at: iso(one.asked_at),
      decided_by: personOrNull(names, one.decided_by),
      decided_at: iso(one.decided_at),
      decision_reason: one.decision_reason,
      outcome: one.outcome,
    })),
    resolved: resolvedOf(exception, names),
  };
});

export const resolveException = route(resolveShape, async (call) => {
  const { ctx, params, body } = call;
  const merchant = await call.merchant();
  const exception = await findException(ctx.db, merchant.merchantId, params.exception_id);
  if (exception === null) throw new Denied('not_found');
  const ruling = {
    resolution: body.resolution,
    proof: body.evidence,
    others: [...new Set(body.others)],
    subjectId: body.subject_id,
  };
  const no = await whyNot(ctx, exception, ruling);
  if (no !== null) throw new Denied('not_allowed_now', { message: whyNotWords(no) });
  return await askFor(call, merchant, {
    kind: 'exception',
    subject: exception.exception_id,
    asked: askedOf(exception, ruling),
    reason: body.reason,
    // A difference ends once, in one way: two requests that say different things are a matter for people.
    alone: true,
  });
});

async function readAll(
  at: Pick<Reading, 'rows'>,
  { scope }: Pick<Asked, 'scope'>,
  exceptionId: string,
) {
  const merchantId = await findExceptionOwner(at, scope.merchantIds?.[0] ?? null, exceptionId);
  if (merchantId === null) throw new Denied('not_found');
  const exception = await findException(at, merchantId, exceptionId);
  const merchant = await findMerchantName(at, merchantId);
  invariant(exception !== null && merchant !== null, 'a snapshot does not change');
  const { statement_id: statementId, line_no: lineNo, subject_id: subjectId } = exception;
  const isOpen = exception.state === 'open';
  return {
    exception,
    merchant,
    line:
      statementId === null || lineNo === null
        ? null
        : await findLine(at, merchantId, statementId, lineNo),
    shownBy: subjectId === null ? [] : await findMatchedLines(at, merchantId, subjectId),
    ours: await readOurs(at, exception),
    booked: await findBooked(at, merchantId, [exceptionId], OF_EXCEPTIONS),
    subject: isOpen ? await standingOf(at, exception) : null,
    open: isOpen ? await listCandidates(at, exception, MOST_OPEN) : [],
    asked: await listAskedAbout(at, merchantId, exceptionId),
  };
}

/** Why nothing can be asked for now. */
function barredBy(
  call: Pick<Asked, 'may' | 'scope'>,
  asked: readonly { state: string }[],
): About['barred'] {
  if (asked.some(({ state }) => state === 'pending' || state === 'approved'))
    return 'approval_pending';
  if (!call.may('exceptions.resolve')) return 'forbidden';
  return call.scope.merchantIds === null ? 'choose_merchant' : null;
}

function lineWords(line: ShownLine) {
  return {
    day: line.day,
    line: line.line_no,
    type: line.type,
    at: iso(line.at),
    bank_reference: line.bank_reference,
    reference: line.reference,
    amount: `${line.amount}`,
    status: line.status,
  };
}

type Resolved = z.input<(typeof getShape)['answer']>['resolved'];

function resolvedOf(
  exception: ExceptionRow,
  names: Awaited<ReturnType<typeof findNames>>,
): Resolved {
  const { resolution, resolved_at: at, evidence } = exception;
  if (resolution === null || at === null) return null;
  return {
    resolution,
    at: iso(at),
    day: exception.resolved_day,
    explained_by: exception.explained_by,
    asked_by: personOrNull(names, exception.asked_by),
    approved_by: personOrNull(names, exception.approved_by),
    approval_id: exception.approval_id,
    evidence:
      typeof evidence === 'object' && evidence !== null
        ? (evidence as Record<string, unknown>)
        : null,
  };
}
