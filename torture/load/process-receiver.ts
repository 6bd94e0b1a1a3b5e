// The receiver as a process: its settings are in the environment, its first line says where it listens.
import { startReceiver } from './receiver.ts';

const { TORTURE_RECEIVER_LOG, TORTURE_RECEIVER_SECRETS, TORTURE_RECEIVER_PORT } = process.env;
if (TORTURE_RECEIVER_LOG === undefined || TORTURE_RECEIVER_SECRETS === undefined) {
  throw new Error('TORTURE_RECEIVER_LOG and TORTURE_RECEIVER_SECRETS must be set');
}
const listening = await startReceiver({
  log: TORTURE_RECEIVER_LOG,
  secrets: TORTURE_RECEIVER_SECRETS,
  port: Number(TORTURE_RECEIVER_PORT ?? 0),
});
process.stdout.write(`${JSON.stringify({ listening })}\n`);
process.on('disconnect', () => process.exit(0));
