// The gateway's time as the page keeps it: by what answers say, not by the browser's clock alone.
import { expect, test, vi } from 'vitest';
import { gatewayNow, hearTime, onJump } from '../src/api/clock.ts';

const HOUR = 3_600_000;
const told = (aheadMs: number): string => new Date(Date.now() + aheadMs).toISOString();
const ahead = (): number => Math.round((gatewayNow() - Date.now()) / 1000);

test('an answer from a clock that was moved moves the page’s, and the delay of a line does not', () => {
  const jumped = vi.fn<() => void>();
  const stop = onJump(jumped);
  hearTime(told(-900));
  expect([ahead(), jumped.mock.calls.length]).toEqual([0, 0]);
  hearTime(told(HOUR));
  hearTime(told(HOUR - 700));
  hearTime(null);
  hearTime('soon');
  expect([ahead(), jumped.mock.calls.length]).toEqual([3600, 1]);
  hearTime(told(0));
  stop();
  hearTime(told(HOUR));
  expect([ahead(), jumped.mock.calls.length]).toEqual([3600, 2]);
});
