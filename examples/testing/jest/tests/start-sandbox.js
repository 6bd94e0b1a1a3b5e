// One sandbox for the whole run; the test files find it in the environment and join it.
const { openSandbox } = require('@tarik/sdk/testing');

module.exports = async () => {
  globalThis.sandbox = await openSandbox();
  Object.assign(process.env, globalThis.sandbox.env);
};
