// Activating a bank, or replacing its Key and Secret: tried by the API first, kept when the bank takes them.
import type { UseMutationResult } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/ask.ts';
import { type Answer, useWorkspace } from '../../api/session.ts';
import { useAct } from '../../parts/use-act.ts';
import type { Typed } from './credentials-fields.tsx';
import type { Bank } from './use-banks.ts';

export interface Activating extends Typed {
  untested: boolean;
  reason?: string;
}

export function useActivate(
  bank: Bank,
  onDone?: (out: Answer<'activateBank'>) => void,
): UseMutationResult<Answer<'activateBank'>, unknown, Activating> {
  const { t } = useTranslation('banks');
  const { workspace } = useWorkspace();
  return useAct<Activating, Answer<'activateBank'>>({
    act: ({ key, secret, untested, reason }) =>
      ask(
        api.POST('/backoffice/api/{workspace}/banks/{bank}/activation', {
          params: { path: { workspace, bank: bank.bank } },
          body: {
            key: key.trim(),
            secret: secret.trim(),
            untested,
            ...(reason === undefined || reason === '' ? {} : { reason }),
          },
        }),
      ),
    sayErrors: false,
    said: ({ result }) => (result === 'done' ? t('activated', { bank: bank.name }) : null),
    ...(onDone ? { onDone } : {}),
  });
}
