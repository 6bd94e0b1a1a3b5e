// A file that its bank has refused wholly: the accounts that it holds are released together, for one reason of the bank.
import { Button, Radio } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/ask.ts';
import { type Answer, useWorkspace } from '../../api/session.ts';
import type { components } from '../../api/types.gen.ts';
import { ConfirmAct } from '../../parts/confirm-act.tsx';
import { rupiah } from '../../parts/rupiah.ts';

type FileRow = components['schemas']['PayoutFileRow'];

export function ReleaseFile({ row }: { row: FileRow }): ReactNode {
  const { t } = useTranslation('settlement');
  const { workspace } = useWorkspace();
  const [opened, setOpened] = useState(false);
  const [chosen, setChosen] = useState<string>();
  const { held } = row;
  const [only] = held.length === 1 ? held : [];
  const of = held.find(({ reason }) => reason === (chosen ?? only?.reason));
  const { reason: heldFor, payouts: all = 0, disputed = 0 } = of ?? {};
  return (
    <>
      <Button
        variant="subtle"
        size="compact-sm"
        leftSection={<IconPlayerPlay size={14} aria-hidden />}
        onClick={() => {
          setChosen(undefined);
          setOpened(true);
        }}
      >
        {t('file_release')}
      </Button>
      <ConfirmAct<Answer<'releasePayoutFile'>>
        opened={opened}
        onClose={() => setOpened(false)}
        title={t('file_release_title')}
        confirm={t('file_release')}
        ready={all > disputed}
        said={({ released }) => t('file_released', { count: released })}
        act={(reason) => {
          if (heldFor === undefined) throw new Error('not filled in yet');
          return ask(
            api.POST('/backoffice/api/{workspace}/settlement/payout-files/{file}/release', {
              params: { path: { workspace, file: row.file_id } },
              body: { reason, held_for: heldFor },
            }),
          );
        }}
      >
        <p>{t('file_release_what')}</p>
        <Radio.Group label={t('file_release_why')} value={heldFor ?? null} onChange={setChosen}>
          <div className="tk-choices">
            {held.map(({ reason, payouts, amount }) => (
              <Radio
                key={reason}
                value={reason}
                label={t('file_release_of', {
                  reason: reason === '' ? t('file_release_none') : reason,
                  count: payouts,
                  amount: rupiah(amount),
                })}
              />
            ))}
          </div>
        </Radio.Group>
        {disputed > 0 && (
          <p className="tk-note tk-tone-unsure" role="status">
            {t('file_release_disputed', { count: disputed })}
          </p>
        )}
      </ConfirmAct>
    </>
  );
}
