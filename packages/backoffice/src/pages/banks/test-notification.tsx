// A test notification: sent to the merchant's URL now, with what was sent and what came back.
import { Button, Select } from '@mantine/core';
import { IconCircleCheck, IconCircleX, IconSend } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/ask.ts';
import { type Answer, useWorkspace } from '../../api/session.ts';
import { spoken } from '../../app/i18n.ts';
import { Section } from '../../parts/detail-page.tsx';
import { lengthText } from '../../parts/instant.ts';
import { useAct } from '../../parts/use-act.ts';
import type { Bank } from './use-banks.ts';

const TYPES = ['payment.succeeded', 'payment.failed', 'refund.succeeded', 'token.active'] as const;
type Type = (typeof TYPES)[number];
type Sent = Omit<Answer<'testNotification'>, 'request_headers'> & { request_headers: string[][] };

export function TestNotification({ bank }: { bank: Bank }): ReactNode {
  const { t } = useTranslation('banks');
  const { workspace } = useWorkspace();
  const [type, setType] = useState<Type>('payment.succeeded');
  const send = useAct<Type, Sent>({
    act: (wanted) =>
      ask(
        api.POST('/backoffice/api/{workspace}/banks/{bank}/test-notification', {
          params: { path: { workspace, bank: bank.bank } },
          body: { type: wanted },
        }),
      ),
  });
  const ready = bank.notification_url !== null;
  return (
    <Section title={t('test_title')}>
      <div className="tk-stack">
        <p className="tk-quiet">{ready ? t('test_lead') : t('test_needs_url')}</p>
        {ready && (
          <div className="tk-inline-form">
            <Select
              aria-label={t('test_type')}
              allowDeselect={false}
              data={TYPES.map((value) => ({
                value,
                label: t(`types.${value}` as never) as string,
              }))}
              value={type}
              onChange={(next) => setType(next ?? type)}
            />
            <Button
              leftSection={<IconSend size={16} />}
              loading={send.isPending}
              onClick={() => send.mutate(type)}
            >
              {t('test_send')}
            </Button>
          </div>
        )}
        {send.data && <WhatCame sent={send.data} />}
      </div>
    </Section>
  );
}

function WhatCame({ sent }: { sent: Sent }): ReactNode {
  const { t } = useTranslation('banks');
  const { status } = sent;
  const good = status !== null && status >= 200 && status < 300;
  const Icon = good ? IconCircleCheck : IconCircleX;
  const title =
    status === null
      ? t('test_no_answer', { error: sent.error ?? '' })
      : t(good ? 'test_good' : 'test_bad', { status });
  const headers = sent.request_headers.map((header) => header.join(': ')).join('\n');
  return (
    <div className="tk-stack">
      <div className={`tk-note tk-tone-${good ? 'good' : 'bad'}`} role="status">
        <Icon size={18} aria-hidden />
        <div className="tk-note-words">
          <p className="tk-note-title">{title}</p>
          <p className="tk-small">
            {t('took')}: {lengthText(sent.took_ms, spoken())}
          </p>
        </div>
      </div>
      <Text
        title={t('test_sent')}
        text={`POST ${sent.url}\n${headers}\n\n${pretty(sent.request_body)}`}
      />
      <Text title={t('test_answered')} text={sent.answer || `(${t('test_empty')})`} />
    </div>
  );
}

function Text({ title, text }: { title: string; text: string }): ReactNode {
  return (
    <div>
      <h3 className="tk-small-title">{title}</h3>
      <pre className="tk-pre tk-mono" tabIndex={0} aria-label={title}>
        {text}
      </pre>
    </div>
  );
}

function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body; // sent as it is, shown as it is
  }
}
