// One sandbox for the whole run; the test files find it in the environment and join it.
import { openSandbox } from '@tarik/sdk/testing';

export default async function setup(): Promise<() => Promise<void>> {
  const sandbox = await openSandbox();
  Object.assign(process.env, sandbox.env);
  return sandbox.stop;
}
