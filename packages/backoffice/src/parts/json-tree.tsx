// JSON to read: folds, copies, and shows every value as text.
import { Button, CopyButton } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

interface JsonTreeProps {
  value: unknown;
  /** What it is, for who hears the page. */
  label: string;
  /** How many levels stand open at first; 2 by default. */
  open?: number;
}

export function JsonTree({ value, label, open = 2 }: JsonTreeProps): ReactNode {
  const { t } = useTranslation('parts');
  return (
    <div className="tk-json" role="group" aria-label={label}>
      <CopyButton value={JSON.stringify(value, null, 2) ?? ''} timeout={1500}>
        {({ copied, copy }) => (
          <Button
            className="tk-json-copy"
            size="compact-xs"
            variant="default"
            onClick={copy}
            leftSection={copied ? <IconCheck size={12} /> : <IconCopy size={12} />}
          >
            {copied ? t('copied') : t('copy_json')}
          </Button>
        )}
      </CopyButton>
      <div className="tk-json-body tk-mono">
        <Node name={undefined} value={value} open={open} />
      </div>
    </div>
  );
}

function Node(props: { name: string | undefined; value: unknown; open: number }): ReactNode {
  const { name, value, open } = props;
  const key = name !== undefined && <span className="tk-json-key">{name}: </span>;
  if (typeof value !== 'object' || value === null) {
    return (
      <div className="tk-json-leaf">
        {key}
        <span className={`tk-json-${value === null ? 'null' : typeof value}`}>
          {JSON.stringify(value) ?? 'undefined'}
        </span>
      </div>
    );
  }
  const list = Array.isArray(value);
  const entries = Object.entries(value);
  const [left, right] = list ? ['[', ']'] : ['{', '}'];
  if (entries.length === 0) {
    return (
      <div className="tk-json-leaf">
        {key}
        {left + right}
      </div>
    );
  }
  return (
    <details open={open > 0}>
      <summary>
        {key}
        {left}
        <span className="tk-json-more">
          … {right} · {entries.length}
        </span>
      </summary>
      <div className="tk-json-inside">
        {entries.map(([inner, one]) => (
          <Node key={inner} name={inner} value={one} open={open - 1} />
        ))}
      </div>
      <div>{right}</div>
    </details>
  );
}
