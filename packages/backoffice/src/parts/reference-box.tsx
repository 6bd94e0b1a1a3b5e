// The search box of a list: an exact reference opens its page at once; several hits open the page of the search.
import { Kbd, Loader, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../api/ask.ts';
import { useWorkspace } from '../api/session.ts';
import { keysAreTaken } from './list-keys.ts';
import { useRefusalWords } from './refusal-words.ts';
import { placePath } from '../shell/places.ts';

/** The API searches from here on. */
export const LEAST_LETTERS = 3;

export function ReferenceBox(): ReactNode {
  const { t } = useTranslation('search');
  const words = useRefusalWords();
  const { workspace } = useWorkspace();
  const navigate = useNavigate();
  const [typed, setTyped] = useState('');
  const field = useRef<HTMLInputElement>(null);
  useSlash(field);
  const find = useMutation({
    mutationFn: (q: string) =>
      ask(
        api.GET('/backoffice/api/{workspace}/search', {
          params: { path: { workspace }, query: { q } },
        }),
      ),
    onSuccess({ hits }, q) {
      const [hit] = hits;
      if (hits.length > 1) {
        void navigate({ to: '/$workspace/search', params: { workspace }, search: { q } });
      } else if (hit !== undefined) {
        const place = placePath(workspace === 'all' ? hit.client_id : workspace, hit.kind);
        void navigate({ to: `${place}/${encodeURIComponent(hit.id)}` as '.' });
      }
    },
  });
  const q = typed.trim();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (q.length >= LEAST_LETTERS) find.mutate(q);
  };
  const none = find.data?.hits.length === 0 && find.variables === q;
  return (
    <form className="tk-reference" role="search" onSubmit={submit}>
      <TextInput
        ref={field}
        type="search"
        radius="xl"
        aria-label={t('box')}
        placeholder={t('box')}
        value={typed}
        maxLength={128}
        autoComplete="off"
        spellCheck={false}
        leftSection={<IconSearch size={15} aria-hidden />}
        rightSection={
          find.isPending ? (
            <Loader size="xs" />
          ) : typed === '' ? (
            <Kbd size="xs" className="tk-desk-only" aria-hidden>
              /
            </Kbd>
          ) : null
        }
        error={none ? t('none_short') : find.error === null ? null : words(find.error)}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          if (!find.isIdle) find.reset();
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape') event.currentTarget.blur();
        }}
      />
    </form>
  );
}

/** On a list `/` goes to its own box, before the palette hears it. */
function useSlash(field: React.RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== '/' || keysAreTaken(event)) return;
      event.preventDefault();
      field.current?.focus();
      field.current?.select();
    };
    document.addEventListener('keydown', onKey, { capture: true });
    return () => document.removeEventListener('keydown', onKey, { capture: true });
  }, [field]);
}
