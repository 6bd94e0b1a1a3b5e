// Changing the calendar: a holiday is added, said otherwise, or taken out; what waits is moved to its new day.
import { Checkbox, Select, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/ask.ts';
import { useWorkspace } from '../../api/session.ts';
import { ConfirmAct } from '../../parts/confirm-act.tsx';
import { longDay } from './account-name.tsx';
import type { CalendarDay } from './calendar.tsx';

const KINDS = ['national', 'joint_leave', 'other'] as const;

export interface Editing {
  /** Empty while it is not chosen. */
  day: string;
  name: string;
  kind: (typeof KINDS)[number];
  provisional: boolean;
}

export function EditHoliday(props: {
  editing: Editing | undefined;
  onClose: () => void;
}): ReactNode {
  const { editing, onClose } = props;
  const { t } = useTranslation('settlement');
  const { workspace } = useWorkspace();
  const [begun, setBegun] = useState(editing);
  const [filled, setFilled] = useState(editing);
  if (editing !== undefined && editing !== begun) {
    setBegun(editing);
    setFilled(editing);
  }
  if (filled === undefined) return null;
  const { day, name, kind, provisional } = filled;
  const isNew = begun?.day === '';
  const change = (some: Partial<Editing>): void => setFilled({ ...filled, ...some });
  return (
    <ConfirmAct
      opened={editing !== undefined}
      onClose={onClose}
      title={isNew ? t('holiday_add') : t('holiday_change')}
      confirm={isNew ? t('holiday_add') : t('holiday_save')}
      ready={/^20\d\d-\d\d-\d\d$/.test(day) && name.trim() !== ''}
      act={(reason) =>
        ask(
          api.PUT('/backoffice/api/{workspace}/settlement/holidays/{day}', {
            params: { path: { workspace, day } },
            body: { name: name.trim(), kind, provisional, reason },
          }),
        )
      }
    >
      <p className="tk-quiet">{t('holiday_what')}</p>
      <TextInput
        type="date"
        label={t('holiday_day')}
        value={day}
        readOnly={!isNew}
        onChange={(event) => change({ day: event.currentTarget.value })}
      />
      <TextInput
        label={t('holiday_name')}
        value={name}
        maxLength={120}
        onChange={(event) => change({ name: event.currentTarget.value })}
      />
      <Select
        label={t('holiday_kind')}
        data={KINDS.map((value) => ({ value, label: t(`holiday_kinds.${value}`) }))}
        value={kind}
        allowDeselect={false}
        onChange={(value) => change({ kind: KINDS.find((one) => one === value) ?? 'other' })}
      />
      <Checkbox
        label={t('holiday_provisional')}
        checked={provisional}
        onChange={(event) => change({ provisional: event.currentTarget.checked })}
      />
    </ConfirmAct>
  );
}

export function RemoveHoliday(props: {
  day: CalendarDay | undefined;
  onClose: () => void;
}): ReactNode {
  const { day, onClose } = props;
  const { t } = useTranslation('settlement');
  const { workspace } = useWorkspace();
  // The words stay while the dialog fades.
  const [last, setLast] = useState(day);
  if (day !== undefined && day !== last) setLast(day);
  const shown = day ?? last;
  if (shown === undefined) return null;
  return (
    <ConfirmAct
      opened={day !== undefined}
      onClose={onClose}
      title={t('holiday_remove_title')}
      confirm={t('holiday_remove')}
      danger
      act={(reason) =>
        ask(
          api.POST('/backoffice/api/{workspace}/settlement/holidays/{day}/removal', {
            params: { path: { workspace, day: shown.day } },
            body: { reason },
          }),
        )
      }
    >
      <p>
        {t('holiday_remove_what', { name: shown.holiday?.name ?? '', day: longDay(shown.day) })}
      </p>
    </ConfirmAct>
  );
}
