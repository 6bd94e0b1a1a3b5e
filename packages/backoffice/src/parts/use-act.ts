// An act of a person: with a proof where the API wants one, with a word when it is done, and with fresh answers after it.
import { notifications } from '@mantine/notifications';
import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { CalledOff, useStepUp } from './step-up.tsx';
import { useRefusalWords } from './refusal-words.ts';
import { useWorkspace } from '../api/session.ts';

interface ActOptions<In, Out> {
  /** The call, through `ask`. */
  act: (input: In) => Promise<Out>;
  /** Said when it is done; null says nothing. */
  said?: (out: Out) => string | null;
  onDone?: (out: Out) => void;
  /** False where the caller shows the error itself; by default it is said in a corner. */
  sayErrors?: boolean;
}

/** After success everything that is known of the workspace is asked anew. An act that the person called off is no error. */
export function useAct<In = void, Out = unknown>(
  options: ActOptions<In, Out>,
): UseMutationResult<Out, unknown, In> {
  const withStepUp = useStepUp();
  const words = useRefusalWords();
  const { t } = useTranslation('parts');
  const closeButtonProps = { 'aria-label': t('close') };
  const queries = useQueryClient();
  const { workspace } = useWorkspace();
  return useMutation<Out, unknown, In>({
    mutationFn: (input) => withStepUp(() => options.act(input)),
    onSuccess(out) {
      void queries.invalidateQueries({ queryKey: [workspace] });
      const said = options.said?.(out);
      if (said !== undefined && said !== null) {
        notifications.show({ message: said, closeButtonProps });
      }
      options.onDone?.(out);
    },
    onError(error) {
      if (error instanceof CalledOff || options.sayErrors === false) return;
      notifications.show({ message: words(error), color: 'red', closeButtonProps });
    },
  });
}
