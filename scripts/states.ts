// Writes the parts of docs/states.md that are drawn from the state machines: node scripts/states.ts
import { rewritePage } from '../packages/gateway/tests/pages/generated.ts';
import { statesParts } from '../packages/gateway/tests/pages/states.ts';

const changed = rewritePage('states.md', statesParts());
process.stdout.write(`docs/states.md ${changed ? 'was written' : 'was up to date'}\n`);
