// The walk: every step of the guide in order, as far as they hold.
import { SANDBOX_MERCHANTS } from '../merchants.ts';
import { GUIDE, beginTrail, type Places, type Shown, type Step } from './guide.ts';

export interface Walked {
  held: number;
  failed: number;
}

/** Walks the guide as merchant 1 and tells each step when it is done. Stops after a step that does not hold. */
export async function walk(
  places: Places,
  tell: (n: number, step: Step, shown: Shown) => void,
): Promise<Walked> {
  const [merchant] = SANDBOX_MERCHANTS;
  if (merchant === undefined) throw new Error('a sandbox has merchants');
  const { clientId, secret } = merchant;
  const trail = beginTrail(places, { gateway: places.gateway, clientId, secret });
  const walked = { held: 0, failed: 0 };
  for (const [n, step] of GUIDE.entries()) {
    const shown = await step.run(trail).catch((error: unknown) => broken(error));
    tell(n + 1, step, shown);
    for (const [, held] of shown.holds) walked[held ? 'held' : 'failed'] += 1;
    if (walked.failed > 0) break;
  }
  return walked;
}

function broken(error: unknown): Shown {
  return { holds: [[error instanceof Error ? error.message : 'it broke off', false]] };
}
