// Writes the table of docs/operators.md that lists what each role may do: node scripts/roles.ts
import { rewritePage } from '../packages/gateway/tests/pages/generated.ts';
import { rolesParts } from '../packages/gateway/tests/pages/roles.ts';

const changed = rewritePage('operators.md', rolesParts());
process.stdout.write(`docs/operators.md ${changed ? 'was written' : 'was up to date'}\n`);
