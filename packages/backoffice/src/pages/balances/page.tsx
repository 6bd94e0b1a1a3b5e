// Balances: of the merchant of the workspace, or of every merchant for people of the gateway.
import './balances.css';
import type { ReactNode } from 'react';
import { useWorkspace } from '../../api/session.ts';
import { Only } from '../nothing/no-access.tsx';
import { MerchantBalances } from './merchants.tsx';
import { OwnBalances } from './own.tsx';

export function BalancesPage(): ReactNode {
  const { workspace } = useWorkspace();
  return (
    <Only may="money.view">{workspace === 'all' ? <MerchantBalances /> : <OwnBalances />}</Only>
  );
}
