// `tarik resend`: tells a merchant again, one notification or all that fit.
import { createWake } from '../../base/wake.ts';
import { NOTIFICATION_STATES, type NotificationState } from '../../notifications/notification.ts';
import { resendNotification, resendNotifications } from '../../notifications/resend.ts';
import { example, withDoors, type AddCommand } from '../cli.ts';
import { EXIT, Ended } from '../exit.ts';
import { mustFind } from '../merchant-input.ts';

export const addResend: AddCommand = (program, cli) => {
  program
    .command('resend')
    .description('send notifications again: the one that is named, or all that failed for good')
    .argument('<client-id>', "the merchant's Client-Id")
    .argument('[notification-id]', 'its Request-Id; without one, all that fit the options')
    .option('--type <type>', 'payment.succeeded and the like')
    .option('--state <state>', NOTIFICATION_STATES.join(', '))
    .option('--from <time>', 'written at or after, 2026-11-23T00:00:00Z')
    .option('--to <time>', 'written before')
    .option('--to-configured-url', 'to the URL that is configured now, not the one of then')
    .addHelpText(
      'after',
      example(
        'resend MCH-0001-10791114622547 0197c2a4-7b1e-7000-8000-000000000001',
        'resend MCH-0001-10791114622547 --from 2026-11-23T00:00:00Z --to-configured-url',
      ),
    )
    .action(async (clientId: string, notificationId: string | undefined, options: Options) => {
      const fitting = wanted(options);
      if (notificationId !== undefined && !UUID.test(notificationId)) {
        throw new Ended(EXIT.usage, 'a notification id is a uuid');
      }
      const count = await withDoors(cli, async (doors) => {
        const { merchantId } = await mustFind(doors, clientId);
        const ctx = { ...doors, wake: createWake() };
        const to = options.toConfiguredUrl ? 'configured' : 'kept';
        if (notificationId === undefined) {
          return await resendNotifications(ctx, { merchantId, ...fitting }, to);
        }
        const found = await resendNotification(ctx, { merchantId, notificationId }, to);
        if (!found) throw new Ended(EXIT.notFound, `${clientId} has no such notification`);
        return 1;
      });
      cli.screen.result({ resent: count }, `${count} will be sent again now`);
    });
};

interface Options {
  type?: string;
  state?: string;
  from?: string;
  to?: string;
  toConfiguredUrl?: true;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function wanted({ type, state, from, to }: Options) {
  return {
    ...(type === undefined ? {} : { type }),
    ...(state === undefined ? {} : { state: readState(state) }),
    ...(from === undefined ? {} : { from: readTime(from) }),
    ...(to === undefined ? {} : { to: readTime(to) }),
  };
}

function readState(text: string): NotificationState {
  const state = NOTIFICATION_STATES.find((one) => one === text);
  if (state !== undefined) return state;
  throw new Ended(EXIT.usage, `a state is one of ${NOTIFICATION_STATES.join(', ')}`);
}

function readTime(text: string): number {
  const at = /^\d{4}-\d{2}-\d{2}T/.test(text) ? Date.parse(text) : NaN;
  if (!Number.isNaN(at)) return at;
  throw new Ended(EXIT.usage, 'a time is written 2026-11-23T00:00:00Z');
}
