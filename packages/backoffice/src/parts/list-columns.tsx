// Which columns a list shows, and how close its rows stand: in the address, as everything else of a list.
import { ActionIcon, Button, Checkbox, Popover, Tooltip } from '@mantine/core';
import {
  IconBaselineDensityMedium,
  IconBaselineDensitySmall,
  IconColumns3,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Column } from './list-page.tsx';
import { useListSearch } from './list-search.ts';

/** The first column always; of the others those that are named, or the usual ones. */
export function shownColumns<Row>(
  columns: readonly Column<Row>[],
  cols: string | undefined,
): readonly Column<Row>[] {
  const named = cols?.split(',');
  return columns.filter(
    (column, place) => place === 0 || (named ? named.includes(column.key) : column.extra !== true),
  );
}

export function ColumnsMenu<Row>({ columns }: { columns: readonly Column<Row>[] }): ReactNode {
  const { t } = useTranslation('parts');
  const [search, set] = useListSearch();
  const shown = shownColumns(columns, search['cols']).map(({ key }) => key);
  const toggle = (key: string): void => {
    const next = columns
      .map((one) => one.key)
      .filter((one) => (one === key) !== shown.includes(one));
    set({ cols: next.join(',') });
  };
  return (
    <Popover position="bottom-end" trapFocus returnFocus>
      <Popover.Target>
        <Tooltip label={t('columns')}>
          <ActionIcon aria-label={t('columns')} size="lg">
            <IconColumns3 size={18} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown>
        <fieldset className="tk-choices">
          <legend className="tk-choices-title">{t('columns')}</legend>
          {columns.map(({ key, label }, place) => (
            <Checkbox
              key={key}
              label={label}
              disabled={place === 0}
              checked={shown.includes(key)}
              onChange={() => toggle(key)}
            />
          ))}
          <Button size="compact-sm" variant="subtle" onClick={() => set({ cols: undefined })}>
            {t('columns_usual')}
          </Button>
        </fieldset>
      </Popover.Dropdown>
    </Popover>
  );
}

export function DensityButton(): ReactNode {
  const { t } = useTranslation('parts');
  const [search, set] = useListSearch();
  const dense = search['density'] === 'dense';
  const Icon = dense ? IconBaselineDensityMedium : IconBaselineDensitySmall;
  return (
    <Tooltip label={dense ? t('airy') : t('dense')}>
      <ActionIcon
        className="tk-desk-only"
        size="lg"
        aria-label={t('dense')}
        aria-pressed={dense}
        onClick={() => set({ density: dense ? undefined : 'dense' })}
      >
        <Icon size={18} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}
