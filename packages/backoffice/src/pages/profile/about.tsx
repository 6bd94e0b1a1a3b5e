// Name, language, colours and time zone.
import { Button, SegmentedControl, Select, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/ask.ts';
import { sessionQuery, useSession } from '../../api/session.ts';
import { Section } from '../../parts/detail-page.tsx';
import { useAct } from '../../parts/use-act.ts';
import { useChangeTastes } from '../../shell/tastes.ts';

const BROWSERS = 'browser';
/** Indonesia's own zones first. */
const ZONES = [
  ...new Set([
    'Asia/Jakarta',
    'Asia/Makassar',
    'Asia/Jayapura',
    ...Intl.supportedValuesOf('timeZone'),
  ]),
];

export function AboutSection(): ReactNode {
  const { t } = useTranslation(['profile', 'shell', 'parts']);
  const { person } = useSession();
  const queries = useQueryClient();
  const changeTastes = useChangeTastes();
  const [name, setName] = useState(person.name);
  const [zone, setZone] = useState(person.time_zone);
  const save = useAct({
    act: () =>
      ask(api.PUT('/backoffice/api/profile', { body: { name: name.trim(), time_zone: zone } })),
    said: () => t('profile:saved'),
    onDone: () => void queries.invalidateQueries({ queryKey: sessionQuery.queryKey }),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate();
  };
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const changed = name.trim() !== person.name || zone !== person.time_zone;
  return (
    <Section title={t('profile:about')}>
      <form className="tk-stack" onSubmit={submit}>
        <TextInput
          label={t('profile:name')}
          value={name}
          autoComplete="name"
          maxLength={100}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput label={t('profile:email')} value={person.email} readOnly variant="filled" />
        <Select
          label={t('profile:zone')}
          description={t('profile:zone_why')}
          searchable
          allowDeselect={false}
          limit={60}
          value={zone ?? BROWSERS}
          data={[{ value: BROWSERS, label: t('profile:zone_browser', { zone: own }) }, ...ZONES]}
          onChange={(value) => setZone(value === BROWSERS ? null : value)}
        />
        <div className="tk-taste-fields">
          <div>
            <p className="tk-label" id="taste-language">
              {t('profile:language')}
            </p>
            <SegmentedControl
              aria-labelledby="taste-language"
              value={person.locale}
              data={[
                { value: 'id', label: 'Indonesia' },
                { value: 'en', label: 'English' },
              ]}
              onChange={(locale) => changeTastes({ locale })}
            />
          </div>
          <div>
            <p className="tk-label" id="taste-theme">
              {t('profile:theme')}
            </p>
            <SegmentedControl
              aria-labelledby="taste-theme"
              value={person.theme}
              data={(['light', 'dark', 'auto'] as const).map((value) => ({
                value,
                label: t(`shell:themes.${value}`),
              }))}
              onChange={(theme) => changeTastes({ theme })}
            />
          </div>
        </div>
        <div className="tk-actions">
          <Button type="submit" loading={save.isPending} disabled={!changed || name.trim() === ''}>
            {t('parts:save')}
          </Button>
        </div>
      </form>
    </Section>
  );
}
