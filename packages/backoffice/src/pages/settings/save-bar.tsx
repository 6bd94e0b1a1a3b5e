// What was changed and not saved yet: at the bottom of the window, with a look at all of it before it is saved.
import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/ask.ts';
import { type Answer, useWorkspace } from '../../api/session.ts';
import { ConfirmAct } from '../../parts/confirm-act.tsx';
import { Difference } from '../../parts/difference.tsx';
import { differencesOf, leafText } from '../../parts/differences.ts';
import { Money } from '../../parts/money.tsx';
import { type Settings, waits as waitsFor } from './changes.ts';

interface SaveBarProps {
  kept: Settings;
  changes: Partial<Settings>;
  /** A field holds what cannot be saved. */
  wrong: boolean;
  /** Some of it waits for a second person: under this id. */
  onAsked: (approvalId: string) => void;
  discard: () => void;
}

export function SaveBar({ kept, changes, wrong, onAsked, discard }: SaveBarProps): ReactNode {
  const { t } = useTranslation('settings');
  const { workspace } = useWorkspace();
  const [asking, setAsking] = useState(false);
  const before = Object.fromEntries(
    Object.keys(changes).map((name) => [name, kept[name as keyof Settings]]),
  );
  const count = differencesOf(before, changes).filter(({ changed }) => changed).length;
  const waits = waitsFor(kept, changes);
  return (
    <>
      {(count > 0 || wrong) && (
        <div className="tk-save-bar" role="region" aria-label={t('save')}>
          <span role="status">{wrong ? t('wrong') : t('changed', { count })}</span>
          <Button variant="default" onClick={discard}>
            {t('discard')}
          </Button>
          <Button disabled={wrong || count === 0} onClick={() => setAsking(true)}>
            {t('save')}
          </Button>
        </div>
      )}
      <ConfirmAct<Answer<'changeSettings'>>
        opened={asking}
        onClose={() => setAsking(false)}
        title={t('confirm_title')}
        confirm={t('confirm')}
        reason={waits ? 'asked' : 'free'}
        said={t('saved')}
        onDone={(out) => {
          if (out.result !== 'approval') return;
          // The page says that it waits; what was asked for need not be asked for again.
          onAsked(out.approval_id);
          setAsking(false);
          discard();
        }}
        act={(reason) =>
          ask(
            api.PUT('/backoffice/api/{workspace}/settings', {
              params: { path: { workspace } },
              body: { ...changes, ...(reason === '' ? {} : { reason }) },
            }),
          )
        }
      >
        <Changes before={before} after={changes} />
        {waits && <p className="tk-note tk-tone-wait">{t('weaker')}</p>}
      </ConfirmAct>
    </>
  );
}

function Changes({ before, after }: { before: unknown; after: unknown }): ReactNode {
  const { t, i18n } = useTranslation('settings');
  const word = (key: string): string | undefined =>
    i18n.exists(key, { ns: 'settings' }) ? t(key as 'title') : undefined;
  const areaOf = (name: string): string => {
    const last = name.split('.').at(name.startsWith('four_eyes') ? -1 : 0) ?? name;
    const other: Readonly<Record<string, string>> = {
      notification_schedule: 'schedule',
      notification_hosts: 'hosts',
    };
    return other[last] ?? last;
  };
  return (
    <Difference
      onlyChanged
      before={before}
      after={after}
      nameWords={(name) => {
        const [, inRate] = /^rate\.(\w+)$/.exec(name) ?? [];
        return (
          (inRate === undefined ? undefined : word(`rate.${inRate}`)) ??
          word(`${areaOf(name)}.name`) ??
          name
        );
      }}
      valueWords={(name, value) => {
        if (typeof value === 'boolean') return value ? t('on') : t('off');
        const area = areaOf(name);
        if (area === 'refund_above') {
          return typeof value === 'string' ? <Money digits={value} /> : t('refund_above.none');
        }
        if (area === 'rate' && value === null) return t('rate.none');
        return (
          (typeof value === 'string' ? word(`${area}.${value}`) : undefined) ?? leafText(value)
        );
      }}
    />
  );
}
