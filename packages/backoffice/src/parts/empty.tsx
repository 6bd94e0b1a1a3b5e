// Nothing is there: why, and what to do about it.
import { IconInbox, type TablerIcon } from '@tabler/icons-react';
import type { ReactNode } from 'react';

interface EmptyProps {
  icon?: TablerIcon;
  title: string;
  /** One or two sentences. */
  children?: ReactNode;
  /** A button or a link. */
  action?: ReactNode;
}

export function Empty({ icon: Icon = IconInbox, title, children, action }: EmptyProps): ReactNode {
  return (
    <div className="tk-empty">
      <span className="tk-empty-icon" aria-hidden>
        <Icon size={26} stroke={1.5} />
      </span>
      <p className="tk-empty-title">{title}</p>
      {children && <div className="tk-empty-text">{children}</div>}
      {action && <div className="tk-empty-action">{action}</div>}
    </div>
  );
}
