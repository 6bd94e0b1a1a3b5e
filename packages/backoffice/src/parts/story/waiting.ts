// What something waits for and when we look again, as one plain sentence that stays true while it stands there.
import { useTranslation } from 'react-i18next';
import type { components } from '../../api/types.gen.ts';
import { spoken } from '../../app/i18n.ts';
import { agoText, clockText, zoneName } from '../instant.ts';
import type { Tone } from '../tones.ts';
import { useNow } from '../use-now.ts';
import { useZone } from '../zone.ts';
import type { Noun } from './worded.ts';

export type Waiting = components['schemas']['Waiting'];

interface Said {
  /** The sentence above the page. */
  sentence: string;
  /** Short, for the end of the timeline; undefined when nothing is ahead. */
  ahead: string | undefined;
  tone: Tone;
}

const GOOD = new Set(['succeeded', 'active']);

export function useWaitingWords(noun: Noun, state: string, waiting: Waiting): Said {
  const { t } = useTranslation('story');
  const zone = useZone();
  const now = useNow(waiting.for === 'nothing' ? 60_000 : 1000);
  const clock = (at: string | null): string =>
    at === null
      ? '–'
      : `${clockText(at, spoken(), zone, 'seconds')} ${zoneName(at, spoken(), zone)}`;
  if (waiting.for === 'nothing') {
    const isGood = GOOD.has(state);
    return {
      sentence: t(`waiting.${noun}.${isGood ? 'succeeded' : 'ended'}`),
      ahead: undefined,
      tone: isGood ? 'good' : 'still',
    };
  }
  // Nothing is tried again by itself: the bank has refused to take late money back.
  if (waiting.for === 'late_money_refund' && waiting.next_look_at === null && noun !== 'token') {
    return { sentence: t(`waiting.${noun}.late_money_stuck`), ahead: undefined, tone: 'bad' };
  }
  const at = waiting.next_look_at;
  const next = at === null || Date.parse(at) <= now ? t('at_once') : agoText(at, now, spoken());
  const facts = {
    next,
    since: clock(waiting.since),
    until: clock(waiting.otp_expires_at),
    count: waiting.for === 'otp' ? (waiting.otp_tries_left ?? 0) : waiting.looks,
  };
  return {
    sentence: t(`waiting.${noun}.${waiting.for}` as 'waiting.payment.evidence', facts),
    ahead: waiting.for === 'otp' ? t('ahead_otp', facts) : t('ahead', facts),
    tone: waiting.for === 'evidence' || waiting.for === 'late_money_refund' ? 'unsure' : 'wait',
  };
}
