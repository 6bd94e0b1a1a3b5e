// The drives by name, each with what it needs of its stage.
import type { StageOptions } from '../../stage/types.ts';
import type { Play } from '../play.ts';
import { bankDays } from './days.ts';
import { callbacks, forgedCallbacks } from './callbacks.ts';
import { codes, expiredCodes } from './codes.ts';
import { cancelledCommit, lostCommit, powerCut } from './database.ts';
import {
  deathAfterCommit,
  deathAfterSending,
  deathBeforeCommit,
  deathWhileValidating,
} from './deaths.ts';
import { answersAboutOthers, forgedAnswers } from './forger.ts';
import type { DriveName } from './names.ts';
import {
  forgetfulBook,
  lateDebit,
  lostAnswers,
  plainPayments,
  silentBook,
  slowDebit,
  twins,
  unclearAnswers,
} from './payments.ts';
import { failingReceiver } from './receiver.ts';
import { refunds } from './refunds.ts';
import { strangers } from './strangers.ts';

export interface Drive {
  run(play: Play): Promise<void>;
  /** More environment of the gateways. */
  env?: NonNullable<StageOptions['env']>;
}

export const DRIVES: Readonly<Record<DriveName, Drive>> = {
  'plain payments': { run: plainPayments },
  twins: { run: twins },
  codes: { run: codes },
  'expired codes': { run: expiredCodes },
  refunds: { run: refunds },
  'unclear answers': { run: unclearAnswers },
  'lost answers': { run: lostAnswers },
  'silent book': { run: silentBook },
  'forgetful book': { run: forgetfulBook },
  'slow debit': { run: slowDebit },
  'late debit': { run: lateDebit },
  callbacks: { run: callbacks },
  'forged callbacks': { run: forgedCallbacks },
  'forged answers': { run: forgedAnswers },
  'answers about others': {
    run: answersAboutOthers,
    env: { TARIK_CIMB_SIGNED_ANSWERS: 'off' },
  },
  strangers: { run: strangers },
  'failing receiver': { run: failingReceiver },
  'death after sending': { run: deathAfterSending },
  'death before commit': { run: deathBeforeCommit },
  'death after commit': { run: deathAfterCommit },
  'death while validating': { run: deathWhileValidating },
  'lost commit': { run: lostCommit },
  'cancelled commit': { run: cancelledCommit },
  'power cut': { run: powerCut },
  'bank days': { run: bankDays },
};
