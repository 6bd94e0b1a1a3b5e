// The frame of the door's pages: the mark, one card, and the language below it.
import { useMantineColorScheme } from '@mantine/core';
import { IconMoonStars } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { speak } from '../../app/i18n.ts';
import { usePageTitle } from '../../parts/page.tsx';
import { Logo } from '../../shell/logo.tsx';

interface DoorFrameProps {
  title: string;
  lead?: ReactNode;
  children: ReactNode;
  /** Below the card. */
  below?: ReactNode;
}

export function DoorFrame({ title, lead, children, below }: DoorFrameProps): ReactNode {
  const { t, i18n } = useTranslation(['door', 'shell']);
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const ref = usePageTitle(title);
  const other = i18n.language === 'id' ? 'en' : 'id';
  return (
    <div className="tk-door">
      <main className="tk-door-inside">
        <Logo />
        <div className="tk-door-card">
          <h1 ref={ref} tabIndex={-1} className="tk-door-title">
            {title}
          </h1>
          {lead && <p className="tk-door-lead">{lead}</p>}
          {children}
        </div>
        {below}
      </main>
      <footer className="tk-door-foot">
        <span>{t('door:footer')}</span>
        <span className="tk-door-tastes">
          <button type="button" className="tk-plain" onClick={() => void speak(other)} lang={other}>
            {other === 'id' ? 'Bahasa Indonesia' : 'English'}
          </button>
          <button
            type="button"
            className="tk-plain"
            aria-label={t('shell:theme_change')}
            onClick={() => setColorScheme(colorScheme === 'dark' ? 'light' : 'dark')}
          >
            <IconMoonStars size={16} aria-hidden />
          </button>
        </span>
      </footer>
    </div>
  );
}
