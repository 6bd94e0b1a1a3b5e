// Settings: every switch of a merchant with what it does, changed together and reviewed before they are saved.
import './settings.css';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/ask.ts';
import { useMay, useWorkspace } from '../../api/session.ts';
import { Loaded, Section } from '../../parts/detail-page.tsx';
import { OneMerchant } from '../../parts/one-merchant.tsx';
import { Page } from '../../parts/page.tsx';
import { Only } from '../nothing/no-access.tsx';
import { ApprovalNotice } from '../../parts/approval-notice.tsx';
import { changesOf, type Settings, wrongHost } from './changes.ts';
import { FourEyes } from './four-eyes.tsx';
import { Hosts } from './hosts.tsx';
import { Rate } from './rate.tsx';
import { SaveBar } from './save-bar.tsx';
import { Choice, OnOff } from './switches.tsx';

export function SettingsPage(): ReactNode {
  const { t } = useTranslation('settings');
  const { workspace } = useWorkspace();
  return (
    <Only may="banks.view">
      <OneMerchant title={t('title')}>
        <Page title={t('title')} lead={t('lead')}>
          {/* What is typed for one merchant must not be saved for another. */}
          <Kept key={workspace} />
        </Page>
      </OneMerchant>
    </Only>
  );
}

function Kept(): ReactNode {
  const { t } = useTranslation('settings');
  const { workspace } = useWorkspace();
  // What was typed goes with its form: when it is saved, and when it is discarded.
  const [round, setRound] = useState(0);
  const [asked, setAsked] = useState<string>();
  const query = useQuery({
    queryKey: [workspace, 'settings'],
    queryFn: ({ signal }) =>
      ask(
        api.GET('/backoffice/api/{workspace}/settings', {
          params: { path: { workspace } },
          signal,
        }),
      ),
    // Nobody's typing is lost because somebody else saved.
    refetchOnWindowFocus: false,
  });
  return (
    <Loaded query={query} loading={<div className="tk-card tk-narrow tk-settings-loading" />}>
      {(kept) => (
        <div className="tk-stack tk-narrow">
          {asked !== undefined && (
            <div key={asked} ref={bringIntoSight} className="tk-settings-asked">
              <ApprovalNotice approvalId={asked}>{t('asked')}</ApprovalNotice>
            </div>
          )}
          <Switches
            key={`${round} ${JSON.stringify(kept)}`}
            kept={kept}
            onAsked={setAsked}
            discard={() => setRound(round + 1)}
          />
        </div>
      )}
    </Loaded>
  );
}

/** Who has saved at the end of a long page is not at its beginning, where this is said. */
function bringIntoSight(element: HTMLElement | null): void {
  element?.scrollIntoView({ block: 'start' });
}

interface SwitchesProps {
  kept: Settings;
  /** Some of it waits for a second person. */
  onAsked: (approvalId: string) => void;
  discard: () => void;
}

function Switches({ kept, onAsked, discard }: SwitchesProps): ReactNode {
  const { t } = useTranslation('settings');
  const may = useMay();
  const [wanted, setWanted] = useState(kept);
  const [wrong, setWrong] = useState(false);
  const locked = !may('settings.change');
  const set = (change: Partial<Settings>): void => setWanted({ ...wanted, ...change });
  const shared = { locked, kept, wanted, set };
  return (
    <div className="tk-stack">
      {locked && <p className="tk-note tk-tone-still">{t('read_only')}</p>}
      <Section title={t('wire')}>
        <div className="tk-settings">
          <Choice {...shared} of="line_items" choices={['enforce', 'ignore']} />
          <Choice {...shared} of="amounts" choices={['number', 'string']} />
          <Choice {...shared} of="replay_status" choices={['conflict', 'original']} />
        </div>
      </Section>
      <Section title={t('notifications')}>
        <div className="tk-settings">
          <Choice {...shared} of="notification_schedule" choices={['durable', 'doku']} />
          <OnOff {...shared} of="notify_refunds" />
          <OnOff {...shared} of="notify_tokens" />
          <Hosts {...shared} />
        </div>
      </Section>
      <Section title={t('eyes')}>
        <FourEyes {...shared} onWrong={setWrong} />
      </Section>
      <Section title={t('limits')}>
        <Rate {...shared} />
      </Section>
      {!locked && (
        <SaveBar
          kept={kept}
          changes={changesOf(kept, wanted)}
          wrong={wrong || wrongHost(wanted.notification_hosts) !== undefined}
          onAsked={onAsked}
          discard={discard}
        />
      )}
    </div>
  );
}
