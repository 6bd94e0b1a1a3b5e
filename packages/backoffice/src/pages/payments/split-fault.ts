// What the gateway says is wrong with the lines of a split, by line and rule, in the reader's words.
import { useTranslation } from 'react-i18next';
import { NotAllowed } from '../../api/ask.ts';
import { rupiah } from '../../parts/rupiah.ts';

interface Fault {
  /** Place in the list; null where it is the list itself. */
  line: number | null;
  part: 'account' | 'value' | 'type' | null;
  words: string;
}

/** Rules of the gateway and our words for them; one that is new is shown as it was said. */
const RULES = [
  [/^must not be named twice/, 'twice'],
  [/^must be 1 or more|whole number/, 'whole'],
  [/percentages above 100/, 'percent'],
  [/above the net, (\d+)/, 'net'],
  [/^must be a bank account of the merchant/, 'unknown'],
  [/not closed$/, 'closed'],
  [/is verified$/, 'unverified'],
] as const;

/** The fault that an error tells of; undefined where it tells of something else. */
export function useSplitFault(error: unknown): Fault | undefined {
  const { t } = useTranslation('payments');
  if (!(error instanceof NotAllowed) || error.code !== 'field_invalid') return undefined;
  const [, line, part] = /^lines(?:\[(\d+)\])?(?:\.(\w+))?$/.exec(error.field ?? '') ?? [];
  if (error.field?.startsWith('lines') !== true) return undefined;
  const rule = RULES.find(([pattern]) => pattern.test(error.message));
  const [, net] = /above the net, (\d+)/.exec(error.message) ?? [];
  return {
    line: line === undefined ? null : Number(line),
    part: part === 'account' || part === 'value' || part === 'type' ? part : null,
    words:
      rule === undefined
        ? error.message
        : t(`split.rules.${rule[1]}`, { net: net === undefined ? '' : rupiah(net) }),
  };
}
