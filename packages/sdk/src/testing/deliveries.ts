// What has come to a merchant so far, and waiting for what has not come yet.
import type { NotificationError } from '../errors.ts';
import type { Notification } from '../notifications/notification.ts';
import { sandboxError } from './sandbox-error.ts';

/** One HTTP call of the gateway to the merchant's notification URL. A repeat is a delivery of its own. */
export interface Delivery {
  path: string;
  headers: Readonly<Record<string, string>>;
  /** The bytes as they came. */
  rawBody: Buffer;
  /** What it was answered. */
  status: number;
  /** Absent where it could not be verified. */
  notification?: Notification;
  /** Why it could not be verified. */
  refusal?: NotificationError;
  /** What the app under test threw; answered 500. */
  failure?: unknown;
}

type Kind = Notification['kind'];
type OfKind<K extends Kind> = Extract<Notification, { kind: K }>;

/** Which notification is waited for; every field that is named must fit. */
export interface Wanted<K extends Kind = Kind> {
  kind?: K;
  /** `payment.succeeded`, `payment.failed`, `payment.expired`, `refund.succeeded`, … */
  type?: string;
  status?: Notification['status'];
  invoiceNumber?: string;
  tokenId?: string;
  /** Anything else. */
  where?: (notification: OfKind<K>) => boolean;
}

export interface Waiting {
  /** How long to wait, in milliseconds. Default 10,000. */
  timeoutMs?: number;
}

export interface Deliveries {
  /** Everything that came, in the order of its answers. */
  readonly all: readonly Delivery[];
  add(delivery: Delivery): void;
  /** The first that fits and was not given before. Throws a `SandboxError` that lists what did come. */
  next<K extends Kind = Kind>(wanted?: Wanted<K>, waiting?: Waiting): Promise<OfKind<K>>;
}

const PATIENCE_MS = 10_000;

/** What is wanted once its kind no longer matters. */
interface Wish {
  fields: readonly (readonly [name: string, value: unknown])[];
  where: ((notification: Notification) => boolean) | undefined;
}

export function deliveries(): Deliveries {
  const all: Delivery[] = [];
  const given = new Set<Delivery>();
  const watchers = new Set<() => void>();

  function take(wish: Wish): Notification | undefined {
    for (const delivery of all) {
      const { notification } = delivery;
      if (notification === undefined || given.has(delivery) || !fits(notification, wish)) continue;
      given.add(delivery);
      return notification;
    }
    return undefined;
  }

  return {
    all,
    add(delivery) {
      all.push(delivery);
      for (const look of watchers) look();
    },
    next<K extends Kind>(wanted: Wanted<K> = {}, { timeoutMs = PATIENCE_MS }: Waiting = {}) {
      const wish = wishOf(wanted);
      return new Promise<OfKind<K>>((resolve, reject) => {
        const timer = setTimeout(() => {
          watchers.delete(look);
          reject(missing(wish, timeoutMs, all, given));
        }, timeoutMs);
        watchers.add(look);
        look();
        function look(): void {
          try {
            const found = take(wish);
            if (found === undefined) return;
            resolve(found as OfKind<K>);
          } catch (error) {
            // `where` is the test's own, and so is what it throws.
            reject(error instanceof Error ? error : new Error(String(error)));
          }
          clearTimeout(timer);
          watchers.delete(look);
        }
      });
    },
  };
}

function wishOf<K extends Kind>({ where, ...fields }: Wanted<K>): Wish {
  const named = Object.entries(fields).filter(([, value]) => value !== undefined);
  return { fields: named, where: where as Wish['where'] };
}

function fits(notification: Notification, { fields, where }: Wish): boolean {
  const facts = new Map<string, unknown>(Object.entries(notification));
  const same = fields.every(([name, value]) => facts.get(name) === value);
  return same && (where === undefined || where(notification));
}

function missing(
  wish: Wish,
  timeoutMs: number,
  all: readonly Delivery[],
  given: ReadonlySet<Delivery>,
): Error {
  const came =
    all.length === 0
      ? ' Nothing has come to this merchant at all. Has its payment ended? A PENDING one is told of when it ends.'
      : ` This came:\n${all.map((delivery) => `  ${told(delivery, given.has(delivery))}`).join('\n')}`;
  return sandboxError(
    'notification_missing',
    `no notification with ${words(wish)} came within ${timeoutMs} ms.${came}`,
  );
}

function words({ fields, where }: Wish): string {
  const named = fields.map(([name, value]) => `${name} ${String(value)}`);
  if (where !== undefined) named.push('what where() asks for');
  return named.length === 0 ? 'any content' : named.join(', ');
}

function told(delivery: Delivery, given: boolean): string {
  const { notification, refusal, status, failure } = delivery;
  const how = `answered ${status}${failure instanceof Error ? ` (${failure.message})` : ''}`;
  if (notification === undefined) return `not verified: ${refusal?.message ?? ''}; ${how}`;
  const about = notification.kind === 'token' ? notification.tokenId : notification.invoiceNumber;
  return `${notification.type} ${about}, ${how}${given ? ', given to the test before' : ''}`;
}
