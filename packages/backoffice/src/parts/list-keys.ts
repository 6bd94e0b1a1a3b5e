// A list by keyboard: j and k move, beyond the last row j loads older ones, Enter opens, as the arrow keys and Tab do for who prefers them.
import { type RefObject, useEffect } from 'react';

interface ListKeysOptions {
  ids: readonly string[];
  selected: string | undefined;
  select: (id: string | undefined) => void;
  region: RefObject<HTMLDivElement | null>;
  /** Loads older rows; undefined where there are none. */
  more: (() => void) | undefined;
}

/** True while a key belongs to a field, a dialog or a menu. */
export function keysAreTaken(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return true;
  const at = event.target instanceof Element ? event.target : null;
  if (
    at?.closest(
      'input, textarea, select, [contenteditable="true"], [role="menu"], [role="listbox"]',
    )
  ) {
    return true;
  }
  return document.querySelector('[role="dialog"], [aria-modal="true"]') !== null;
}

export function useListKeys({ ids, selected, select, region, more }: ListKeysOptions): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (keysAreTaken(event)) return;
      if (event.key === 'Escape' && selected !== undefined) {
        select(undefined);
        if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
        return;
      }
      const step = event.key === 'j' ? 1 : event.key === 'k' ? -1 : 0;
      if (step === 0) return;
      const at = selected === undefined ? -1 : ids.indexOf(selected);
      if (step === 1 && at === ids.length - 1) more?.();
      const next = ids[Math.min(Math.max(at + step, 0), ids.length - 1)];
      if (next === undefined) return;
      select(next);
      const row = region.current?.querySelector(`[data-row="${CSS.escape(next)}"]`);
      // The focus goes along, so that Enter, Tab and a screen reader find the row.
      row?.querySelector<HTMLElement>('a.tk-row-target')?.focus({ preventScroll: true });
      row?.scrollIntoView({ block: 'nearest' });
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [ids, selected, select, region, more]);
}
