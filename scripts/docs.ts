// `npm run docs`: builds the documentation site into docs/dist. `npm run docs -- --dev` serves it while
// it is written. The site's tools are its own, with a lockfile of their own, and are installed once.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const SITE = path.join(import.meta.dirname, '../docs');
const STAMP = path.join(SITE, 'node_modules/.installed'); // inside, so that it goes with them

const lock = readFileSync(path.join(SITE, 'package-lock.json'));
const machine = `${process.platform}-${process.arch}`;
const wanted = createHash('sha256').update(lock).update(machine).digest('hex');
if (!existsSync(STAMP) || readFileSync(STAMP, 'utf8') !== wanted) {
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  process.stderr.write("tarik: installing the site's tools …\n");
  npm('ci', '--include=dev', '--prefer-offline', ...quiet);
  writeFileSync(STAMP, wanted);
}
if (process.argv.includes('--dev')) npm('run', 'dev');
else {
  npm('run', 'build');
  process.stderr.write('tarik: docs/dist is the site; npm run docs -- --dev serves it here\n');
}

/** Runs npm in the site's folder; ends this process as npm ended when it fails. */
function npm(...args: string[]): void {
  const cli = process.env['npm_execpath']; // npm's own file, where npm started us
  const [program, first] = cli === undefined ? ['npm', []] : [process.execPath, [cli]];
  const { NODE_ENV: _env, ...env } = process.env; // a test runner's would build another site
  const { status, error } = spawnSync(program, [...first, ...args], {
    cwd: SITE,
    stdio: 'inherit',
    env: { ...env, ASTRO_TELEMETRY_DISABLED: '1' },
  });
  if (error !== undefined) throw error;
  if (status !== 0) process.exit(status ?? 1);
}
