// What the debugger found: whether the signature is right, what is wrong first, and the string to sign line by line.
import { IconAlertTriangle, IconCircleCheck, IconCircleX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Answer } from '../../api/session.ts';
import { CopyText } from '../../parts/copy-text.tsx';
import { Section } from '../../parts/detail-page.tsx';
import type { en } from '../../words/en/index.ts';
import { StringLines } from './string-lines.tsx';

type Verdict = Answer<'debugSignature'>;
type Finding = Verdict['findings'][number];
type Known = keyof (typeof en)['developers']['found'];

export function Verdict({ verdict }: { verdict: Verdict }): ReactNode {
  const { t } = useTranslation('developers');
  const { findings } = verdict;
  const [first] = findings;
  const how = !verdict.right ? 'wrong' : first === undefined ? 'right' : 'odd';
  const [tone, Icon] = {
    right: ['good', IconCircleCheck] as const,
    wrong: ['bad', IconCircleX] as const,
    odd: ['unsure', IconAlertTriangle] as const,
  }[how];
  const marked = findings.find(({ line }) => line !== null);
  return (
    <>
      <div className={`tk-note tk-tone-${tone}`} role="status">
        <Icon size={18} aria-hidden />
        <div className="tk-note-words">
          <p className="tk-note-title">{t(how)}</p>
          {verdict.key_id !== null && (
            <p>
              {t('right_key')} <CopyText text={verdict.key_id} what={t('key')} short />
            </p>
          )}
        </div>
      </div>
      {findings.length > 0 && (
        <Section title={t('findings')}>
          <ol className="tk-findings">
            {findings.map((finding, at) => (
              <li key={`${finding.code}-${at}`}>
                <FindingWords finding={finding} first={at === 0 && findings.length > 1} />
              </li>
            ))}
          </ol>
        </Section>
      )}
      <Section title={t('string')}>
        <StringLines text={verdict.string_to_sign} marked={marked} />
        <p className="tk-quiet tk-small tk-after">{t('no_final')}</p>
      </Section>
    </>
  );
}

function FindingWords({ finding, first }: { finding: Finding; first: boolean }): ReactNode {
  const { t, i18n } = useTranslation('developers');
  const { code, line } = finding;
  const known = i18n.exists(`found.${code}.what`, { ns: 'developers' });
  return (
    <>
      <p className="tk-finding-what">
        {known ? t(`found.${code as Known}.what`) : code.replaceAll('_', ' ')}
        {line !== null && (
          <span className="tk-quiet">
            {' '}
            {t('line')} {line}
          </span>
        )}
      </p>
      {first && <p className="tk-finding-first">{t('begin_here')}</p>}
      {known && <p>{t(`found.${code as Known}.todo`)}</p>}
    </>
  );
}
