// What stands before a scenario begins: an account that is bound, and processes that remember everything or nothing.
import { bind, type Bound, type Scene } from './scene.ts';
import type { Scenario } from './scenario.ts';

/** Prepares a stage at rest; answers the account that was bound, or null for a scenario without one. */
export async function prepare(scene: Scene, scenario: Scenario): Promise<Bound | null> {
  const { account, isCold } = scenario;
  const bound = account === null ? null : await bind(scene, account);
  if (account !== null && bound === null)
    throw new Error('nothing is broken, and no account bound');
  if (bound !== null) await scenario.before?.(scene, bound);
  if (isCold === true) {
    const parts = (['gateway-1', 'worker-1'] as const).map((name) => scene.stage.part(name));
    await Promise.all(parts.map((part) => part.kill()));
    await Promise.all(parts.map((part) => part.start()));
  }
  return bound;
}
