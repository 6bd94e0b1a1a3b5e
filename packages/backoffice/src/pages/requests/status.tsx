// How a call was answered: its HTTP status in the tone of its kind.
import type { ReactNode } from 'react';
import { Badge } from '../../parts/state-badge.tsx';

export function Status({ status }: { status: number }): ReactNode {
  const tone = status < 400 ? 'good' : status < 500 ? 'unsure' : 'bad';
  return <Badge tone={tone}>{status}</Badge>;
}
