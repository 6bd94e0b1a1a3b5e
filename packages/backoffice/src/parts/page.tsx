// The frame of a page: its title in the tab and as the heading that gets the focus after a change of page.
import { createContext, type ReactNode, use, useEffect, useRef } from 'react';
import { useWorkspace } from '../api/session.ts';

/** Whether a heading of a page stands above already: a page has one. */
const InPage = createContext(false);
export const useInPage = (): boolean => use(InPage);

interface PageProps {
  title: string;
  /** Shown in the heading's place when it is more than words. The tab's title is always `title`. */
  heading?: ReactNode;
  /** A sentence below the heading. */
  lead?: ReactNode;
  /** Buttons at the right of the heading. */
  actions?: ReactNode;
  /** Above the heading: the way back. */
  above?: ReactNode;
  /** `narrow` for forms and text, `wide` (the default) for lists and charts. */
  width?: 'narrow' | 'wide';
  children: ReactNode;
}

export function Page(props: PageProps): ReactNode {
  const { title, heading, lead, actions, above, width = 'wide', children } = props;
  const { name } = useWorkspace();
  const ref = usePageTitle(`${title} · ${name}`);
  return (
    <div className={`tk-page tk-page-${width}`}>
      {above && <div className="tk-page-above">{above}</div>}
      <div className="tk-page-head">
        <div className="tk-page-words">
          <h1 ref={ref} tabIndex={-1} className="tk-page-title">
            {heading ?? title}
          </h1>
          {lead && <p className="tk-page-lead">{lead}</p>}
        </div>
        {actions && <div className="tk-page-actions">{actions}</div>}
      </div>
      <InPage value={true}>{children}</InPage>
    </div>
  );
}

/** Names the tab, and puts the focus on the heading, so that who hears the page hears that it is another. */
export function usePageTitle(title: string): React.RefObject<HTMLHeadingElement | null> {
  const ref = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · Tarik`;
  }, [title]);
  useEffect(() => {
    // Not when somebody has just opened the address, nor out of a field in which they type.
    const typing = document.activeElement?.matches('input, textarea, select') === true;
    if (document.documentElement.dataset['moved'] === 'yes' && !typing) {
      ref.current?.focus({ preventScroll: true });
    }
    document.documentElement.dataset['moved'] = 'yes';
  }, []);
  return ref;
}
