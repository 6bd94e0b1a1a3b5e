// The stage: the real system as separate processes, a proxy on every link, and the means to break and to heal it.
import type { FaultProxy } from '../proxy/types.ts';
import type { Act } from './acts.ts';
import type { Days } from './days.ts';
import type { Straight } from './straight.ts';

export type PartName = 'postgres' | 'bank' | 'receiver' | `gateway-${number}` | `worker-${number}`;

/** A process of the system. */
export interface Part {
  readonly name: PartName;
  readonly alive: boolean;
  readonly pid: number | undefined;
  /** Starts it (again) and resolves when it serves. */
  start(): Promise<void>;
  /** SIGKILL, and resolves when it is gone. PostgreSQL: postmaster and every child. */
  kill(): Promise<void>;
  /** SIGSTOP and SIGCONT. */
  freeze(): void;
  thaw(): void;
  /** Asks it to leave (SIGTERM) and resolves when it is gone. */
  stop(): Promise<void>;
}

/** A process that ended although nobody had killed or stopped it: a finding by itself. */
export interface Unexpected {
  part: PartName;
  /** Wall time, ms. */
  at: number;
  /** How it ended, and the last that it said. */
  how: string;
}

/** The doors out of a gateway process; each call through one announces a point. */
export type Door = 'db' | 'http' | 'timer' | 'socket';

/** `before`: nothing has left. `sent`: it has left, and no answer is here. `after`: the answer is here and not acted upon. */
export type Phase = 'before' | 'sent' | 'after';

export interface Point {
  /** The process that announced it. */
  part: PartName;
  door: Door;
  /**
   * Stable over runs: `db <query's name>` (and `db commit`), `http <operation>` (and `http notify`), `socket <route>`,
   * `timer <ms>`.
   */
  name: string;
}

export interface Armed {
  door: Door;
  name: string;
  /** The how-manieth time since it was armed, from 1. */
  hit: number;
  phase: Phase;
}

export interface Links {
  /** client → gateways (balanced over those that live) */
  client: FaultProxy;
  /** gateways and workers → PostgreSQL */
  database: FaultProxy;
  /** gateways and workers → bank */
  bank: FaultProxy;
  /** bank and browsers → gateways */
  callbacks: FaultProxy;
  /** workers → merchants' receiver */
  receiver: FaultProxy;
}

export interface StageMerchant {
  merchantId: string;
  clientId: string;
  secret: string;
  /** The merchant's Key at the bank. */
  partnerKey: string;
  /** The path at the receiver that its notifications go to. */
  notificationPath: string;
  /** Its bank accounts; see `make-terms.ts` for what each is. */
  accounts: readonly string[];
}

export interface Stage {
  readonly folder: string;
  /** Straight to PostgreSQL, past the proxy: for the auditor and the stage itself. */
  readonly databaseUrl: string;
  /** Through the proxy: what a client is given. */
  readonly gatewayUrl: string;
  /** The bank's own address (sandbox calls: SMS, faults, registrations), past the proxy. */
  readonly bankUrl: string;
  readonly merchants: readonly StageMerchant[];
  readonly links: Links;
  part(name: PartName): Part;
  readonly parts: readonly Part[];
  /** What ended by itself so far. */
  readonly unexpected: readonly Unexpected[];
  /** Secrets that must be found in no log and in no row: keys, passwords, the merchants' and the bank's secrets. */
  readonly canaries: readonly string[];
  /** Files: the bank's journal, the receiver's log, and what gateways and workers printed. */
  readonly files: { bankJournal: string; receiverLog: string; processLogs: readonly string[] };
  /** Calls the bank's sandbox API; waits for the bank when it is down. */
  sandbox<T>(path: string, body?: unknown): Promise<T>;
  /** Makes a share of the receiver's answers bad (0 to 1), until `heal`. It may end itself, and is started again. */
  misbehave(share: number, seed: number): Promise<void>;
  /** Business time: ms since the epoch. */
  now(): number;
  /** Moves business time of bank and gateways forward; waits for whoever is down. */
  advance(seconds: number): Promise<void>;
  /** Rows of the database, past the proxy; waits for a server that is down. */
  rows: Straight['rows'];
  /** The days of the bank, and what is done by them. */
  readonly days: Days;
  /** Has a process of ours do what people do; what came of it, or null when the process was or went away. */
  act(part: PartName, act: Act): Promise<string | null>;
  /** Sets one process's own clock wrong by so many seconds, until `heal`; null without a `clockLibrary`. */
  readonly skew: ((part: PartName, seconds: number) => void) | null;
  /** Makes the database's disk full, and free again; null where it is no disk of its own. */
  readonly disk: { fill(): Promise<void>; free(): Promise<void> } | null;
  /** Records points from now on; the answer ends it and lists what was announced, in order. */
  record(): Promise<() => Promise<Point[]>>;
  /**
   * Arms a point in a process: when it is reached, its call stands still and `onReached` runs; when that resolves the
   * call goes on (if its process still lives). Answers whether it was reached, and disarms.
   */
  arm(
    part: PartName,
    armed: Armed,
    onReached: () => Promise<void>,
  ): Promise<{ disarm(): Promise<boolean> }>;
  /** Heals every link, thaws and starts everything, calls off the bank's faults and makes the receiver behave. */
  heal(): Promise<void>;
  /**
   * After `heal`: moves time to whatever is due until nothing is left to do, or until `withinMs` real time is over.
   * Answers what is left, in words; empty when at rest.
   */
  settle(withinMs: number): Promise<string[]>;
  close(): Promise<void>;
}

export interface StageOptions {
  gateways: number;
  workers: number;
  merchants: number;
  /** Arguments for Node before the program of gateways and workers: `--import` of a sabotage. */
  nodeArgs?: readonly string[];
  /** More environment for gateways and workers. */
  env?: Record<string, string>;
  /** SQL that is run after the migrations: a sabotage of a function. */
  sql?: string;
  /** Where libfaketime is: then the clock of one gateway or worker can be set wrong. */
  clockLibrary?: string;
  /** Whether the database gets a disk of its own that can be made full, where this machine lets us mount one. */
  smallDisk?: boolean;
  /** Whether the bank reports every payment by a callback; `never` by default: only where a fault orders one. */
  callbacks?: 'never' | 'always';
  /** Where everything lies, kept after `close`; a temporary folder, removed by `close`, when absent. */
  folder?: string;
  say?(words: string): void;
}
