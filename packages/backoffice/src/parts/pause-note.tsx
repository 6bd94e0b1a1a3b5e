// Why a try to sign in was not taken; and after too many, how long the pause still is and whom it is about.
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { NotAllowed } from '../api/ask.ts';
import { spoken } from '../app/i18n.ts';
import { lengthText } from './instant.ts';
import { useRefusalWords } from './refusal-words.ts';

/** The seconds that are left of the pause that a refusal spoke of; 0 where there is none, or when it is over. */
export function usePause(error: unknown): number {
  const until =
    error instanceof NotAllowed && error.code === 'too_many_tries'
      ? error.heardAt + (error.retryAfterS ?? 0) * 1000
      : 0;
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (until <= Date.now()) return;
    const timer = window.setInterval(() => {
      setNow(Date.now());
      if (until <= Date.now()) window.clearInterval(timer);
    }, 250);
    return () => window.clearInterval(timer);
  }, [until]);
  const heard = error instanceof NotAllowed ? error.heardAt : 0;
  return Math.max(0, Math.ceil((until - Math.max(now, heard)) / 1000));
}

/** `left`: what `usePause` says. */
export function RefusedNote({ error, left }: { error: unknown; left: number }): ReactNode {
  const { t } = useTranslation('errors');
  const words = useRefusalWords();
  if (!(error instanceof NotAllowed && error.code === 'too_many_tries')) {
    return (
      <p role="alert" className="tk-note tk-tone-bad">
        {words(error)}
      </p>
    );
  }
  return (
    <div className={`tk-note tk-tone-${left > 0 ? 'unsure' : 'still'}`}>
      <div className="tk-note-words">
        <p role="alert" className="tk-note-title">
          {t('too_many_tries_title')}
        </p>
        {/* Counts down without being read out at each second. */}
        <p role="timer">
          {left > 0
            ? t('too_many_tries_left', { length: lengthText(left * 1000, spoken()) })
            : t('too_many_tries_over')}
        </p>
        <p className="tk-small">{t('too_many_tries_why')}</p>
      </div>
    </div>
  );
}
