// A shop for the guide pages, in a test's world.
import type { Bound, World } from '../world.ts';
import type { Shop } from './stage.ts';

/** A shop in this world. What it does is noted in `done`, in order; `otps` are given before the right one. */
export function openShop(
  world: World,
  bound: Bound,
  { account, otps }: { account: string; otps: string[] },
): { shop: Shop; done: string[] } {
  const done: string[] = [];
  const note = async (words: string): Promise<void> => void done.push(words);
  return {
    done,
    shop: {
      customer: { id: bound.customerId, name: 'Ani', phone: bound.phone },
      async sendBrowserTo(url) {
        const id = new URL(url).pathname.split('/').at(-1);
        await world.sandbox(`/sandbox/registrations/${id}/complete`, { account_no: account });
      },
      saveToken: (_tokenId, accountNo) => note(`token of ${accountNo}`),
      saveOrder: ({ status }) => note(`order saved ${status}`),
      saveRefund: ({ amount }) => note(`refund saved ${amount}`),
      askForOtp: async () => otps.shift() ?? (await world.otp(bound.phone)),
      tell: note,
      deliver: () => note('delivered'),
      async wait({ minutes = 0, seconds = 0 }) {
        world.advance(minutes * 60 + seconds);
        await world.settle();
      },
    },
  };
}
