// One's own profile: who one is, how the page speaks, and what keeps others out.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Page } from '../../parts/page.tsx';
import { AboutSection } from './about.tsx';
import { PasswordSection } from './password.tsx';
import { SessionsSection } from './sessions.tsx';
import { TotpSection } from './totp.tsx';

export function ProfilePage(): ReactNode {
  const { t } = useTranslation('profile');
  return (
    <Page title={t('title')} lead={t('lead')} width="narrow">
      <div className="tk-stack">
        <AboutSection />
        <TotpSection />
        <PasswordSection />
        <SessionsSection />
      </div>
    </Page>
  );
}
