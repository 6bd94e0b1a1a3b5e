// The signature debugger: a request pasted whole or in fields, and beside it what is wrong with its signature.
import './developers.css';
import { Button, SegmentedControl, Textarea } from '@mantine/core';
import { IconSignature } from '@tabler/icons-react';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/ask.ts';
import { useWorkspace } from '../../api/session.ts';
import { Empty } from '../../parts/empty.tsx';
import { OneMerchant } from '../../parts/one-merchant.tsx';
import { Page } from '../../parts/page.tsx';
import { useAct } from '../../parts/use-act.ts';
import { type Pasted, readRequest } from './read-request.ts';
import { RequestFields } from './request-fields.tsx';
import { Verdict } from './verdict.tsx';
import { Only } from '../nothing/no-access.tsx';

export interface Asked extends Pasted {
  signed_string: string;
}

const NOTHING: Asked = {
  method: 'POST',
  target: '',
  client_id: '',
  request_id: '',
  timestamp: '',
  signature: '',
  body: '',
  signed_string: '',
};

export function SignaturePage(): ReactNode {
  return (
    <Only may="keys.view">
      <SignatureOfMerchant />
    </Only>
  );
}

function SignatureOfMerchant(): ReactNode {
  const { t } = useTranslation('developers');
  return (
    <OneMerchant title={t('signature')}>
      <Page title={t('signature')} lead={t('signature_lead')}>
        <Debugger />
      </Page>
    </OneMerchant>
  );
}

function Debugger(): ReactNode {
  const { t } = useTranslation('developers');
  const { workspace } = useWorkspace();
  const [way, setWay] = useState<'raw' | 'fields'>('raw');
  const [raw, setRaw] = useState('');
  const [asked, setAsked] = useState<Asked>(NOTHING);
  const [unreadable, setUnreadable] = useState(false);
  const check = useAct({
    act: ({ signed_string, ...pasted }: Asked) =>
      ask(
        api.POST('/backoffice/api/{workspace}/signature', {
          params: { path: { workspace } },
          body: { ...pasted, ...(signed_string === '' ? {} : { signed_string }) },
        }),
      ),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (way === 'fields') return check.mutate(asked);
    const read = readRequest(raw);
    setUnreadable(read === undefined);
    if (read === undefined) return;
    const whole = { ...read, signed_string: asked.signed_string };
    setAsked(whole);
    check.mutate(whole);
  };
  return (
    <div className="tk-debugger">
      <form className="tk-card tk-debugger-form" onSubmit={submit}>
        <SegmentedControl
          value={way}
          onChange={(next) => setWay(next)}
          data={[
            { value: 'raw', label: t('raw') },
            { value: 'fields', label: t('fields') },
          ]}
        />
        {way === 'raw' ? (
          <Textarea
            label={t('raw_label')}
            description={t('raw_hint')}
            classNames={{ input: 'tk-mono tk-code-field' }}
            value={raw}
            minRows={14}
            maxRows={24}
            spellCheck={false}
            error={unreadable && t('raw_unreadable')}
            onChange={(event) => {
              setUnreadable(false);
              setRaw(event.currentTarget.value);
            }}
          />
        ) : (
          <RequestFields asked={asked} onChange={setAsked} />
        )}
        <Textarea
          label={t('signed')}
          description={t('signed_hint')}
          classNames={{ input: 'tk-mono tk-code-field' }}
          value={asked.signed_string}
          minRows={3}
          maxRows={8}
          maxLength={8192}
          spellCheck={false}
          onChange={(event) => setAsked({ ...asked, signed_string: event.currentTarget.value })}
        />
        <div className="tk-actions">
          {way === 'raw' && raw === '' && (
            <Button variant="subtle" onClick={() => setRaw(exampleOf(workspace))}>
              {t('example')}
            </Button>
          )}
          <Button
            type="submit"
            loading={check.isPending}
            disabled={way === 'raw' ? raw.trim() === '' : asked.target.trim() === ''}
          >
            {t('check')}
          </Button>
        </div>
      </form>
      <div className="tk-stack">
        {check.data === undefined ? (
          <div className="tk-card">
            <Empty icon={IconSignature} title={t('result_none')}>
              <p>{t('result_none_why')}</p>
            </Empty>
          </div>
        ) : (
          <Verdict verdict={check.data} />
        )}
      </div>
    </div>
  );
}

/** With a digest in hexadecimal, the most usual of all mistakes: there is something to see. */
function exampleOf(clientId: string): string {
  return [
    'POST /cimb-direct-debit/v1/payment HTTP/1.1',
    'Content-Type: application/json',
    `Client-Id: ${clientId}`,
    'Request-Id: 7c9e6679-7425-40de-944b-e07fc1f90ae7',
    `Request-Timestamp: ${new Date().toISOString().slice(0, 19)}Z`,
    'Signature: HMACSHA256=3f1b0cfa9c1e4d20b8a7c6d5e4f3a2b1908f7e6d5c4b3a291807f6e5d4c3b2a1',
    '',
    '{"order":{"invoice_number":"INV-1","amount":90000}}',
  ].join('\n');
}
