// Writes the tables of docs/operating.md that list the environment's variables and the metrics: node scripts/settings.ts
import { rewritePage } from '../packages/gateway/tests/pages/generated.ts';
import { metricsParts } from '../packages/gateway/tests/pages/metrics.ts';
import { settingsParts } from '../packages/gateway/tests/pages/settings.ts';

const changed = rewritePage('operating.md', { ...settingsParts(), ...(await metricsParts()) });
process.stdout.write(`docs/operating.md ${changed ? 'was written' : 'was up to date'}\n`);
