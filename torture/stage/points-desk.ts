// The controller's desk for points: who records, what is armed, and the lines to the gateways' processes.
import { arm, nextId, type ArmingSettings } from './arming.ts';
import { createChannel, type Channel } from './channel.ts';
import type { Order } from './messages.ts';
import type { PartName, Point } from './types.ts';

export interface PointsDesk {
  /** The line to a part; made when it is asked for first. */
  channel(part: PartName): Channel;
  tellAll(order: Order): void;
  record(): Promise<() => Promise<Point[]>>;
  arm(
    part: PartName,
    settings: Omit<ArmingSettings, 'id' | 'channel'>,
  ): Promise<{ disarm(): Promise<boolean> }>;
}

/** A desk at which nothing is recorded and nothing is armed. */
export function createPointsDesk(): PointsDesk {
  const channels = new Map<PartName, Channel>();
  let recorded: Point[] | null = null;

  async function recordAll(on: boolean): Promise<void> {
    await Promise.all(
      [...channels.values()].map((one) => one.ask({ kind: 'record', id: nextId(), on })),
    );
  }

  return {
    channel(part) {
      let one = channels.get(part);
      if (one !== undefined) return one;
      one = createChannel((own) => {
        if (recorded !== null) own.tell({ kind: 'record', id: nextId(), on: true });
      });
      one.listen((said) => {
        if (said.kind !== 'point') return;
        recorded?.push({ part, door: said.door, name: said.name });
      });
      channels.set(part, one);
      return one;
    },
    tellAll(order) {
      for (const one of channels.values()) one.tell(order);
    },
    async record() {
      const points: Point[] = [];
      recorded = points;
      await recordAll(true);
      return async () => {
        await recordAll(false);
        if (recorded === points) recorded = null;
        return points;
      };
    },
    async arm(part, settings) {
      const channel = channels.get(part);
      if (channel === undefined) throw new Error(`${part} has no points: it is no gateway`);
      return await arm({ ...settings, id: nextId(), channel });
    },
  };
}
