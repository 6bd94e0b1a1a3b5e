// The payment, token or refund that a call made or was about.
import { Button } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import { Link, linkOptions } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useWorkspace } from '../../api/session.ts';
import { Section } from '../../parts/detail-page.tsx';
import type { Whole } from './one.tsx';

interface SubjectProps {
  subject: NonNullable<Whole['subject']>;
  call: Whole['call'];
}

export function Subject({ subject, call }: SubjectProps): ReactNode {
  const { t } = useTranslation('requests');
  const { workspace: here } = useWorkspace();
  const workspace = here === 'all' ? call.client_id : here;
  const { kind, id } = subject;
  const links = {
    payments: linkOptions({
      to: '/$workspace/payments/$payment_id',
      params: { workspace, payment_id: id },
    }),
    tokens: linkOptions({
      to: '/$workspace/tokens/$token_id',
      params: { workspace, token_id: id },
    }),
    refunds: linkOptions({
      to: '/$workspace/refunds/$refund_id',
      params: { workspace, refund_id: id },
    }),
  };
  if (kind !== 'payments' && kind !== 'tokens' && kind !== 'refunds') return null;
  const link = links[kind];
  return (
    <Section title={t('subject')}>
      <Button
        variant="default"
        fullWidth
        rightSection={<IconArrowRight size={16} />}
        renderRoot={(root: object) => <Link {...link} {...root} />}
      >
        {t(`subjects.${kind}`)}
      </Button>
    </Section>
  );
}
