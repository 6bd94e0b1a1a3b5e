// Before and after, name by name: what changed is marked by more than its colour.
import { IconArrowRight } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { differencesOf, leafText } from './differences.ts';

interface DifferenceProps {
  before: unknown;
  after: unknown;
  /** Words a name: `four_eyes.keys`; as it is by default. */
  nameWords?: (name: string) => string;
  /** Words a value; as text by default. */
  valueWords?: (name: string, value: unknown) => ReactNode;
  /** Leaves out what is the same. */
  onlyChanged?: boolean;
}

export function Difference(props: DifferenceProps): ReactNode {
  const { before, after, nameWords = (name) => name, onlyChanged = false } = props;
  const valueWords = props.valueWords ?? ((_name: string, value: unknown) => leafText(value));
  const { t } = useTranslation('parts');
  const rows = differencesOf(before, after).filter(({ changed }) => changed || !onlyChanged);
  const both = before !== null && before !== undefined && after !== null && after !== undefined;
  return (
    <dl className="tk-difference">
      {rows.map(({ name, before: was, after: is, changed }) => (
        <div key={name}>
          <dt>{nameWords(name)}</dt>
          <dd>
            {both && changed && was !== undefined && (
              <>
                <span className="tk-was">
                  <span className="tk-hidden">{t('before')}: </span>
                  {valueWords(name, was)}
                </span>
                <IconArrowRight size={14} aria-hidden className="tk-quiet" />
              </>
            )}
            <span className={both && changed ? 'tk-is' : undefined}>
              {both && changed && <span className="tk-hidden">{t('after')}: </span>}
              {valueWords(name, is === undefined ? was : is)}
            </span>
          </dd>
        </div>
      ))}
    </dl>
  );
}
