// Lanes: each merchant's own share of the calls under way, so that a slow merchant waits behind
// itself alone.

/** A piece of work; answers whether somebody was there to take it. It must not throw. */
export type Job = () => Promise<boolean>;

export interface LaneSettings {
  /** Calls under way per merchant; a merchant whose last call found nobody gets one. */
  width: number;
  /** Calls under way in all. */
  overall: number;
  /** Jobs per merchant, waiting and under way, that are taken on at first. */
  window: number;
  /** A merchant that is quick is given up to this many. */
  maxWindow: number;
  /** A steady count of milliseconds. */
  steady(): number;
  /** Called when a merchant that had no room has some again. */
  onRoom(): void;
}

export interface Lanes {
  /** How many more jobs a merchant's lane takes now. */
  room(merchant: string): number;
  /** Merchants whose lanes take nothing now. */
  busy(): string[];
  /** Jobs waiting and under way, in all. */
  load(): number;
  add(merchant: string, jobs: readonly Job[]): void;
  /** Resolves when nothing is waiting or under way. */
  idle(): Promise<void>;
}

interface Lane {
  queue: Job[];
  flying: number;
  window: number;
  filledAt: number;
  alone: boolean;
}

/** A lane whose window is used up again within this time gets a wider one, ms. */
const QUICK_MS = 1000;

/**
 * Lanes without jobs in them; one stays for each merchant seen. Lanes that may start a job take
 * turns.
 */
export function createLanes(settings: LaneSettings): Lanes {
  const lanes = new Map<string, Lane>();
  const ready = new Set<string>();
  let flying = 0;
  let waiting = 0;
  let idlers: (() => void)[] = [];

  function laneOf(merchant: string): Lane {
    let lane = lanes.get(merchant);
    if (lane === undefined) {
      lane = { queue: [], flying: 0, window: settings.window, filledAt: -Infinity, alone: false };
      lanes.set(merchant, lane);
    }
    return lane;
  }

  // Taken on by half a window at a time: a statement for every job that ends would cost more than
  // the jobs.
  function roomOf(lane: Lane): number {
    const load = lane.queue.length + lane.flying;
    const window = lane.alone ? 1 : lane.window;
    return load * 2 > window ? 0 : window - load;
  }

  function startable(lane: Lane): boolean {
    return lane.queue.length > 0 && lane.flying < (lane.alone ? 1 : settings.width);
  }

  function start(): void {
    for (const merchant of ready) {
      if (flying >= settings.overall) return;
      ready.delete(merchant);
      const lane = laneOf(merchant);
      const job = startable(lane) ? lane.queue.shift() : undefined;
      if (job === undefined) continue;
      waiting -= 1;
      flying += 1;
      lane.flying += 1;
      void job().then((met) => end(merchant, lane, met));
      if (startable(lane)) ready.add(merchant); // at the end of the turn
    }
  }

  function end(merchant: string, lane: Lane, met: boolean): void {
    const had = roomOf(lane);
    flying -= 1;
    lane.flying -= 1;
    lane.alone = !met;
    if (!met) lane.window = settings.window;
    if (startable(lane)) ready.add(merchant);
    start();
    if (had === 0 && roomOf(lane) > 0) settings.onRoom();
    if (flying + waiting > 0) return;
    for (const resolve of idlers) resolve();
    idlers = [];
  }

  return {
    room(merchant) {
      const lane = lanes.get(merchant);
      return lane === undefined ? settings.window : roomOf(lane);
    },
    busy: () => [...lanes].filter(([, lane]) => roomOf(lane) === 0).map(([merchant]) => merchant),
    load: () => flying + waiting,
    add(merchant, jobs) {
      const lane = laneOf(merchant);
      const now = settings.steady();
      if (jobs.length >= roomOf(lane)) {
        const quick = now - lane.filledAt < QUICK_MS;
        lane.window = quick ? Math.min(lane.window * 2, settings.maxWindow) : settings.window;
        lane.filledAt = now;
      }
      lane.queue.push(...jobs);
      waiting += jobs.length;
      if (startable(lane)) ready.add(merchant);
      start();
    },
    idle() {
      if (flying + waiting === 0) return Promise.resolve();
      return new Promise((resolve) => idlers.push(resolve));
    },
  };
}
