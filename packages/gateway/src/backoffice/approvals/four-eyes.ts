// Weaker four eyes, approved: only where they still are what was looked at.
import type { z } from 'zod';
import { changeSettings } from '../../merchants/change-settings.ts';
import { eyesJson } from '../../merchants/settings.ts';
import { appendAudit } from '../../operators/append-audit.ts';
import type { Settings } from '../contract/merchant.ts';
import { eyesOf, eyesWords } from '../settings/words.ts';
import type { CarryOut } from './carry-out.ts';
import { noteOf } from './note.ts';
import { merchantNow } from './standing.ts';

type Words = z.output<typeof Settings>['four_eyes'];

export const carryOutFourEyes: CarryOut = async (ctx, approval) => {
  const { from, to } = approval.asked as unknown as { from: Words; to: Words };
  const merchant = await merchantNow(ctx, approval.merchantId);
  const wanted = eyesOf(to);
  const now = eyesWords(merchant.settings.fourEyes);
  if (JSON.stringify(now) === JSON.stringify(eyesWords(wanted))) {
    return { state: 'done', outcome: 'changed' };
  }
  const note = noteOf(approval, 'settings.changed', {
    before: { four_eyes: from },
    after: { four_eyes: to },
  });
  await changeSettings(ctx, approval.merchantId, {
    settings: { fourEyes: eyesJson(wanted) },
    weakerThan: eyesOf(from),
    also: (tx) => appendAudit(tx, [note], ctx.clock.now()),
  });
  ctx.merchants.forget(merchant.clientId);
  return { state: 'done', outcome: 'changed' };
};
