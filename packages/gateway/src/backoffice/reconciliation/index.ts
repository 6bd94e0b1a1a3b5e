// The routes of reconciliation.
import type { Route } from '../route.ts';
import { closeDay, getDay, listDays } from './days.ts';
import { getException, resolveException } from './exception.ts';
import { ageExceptions, exportExceptions, listExceptions } from './exceptions.ts';
import { importStatement } from './statement.ts';
import { assignPartner, listStrays } from './strays.ts';

export const RECONCILIATION_ROUTES: readonly Route[] = [
  listDays,
  getDay,
  closeDay,
  importStatement,
  listExceptions,
  exportExceptions,
  ageExceptions,
  getException,
  resolveException,
  listStrays,
  assignPartner,
];
