// A page that could not be shown: because the API refused, or because of a fault of ours.
import { useRouter } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { PageError } from '../../parts/page-error.tsx';

export function Broken({ error, reset }: { error: unknown; reset: () => void }): ReactNode {
  const router = useRouter();
  const again = (): void => {
    reset();
    void router.invalidate();
  };
  return (
    <div className="tk-page tk-page-narrow tk-nothing">
      <PageError error={error} retry={again} />
    </div>
  );
}
