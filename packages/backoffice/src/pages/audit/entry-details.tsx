// One entry of the audit: who, from where and why, what was before and after, and its hash.
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../../parts/dialog.tsx';
import { CopyText } from '../../parts/copy-text.tsx';
import { Facts } from '../../parts/detail-page.tsx';
import { Difference } from '../../parts/difference.tsx';
import { Time } from '../../parts/time.tsx';
import { useActWords } from './acts.ts';
import type { Entry } from './page.tsx';

export function EntryDetails(props: { entry: Entry | undefined; onClose: () => void }): ReactNode {
  const words = useActWords();
  // It stays while the dialog fades.
  const [last, setLast] = useState(props.entry);
  if (props.entry !== undefined && props.entry !== last) setLast(props.entry);
  const entry = props.entry ?? last;
  return (
    <Dialog
      opened={props.entry !== undefined}
      onClose={props.onClose}
      size="lg"
      title={entry === undefined ? '' : words(entry.act)}
    >
      {entry !== undefined && <Inside entry={entry} />}
    </Dialog>
  );
}

function Inside({ entry }: { entry: Entry }): ReactNode {
  const { t } = useTranslation('audit');
  const { t: shell } = useTranslation('shell');
  const { person, role } = entry;
  const nothing = entry.before === null && entry.after === null;
  return (
    <div className="tk-stack">
      <Facts
        of={[
          [t('entry'), entry.entry_no],
          [t('subject'), <CopyText text={entry.subject} what={t('subject')} />],
          [
            t('person'),
            person === null ? t(`by.${entry.by as 'cli'}`) : `${person.name} · ${person.email}`,
          ],
          [t('role'), role === null ? undefined : shell(`roles.${role as 'admin'}`)],
          [
            t('address'),
            entry.address === null ? undefined : <span className="tk-mono">{entry.address}</span>,
          ],
          [t('at'), <Time at={entry.at} as="full" />],
          [t('reason'), entry.reason ?? undefined],
        ]}
      />
      <div>
        <h3 className="tk-small-title">{t('change')}</h3>
        {nothing ? (
          <p className="tk-quiet">{t('no_change')}</p>
        ) : (
          <Difference before={entry.before} after={entry.after} />
        )}
      </div>
      <div>
        <h3 className="tk-small-title">{t('hash')}</h3>
        <CopyText text={entry.hash} what={t('hash')} />
      </div>
    </div>
  );
}
