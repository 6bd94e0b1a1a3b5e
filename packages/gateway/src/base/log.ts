// The logger: JSON lines, and only fields from the allow-list. What is not named here cannot be written.
import { pino, type DestinationStream } from 'pino';
import { Refusal } from './refusal.ts';

/** Every field that may appear in a log line. Personal data, secrets, OTPs and bodies are not among them. */
export interface LogFields {
  merchantId?: string;
  clientId?: string;
  requestId?: string;
  paymentId?: string;
  refundId?: string;
  tokenId?: string;
  notificationId?: string;
  bank?: string;
  operation?: string;
  route?: string;
  method?: string;
  status?: number;
  code?: string;
  state?: string;
  event?: string;
  attempt?: number;
  durationMs?: number;
  count?: number;
  reason?: string;
  address?: string;
  sqlState?: string;
  version?: string;
  port?: number;
  seconds?: number;
}

export interface Log {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  /** For bugs and for what an operator must see; the error's stack is kept, its message is not trusted. */
  error(message: string, fields?: LogFields, error?: unknown): void;
}

/** Something due could not be done now and will be tried again: a warning while the database is away, else an error. */
export function logPutOff(log: Log, message: string, fields: LogFields, error: unknown): void {
  if (error instanceof Refusal) log.warn(message, { ...fields, reason: error.code });
  else log.error(message, fields, error);
}

const ALLOWED: ReadonlySet<string> = new Set<keyof LogFields>([
  'merchantId',
  'clientId',
  'requestId',
  'paymentId',
  'refundId',
  'tokenId',
  'notificationId',
  'bank',
  'operation',
  'route',
  'method',
  'status',
  'code',
  'state',
  'event',
  'attempt',
  'durationMs',
  'count',
  'reason',
  'address',
  'sqlState',
  'version',
  'port',
  'seconds',
]);

/** A logger that writes JSON lines to `destination` (standard output when absent). */
export function createLog(level: string, destination?: DestinationStream): Log {
  const options = { level, base: { app: 'tarik' }, timestamp: pino.stdTimeFunctions.isoTime };
  const out = destination === undefined ? pino(options) : pino(options, destination);
  return {
    debug: (message, fields) => out.debug(allowed(fields), message),
    info: (message, fields) => out.info(allowed(fields), message),
    warn: (message, fields) => out.warn(allowed(fields), message),
    error: (message, fields, error) =>
      out.error({ ...allowed(fields), ...described(error) }, message),
  };
}

function allowed(fields: LogFields | undefined): Record<string, unknown> {
  if (fields === undefined) return {};
  return Object.fromEntries(Object.entries(fields).filter(([name]) => ALLOWED.has(name)));
}

// The message of an unknown error may quote values (a driver prints parameters), so only name, SQLSTATE and frames stay.
function described(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return {};
  const { code } = error as { code?: unknown };
  const frames = (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 12);
  return { error: error.name, ...(typeof code === 'string' ? { errorCode: code } : {}), frames };
}
