// Saved views of a list: its address under a name, for oneself.
import { ActionIcon, Button, Popover, TextInput } from '@mantine/core';
import { IconBookmark, IconTrash } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../api/ask.ts';
import { readSearch, writeSearch } from '../app/search.ts';
import { useListSearch } from './list-search.ts';
import { useRefusalWords } from './refusal-words.ts';

interface ViewsMenuProps {
  area: 'payments' | 'tokens' | 'refunds' | 'notifications' | 'requests';
}

const KEY = ['views'];

export function ViewsMenu({ area }: ViewsMenuProps): ReactNode {
  const { t } = useTranslation('parts');
  const [opened, setOpened] = useState(false);
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      position="bottom-end"
      trapFocus
      returnFocus
      width={280}
    >
      <Popover.Target>
        <Button
          variant="subtle"
          color="gray"
          leftSection={<IconBookmark size={16} />}
          onClick={() => setOpened(!opened)}
        >
          {t('views')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Views area={area} close={() => setOpened(false)} />
      </Popover.Dropdown>
    </Popover>
  );
}

function Views({ area, close }: ViewsMenuProps & { close: () => void }): ReactNode {
  const { t } = useTranslation('parts');
  const words = useRefusalWords();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [search] = useListSearch();
  const [name, setName] = useState('');
  const views = useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => ask(api.GET('/backoffice/api/views', { signal })),
  });
  const settled = { onSuccess: () => queries.invalidateQueries({ queryKey: KEY }) };
  const save = useMutation({
    ...settled,
    mutationFn: () =>
      ask(
        api.POST('/backoffice/api/views', {
          body: { area, name: name.trim(), query: writeSearch(search) },
        }),
      ),
  });
  const forget = useMutation({
    ...settled,
    mutationFn: (view_id: string) =>
      ask(api.DELETE('/backoffice/api/views/{view_id}', { params: { path: { view_id } } })),
  });
  const mine = (views.data?.rows ?? []).filter((view) => view.area === area);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate(undefined, { onSuccess: () => setName('') });
  };
  return (
    <div className="tk-stack">
      {mine.length === 0 && <p className="tk-quiet tk-small">{t('views_none')}</p>}
      {mine.length > 0 && (
        <ul className="tk-views" aria-label={t('views')}>
          {mine.map((view) => (
            <li key={view.view_id}>
              <Button
                variant="subtle"
                color="gray"
                justify="start"
                fullWidth
                onClick={() => {
                  void navigate({ to: '.', search: () => readSearch(view.query) } as never);
                  close();
                }}
              >
                {view.name}
              </Button>
              <ActionIcon
                aria-label={t('view_forget', { name: view.name })}
                onClick={() => forget.mutate(view.view_id)}
              >
                <IconTrash size={15} aria-hidden />
              </ActionIcon>
            </li>
          ))}
        </ul>
      )}
      <form className="tk-inline-form" onSubmit={submit}>
        <TextInput
          aria-label={t('view_name')}
          placeholder={t('view_name')}
          value={name}
          maxLength={60}
          error={save.error === null ? null : words(save.error)}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button type="submit" disabled={name.trim() === ''} loading={save.isPending}>
          {t('save')}
        </Button>
      </form>
    </div>
  );
}
