// The places of the Back Office: where each leads, who may see it, its icon and its keys. Navigation, palette and help read it.
import {
  IconArrowBackUp,
  IconArrowsExchange,
  IconBell,
  IconBuildingBank,
  IconBuildingStore,
  IconCash,
  IconChecklist,
  IconCreditCardPay,
  IconHistory,
  IconHome,
  IconKey,
  IconLink,
  IconListDetails,
  IconReceipt,
  IconScale,
  IconSettings,
  IconSignature,
  IconUsers,
  IconWallet,
  type TablerIcon,
} from '@tabler/icons-react';
import type { Permission, Session, Workspace } from '../api/session.ts';
import type { en } from '../words/en/index.ts';

export interface Place {
  name: keyof (typeof en)['shell']['places'];
  /** Below the workspace. */
  to: string;
  /** What the role must allow; `gateway`: for people of the gateway. */
  needs: Permission | 'gateway';
  icon: TablerIcon;
  /** Pressed after `g`. */
  key: string;
}

export interface Group {
  name: keyof (typeof en)['shell']['groups'] | null;
  places: readonly Place[];
}

const GROUPS: readonly Group[] = [
  {
    name: null,
    places: [{ name: 'home', to: '', needs: 'figures.view', icon: IconHome, key: 'h' }],
  },
  {
    name: 'activity',
    places: [
      {
        name: 'payments',
        to: 'payments',
        needs: 'payments.view',
        icon: IconCreditCardPay,
        key: 'p',
      },
      { name: 'tokens', to: 'tokens', needs: 'payments.view', icon: IconLink, key: 't' },
      { name: 'refunds', to: 'refunds', needs: 'payments.view', icon: IconArrowBackUp, key: 'r' },
      {
        name: 'notifications',
        to: 'notifications',
        needs: 'payments.view',
        icon: IconBell,
        key: 'n',
      },
    ],
  },
  {
    name: 'money',
    places: [
      { name: 'balances', to: 'balances', needs: 'money.view', icon: IconScale, key: 'b' },
      { name: 'settlement', to: 'settlement', needs: 'money.view', icon: IconCash, key: 'l' },
      {
        name: 'reconciliation',
        to: 'reconciliation',
        needs: 'money.view',
        icon: IconArrowsExchange,
        key: 'c',
      },
      { name: 'accounts', to: 'accounts', needs: 'accounts.view', icon: IconWallet, key: 'o' },
      { name: 'fees', to: 'fees', needs: 'money.view', icon: IconReceipt, key: 'f' },
    ],
  },
  {
    name: 'configuration',
    places: [
      { name: 'banks', to: 'banks', needs: 'banks.view', icon: IconBuildingBank, key: 'd' },
      { name: 'settings', to: 'settings', needs: 'banks.view', icon: IconSettings, key: 's' },
    ],
  },
  {
    name: 'developers',
    places: [
      { name: 'keys', to: 'keys', needs: 'keys.view', icon: IconKey, key: 'k' },
      { name: 'signature', to: 'signature', needs: 'keys.view', icon: IconSignature, key: 'i' },
      { name: 'requests', to: 'requests', needs: 'requests.view', icon: IconListDetails, key: 'q' },
    ],
  },
  {
    name: 'oversight',
    places: [
      {
        name: 'approvals',
        to: 'approvals',
        needs: 'approvals.view',
        icon: IconChecklist,
        key: 'a',
      },
      { name: 'team', to: 'team', needs: 'team.view', icon: IconUsers, key: 'e' },
      { name: 'audit', to: 'audit', needs: 'audit.view', icon: IconHistory, key: 'u' },
    ],
  },
  {
    name: 'gateway',
    places: [
      { name: 'merchants', to: 'merchants', needs: 'gateway', icon: IconBuildingStore, key: 'm' },
    ],
  },
];

/** What the person may see in this workspace; empty groups are left out. */
export function groupsFor(session: Session, workspace: Workspace): Group[] {
  const ofGateway = session.workspaces.some((one) => one.workspace === 'all');
  return GROUPS.map((group) => ({
    ...group,
    places: group.places.filter(({ needs }) =>
      needs === 'gateway' ? ofGateway : workspace.permissions.includes(needs),
    ),
  })).filter(({ places }) => places.length > 0);
}

/** Whether the page at this address is one that the person may see; what is no place of the navigation is for everybody. */
export function maySee(session: Session, workspace: Workspace, pathname: string): boolean {
  const [, , area = ''] = pathname.split('/');
  const of = (groups: readonly Group[]): boolean =>
    groups.some(({ places }) => places.some(({ to }) => to === area));
  return of(groupsFor(session, workspace)) || !of(GROUPS);
}

/** The address of a place in a workspace. */
export function placePath(workspace: string, to: string): string {
  return `/${encodeURIComponent(workspace)}${to === '' ? '' : `/${to}`}`;
}
