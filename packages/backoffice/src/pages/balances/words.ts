// Accounts, templates and subjects in words of the reader's language.
import { useTranslation } from 'react-i18next';
import type { components } from '../../api/types.gen.ts';
import { bankName, tailText } from '../../parts/story/worded.ts';
import { TEMPLATES } from './chart.ts';

export type LedgerAccount = components['schemas']['LedgerAccount'];

type Template = (typeof TEMPLATES)[number];

/** What a template is called; one that this page does not know keeps its name. */
export function useTemplateWords(): (template: string) => string {
  const { t } = useTranslation('story');
  return (template) => {
    const known = TEMPLATES.find((one): one is Template => one === template);
    if (known === undefined) return template;
    const words = t(`templates.${known}`);
    return words.charAt(0).toUpperCase() + words.slice(1);
  };
}

/** What an account is called, and whose it is: its bank, or the bank account to which it is owed. */
export function useAccountWords(): (account: LedgerAccount) => { name: string; of: string | null } {
  const { t } = useTranslation('balances');
  return ({ kind, bank, bank_account: owedTo }) => ({
    name: t(`kinds.${kind}`),
    of:
      owedTo === null
        ? bank === null
          ? null
          : bankName(bank)
        : [owedTo.bank_name, owedTo.number_tail === '' ? '' : tailText(owedTo.number_tail)]
            .filter((one) => one !== '')
            .join(' ') || owedTo.account_id,
  });
}
