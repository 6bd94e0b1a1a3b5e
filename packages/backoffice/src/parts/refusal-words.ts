// The API's refusals in the reader's words.
import { useTranslation } from 'react-i18next';
import { NotAllowed } from '../api/ask.ts';

/**
 * Words any error: by its code, and by what the API said where the code is new to us. A fault of the gateway has an id by
 * which it is found in the log; `bare` where the id stands beside the words anyway.
 */
export function useRefusalWords(): (error: unknown, bare?: 'bare') => string {
  const { t, i18n } = useTranslation('errors');
  const fieldWords = (field: string): string => {
    // An entry of a list is part of what is filled in under the list's name.
    const path = `fields.${field.replace(/(\.\d+)+$/, '').replaceAll('.', '_')}`;
    return i18n.exists(path, { ns: 'errors' }) ? t(path as 'fields.amount') : field;
  };
  return (error, bare) => {
    if (!(error instanceof NotAllowed)) return t('internal');
    if (error.code === 'internal' && error.requestId !== undefined && bare === undefined) {
      return t('internal_named', { id: error.requestId });
    }
    if (error.code === 'too_many_tries' && error.retryAfterS !== undefined) {
      return t('too_many_tries_s', { count: error.retryAfterS });
    }
    if (error.code === 'field_invalid' && error.field !== undefined) {
      return t('field_invalid_named', { field: fieldWords(error.field) });
    }
    return i18n.exists(error.code, { ns: 'errors' })
      ? t(error.code as 'internal')
      : error.message || t('internal');
  };
}

/** Words the reason of a failed or unclear payment, refund or token; an unknown one is shown as it is. */
export function useReasonWords(): (reason: string | null) => string {
  const { t, i18n } = useTranslation('reasons');
  return (reason) => {
    if (reason === null) return '';
    return i18n.exists(reason, { ns: 'reasons' })
      ? t(reason as 'bank_refused')
      : reason.replaceAll('_', ' ');
  };
}
