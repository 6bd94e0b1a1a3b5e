// A lane: a stage of its own with its client's log, on which runs follow one another until it is replaced by a fresh one.
import path from 'node:path';
import { audit } from '../audit/audit.ts';
import type { Audit, Violation } from '../audit/types.ts';
import { startStage } from '../stage/stage.ts';
import type { Stage } from '../stage/types.ts';
import { openLine } from './line.ts';
import type { Scene } from './scene.ts';

export interface Lane {
  stage: Stage;
  /** What a scenario is handed; `over` ends it early. */
  scene(over: AbortSignal): Scene;
  /** Compares the books; answers what the last look had not seen. */
  newViolations(): Promise<Violation[]>;
  /** The last look. */
  audited(): Audit | null;
  close(): Promise<void>;
}

/** Starts one gateway, one worker and everything around them. */
export async function openLane(): Promise<Lane> {
  const stage = await startStage({ gateways: 1, workers: 1, merchants: 1 });
  const clientLog = path.join(stage.folder, 'client.jsonl');
  const [merchant] = stage.merchants;
  if (merchant === undefined) throw new Error('a stage has its merchant');
  const line = await openLine(stage, merchant, clientLog);
  const known = new Set<string>();
  let last: Audit | null = null;
  return {
    stage,
    scene: (over) => ({ stage, merchant, line, over }),
    async newViolations() {
      const audited = await audit({
        databaseUrl: stage.databaseUrl,
        bankJournal: stage.files.bankJournal,
        receiverLog: stage.files.receiverLog,
        clientLog,
        processLogs: stage.files.processLogs,
        merchants: stage.merchants,
        canaries: stage.canaries,
        atRest: true,
      });
      last = audited;
      const words = audited.violations.map((one) => ({
        one,
        word: `${one.invariant} ${one.subject}`,
      }));
      const fresh = words.filter(({ word }) => !known.has(word));
      for (const { word } of words) known.add(word);
      for (const { part, how } of stage.unexpected) {
        if (known.has(how)) continue;
        known.add(how);
        fresh.push({ one: { invariant: 'process', subject: part, detail: how }, word: how });
      }
      return fresh.map(({ one }) => one);
    },
    audited: () => last,
    async close() {
      await line.close();
      await stage.close();
    },
  };
}
