// A merchant's switches as they are stored and changed: only what differs from the default is written.
import { z } from 'zod';
import { DEFAULT_SETTINGS, type MerchantSettings } from './merchant.ts';

const rate = z.strictObject({
  perSecond: z.number().positive(),
  burst: z.number().int().positive(),
});

const settingsSchema = z
  .strictObject({
    lineItems: z.enum(['enforce', 'ignore']),
    amounts: z.enum(['number', 'string']),
    replayStatus: z.enum(['conflict', 'original']),
    notificationSchedule: z.enum(['durable', 'doku']),
    notifyTokens: z.boolean(),
    notifyRefunds: z.boolean(),
    rate: rate.nullable(),
  })
  .partial();

/** Some settings, the rest by default. */
export type ChangedSettings = z.infer<typeof settingsSchema>;

/** Reads settings from outside; throws a ZodError that names each wrong one. */
export function parseSettings(value: unknown): ChangedSettings {
  return settingsSchema.parse(value);
}

/** The settings that hold for a merchant. A switch of a later version is left alone. */
export function withDefaults(stored: unknown): MerchantSettings {
  const { data } = settingsSchema.strip().safeParse(stored);
  const set = Object.entries(data ?? {}).filter(([, value]) => value !== undefined);
  return { ...DEFAULT_SETTINGS, ...Object.fromEntries(set) };
}
