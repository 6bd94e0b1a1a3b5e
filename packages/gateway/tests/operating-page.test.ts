// docs/operating.md lists the settings and the metrics that there are.
import { expect, test } from 'vitest';
import { partNames, readPage, withParts } from './pages/generated.ts';
import { metricsParts } from './pages/metrics.ts';
import { settingsParts } from './pages/settings.ts';

const page = readPage('operating.md');
const parts = { ...settingsParts(), ...(await metricsParts()) };

test('docs/operating.md is what `node scripts/settings.ts` writes', () => {
  expect(withParts(page, parts)).toBe(page);
});

test('docs/operating.md holds every generated part once, and no other', () => {
  expect(partNames(page).toSorted()).toEqual(Object.keys(parts).toSorted());
});
