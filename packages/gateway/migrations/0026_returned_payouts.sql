-- A payout and its return are lines of their own: the bank may leave out either, or both.
drop index exceptions_missing;
create unique index exceptions_missing on exceptions (merchant_id, subject_id, type) where reason = 'missing_at_bank';
