// The button of an act on a page of one thing: there when it can be done, greyed with the reason when not just now, gone when it never can.
import { Button, type ButtonProps, Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

export interface May {
  may: boolean;
  why_not: string | null;
}

interface ActButtonProps extends ButtonProps {
  may: May;
  onClick: () => void;
  loading?: boolean;
  children: ReactNode;
}

/** Refusals that are worth a greyed button; all others say themselves by the page's state or the reader's role. */
const EXPLAINED = [
  'fully_refunded',
  'refund_window_closed',
  'bank_unknown',
  'approval_pending',
  'call_running',
  'settled',
] as const;

export function ActButton({ may, onClick, children, ...look }: ActButtonProps): ReactNode {
  const { t } = useTranslation('story');
  if (may.may) {
    return (
      <Button {...look} onClick={onClick}>
        {children}
      </Button>
    );
  }
  const why = EXPLAINED.find((one) => one === may.why_not);
  if (why === undefined) return null;
  // Not the attribute `disabled`: who uses the keyboard must reach the reason too.
  return (
    <Tooltip label={t(`why_not.${why}`)} events={{ hover: true, focus: true, touch: true }}>
      <Button {...look} data-disabled aria-disabled onClick={(event) => event.preventDefault()}>
        {children}
      </Button>
    </Tooltip>
  );
}
