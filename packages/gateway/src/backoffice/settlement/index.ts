// The routes of settlement.
import type { Route } from '../route.ts';
import { exportBatchLines, getBatch, listBatches, listBatchLines } from './batches.ts';
import { removeHoliday, getCalendar, putHoliday } from './calendar.ts';
import {
  listPayoutFiles,
  makePayoutFiles,
  markPayoutFileSent,
  readPayoutResults,
  releasePayoutFile,
  takePayoutFile,
} from './files.ts';
import { getPayout, listPayouts, releasePayout } from './payouts.ts';
import { previewSettlement } from './preview.ts';
import { foreseeSettlement, runSettlement } from './run.ts';
import { exportStatement, getStatement } from './statement.ts';
import { TERMS_ROUTES } from './terms.ts';
import { listUpcoming } from './upcoming.ts';

export const SETTLEMENT_ROUTES: readonly Route[] = [
  previewSettlement,
  listUpcoming,
  getCalendar,
  putHoliday,
  removeHoliday,
  ...TERMS_ROUTES,
  foreseeSettlement,
  runSettlement,
  listBatches,
  getBatch,
  listBatchLines,
  exportBatchLines,
  getStatement,
  exportStatement,
  listPayouts,
  getPayout,
  releasePayout,
  listPayoutFiles,
  makePayoutFiles,
  takePayoutFile,
  markPayoutFileSent,
  releasePayoutFile,
  readPayoutResults,
];
