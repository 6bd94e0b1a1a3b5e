// One token, its history and its newest payments, read in one snapshot.
import type { z } from 'zod';
import type { Reading } from '../../base/reading.ts';
import { invariant } from '../../base/invariant.ts';
import { openDetails } from '../../tokens/view.ts';
import type { Asked } from '../asked.ts';
import { getToken as shape } from '../contract/nouns.ts';
import type { Waiting } from '../contract/payments.ts';
import { Denied } from '../denied.ts';
import { maskEmail, maskPerson, maskPhone } from '../masking/mask.ts';
import { NEWEST } from '../paging/cursor.ts';
import { sql } from '../paging/fragment.ts';
import { iso } from '../paging/iso.ts';
import { cutPage } from '../paging/page.ts';
import { LOOKING_UP, ownerQuery, WALKING, walkQuery, type Walked } from '../paging/store.ts';
import { rawOf } from '../payments/raw.ts';
import { paymentWords } from '../payments/row.ts';
import { PAYMENTS, type PaymentListRow } from '../payments/store-list.ts';
import { readStory } from '../payments/story.ts';
import { route } from '../route.ts';
import { tokenWords } from './row.ts';
import { tokenRowQuery, TOKENS, wholeTokenQuery, type TokenListRow } from './store.ts';

const NEWEST_PAYMENTS = 20;
const TIMES = ['due_at', 'lease_until', 'created_at', 'changed_at'];

interface WholeToken {
  due_at: number | null;
  attempts: number;
  customer_key: Buffer;
}

export const getToken = route(shape, async (call) => {
  const found = await call.reading.together((at) => readAll(at, call, call.params.token_id));
  const { ctx } = call;
  const { row, whole, story } = found;
  const open = call.may('people.view');
  const details = openDetails(ctx, row.merchant_id, row.token_id, row.sealed_details);
  const { customer, accountPhone, accountEmail = null } = details;
  return {
    token: tokenWords(ctx, row, open),
    customer: {
      ...(open ? customer : maskPerson(customer)),
      account_phone: open ? accountPhone : maskPhone(accountPhone),
      account_email: open || accountEmail === null ? accountEmail : maskEmail(accountEmail),
    },
    waiting: waitingOf(row, whole),
    timeline: story.timeline,
    notifications: story.notifications,
    payments: found.payments.map((payment) => paymentWords(ctx, payment, open)),
    actions: { delete: mayDelete(call, row) },
    raw: rawOf({ ...whole }, TIMES),
  };
});

async function readAll(at: Pick<Reading, 'rows'>, { scope }: Asked, tokenId: string) {
  await at.rows(LOOKING_UP);
  const [owner] = await at.rows<{ merchant_id: string }>(
    ownerQuery(TOKENS, scope.merchantIds, tokenId),
  );
  if (owner === undefined) throw new Denied('not_found');
  const { merchant_id: merchantId } = owner;
  const [whole] = await at.rows<WholeToken>(wholeTokenQuery(merchantId, tokenId));
  const [row] = await at.rows<TokenListRow>(tokenRowQuery(merchantId, tokenId));
  invariant(whole !== undefined && row !== undefined, 'a snapshot does not change');
  const subject = {
    noun: 'tokens',
    merchantId,
    id: tokenId,
    requestIds: [],
    refundIds: [],
  } as const;
  const story = await readStory(at, subject);
  const ofCustomer = {
    merchantIds: [merchantId],
    from: null,
    to: null,
    along: [sql`x.customer_key = ${whole.customer_key}`],
    filters: [sql`x.token_id = ${tokenId}`],
  };
  await at.rows(WALKING);
  const walked = await at.rows<PaymentListRow & Walked>(
    walkQuery(PAYMENTS, ofCustomer, NEWEST, NEWEST_PAYMENTS),
  );
  return { row, whole, story, payments: cutPage(walked, NEWEST_PAYMENTS).rows };
}

function waitingOf({ state, created_at: since }: TokenListRow, whole: WholeToken) {
  const waits = state === 'pending' || state === 'deleting';
  return {
    for: state === 'deleting' ? 'evidence' : state === 'pending' ? 'bank_answer' : 'nothing',
    since: waits ? iso(since) : null,
    next_look_at: iso(whole.due_at),
    looks: whole.attempts,
    otp_expires_at: null,
    otp_tries_left: null,
  } satisfies z.input<typeof Waiting>;
}

function mayDelete({ scope, may }: Asked, { state }: TokenListRow) {
  const why = !may('tokens.delete')
    ? 'forbidden'
    : scope.workspace === 'all'
      ? 'choose_merchant'
      : state === 'active'
        ? null
        : 'not_active';
  return { may: why === null, why_not: why };
}
