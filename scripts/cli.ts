// Writes the part of docs/cli.md that lists the commands: node scripts/cli.ts
import { cliParts } from '../packages/gateway/tests/pages/cli.ts';
import { rewritePage } from '../packages/gateway/tests/pages/generated.ts';

const changed = rewritePage('cli.md', cliParts());
process.stdout.write(`docs/cli.md ${changed ? 'was written' : 'was up to date'}\n`);
