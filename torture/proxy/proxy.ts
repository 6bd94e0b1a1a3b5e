// A TCP proxy that breaks what it carries, on order: one listening port, one or more targets, faults per connection.
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { carry, type Active, type Held } from './carry.ts';
import type { FaultProxy, LinkFault } from './types.ts';

interface Target {
  host: string;
  port: number;
}

interface Connection {
  readonly number: number;
  readonly client: Socket;
  target: Socket | null;
  readonly faults: Active[];
  /** Bytes of it were swallowed. */
  holed: boolean;
}

/** What is to happen to connections that are still to come. */
interface Order {
  fault: LinkFault;
  left: number;
  /** Where it was done, and the connection stands. */
  done: Set<Active>;
}

/** Starts a proxy on a free port of 127.0.0.1; without targets it resets whoever comes. */
export async function startFaultProxy(name: string): Promise<FaultProxy> {
  const connections = new Set<Connection>();
  const done: Record<string, number> = {};
  let orders: Order[] = [];
  let held: Held[] = [];
  let watchers: (() => void)[] = [];
  let targets: readonly Target[] = [];
  let turn = 0;
  let numbers = 0;

  const server = createServer({ allowHalfOpen: true }, (client) => {
    client.setNoDelay(true);
    const connection: Connection = {
      number: (numbers += 1),
      client,
      target: null,
      faults: [],
      holed: false,
    };
    connections.add(connection);
    client.on('error', () => undefined);
    client.on('close', () => leave(connection));
    for (const order of orders) {
      if (order.left <= 0) continue;
      order.left -= 1;
      order.done.add(strike(connection, order.fault));
    }
    orders = orders.filter((order) => order.left > 0);
    if (!client.destroyed && !has(connection, 'blackhole')) void join(connection);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  function standing(): Connection[] {
    return [...connections].filter((one) => !one.client.destroyed);
  }

  function leave(connection: Connection): void {
    const { client, target } = connection;
    if (!client.destroyed || target?.destroyed === false) return;
    connections.delete(connection);
    // An order without an end must not keep all that ever came.
    for (const { done: struck } of orders) {
      for (const active of connection.faults) struck.delete(active);
    }
  }

  function reset(connection: Connection): void {
    connection.client.resetAndDestroy();
    connection.target?.resetAndDestroy();
    for (const active of connection.faults) active.lift();
  }

  /** Connects to the next target that accepts, and carries both ways. */
  async function join(connection: Connection): Promise<void> {
    const target = await reach();
    if (target === null || connection.client.destroyed) {
      target?.resetAndDestroy();
      return reset(connection);
    }
    connection.target = target;
    target.on('close', () => leave(connection));
    const { client } = connection;
    const shared = {
      connection: connection.number,
      faults: () => connection.faults,
      hold: keep,
      vanished: () => void (connection.holed = true),
      reset: () => reset(connection),
      random: Math.random,
    };
    await Promise.all([
      carry({ ...shared, direction: 'in', from: client, to: target }),
      carry({ ...shared, direction: 'out', from: target, to: client }),
    ]);
  }

  async function reach(): Promise<Socket | null> {
    const first = targets.length === 0 ? 0 : turn % targets.length;
    turn += 1;
    for (const { host, port: at } of [...targets.slice(first), ...targets.slice(0, first)]) {
      const socket = connect({ host, port: at, allowHalfOpen: true, noDelay: true });
      socket.on('error', () => undefined);
      const reached = await new Promise<boolean>((resolve) => {
        socket.once('connect', () => resolve(true));
        socket.once('close', () => resolve(false));
      });
      if (reached) return socket;
    }
    return null;
  }

  function keep(one: Held): void {
    held = [...held.filter((other) => other.waiting()), one];
    if (one.bytes) for (const told of watchers) told();
  }

  function strike(connection: Connection, fault: LinkFault): Active {
    const ended = Promise.withResolvers<void>();
    let touched = false;
    const active: Active = {
      fault,
      over: ended.promise,
      lifted: false,
      lift() {
        if (active.lifted) return;
        active.lifted = true;
        ended.resolve();
        const swallowing = fault.kind === 'half-open' && connection.holed;
        // What was lost cannot be had again: such a connection ends where its wire is mended.
        if (swallowing || fault.kind === 'blackhole') reset(connection);
      },
      touch() {
        if (!touched) done[fault.kind] = (done[fault.kind] ?? 0) + 1;
        touched = true;
      },
    };
    connection.faults.push(active);
    if (fault.kind === 'refuse') {
      active.touch();
      reset(connection);
    }
    if (fault.kind === 'blackhole') {
      active.touch();
      swallow(connection);
    }
    return active;
  }

  /** Takes what comes and answers nothing. */
  function swallow(connection: Connection): void {
    if (connection.target === null) {
      connection.client.resume();
      // Whoever gives up is gone for good: nobody is there to answer the end.
      connection.client.on('end', () => connection.client.destroy());
      return;
    }
    strike(connection, { kind: 'half-open', direction: 'in' });
    strike(connection, { kind: 'half-open', direction: 'out' });
  }

  function letGo(all: readonly Held[]): void {
    void (async () => {
      for (const one of all) {
        one.letGo();
        await one.passed;
        // The reader of these bytes comes first, then the next bytes.
        await new Promise((resolve) => setImmediate(resolve));
      }
    })();
  }

  function release(order: 'as held' | 'reversed' = 'as held'): void {
    const all = held.filter((one) => one.waiting());
    held = [];
    if (order === 'reversed') all.sort((a, b) => b.connection - a.connection);
    letGo(all);
  }

  function resetAll(): number {
    const count = standing().length;
    for (const connection of connections) reset(connection);
    return count;
  }

  return {
    name,
    port,
    url: `http://127.0.0.1:${port}`,
    setTargets: (to) => void (targets = [...to]),
    order(fault, where = {}) {
      const order: Order = {
        fault,
        left: where.now === true ? 0 : (where.connections ?? 1),
        done: new Set(),
      };
      if (where.now === true) {
        for (const connection of standing()) order.done.add(strike(connection, fault));
      } else {
        orders.push(order);
      }
      return () => {
        order.left = 0;
        for (const active of order.done) active.lift();
      };
    },
    release,
    heldSomething(withinMs) {
      if (held.some((one) => one.bytes && one.waiting())) return Promise.resolve(true);
      const told = Promise.withResolvers<boolean>();
      const tell = () => told.resolve(true);
      watchers.push(tell);
      const timer = setTimeout(() => told.resolve(false), withinMs);
      return told.promise.finally(() => {
        clearTimeout(timer);
        watchers = watchers.filter((one) => one !== tell);
      });
    },
    resetAll,
    heal() {
      orders = [];
      release();
      for (const connection of connections) {
        for (const active of connection.faults) active.lift();
      }
    },
    done,
    get open() {
      return standing().length;
    },
    async close() {
      orders = [];
      const closed = once(server, 'close');
      server.close();
      resetAll();
      await closed;
    },
  };
}

function has(connection: Connection, kind: LinkFault['kind']): boolean {
  return connection.faults.some((active) => active.fault.kind === kind);
}
