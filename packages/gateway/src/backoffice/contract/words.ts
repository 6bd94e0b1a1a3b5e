// The words that every part of the Back Office's API shares: amounts, instants, pages of a list, references to people.
import { z } from 'zod';

/** Whole rupiah, as digits: a sum may be longer than a number of JavaScript holds exactly. */
export const Amount = z.string().regex(/^-?\d{1,24}$/);
/** UTC, with milliseconds: `2026-11-26T03:04:05.678Z`. */
export const Instant = z.iso.datetime({ precision: 3 });
export const InstantIn = z.iso.datetime({ offset: true });
export const Id = z.uuid();
export const ClientId = z.string().regex(/^[A-Za-z0-9._-]{1,64}$/);
/** A merchant's Client-Id, or `all` for every merchant that the person may see. */
export const Workspace = z.union([z.literal('all'), ClientId]);

export const InWorkspace = z.object({ workspace: Workspace });

/** Why something is asked for or done; goes to the audit. */
export const Why = z.string().trim().min(3).max(500);

/** Filters that every list has. Newest first, always; `after` is the `next` of the page before. */
export const ListQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  after: z.string().max(400).optional(),
  /** Made at or after. */
  from: InstantIn.optional(),
  /** Made before. */
  to: InstantIn.optional(),
});

/**
 * One page. A search for something rare stops after a fixed amount of looking: `next` then leads on from `searched_to`,
 * although the page is not full. `next` is null at the end of the list.
 */
export function pageOf<T extends z.ZodType>(row: T) {
  return z.object({
    rows: z.array(row),
    next: z.string().nullable(),
    searched_to: Instant.nullable(),
  });
}

/** Several words in one parameter: `state=succeeded,failed`. */
export function wordsOf<const W extends readonly [string, ...string[]]>(words: W) {
  return z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(z.enum(words)).min(1));
}

/** A merchant as a row of a list names it. */
export const OfMerchant = z.object({ client_id: ClientId, merchant_name: z.string() });

/** A person of the Back Office as others see them. */
export const Person = z
  .object({ operator_id: Id, name: z.string(), email: z.string() })
  .meta({ id: 'Person' });

/** What came of an act: done, or written down for somebody else to approve. */
export const Act = z
  .discriminatedUnion('result', [
    z.object({ result: z.literal('done') }),
    z.object({ result: z.literal('approval'), approval_id: Id }),
  ])
  .meta({ id: 'Act' });

/** Every refusal. `field` is the path of the field that broke the rule, `approval_id` the open request in the way. */
export const Refused = z
  .object({
    error: z.object({
      code: z.string(),
      message: z.string(),
      field: z.string().optional(),
      retry_after_s: z.number().int().optional(),
      approval_id: Id.optional(),
    }),
  })
  .meta({ id: 'Refused' });
