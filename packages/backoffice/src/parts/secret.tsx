// A secret that is shown once: copied or kept by hand now, and never again.
import { Button, Checkbox, CopyButton } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconCopy, IconDownload } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';

interface SecretProps {
  /** What it is: `Secret Key`. */
  what: string;
  secret: string;
  /** With it the secret can be kept as a file of this name. */
  fileName?: string;
  /** Called when the reader says that it is kept; the page then forgets it. */
  onKept: () => void;
}

export function Secret({ what, secret, fileName, onKept }: SecretProps): ReactNode {
  const { t } = useTranslation('parts');
  const [kept, setKept] = useState(false);
  return (
    <div className="tk-secret">
      <p className="tk-note tk-tone-unsure">
        <IconAlertTriangle size={18} aria-hidden /> {t('secret_once', { what })}
      </p>
      <output className="tk-secret-text tk-mono" aria-label={what}>
        {secret}
      </output>
      <CopyButton value={secret} timeout={2000}>
        {({ copied, copy }) => (
          <Button
            variant="default"
            onClick={copy}
            leftSection={copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
          >
            {copied ? t('copied') : t('copy')}
          </Button>
        )}
      </CopyButton>
      {fileName !== undefined && (
        <Button
          variant="default"
          leftSection={<IconDownload size={16} />}
          onClick={() => saveText(fileName, secret)}
        >
          {t('download')}
        </Button>
      )}
      <Checkbox
        label={t('secret_kept')}
        checked={kept}
        onChange={(event) => setKept(event.currentTarget.checked)}
      />
      <Button disabled={!kept} onClick={onKept}>
        {t('done')}
      </Button>
    </div>
  );
}

/** Made in the browser: the secret does not travel once more. */
function saveText(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
