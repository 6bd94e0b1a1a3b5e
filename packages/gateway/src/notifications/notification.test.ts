import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { SCHEDULES, isGone, nextStep, type Schedule, type Tried } from './notification.ts';

const WRITTEN = Date.UTC(2026, 0, 1);
const WALL = Date.UTC(2030, 5, 5);
const MIDDLE = () => 0.5; // no jitter

function tried(changes: Partial<Tried> = {}): Tried {
  return {
    schedule: 'durable',
    createdAt: WRITTEN,
    attempts: 1,
    status: 500,
    error: null,
    retryAfter: null,
    ...changes,
  };
}

/** Minutes after the writing at which each try of a merchant that never answers well is made. */
function walk(schedule: Schedule, fraction: () => number, answer: Partial<Tried> = {}): number[] {
  const times: number[] = [];
  let now = WRITTEN;
  for (let attempts = 1; attempts < 50; attempts += 1) {
    times.push((now - WRITTEN) / 60_000);
    const next = nextStep(tried({ schedule, attempts, ...answer }), now, WALL, fraction);
    if (next.state !== 'pending') return times;
    now = next.dueAt;
  }
  throw new Error('never ends');
}

describe('the schedules', () => {
  it('doku: tries again 30 minutes, 6 hours and 12 hours after the original, and then no more', () => {
    expect(walk('doku', MIDDLE)).toEqual([0, 30, 360, 720]);
  });

  it('doku: has no jitter', () => {
    expect(walk('doku', () => 0)).toEqual(walk('doku', () => 0.999));
  });

  it('durable: eight tries over three days', () => {
    expect(walk('durable', MIDDLE)).toEqual([0, 5 / 60, 1, 10, 60, 360, 1440, 4320]);
  });

  it('durable: the jitter is ten per cent to either side', () => {
    expect(walk('durable', () => 0).at(-1)).toBeCloseTo(4320 * 0.9, 3);
    expect(walk('durable', () => 0.999_999).at(-1)).toBeCloseTo(4320 * 1.1, 1);
  });

  it('every next try lies after the one before, whatever the jitter and however late we were', () => {
    const late = fc.integer({ min: 0, max: 10 * 24 * 3600_000 });
    const fraction = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(
        fc.constantFrom<Schedule>('doku', 'durable'),
        fc.array(fc.tuple(late, fraction), { minLength: 8, maxLength: 8 }),
        (schedule, delays) => {
          let now = WRITTEN;
          for (const [index, [delay, jitter]] of delays.entries()) {
            now += delay;
            const next = nextStep(
              tried({ schedule, attempts: index + 1 }),
              now,
              WALL,
              () => jitter,
            );
            if (next.state !== 'pending') {
              return index + 1 === SCHEDULES[schedule].tries.length && next.state === 'exhausted';
            }
            if (next.dueAt <= now) return false;
            now = next.dueAt;
          }
          return true;
        },
      ),
    );
  });

  it('tries that an outage of ours put off are not made all at once', () => {
    const day = 24 * 3600_000;
    const next = nextStep(tried({ schedule: 'doku' }), WRITTEN + day, WALL, MIDDLE);
    expect(next).toEqual({ state: 'pending', dueAt: WRITTEN + day + 15 * 60_000 });
  });

  it('a resend of what was exhausted is one more try', () => {
    expect(nextStep(tried({ attempts: 9 }), WRITTEN, WALL, MIDDLE).state).toBe('exhausted');
  });
});

describe('what an answer means', () => {
  it.each([200, 201, 202, 204, 206, 299])('%i acknowledges', (status) => {
    expect(nextStep(tried({ status }), WRITTEN, WALL, MIDDLE)).toEqual({
      state: 'delivered',
      dueAt: null,
    });
  });

  it.each([300, 301, 302, 307, 308, 304, 400, 401, 404, 409, 418, 500, 502, 503])(
    '%i is tried again',
    (status) => {
      expect(nextStep(tried({ status }), WRITTEN, WALL, MIDDLE).state).toBe('pending');
    },
  );

  it('410 ends it as undeliverable, also on the first try', () => {
    expect(isGone({ status: 410, error: null })).toBe(true);
    expect(nextStep(tried({ status: 410 }), WRITTEN, WALL, MIDDLE).state).toBe('undeliverable');
  });

  it('a 2xx or a 410 that was not heard to its end is no answer', () => {
    for (const status of [200, 410]) {
      const half = tried({ status, error: 'time_out' });
      expect(isGone(half)).toBe(false);
      expect(nextStep(half, WRITTEN, WALL, MIDDLE).state).toBe('pending');
    }
  });

  it('nobody there is tried again, and ends as exhausted', () => {
    const nobody = { status: null, error: 'econnrefused' };
    expect(walk('durable', MIDDLE, nobody)).toHaveLength(8);
  });

  it('a URL that was disabled before the try ends it', () => {
    const disabled = tried({ status: null, error: 'url_disabled' });
    expect(nextStep(disabled, WRITTEN, WALL, MIDDLE).state).toBe('undeliverable');
  });
});

describe('Retry-After', () => {
  function pause(changes: Partial<Tried>): number {
    const next = nextStep(tried(changes), WRITTEN, WALL, MIDDLE);
    return (next.dueAt ?? Number.NaN) - WRITTEN;
  }

  it.each([429, 503])('puts the next try off after a %i', (status) => {
    expect(pause({ status, retryAfter: '120' })).toBe(120_000);
  });

  it('is read as a date against the wall clock', () => {
    expect(pause({ status: 503, retryAfter: new Date(WALL + 90_000).toUTCString() })).toBe(90_000);
  });

  it('never brings a try forward', () => {
    expect(pause({ status: 503, retryAfter: '1' })).toBe(5000);
    expect(pause({ status: 503, retryAfter: new Date(WALL - 90_000).toUTCString() })).toBe(5000);
  });

  it('counts for a day at the most', () => {
    expect(pause({ status: 429, retryAfter: '999999999' })).toBe(24 * 3600_000);
  });

  it.each(['', '-5', '1e9', 'soon', '5 s', '99999999999999999999', '٣'])(
    'is ignored when it is no number of seconds and no date: %j',
    (retryAfter) => {
      expect(pause({ status: 503, retryAfter })).toBe(5000);
    },
  );

  it('is ignored with any other status', () => {
    expect(pause({ status: 500, retryAfter: '120' })).toBe(5000);
  });

  it('adds no try to the schedule', () => {
    const last = tried({ attempts: 8, status: 503, retryAfter: '120' });
    expect(nextStep(last, WRITTEN, WALL, MIDDLE).state).toBe('exhausted');
  });
});
