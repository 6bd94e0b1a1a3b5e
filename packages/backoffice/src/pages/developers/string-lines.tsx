// A string to sign with its lines numbered; the first that differs is held against what the program signed.
import { CopyButton, Button } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

interface StringLinesProps {
  text: string;
  /** Where it begins to differ; lines count from 1. */
  marked?: { line: number | null; expected: string | null; given: string | null } | undefined;
}

export function StringLines({ text, marked }: StringLinesProps): ReactNode {
  const { t } = useTranslation('developers');
  const { t: parts } = useTranslation('parts');
  const lines = text.split('\n');
  const beyond = marked?.line != null && marked.line > lines.length;
  return (
    <div className="tk-string">
      <CopyButton value={text} timeout={1500}>
        {({ copied, copy }) => (
          <Button
            className="tk-json-copy"
            size="compact-xs"
            variant="default"
            onClick={copy}
            leftSection={copied ? <IconCheck size={12} /> : <IconCopy size={12} />}
          >
            {copied ? parts('copied') : parts('copy')}
          </Button>
        )}
      </CopyButton>
      <ol className="tk-string-lines tk-mono">
        {lines.map((line, at) => {
          const differs = marked?.line === at + 1;
          return (
            <li key={at} className={differs ? 'tk-string-marked' : undefined}>
              <span className="tk-string-number" aria-hidden>
                {at + 1}
              </span>
              <span className="tk-string-text">
                {differs && <span className="tk-hidden">{t('differs_first')}: </span>}
                {line}
                {differs && marked.given !== null && marked.given !== line && (
                  <Given expected={line} given={marked.given} />
                )}
              </span>
            </li>
          );
        })}
        {beyond && (
          <li className="tk-string-marked">
            <span className="tk-string-number" aria-hidden>
              {marked.line}
            </span>
            <span className="tk-string-text">
              <Given expected="" given={marked.given ?? ''} />
            </span>
          </li>
        )}
      </ol>
    </div>
  );
}

/** The program's line, from its first other letter on marked. */
function Given({ expected, given }: { expected: string; given: string }): ReactNode {
  const { t } = useTranslation('developers');
  let same = 0;
  // A value without the line's name is held against the value.
  const name = /^[A-Za-z-]+:/.exec(expected)?.[0] ?? '';
  const right = given.startsWith(name) ? expected : expected.slice(name.length);
  while (same < given.length && given[same] === right[same]) same += 1;
  return (
    <span className="tk-string-given">
      <span className="tk-string-whose">{t('yours')}</span>
      {given === '' ? (
        <em>{t('nothing_there')}</em>
      ) : (
        <span>
          {given.slice(0, same)}
          <mark>{given.slice(same)}</mark>
        </span>
      )}
    </span>
  );
}
