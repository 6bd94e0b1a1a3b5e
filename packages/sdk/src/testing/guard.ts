// The process between a test run and its sandbox: it ends the sandbox when the run ends, however it ends.

/**
 * Run by `node -e` with the patience in ms, the folder to remove ('' for none) and the command. The
 * command has a process group of its own, so that nothing of it stays; our standard input is open for
 * as long as the test run lives, a SIGKILL included. A text, since a bundle has no files to start.
 */
export const GUARD = `
const { spawn } = require('node:child_process');
const { rmSync } = require('node:fs');
const [patienceMs, folder, program, ...args] = process.argv.slice(1);
const child = spawn(program, args, { detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
child.once('error', (error) => {
  process.stderr.write(error.message + '\\n');
  end(127);
});
child.once('exit', killAll);
child.once('close', (code) => end(code ?? 1));
// What it says as it leaves may find nobody listening.
for (const name of ['stdout', 'stderr']) {
  process[name].on('error', () => {});
  child[name].on('data', (said) => process[name].write(said));
}
process.stdin.resume().once('close', leave);
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, leave);
function leave() {
  child.kill('SIGTERM');
  setTimeout(killAll, Number(patienceMs)).unref();
}
function killAll() {
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // nothing of it is left
  }
}
function end(code) {
  try {
    if (folder !== '') rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  } finally {
    process.exit(code);
  }
}
`;
