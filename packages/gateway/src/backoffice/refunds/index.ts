// The routes of refunds.
import type { Route } from '../route.ts';
import { getRefund } from './get.ts';
import { exportRefunds, listRefunds } from './list.ts';

export const REFUND_ROUTES: readonly Route[] = [listRefunds, exportRefunds, getRefund];
