// The controller's end of the line to one gateway's process, over all its lives.
import type { ChildProcess } from 'node:child_process';
import type { Act } from './acts.ts';
import { nextId } from './arming.ts';
import type { Order, Report } from './messages.ts';

export interface Channel {
  /** Takes over a new life of the process. */
  attach(child: ChildProcess): void;
  /** Says something that needs no answer; nobody hears it while the process is down. */
  tell(order: Order): void;
  /** Gives an order and resolves when it holds: with true, or with false when the process has ended. */
  ask(order: Extract<Order, { id: number }>): Promise<boolean>;
  /** Has something done and resolves with what came of it, or with null when the process has ended over it. */
  act(act: Act): Promise<string | null>;
  /** Listens to everything that is said; answers how to stop. */
  listen(to: (said: Report) => void): () => void;
  /** Resolves when the present life has ended; at once when there is none. */
  ended(): Promise<void>;
}

/** A line that nobody is at yet; `onAttach` is called with each new life. */
export function createChannel(onAttach: (channel: Channel) => void): Channel {
  let child: ChildProcess | null = null;
  let life = Promise.resolve();
  const ears = new Set<(said: Report) => void>();

  const channel: Channel = {
    attach(born) {
      child = born;
      born.on('message', (said: Report) => {
        for (const ear of ears) ear(said);
      });
      life = new Promise((resolve) => {
        born.once('exit', () => {
          if (child === born) child = null;
          resolve();
        });
      });
      onAttach(channel);
    },
    tell(order) {
      // It may die at this very moment: then nobody needs to hear it.
      if (child?.connected === true) child.send(order, () => undefined);
    },
    async ask(order) {
      if (child === null) return false;
      const { promise: done, resolve } = Promise.withResolvers<true>();
      const stop = channel.listen((said) => {
        if (said.kind === 'done' && said.id === order.id) resolve(true);
      });
      channel.tell(order);
      try {
        return await Promise.race([done, life.then(() => false)]);
      } finally {
        stop();
      }
    },
    async act(act) {
      if (child === null) return null;
      const id = nextId();
      const { promise: acted, resolve } = Promise.withResolvers<string>();
      const stop = channel.listen((said) => {
        if (said.kind === 'acted' && said.id === id) resolve(said.said);
      });
      channel.tell({ kind: 'act', id, act });
      try {
        return await Promise.race([acted, life.then(() => null)]);
      } finally {
        stop();
      }
    },
    listen(to) {
      ears.add(to);
      return () => ears.delete(to);
    },
    ended: () => life,
  };
  return channel;
}
