-- concurrently
-- Differences that have ended in a merchant's favour, of which the money goes to a bank account with the next batch.
create index concurrently if not exists exceptions_owed on exceptions (merchant_id, bank, resolved_at)
  where resolution in ('owed_again', 'booked_to_account') and reason <> 'missing_at_bank';
