// Model-based runs: commands in any order, two processes of the gateway, a scheduler that picks who goes on, a bank that
// fails in every way, and a reference model that must agree with all that was ever said.
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seedOfRun } from '../../packages/gateway/tests/chance.ts';
import { allCommands, bind } from './commands.ts';
import { endOf } from './end.ts';
import { openGround } from './ground.ts';
import { createWorld } from './world.ts';

const seed = seedOfRun();
const RUNS = Number(process.env['TORTURE_MODEL_RUNS'] ?? 150);
const path = process.env['TORTURE_MODEL_PATH'];

/** After this many runs a fresh database: the books are checked whole after each. */
const RUNS_PER_DATABASE = 100;
const BEGINNING = Date.UTC(2027, 0, 1);

/** Answers that some run must have heard. */
const SOMETIMES = [
  'payment PENDING',
  'payment SUCCESS',
  'payment SUCCESS again',
  'payment payment_declined',
  'payment token_not_found',
  'payment duplicate_invoice_number',
  'payment request_id_reused',
  'payment database_unavailable',
  'payment/validate SUCCESS',
  'payment/validate PENDING',
  'payment/validate invalid_otp',
  'payment/validate otp_expired',
  'payment/validate payment_busy',
  'payment/validate payment_already_final',
  'payment-refund SUCCESS',
  'payment-refund PENDING',
  'payment-refund refund_amount_exceeded',
  'token-delete SUCCESS',
  'tokens done',
];

let ground: Awaited<ReturnType<typeof openGround>>;
const tally = new Map<string, number>();
let runs = 0;
let spoilt = false;

beforeAll(async () => {
  ground = await openGround();
});

afterAll(() => ground.close());

async function freshGround(): Promise<void> {
  if (!spoilt && runs % RUNS_PER_DATABASE !== 0) return;
  await ground.close();
  ground = await openGround();
  spoilt = false;
}

async function oneRun(commands: Iterable<fc.AsyncCommand<never, never>>, picker: fc.Scheduler) {
  await freshGround();
  runs += 1;
  const world = createWorld(ground, picker, runs, BEGINNING, tally);
  spoilt = true;
  bind(world, 'otp', 0);
  bind(world, 'otp', 1);
  bind(world, 'free', 0);
  await world.finish();
  await fc.asyncModelRun(() => ({ model: {} as never, real: world as never }), commands);
  const findings = await endOf(world);
  if (findings.length > 0) throw new Error(findings.join('\n'));
  spoilt = false;
}

test(`the reference model agrees with ${RUNS} runs (TARIK_TEST_SEED=${seed})`, async () => {
  const drawn = fc.commands(allCommands(), { maxCommands: 45, size: 'max' });
  const property = fc.asyncProperty(drawn as never, fc.scheduler(), oneRun as never);
  const told = await fc.check(property, {
    seed,
    numRuns: RUNS,
    ...(path === undefined ? {} : { path }),
    endOnFailure: process.env['TORTURE_MODEL_SHRINK'] === undefined,
  });
  if (process.env['TORTURE_MODEL_TALLY'] !== undefined) {
    const lines = [...tally].map(([what, count]) => `${what}: ${count}\n`);
    process.stdout.write(lines.join(''));
  }
  if (!told.failed) {
    // A run in which nothing happens agrees with every model.
    if (RUNS >= 100) expect([...tally.keys()]).toEqual(expect.arrayContaining(SOMETIMES));
    return;
  }
  const again = `TARIK_TEST_SEED=${seed} TORTURE_MODEL_PATH=${told.counterexamplePath} TORTURE_MODEL_RUNS=1`;
  const command = `${again} npx vitest run --configLoader=native torture/model/model.test.ts`;
  const why = String(told.errorInstance);
  throw new Error(
    `${why}\nafter ${told.numRuns} runs; again: ${command}\n${fc.defaultReportMessage(told)}`,
  );
}, 7_200_000);
