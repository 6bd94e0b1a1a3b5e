// Plants a sabotage in a process: `TORTURE_SABOTAGE=<id> node --import torture/sabotage/hook.ts …`. The patched text is given
// to Node in place of what is on the disk, which stays as it is. A sabotage that does not fit keeps the process from
// starting.
import { registerHooks } from 'node:module';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { patchedFiles } from './patch.ts';
import { sabotageOf } from './sabotages.ts';

const id = process.env['TORTURE_SABOTAGE'];
if (id === undefined) throw new Error('TORTURE_SABOTAGE names no sabotage');
const files = patchedFiles(id, sabotageOf(id).patches ?? []);
const sources = new Map([...files].map(([file, text]) => [pathToFileURL(file).href, text]));

registerHooks({
  load(url, context, nextLoad) {
    const source = sources.get(url);
    if (source === undefined) return nextLoad(url, context);
    return { format: 'module-typescript', source, shortCircuit: true };
  },
});
