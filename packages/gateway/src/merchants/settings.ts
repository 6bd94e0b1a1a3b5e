// A merchant's switches as they are stored and changed: only what differs from the default is written.
import { z } from 'zod';
import { DEFAULT_SETTINGS, type FourEyes, type MerchantSettings } from './merchant.ts';

const rate = z.strictObject({
  perSecond: z.number().positive(),
  burst: z.number().int().positive(),
});

const fourEyes = z
  .strictObject({
    refundAbove: z
      .string()
      .regex(/^\d{1,12}$/, 'must be whole rupiah in digits')
      .nullable(),
    keys: z.boolean(),
    notificationUrl: z.boolean(),
    bankCredentials: z.boolean(),
    team: z.boolean(),
  })
  .partial();

const settingsSchema = z
  .strictObject({
    lineItems: z.enum(['enforce', 'ignore']),
    amounts: z.enum(['number', 'string']),
    replayStatus: z.enum(['conflict', 'original']),
    notificationSchedule: z.enum(['durable', 'doku']),
    notifyTokens: z.boolean(),
    notifyRefunds: z.boolean(),
    rate: rate.nullable(),
    fourEyes,
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
  return { ...DEFAULT_SETTINGS, ...Object.fromEntries(set), fourEyes: eyesOf(data?.fourEyes) };
}

function eyesOf(stored: ChangedSettings['fourEyes']): FourEyes {
  const { refundAbove, ...switches } = stored ?? {};
  const usual = DEFAULT_SETTINGS.fourEyes;
  const set = Object.entries(switches).filter(([, value]) => value !== undefined);
  return {
    ...usual,
    ...Object.fromEntries(set),
    refundAbove:
      refundAbove === undefined
        ? usual.refundAbove
        : refundAbove === null
          ? null
          : BigInt(refundAbove),
  };
}

/** Settings as JSON has them: sums are digits. */
export function settingsJson(settings: MerchantSettings): Required<ChangedSettings> {
  return { ...settings, fourEyes: eyesJson(settings.fourEyes) };
}

/** The same for four eyes alone. */
export function eyesJson(eyes: FourEyes): Required<NonNullable<ChangedSettings['fourEyes']>> {
  return { ...eyes, refundAbove: eyes.refundAbove?.toString() ?? null };
}

/** Whether less needs a second person than before: a limit raised or removed, a switch off. */
export function weakens(before: FourEyes, after: FourEyes): boolean {
  const raised =
    before.refundAbove !== null &&
    (after.refundAbove === null || after.refundAbove > before.refundAbove);
  const off = (['keys', 'notificationUrl', 'bankCredentials', 'team'] as const).some(
    (one) => before[one] && !after[one],
  );
  return raised || off;
}
