-- concurrently
-- What the lists of the Back Office walk along, as in 0014: batches and payouts, of a merchant and of everybody.

create index concurrently if not exists settlement_batches_of_merchant on settlement_batches (merchant_id, day, batch_id);
create index concurrently if not exists payouts_listed_everywhere on payouts (created_at, payout_id);
-- Accounts that get nothing until somebody releases them: few, and what people look for first.
create index concurrently if not exists payouts_held_listed on payouts (merchant_id, created_at, payout_id)
  where state in ('refused', 'returned') and released_at is null;
create index concurrently if not exists payouts_held_everywhere on payouts (created_at, payout_id)
  where state in ('refused', 'returned') and released_at is null;
