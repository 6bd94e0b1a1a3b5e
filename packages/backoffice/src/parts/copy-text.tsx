// A reference that can be copied: shown whole or shortened, copied whole always.
import { ActionIcon, CopyButton, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

interface CopyTextProps {
  /** What is copied. */
  text: string;
  /** What it is, for who hears the page: `Request-Id`. */
  what: string;
  /** What is shown instead; `short`: the first eight letters. */
  shown?: ReactNode;
  short?: boolean;
  /** Figures of equal width, for ids. On by default. */
  mono?: boolean;
}

export function CopyText({ text, what, shown, short, mono = true }: CopyTextProps): ReactNode {
  const { t } = useTranslation('parts');
  return (
    <span className="tk-copy">
      <span className={mono ? 'tk-mono' : undefined} title={short ? text : undefined}>
        {shown ?? (short && text.length > 12 ? `${text.slice(0, 8)}…` : text)}
      </span>
      <CopyButton value={text} timeout={1500}>
        {({ copied, copy }) => (
          <Tooltip label={copied ? t('copied') : t('copy')}>
            <ActionIcon
              size="sm"
              aria-label={t('copy_what', { what })}
              onClick={(event) => {
                event.stopPropagation();
                event.preventDefault();
                copy();
              }}
            >
              {copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
            </ActionIcon>
          </Tooltip>
        )}
      </CopyButton>
    </span>
  );
}
