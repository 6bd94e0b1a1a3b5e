// Every word of the page in Indonesian, by area.
import { accounts } from './accounts.ts';
import { approvals } from './approvals.ts';
import { audit } from './audit.ts';
import { balances } from './balances.ts';
import { banks } from './banks.ts';
import { developers } from './developers.ts';
import { door } from './door.ts';
import { errors } from './errors.ts';
import { fees } from './fees.ts';
import { home } from './home.ts';
import { merchants } from './merchants.ts';
import { notifications } from './notifications.ts';
import { parts } from './parts.ts';
import { payments } from './payments.ts';
import { profile } from './profile.ts';
import { reasons } from './reasons.ts';
import { reconciliation } from './reconciliation.ts';
import { refunds } from './refunds.ts';
import { requests } from './requests.ts';
import { search } from './search.ts';
import { settings } from './settings.ts';
import { settlement } from './settlement.ts';
import { shell } from './shell.ts';
import { states } from './states.ts';
import { story } from './story.ts';
import { team } from './team.ts';
import { tokens } from './tokens.ts';

export const id = {
  shell,
  parts,
  states,
  errors,
  reasons,
  story,
  door,
  profile,
  home,
  payments,
  tokens,
  refunds,
  reconciliation,
  notifications,
  settlement,
  search,
  accounts,
  fees,
  banks,
  settings,
  developers,
  requests,
  approvals,
  team,
  audit,
  merchants,
  balances,
} as const;
