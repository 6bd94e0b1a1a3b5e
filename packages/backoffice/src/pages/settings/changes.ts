// What somebody has changed of the switches, and whether it makes four eyes weaker. Pure.
import type { components } from '../../api/types.gen.ts';

export type Settings = components['schemas']['Settings'];
type Eyes = Settings['four_eyes'];

/** The switches that differ, as the API takes them; four eyes whole. */
export function changesOf(kept: Settings, wanted: Settings): Partial<Settings> {
  const names = Object.keys(wanted) as (keyof Settings)[];
  return Object.fromEntries(
    names
      .filter((name) => JSON.stringify(kept[name]) !== JSON.stringify(wanted[name]))
      .map((name) => [name, wanted[name]]),
  );
}

/** Whether less needs a second person than before: the API then asks for one. */
export function weakens(before: Eyes, after: Eyes): boolean {
  const off = (['keys', 'notification_url', 'bank_credentials', 'team'] as const).some(
    (name) => before[name] && !after[name],
  );
  const [was, is] = [before.refund_above, after.refund_above];
  return off || (was !== null && (is === null || BigInt(is) > BigInt(was)));
}

/** Whether a change, or some of it, waits for somebody else: weaker four eyes, and other hosts than those that were there. */
export function waits(kept: Settings, changes: Partial<Settings>): boolean {
  const { four_eyes: eyes, notification_hosts: hosts } = changes;
  const others = hosts !== undefined && kept.notification_hosts.length > 0;
  return (
    (eyes !== undefined && weakens(kept.four_eyes, eyes)) ||
    (others && kept.four_eyes.notification_url)
  );
}

/** The first of them that is no host with or without its port: an address with a scheme or a path, most often. */
export function wrongHost(hosts: readonly string[]): string | undefined {
  return hosts.find(
    (host) => !/^(\[[\da-f:.]+\]|[a-z\d]([a-z\d.-]*[a-z\d])?)(:\d{1,5})?$/.test(host),
  );
}

/** Hosts as somebody typed them: one per line, commas and spaces too. */
export function readHosts(text: string): string[] {
  const words = text.split(/[\s,;]+/).map((one) => one.trim().toLowerCase());
  return [...new Set(words.filter((one) => one !== ''))];
}
